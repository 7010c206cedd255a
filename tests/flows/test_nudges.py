""" "We missed you" as people see it: over weeks, in private, answered, and silent when it should be."""

from tests.circle import Circle
from tests.flows.managing import data_of, press_again
from tests.flows.missing import begun, held, missed_by, next_morning, nudges, sent_calls, week


async def test_ten_weeks_of_a_regular(circle: Circle) -> None:
    mara = circle.mara
    await begun(circle)
    for number in (0, 1):
        await held(circle, number, came="Mara", going=mara)
    await next_morning(circle, 1)
    assert await sent_calls(circle, mara) == []  # whoever came was not missed

    await held(circle, 2, missed="Mara")  # the first time: saved the same evening
    await circle.travel(week(2, hours=23.9))
    assert await sent_calls(circle, mara) == []
    await circle.travel(week(2, hours=24))
    assert len(await sent_calls(circle, mara)) == 1

    await held(circle, 3, missed="Mara")  # a week later: too soon for another
    await next_morning(circle, 3)
    assert len(await sent_calls(circle, mara)) == 1

    await held(circle, 4, missed="Mara")  # two weeks later: the second without an answer, in other words
    await next_morning(circle, 4)
    first, second = [call["params"]["text"].split("\n")[0] for call in await sent_calls(circle, mara)]
    assert first != second

    for number in (5, 6, 7):  # silence, though Mara said Going
        await held(circle, number, missed="Mara", going=mara)
        await next_morning(circle, number)
    assert len(await sent_calls(circle, mara)) == 2
    assert [one.why for one in await nudges(circle)] == [None, None]

    await held(circle, 8, came="Mara", going=mara)  # comes back by herself
    await held(circle, 9, missed="Mara", going=mara)
    await next_morning(circle, 9)
    assert len(await sent_calls(circle, mara)) == 3

    await circle.private(mara, "/away 2w")  # goes away: peace, whatever she had said
    await held(circle, 11, missed="Mara", going=mara)
    await next_morning(circle, 11)
    assert len(await sent_calls(circle, mara)) == 3

    await circle.press(mara, "Stop these messages", chat=mara)
    await circle.private(mara, "/back")
    await held(circle, 13, missed="Mara", going=mara)
    await next_morning(circle, 13)
    assert len(await sent_calls(circle, mara)) == 3
    assert not any("missed" in text for text in await circle.texts())


async def missed_once(circle: Circle, *, until: float = 24) -> None:
    """Mara said Going, was missed, and so many hours after its start have passed."""
    await begun(circle)
    await held(circle, 0, missed="Mara", going=circle.mara)
    await circle.travel(week(0, hours=until))


async def test_the_message_is_warm_and_short_names_both_meetups_and_counts_nothing(circle: Circle) -> None:
    await missed_once(circle)
    (found,) = await missed_by(circle, circle.mara)
    text = found["text"]
    assert "Tuesday" in text
    assert "on Tuesday 8 December at 10:00" in text
    assert "bot" in text
    assert "Calderwood parents" in text
    assert "!" not in text
    assert not any(word in text.lower() for word in ("should", "times", "sessions", "absent", "again missed"))
    assert len(text) < 500
    assert [[b["text"] for b in row] for row in found["buttons"]] == [
        ["See you next time"],
        ["I'd like a chat", "Taking a break"],
        ["Stop these messages"],
    ]


async def test_nothing_of_it_ever_stands_in_the_group(circle: Circle) -> None:
    await missed_once(circle)
    assert len(await missed_by(circle, circle.mara)) == 1
    assert not any("miss" in text.lower() for text in await circle.texts())
    assert await missed_by(circle, circle.fay) == []


async def test_see_you_next_time_counts_as_going_for_the_next(circle: Circle) -> None:
    await missed_once(circle)
    assert await circle.press(circle.mara, "See you next time", chat=circle.mara) == "See you then."
    assert "You are down as Going" in (await circle.last(circle.mara))["text"]
    card = next(text for text in reversed(await circle.texts()) if "Tuesday 8 December" in text)
    assert "Going: 1" in card
    assert [one.answer for one in await nudges(circle)] == ["see_you"]


async def test_see_you_next_time_takes_no_answer_back_that_was_given_before(circle: Circle) -> None:
    await missed_once(circle)
    old = await missed_by(circle, circle.mara)
    await circle.press(circle.mara, "Going")
    await circle.press(circle.mara, "See you next time", chat=circle.mara, message_id=old[0]["message_id"])
    assert "Going: 1" in next(text for text in reversed(await circle.texts()) if "Tuesday 8 December" in text)


async def test_taking_a_break_means_peace_for_two_four_or_eight_weeks(circle: Circle) -> None:
    await missed_once(circle)
    await circle.press(circle.mara, "Taking a break", chat=circle.mara)
    assert (await circle.buttons(circle.mara))[:3] == ["2 weeks", "4 weeks", "8 weeks"]
    await circle.press(circle.mara, "4 weeks", chat=circle.mara)
    assert "away until Tuesday 29 December" in (await circle.last(circle.mara))["text"]
    await held(circle, 3, missed="Mara", going=circle.mara)
    await next_morning(circle, 3)
    assert len(await sent_calls(circle, circle.mara)) == 1


async def test_stop_is_at_once_confirmed_and_reversible_in_the_settings(circle: Circle) -> None:
    await missed_once(circle)
    assert await circle.press(circle.mara, "Stop these messages", chat=circle.mara) == "Stopped."
    assert "won’t send you these messages any more" in (await circle.last(circle.mara))["text"]
    await held(circle, 3, missed="Mara", going=circle.mara)
    await next_morning(circle, 3)
    assert len(await sent_calls(circle, circle.mara)) == 1
    await circle.press(circle.mara, "Settings", chat=circle.mara)
    await circle.press(circle.mara, "Do send “We missed you”", chat=circle.mara)
    await held(circle, 6, missed="Mara", going=circle.mara)
    await circle.travel(week(6, days=1, hours=1))
    assert len(await sent_calls(circle, circle.mara)) == 2


async def test_a_button_of_somebody_else_s_nudge_changes_nothing(circle: Circle) -> None:
    await missed_once(circle)
    await circle.start(circle.tom)
    (nudge,) = await nudges(circle)
    assert nudge.answer is None
    for button in ("See you next time", "I'd like a chat", "Taking a break", "Stop these messages"):
        pressed = await data_of(circle, button, circle.mara)
        assert "somebody else" in (await press_again(circle, circle.tom, pressed, circle.tom) or "")
    assert [one.answer for one in await nudges(circle)] == [None]
    people = await circle.app.store.look(lambda tx: tx.people.many([circle.mara, circle.tom]))
    assert all(person.nudges for person in people.values())


async def test_coming_again_within_four_meetups_is_the_number_came_back(circle: Circle) -> None:
    await missed_once(circle)
    await held(circle, 1, came="Mara", going=circle.mara)
    (nudge,) = await nudges(circle)
    assert nudge.returned_to is not None
    assert nudge.answer is None

    def look(tx: object) -> dict[str, int]:
        return tx.nudges.counts(1, week(-9).date())  # type: ignore[attr-defined]

    assert await circle.app.store.look(look) == {"sent": 1, "came_back": 1}
