"""What facilitators do to one meetup: previewed, confirmed, undone; who may, and what is refused."""

import pytest

from tests.circle import Circle
from tests.flows.managing import (
    answers,
    card,
    cards,
    change,
    data_of,
    open_nth,
    press_again,
    reply,
    told,
    weekly,
)


@pytest.fixture
async def planned(circle: Circle) -> Circle:
    return await weekly(circle)


async def test_a_moved_meetup_is_told_after_two_minutes_and_asked_again(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "Move")
    await reply(planned, "thu 18:30")
    preview = (await planned.last())["text"]
    assert "Before: Tuesday 1 December, 10:00–11:30" in preview
    assert "Now: Thursday 3 December, 18:30–20:00" in preview
    assert "2 people said that they come or may come. They will be told in two minutes." in preview
    assert await planned.press(planned.fay, "Confirm") == "Done."
    assert "Thursday 3 December, 18:30" in await card(planned)
    await planned.travel(seconds=110)
    assert await told(planned) == []
    await planned.travel(seconds=15)
    (said,) = await told(planned)
    assert "Before: Tuesday 1 December, 10:00" in said
    assert "Are you still coming?" in said
    assert "Mara Okafor, Tom" in said
    assert "Are you still coming?" in (await planned.texts(planned.mara))[-1]
    assert set((await answers(planned)).values()) == {None}
    assert "Mara" not in await card(planned)
    await planned.press(planned.mara, "Going", planned.mara)
    assert "Mara Okafor" in await card(planned)
    await planned.travel(minutes=10)
    assert len(await told(planned)) == 1


async def test_undone_within_two_minutes_nobody_hears_of_it_and_all_is_as_before(planned: Circle) -> None:
    before, said = await card(planned), await answers(planned)
    await change(planned, "Move", "thu 18:30")
    assert await card(planned) != before
    await planned.travel(seconds=100)
    pressed = await data_of(planned, "Undo")
    assert await planned.press(planned.fay, "Undo") == "Undone. Nobody was told."
    assert "done already" in str(await press_again(planned, planned.fay, pressed))
    await planned.travel(minutes=5)
    assert await told(planned) == []
    assert await card(planned) == before
    assert await answers(planned) == said
    assert not any("change" in text for text in await planned.texts(planned.mara))


async def test_after_two_minutes_it_cannot_be_undone_but_changed_back(planned: Circle) -> None:
    await change(planned, "Move", "thu 18:30")
    undo = await data_of(planned, "Undo")
    await planned.travel(minutes=3)
    assert "told already" in str(await press_again(planned, planned.fay, undo))
    assert "Undo" not in await planned.buttons(message_id=undo[0])
    await change(planned, "Move", "tue 10:00")
    await planned.travel(minutes=3)
    assert "Tuesday 1 December, 10:00" in await card(planned)


async def test_another_place_keeps_the_answers(planned: Circle) -> None:
    await change(planned, "Another place", "Library, room 2 https://zoom.us/j/99")
    await planned.travel(minutes=3)
    (said,) = await told(planned)
    assert "The place has changed." in said
    assert "Library, room 2" in said
    assert "https://zoom.us/j/99" in said
    assert "still coming" not in said
    assert (await answers(planned))[planned.mara] == "going"
    assert "Library, room 2" in await card(planned)


async def test_a_skipped_one_touches_no_other_and_the_next_card_comes(planned: Circle) -> None:
    await change(planned, "Skip this one")
    assert "There is none this time" in await card(planned)
    await planned.travel(minutes=3)
    assert "There is none this time" in (await told(planned))[0]
    await planned.travel(to="2026-12-01T10:00:00Z")
    assert not [text for text in await told(planned) if "10:00" in text and "none" not in text]
    await planned.travel(to="2026-12-06T12:00:00Z")
    assert "Tuesday 8 December, 10:00" in (await cards(planned))[-1]["text"]


async def test_called_off_with_a_reason_and_taking_place_after_all(planned: Circle) -> None:
    await change(planned, "Cancel it", "The hall is <flooded> & cold")
    assert "The hall is <flooded> & cold" in await card(planned)
    await planned.travel(minutes=3)
    assert "Why: The hall is <flooded> & cold" in (await told(planned))[0]
    await change(planned, "It takes place after all")
    await planned.travel(minutes=3)
    said = (await told(planned))[-1]
    assert "It takes place after all" in said
    assert "Mara Okafor, Tom" in said
    assert (await answers(planned))[planned.mara] == "going"
    assert "called off" not in await card(planned)


async def test_called_off_without_a_reason(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "Cancel it")
    await planned.press(planned.fay, "No reason")
    await planned.press(planned.fay, "Confirm")
    assert "called off" in await card(planned)
    assert "Why" not in await card(planned)


async def test_the_newer_change_is_undone_first(planned: Circle) -> None:
    before = await card(planned)
    await change(planned, "Move", "thu 18:30")
    older = await data_of(planned, "Undo")
    await change(planned, "Another place", "Library")
    newer = await data_of(planned, "Undo")
    assert "newer change" in str(await press_again(planned, planned.fay, older))
    await press_again(planned, planned.fay, newer)
    await press_again(planned, planned.fay, older)
    await planned.travel(minutes=5)
    assert await card(planned) == before
    assert await told(planned) == []


async def test_a_second_confirm_changes_nothing(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "Skip this one")
    confirm = await data_of(planned, "Confirm")
    await planned.press(planned.fay, "Confirm")
    shown = await planned.last()
    assert "done already" in str(await press_again(planned, planned.fay, confirm))
    assert (await planned.last())["text"] == shown["text"]


