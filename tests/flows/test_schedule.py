"""`/schedule` in words: from a preview to a series, and what must not become one."""

from tests.circle import Circle

WORDS = "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall"


async def cards(circle: Circle) -> list[str]:
    """The texts of the cards in the group."""
    return [text for text in await circle.texts() if "10:00–11:30" in text]


async def test_the_preview_says_it_in_full_words_with_the_next_four_dates(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS)
    text = (await circle.last())["text"]
    for part in ("Coffee and chat", "Every Tuesday at 10:00", "90 minutes", "Calderwood Hall", "London time"):
        assert part in text
    for day in ("Tuesday 1 December", "Tuesday 8 December", "Tuesday 15 December", "Tuesday 22 December"):
        assert day in text
    assert "29 December" not in text
    assert "Confirm" in await circle.buttons()
    assert await cards(circle) == []


async def test_confirm_posts_the_first_card_and_pins_it_quietly(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS)
    assert await circle.press(circle.fay, "Confirm") == "Scheduled."
    card = await circle.last()
    assert card["pinned"]
    assert "Tuesday 1 December, 10:00–11:30 (London time)" in card["text"]
    assert await circle.buttons() == ["Going", "Maybe", "Can't make it", "+1 child", "−1 child"]
    pins = await circle.client.calls(method="pinChatMessage")
    assert [str(call["params"]["disable_notification"]).lower() for call in pins] == ["true"]


async def test_confirm_tapped_twice_makes_one_series(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS)
    preview = await circle.with_button("Confirm", circle.group)
    tap = {"person": circle.fay, "do": "press", "chat": circle.group, "message_id": preview, "button": "Confirm"}
    await circle.client.acts([tap, tap])
    await circle.settle()
    answers = [call["params"]["text"] for call in await circle.client.calls(method="answerCallbackQuery")]
    assert len(answers) == 2
    assert answers[0] == "Scheduled."
    assert answers[1] != "Scheduled."
    assert len(await cards(circle)) == 1


async def test_a_parent_can_neither_schedule_nor_confirm(circle: Circle) -> None:
    await circle.say(circle.mara, WORDS)
    assert "for facilitators" in (await circle.last())["text"]
    await circle.say(circle.fay, WORDS)
    assert "for facilitators" in await circle.press(circle.mara, "Confirm")
    assert "for facilitators" in await circle.press(circle.mara, "Cancel")
    assert await cards(circle) == []
    assert await circle.press(circle.fay, "Confirm") == "Scheduled."


async def test_who_is_no_facilitator_any_more_cannot_confirm(circle: Circle) -> None:
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    await circle.say(circle.tom, WORDS)
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.tom)
    assert "for facilitators" in await circle.press(circle.tom, "Confirm")
    assert await cards(circle) == []


async def test_the_wrong_day_can_be_changed_before_confirm(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS.replace("tue", "wed"))
    await circle.press(circle.fay, "Change")
    question = await circle.last()
    assert "every wednesday 10:00" in question["text"]
    await circle.say(circle.fay, WORDS.removeprefix("/schedule "), reply_to=question["message_id"])
    await circle.press(circle.fay, "Confirm")
    assert [text for text in await cards(circle) if "Tuesday 1 December" in text]
    assert not [text for text in await cards(circle) if "Wednesday" in text]


async def test_cancel_leaves_nothing_behind(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS)
    await circle.press(circle.fay, "Cancel")
    assert (await circle.last())["text"] == "Nothing was scheduled."
    assert await circle.buttons() == []


