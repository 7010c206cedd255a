"""`/schedule` without words, and the group's time zone."""

from tests.circle import Circle


async def answer(circle: Circle, words: str) -> None:
    """Fay replies to the bot's last message in the group."""
    await circle.say(circle.fay, words, reply_to=(await circle.last())["message_id"])


async def test_buttons_lead_to_the_same_preview(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule")
    for button in ("Tuesday", "10:00", "Every week"):
        await circle.press(circle.fay, button)
    await answer(circle, "Coffee and chat @ Calderwood Hall")
    text = (await circle.last())["text"]
    assert "Every Tuesday at 10:00" in text
    assert "Tuesday 22 December" in text
    await circle.press(circle.fay, "Confirm")
    assert "Calderwood Hall" in (await circle.last())["text"]
    assert "Tuesday 1 December" in (await circle.last())["text"]


async def test_one_question_stands_in_the_chat_at_a_time(circle: Circle) -> None:
    before = len(await circle.from_bot())
    await circle.say(circle.fay, "/schedule")
    for button in ("Tuesday", "Another time"):
        await circle.press(circle.fay, button)
    await answer(circle, "6pm")
    await circle.press(circle.fay, "Every 2 weeks")
    await answer(circle, "Tea")
    assert len(await circle.from_bot()) == before + 1
    assert "Every 2 weeks on Tuesday at 18:00" in (await circle.last())["text"]


async def test_the_title_can_be_skipped(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule")
    for button in ("Friday", "18:30", "Last Friday of the month", "Skip"):
        await circle.press(circle.fay, button)
    text = (await circle.last())["text"]
    assert "Every month on the last Friday at 18:30" in text
    assert "Friday 25 December" in text


async def test_once_is_the_next_such_day_that_is_not_over(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule")
    for button in ("Monday", "09:30", "Only once", "Skip"):
        await circle.press(circle.fay, button)
    assert "Once, on Monday 30 November, at 09:30" in (await circle.last())["text"]
    await circle.travel(hours=2)
    await circle.say(circle.fay, "/schedule")
    for button in ("Monday", "09:30", "Only once", "Skip"):
        await circle.press(circle.fay, button)
    assert "Once, on Monday 7 December, at 09:30" in (await circle.last())["text"]


async def test_a_time_that_cannot_be_read_is_asked_for_again(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule")
    for button in ("Tuesday", "Another time"):
        await circle.press(circle.fay, button)
    await answer(circle, "25:00")
    assert "25:00" in (await circle.last())["text"]
    await answer(circle, "noon")
    await circle.press(circle.fay, "Every week")
    await circle.press(circle.fay, "Skip")
    assert "Every Tuesday at 12:00" in (await circle.last())["text"]


async def test_a_time_may_be_written_instead_of_tapped(circle: Circle) -> None:
    await circle.start(circle.fay)
    for chat in (circle.fay, circle.group):
        await circle.say(circle.fay, "/schedule", chat=chat)
        await circle.press(circle.fay, "Friday", chat=chat)
        asked = await circle.last(chat)
        assert asked["text"] == "At what time?"
        reply_to = asked["message_id"] if chat == circle.group else None
        await circle.say(circle.fay, "6.30pm", chat=chat, reply_to=reply_to)
        assert (await circle.last(chat))["text"] == "How often?"


async def test_a_parent_cannot_answer_the_questions(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule")
    assert "for facilitators" in await circle.press(circle.mara, "Tuesday")
    assert "On which day?" in (await circle.last())["text"]


async def test_a_group_without_a_zone_is_asked_once_before_the_first_confirm(circle_bare: Circle) -> None:
    circle = circle_bare
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee")
    assert "time zone" in (await circle.last())["text"]
    buttons = await circle.buttons()
    assert "Confirm" not in buttons
    london = next(button for button in buttons if button.startswith("London time"))
    assert london.endswith("09:00")
    await circle.press(circle.fay, london)
    assert "Time zone: London time (Europe/London)" in (await circle.last())["text"]
    await circle.press(circle.fay, "Confirm")
    await circle.say(circle.fay, "/schedule every wed 10:00 Coffee")
    assert "Confirm" in await circle.buttons()


async def test_another_zone_is_found_by_a_city(circle_bare: Circle) -> None:
    circle = circle_bare
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee")
    await circle.press(circle.fay, "Another place")
    await answer(circle, "Xyzzyville")
    assert "Xyzzyville" in (await circle.last())["text"]
    await answer(circle, "Berlin")
    assert "Berlin time (Europe/Berlin)" in (await circle.last())["text"]
    await circle.press(circle.fay, "Confirm")
    assert "Tuesday 1 December, 10:00–11:30 (Berlin time)" in (await circle.last())["text"]


async def test_today_is_a_day_of_the_groups_zone(circle_bare: Circle) -> None:
    """At 23:30 in London it is the next day in Auckland: its Wednesday is not this London Wednesday."""
    circle = circle_bare
    await circle.travel("2026-12-01T23:30:00Z")
    await circle.say(circle.fay, "/schedule every wed 10:00 Coffee")
    await circle.press(circle.fay, "Another place")
    await answer(circle, "Auckland")
    text = (await circle.last())["text"]
    assert "Wednesday 9 December" in text
    assert "Wednesday 2 December" not in text


async def test_a_parent_cannot_choose_the_zone(circle_bare: Circle) -> None:
    circle = circle_bare
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee")
    london = next(button for button in await circle.buttons() if button.startswith("London time"))
    assert "for facilitators" in await circle.press(circle.mara, london)
    assert "time zone" in (await circle.last())["text"]


async def test_what_is_over_in_london_may_still_come_in_los_angeles(circle_bare: Circle) -> None:
    circle = circle_bare
    await circle.travel("2026-12-01T06:00:00Z")
    await circle.say(circle.fay, "/schedule on 2026-11-30 23:00 Late talk")
    await circle.press(circle.fay, "Another place")
    await answer(circle, "Los Angeles")
    assert "Once, on Monday 30 November, at 23:00" in (await circle.last())["text"]
    await circle.press(circle.fay, "Confirm")
    assert "Monday 30 November, 23:00–00:30" in (await circle.last())["text"]