async def test_a_preview_of_what_has_changed_since_is_refused(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "Skip this one")
    stale = await data_of(planned, "Confirm")
    await change(planned, "Another place", "Library")
    assert "after this preview" in str(await press_again(planned, planned.fay, stale))
    assert "There is none" not in await card(planned)


async def test_parents_can_neither_see_nor_press(planned: Circle) -> None:
    await planned.say(planned.mara, "/meetups")
    assert "for facilitators" in (await planned.last())["text"]
    await open_nth(planned)
    before = (await planned.last())["text"]
    assert "for facilitators" in str(await planned.press(planned.mara, "Skip this one"))
    await planned.press(planned.fay, "Skip this one")
    assert "for facilitators" in str(await planned.press(planned.mara, "Confirm"))
    assert "There is none" not in await card(planned)
    assert before != (await planned.last())["text"]


async def test_somebody_elses_preview_is_left_alone(planned: Circle) -> None:
    await planned.client.act(planned.fay, "promote", chat=planned.group, user=planned.tom)
    await open_nth(planned)
    await planned.press(planned.fay, "Skip this one")
    assert "somebody else" in str(await planned.press(planned.tom, "Confirm"))
    assert "There is none" not in await card(planned)


async def test_who_is_no_facilitator_any_more_cannot_confirm(planned: Circle) -> None:
    await planned.client.act(planned.fay, "promote", chat=planned.group, user=planned.tom)
    await planned.say(planned.tom, "/meetups")
    first = next(button for button in await planned.buttons() if "Coffee" in button)
    await planned.press(planned.tom, first)
    await planned.press(planned.tom, "Skip this one")
    await planned.client.act(planned.fay, "demote", chat=planned.group, user=planned.tom)
    await planned.travel(minutes=5)
    assert "for facilitators" in str(await planned.press(planned.tom, "Confirm"))
    assert "There is none" not in await card(planned)


async def test_another_facilitator_can_undo(planned: Circle) -> None:
    await planned.client.act(planned.fay, "promote", chat=planned.group, user=planned.tom)
    await change(planned, "Skip this one")
    assert await planned.press(planned.tom, "Undo") == "Undone. Nobody was told."


async def test_words_that_cannot_be_read_are_quoted_and_can_be_written_again(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "Move")
    asked = await planned.last()
    await planned.say(planned.fay, "thrusday 18:30", reply_to=asked["message_id"])
    assert "“thrusday”" in (await planned.last())["text"]
    assert "thu 18:30" in (await planned.last())["text"]
    await planned.say(planned.fay, "2026-11-30 08:00", reply_to=asked["message_id"])
    assert "passed already" in (await planned.last())["text"]
    await planned.say(planned.fay, "thu 18:30", reply_to=asked["message_id"])
    assert "Confirm" in await planned.buttons()


async def test_the_wrong_day_is_typed_again_before_confirm(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "Move")
    await reply(planned, "fri")
    assert "Friday 4 December, 10:00" in (await planned.last())["text"]
    await planned.press(planned.fay, "Change")
    await reply(planned, "thu")
    await planned.press(planned.fay, "Confirm")
    assert "Thursday 3 December, 10:00" in await card(planned)


async def test_a_meetup_that_is_over_cannot_be_changed(planned: Circle) -> None:
    await open_nth(planned)
    skip = await data_of(planned, "Skip this one")
    await planned.travel(to="2026-12-01T12:00:00Z")
    assert "over" in str(await press_again(planned, planned.fay, skip))


async def test_it_works_in_private_and_in_the_room(planned: Circle) -> None:
    await planned.start(planned.fay)
    await open_nth(planned, chat=planned.fay)
    await planned.press(planned.fay, "Move", planned.fay)
    await planned.private(planned.fay, "thu 18:30")
    await planned.press(planned.fay, "Confirm", planned.fay)
    assert "Thursday 3 December, 18:30" in await card(planned)
    await planned.press(planned.fay, "Undo", planned.fay)
    room = int((await planned.client.group("Team", planned.fay, members=[planned.tom], bot="member"))["id"])
    await planned.settle()
    await planned.say(planned.fay, "/room", chat=room)
    await planned.press(planned.fay, "Calderwood parents", room)
    await open_nth(planned, chat=room)
    assert "for facilitators" in str(await planned.press(planned.tom, "Skip this one", room))
    await planned.press(planned.fay, "Skip this one", room)
    await planned.press(planned.fay, "Confirm", room)
    assert "There is none this time" in await card(planned)


async def test_another_groups_facilitator_cannot_touch_it(planned: Circle) -> None:
    await planned.client.group("Second circle", planned.tom, bot="administrator")
    await planned.start(planned.tom)
    await open_nth(planned)
    skip = await data_of(planned, "Skip this one")
    assert "for facilitators" in str(await press_again(planned, planned.tom, skip))
    assert "There is none" not in await card(planned)


async def test_only_where_a_card_stands_does_the_preview_speak_of_it(planned: Circle) -> None:
    await planned.press(planned.mara, "Can't make it")
    await planned.press(planned.tom, "Can't make it")
    await open_nth(planned)
    await planned.press(planned.fay, "Skip this one")
    assert "nobody needs to be told. The card shows it." in (await planned.last())["text"]
    await open_nth(planned, 1)
    await planned.press(planned.fay, "Skip this one")
    assert (await planned.last())["text"].endswith("nobody needs to be told.")


async def test_change_it_again_says_that_a_meetup_is_over(planned: Circle) -> None:
    await change(planned, "Another place", "Library")
    await planned.travel(minutes=3)
    again = await data_of(planned, "Change it again")
    await planned.travel(to="2026-12-01T12:00:00Z")
    await press_again(planned, planned.fay, again)
    shown = next(m["text"] for m in await planned.from_bot() if m["message_id"] == again[0])
    assert "This meetup is over." in shown
    assert "said that they come" not in shown