async def test_what_cannot_be_read_is_quoted_with_an_example(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule every blursday 10:00 <b>Coffee</b>")
    text = (await circle.last())["text"]
    assert "blursday" in text
    assert "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall" in text
    assert await circle.buttons() == []


async def test_a_time_that_is_over_is_refused(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule on 2026-11-30 08:00 Coffee")
    assert "over already" in (await circle.last())["text"]
    await circle.say(circle.fay, "/schedule on 2026-11-20 08:00 Coffee")
    assert "over already" in (await circle.last())["text"]


async def test_a_preview_that_became_too_old_is_refused(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule on 2026-11-30 10:00 Coffee")
    await circle.travel(hours=2)
    toast = await circle.press(circle.fay, "Confirm")
    assert toast
    assert toast != "Scheduled."
    assert not [text for text in await circle.texts() if "Going" in text]


async def test_a_single_meetup_has_one_date_and_one_card(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule on 2026-12-03 18:30 2h Film night")
    text = (await circle.last())["text"]
    assert "Once, on Thursday 3 December, at 18:30, for 2 hours" in text
    await circle.press(circle.fay, "Confirm")
    assert "Thursday 3 December, 18:30–20:30" in (await circle.last())["text"]
    await circle.travel("2026-12-20T10:00:00Z")
    assert len([text for text in await circle.texts() if "18:30–20:30" in text]) == 1


async def test_in_private_it_is_previewed_there_and_the_card_stands_in_the_group(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.private(circle.fay, WORDS)
    assert await cards(circle) == []
    assert await circle.press(circle.fay, "Confirm", chat=circle.fay) == "Scheduled."
    assert "Calderwood parents" in (await circle.last(circle.fay))["text"]
    assert len(await cards(circle)) == 1


async def test_somebody_elses_preview_in_private_cannot_be_pressed_from_elsewhere(circle: Circle) -> None:
    """A forged press in the group that carries the draft of a private chat."""
    await circle.start(circle.fay)
    await circle.private(circle.fay, WORDS)
    message = await circle.last(circle.fay)
    data = message["buttons"][0][0]["data"]
    await circle.say(circle.fay, WORDS)
    mine = await circle.with_button("Confirm", circle.group)
    forged = {
        "callback_query": {
            "id": "4711",
            "from": {"id": circle.fay, "is_bot": False, "first_name": "Fay"},
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": mine,
                "date": 1796029200,
                "chat": {"id": circle.group, "type": "supergroup", "title": "Calderwood parents"},
            },
        }
    }
    await circle.client.inject(forged)
    await circle.settle()
    assert await cards(circle) == []


async def test_the_title_may_be_full_of_signs(circle: Circle) -> None:
    await circle.say(circle.fay, '/schedule every tue 10:00 <Tea> & "talk" שלום @ Hall <&>')
    await circle.press(circle.fay, "Confirm")
    assert '<Tea> & "talk" שלום' in (await circle.last())["text"]
    assert "Hall <&>" in (await circle.last())["text"]


async def test_an_online_meetup_shows_its_link(circle: Circle) -> None:
    await circle.say(circle.fay, "/schedule every tue 10:00 Online tea https://zoom.us/j/123?pwd=a&b=c")
    await circle.press(circle.fay, "Confirm")
    assert "https://zoom.us/j/123?pwd=a&b=c" in (await circle.last())["text"]


async def test_places_can_be_limited_before_confirm(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS)
    await circle.press(circle.fay, "Limit the places")
    await circle.press(circle.fay, "6")
    assert "Room for 6 people" in (await circle.last())["text"]
    await circle.press(circle.fay, "Confirm")
    assert "0 of 6 places taken" in (await circle.last())["text"]


async def test_a_kill_between_preview_and_confirm_loses_nothing(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS)
    await circle.restart()
    assert await circle.press(circle.fay, "Confirm") == "Scheduled."
    await circle.restart()
    await circle.settle()
    assert len(await cards(circle)) == 1


async def test_in_the_room_it_goes_straight_to_the_one_group(circle: Circle) -> None:
    room = int((await circle.client.group("Team", circle.fay, members=[circle.tom], bot="member"))["id"])
    await circle.settle()
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Calderwood parents", chat=room)
    await circle.say(circle.fay, WORDS, chat=room)
    assert "for facilitators" in await circle.press(circle.tom, "Confirm", chat=room)
    assert await circle.press(circle.fay, "Confirm", chat=room) == "Scheduled."
    assert "The card stands in Calderwood parents." in (await circle.last(room))["text"]
    assert len(await cards(circle)) == 1
    await circle.say(circle.tom, "/next", chat=room)
    assert "Group: Calderwood parents" in (await circle.last(room))["caption"]
    assert await circle.buttons(room) == []


async def test_who_serves_several_groups_is_asked_which_one(circle: Circle) -> None:
    other = int((await circle.client.group("Second circle", circle.fay, bot="administrator"))["id"])
    await circle.settle()
    await circle.start(circle.fay)
    await circle.private(circle.fay, WORDS)
    assert (await circle.last(circle.fay))["text"] == "Which group?"
    await circle.press(circle.fay, "Second circle", chat=circle.fay)
    await circle.press(circle.fay, "Confirm", chat=circle.fay)
    assert await cards(circle) == []
    assert [text for text in await circle.texts(other) if "10:00–11:30" in text]
