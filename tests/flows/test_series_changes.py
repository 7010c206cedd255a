"""A series that goes on differently from a date on, or ends; undone, told, and nothing else touched."""

import pytest

from tests.circle import Circle
from tests.flows.managing import answers, card, cards, data_of, open_nth, press_again, reply, told, weekly

FROM_HERE = "Change the series from here on"


@pytest.fixture
async def planned(circle: Circle) -> Circle:
    return await weekly(circle)


async def days(circle: Circle) -> list[str]:
    """The coming meetups, as Fay's list shows them."""
    await circle.say(circle.fay, "/meetups")
    return [button for button in await circle.buttons() if ":" in button]


async def test_another_day_moves_the_first_with_its_card_and_people(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, FROM_HERE)
    assert (
        "every tuesday 10:00 90 minutes from 2026-12-01 Coffee and chat @ Calderwood Hall"
        in ((await planned.last())["text"])
    )
    await reply(planned, "every thu 18:30")
    preview = (await planned.last())["text"]
    assert "Coffee and chat goes on like this from Thursday 3 December on:" in preview
    for day in ("Thursday 3 December", "Thursday 10 December", "Thursday 17 December", "Thursday 24 December"):
        assert f"• {day}" in preview
    assert "Calderwood Hall" in preview
    assert "2 people said" in preview
    assert await planned.press(planned.fay, "Confirm") == "Done."
    assert (await days(planned))[:2] == ["Thu 3 Dec 18:30 Coffee and chat", "Thu 10 Dec 18:30 Coffee and chat"]
    assert "Thursday 3 December, 18:30" in await card(planned)
    assert len(await cards(planned)) == 1
    await planned.travel(minutes=3)
    (said,) = await told(planned)
    assert "Before: Tuesday 1 December, 10:00" in said
    assert "Are you still coming?" in said
    assert "Mara Okafor, Tom" in said
    assert "Undo" not in await planned.buttons()


async def test_the_next_card_of_the_changed_series_comes(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, FROM_HERE)
    await reply(planned, "every thu 18:30")
    await planned.press(planned.fay, "Confirm")
    await planned.travel(to="2026-12-04T09:00:00Z")
    found = await cards(planned)
    assert "Thursday 10 December, 18:30" in found[-1]["text"]
    assert [c["pinned"] for c in found] == [False, True]


async def test_another_place_keeps_the_answers_and_touches_none_before_it(planned: Circle) -> None:
    await planned.travel(to="2026-12-01T12:00:00Z")
    await planned.press(planned.mara, "Going")
    await open_nth(planned, 1)
    await planned.press(planned.fay, FROM_HERE)
    await reply(planned, "every tue 10:00 @ Library")
    await planned.press(planned.fay, "Confirm")
    await planned.travel(minutes=3)
    assert "Calderwood Hall" in (await cards(planned))[-1]["text"]
    assert (await answers(planned, 1))[planned.mara] == "going"
    assert await told(planned) == [] or not [text for text in await told(planned) if "place" in text]
    await planned.travel(to="2026-12-08T12:00:00Z")
    assert "Library" in (await cards(planned))[-1]["text"]


async def test_undone_the_series_is_as_it_was(planned: Circle) -> None:
    before, said, dates = await card(planned), await answers(planned), await days(planned)
    await open_nth(planned)
    await planned.press(planned.fay, FROM_HERE)
    await reply(planned, "every 2 weeks fri 9am Walk @ Park")
    await planned.press(planned.fay, "Confirm")
    assert "Walk" in await card(planned)
    pressed = await data_of(planned, "Undo")
    assert await planned.press(planned.fay, "Undo") == "Undone. Nobody was told."
    assert "done already" in str(await press_again(planned, planned.fay, pressed))
    await planned.travel(minutes=5)
    assert await card(planned) == before
    assert await answers(planned) == said
    assert await days(planned) == dates
    assert await told(planned) == []


async def test_the_series_ends_after_this_one(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "End the series")
    preview = (await planned.last())["text"]
    assert "There is none after Tuesday 1 December." in preview
    assert "• Tuesday 8 December" in preview
    before = await card(planned)
    await planned.press(planned.fay, "Confirm")
    assert await days(planned) == ["Tue 1 Dec 10:00 Coffee and chat"]
    assert await card(planned) == before
    await planned.travel(to="2026-12-20T12:00:00Z")
    assert len(await cards(planned)) == 1
    assert await days(planned) == []


async def test_ended_without_this_one_its_card_says_so_and_people_are_told(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "End the series")
    await planned.press(planned.fay, "This one goes too")
    assert "2 people said" in (await planned.last())["text"]
    await planned.press(planned.fay, "Confirm")
    assert "The series has ended." in await card(planned)
    assert "Going" not in (await planned.buttons(message_id=(await cards(planned))[0]["message_id"]))
    await planned.travel(minutes=3)
    (said,) = await told(planned)
    assert "It is called off." in said
    assert "Mara Okafor, Tom" in said


async def test_an_end_is_undone(planned: Circle) -> None:
    before, said, dates = await card(planned), await answers(planned), await days(planned)
    await open_nth(planned)
    await planned.press(planned.fay, "End the series")
    await planned.press(planned.fay, "This one goes too")
    await planned.press(planned.fay, "Confirm")
    assert await planned.press(planned.fay, "Undo") == "Undone. Nobody was told."
    await planned.travel(minutes=5)
    assert await card(planned) == before
    assert await answers(planned) == said
    assert await days(planned) == dates
    assert await told(planned) == []


async def test_too_late_to_undo_and_twice_confirmed(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "End the series")
    confirm = await data_of(planned, "Confirm")
    await planned.press(planned.fay, "Confirm")
    undo = await data_of(planned, "Undo")
    assert "done already" in str(await press_again(planned, planned.fay, confirm))
    assert "for facilitators" in str(await press_again(planned, planned.mara, undo))
    await planned.travel(minutes=3)
    assert "told already" in str(await press_again(planned, planned.fay, undo))
    assert await days(planned) == ["Tue 1 Dec 10:00 Coffee and chat"]


async def test_switched_off_in_the_two_minutes_people_are_told_once(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, FROM_HERE)
    await reply(planned, "every thu 18:30")
    await planned.press(planned.fay, "Confirm")
    await planned.stop()
    await planned.client.advance(1800)
    await planned.boot()
    await planned.settle()
    assert len(await told(planned)) == 1


async def test_a_skipped_week_stays_skipped(planned: Circle) -> None:
    await open_nth(planned, 3)
    await planned.press(planned.fay, "Skip this one")
    await planned.press(planned.fay, "Confirm")
    await open_nth(planned)
    await planned.press(planned.fay, FROM_HERE)
    await reply(planned, "every thu 18:30")
    await planned.press(planned.fay, "Confirm")
    assert (await days(planned))[3] == "Thu 24 Dec 18:30 Coffee and chat (skipped)"


async def test_words_that_cannot_be_read_are_quoted(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, FROM_HERE)
    asked = await planned.last()
    await planned.say(planned.fay, "every tusday 10:00", reply_to=asked["message_id"])
    assert "“tusday”" in (await planned.last())["text"]
    await planned.say(planned.fay, "every tue 10:00", reply_to=asked["message_id"])
    assert (await planned.last())["text"] == "It is like that already."
    await planned.say(planned.fay, "on 2026-12-03 10:00", reply_to=asked["message_id"])
    assert "Confirm" not in await planned.buttons()
    assert (await days(planned))[0] == "Tue 1 Dec 10:00 Coffee and chat"
