"""When a change is told, to whom, and when not."""

import pytest

from tests.circle import Circle
from tests.flows.managing import (
    answers,
    cards,
    change,
    open_nth,
    told,
    weekly,
)


@pytest.fixture
async def planned(circle: Circle) -> Circle:
    return await weekly(circle)


async def test_less_than_two_hours_before_people_hear_at_once(planned: Circle) -> None:
    await planned.travel(to="2026-12-01T08:30:00Z")
    before = len(await told(planned))
    await open_nth(planned)
    await planned.press(planned.fay, "Move")
    await planned.press(planned.fay, "An hour later")
    assert "told at once" in (await planned.last())["text"]
    await planned.press(planned.fay, "Confirm")
    await planned.settle()
    assert "The time has changed." in (await told(planned))[before]
    assert "Undo" not in await planned.buttons()


async def test_several_changes_within_two_minutes_are_told_once_as_they_ended(planned: Circle) -> None:
    await change(planned, "Move", "thu 18:30")
    await planned.travel(seconds=60)
    await change(planned, "Another place", "Library")
    await planned.travel(seconds=90)
    assert await told(planned) == []
    await planned.travel(seconds=60)
    (said,) = await told(planned)
    assert "Now: Thursday 3 December, 18:30" in said
    assert "Library" in said


async def test_there_and_back_again_is_told_to_nobody(planned: Circle) -> None:
    await change(planned, "Move", "thu 18:30")
    await change(planned, "Move", "tue 10:00")
    await planned.travel(minutes=5)
    assert await told(planned) == []
    assert (await answers(planned))[planned.mara] == "going"


async def test_switched_off_in_the_two_minutes_it_is_told_once_after_the_start(planned: Circle) -> None:
    await change(planned, "Move", "thu 18:30")
    await planned.stop()
    await planned.client.advance(3600)
    await planned.boot()
    await planned.settle()
    assert len(await told(planned)) == 1
    await planned.restart()
    await planned.settle()
    assert len(await told(planned)) == 1


async def test_what_passed_while_switched_off_is_not_told(planned: Circle) -> None:
    await change(planned, "Another place", "Library")
    await planned.stop()
    await planned.client.set_clock("2026-12-02T09:00:00Z")
    await planned.boot()
    await planned.settle()
    assert not [text for text in await told(planned) if "place has changed" in text]


async def test_names_that_are_hidden_or_not_shown_are_not_named(planned: Circle) -> None:
    def hide(tx) -> None:
        tx.people.save(tx.people.get(planned.tom).changed(name_style="hidden"))

    await planned.app.store.transact(hide)
    await change(planned, "Skip this one")
    await planned.travel(minutes=3)
    (said,) = await told(planned)
    assert "For Mara Okafor and one more" in said
    assert "Tom" not in said

    def count_only(tx) -> None:
        tx.groups.save(tx.groups.by_chat(planned.group).changed(names_shown=False))

    await planned.app.store.transact(count_only)
    await change(planned, "It takes place after all")
    await planned.travel(minutes=3)
    said = (await told(planned))[-1]
    assert "For 2 people who come." in said
    assert "Mara" not in said


async def test_who_cannot_make_it_or_left_is_not_told(planned: Circle) -> None:
    await planned.press(planned.tom, "Can't make it")
    await planned.client.act(planned.mara, "leave", chat=planned.group)
    await planned.settle()
    await open_nth(planned)
    await planned.press(planned.fay, "Skip this one")
    assert "Nobody has said that they come" in (await planned.last())["text"]
    await planned.press(planned.fay, "Confirm")
    await planned.travel(minutes=3)
    assert await told(planned) == []


async def test_at_night_it_is_told_without_a_sound(planned: Circle) -> None:
    await planned.travel(to="2026-11-30T22:00:00Z")
    await change(planned, "Another place", "Library")
    await planned.travel(minutes=3)
    calls = [c for c in await planned.client.calls(method="sendMessage") if "place has changed" in c["params"]["text"]]
    assert calls
    assert all(str(call["params"]["disable_notification"]).lower() == "true" for call in calls)


async def test_a_reply_that_telegram_had_to_be_asked_twice_for_still_comes(planned: Circle) -> None:
    await change(planned, "Another place", "Library")
    await planned.client.fault("500", "sendMessage", chat=planned.group, count=1)
    await planned.travel(minutes=3)
    await planned.travel(minutes=1)
    assert len(await told(planned)) == 1


async def test_where_the_card_was_deleted_it_is_told_all_the_same(planned: Circle) -> None:
    await change(planned, "Another place", "Library")
    ids = [message["message_id"] for message in await cards(planned)]
    await planned.client.act(planned.fay, "delete", chat=planned.group, message_id=ids[0])
    await planned.travel(minutes=3)
    assert any("The place has changed." in text for text in await planned.texts())


async def test_who_was_asked_again_and_has_not_answered_hears_of_the_next_move(planned: Circle) -> None:
    await moved_a_day_later(planned)
    await open_nth(planned)
    await planned.press(planned.fay, "Move")
    await planned.press(planned.fay, "A day earlier")
    assert "2 people said that they come or may come." in (await planned.last())["text"]
    await planned.press(planned.fay, "Confirm")
    await planned.travel(seconds=130)
    older, newer = await told(planned)
    assert "Now: Tuesday 1 December, 10:00" in newer
    assert "Are you still coming?" in newer
    assert all(name in newer for name in ("Mara Okafor", "Tom"))
    assert "Now: Tuesday 1 December, 10:00" in (await planned.last(planned.mara))["text"]
    assert older.startswith("This has changed again since.")


async def test_an_older_notice_has_no_buttons_once_a_newer_change_is_told(planned: Circle) -> None:
    await moved_a_day_later(planned)
    group_notice, private_notice = (
        (await planned.last())["message_id"],
        (await planned.last(planned.mara))["message_id"],
    )
    assert "Going" in await planned.buttons(message_id=group_notice)
    assert "Going" in await planned.buttons(planned.mara, private_notice)
    await change(planned, "Move", "tue 10:00")
    assert "Going" in await planned.buttons(message_id=group_notice)  # it can still be undone
    await planned.travel(seconds=130)
    assert await planned.buttons(message_id=group_notice) == []
    assert await planned.buttons(planned.mara, private_notice) == []
    assert "Going" in await planned.buttons(planned.mara)


async def test_who_was_asked_again_and_has_not_answered_hears_that_it_is_called_off(planned: Circle) -> None:
    await moved_a_day_later(planned)
    await planned.press(planned.tom, "Can't make it")
    await change(planned, "Cancel it", "The hall is flooded")
    await planned.travel(seconds=130)
    said = (await told(planned))[-1]
    assert "Why: The hall is flooded" in said
    assert "For Mara Okafor" in said
    assert "Tom" not in said
    assert "Why: The hall is flooded" in (await planned.last(planned.mara))["text"]
    assert "Going" not in await planned.buttons(planned.mara)


@pytest.mark.parametrize(
    ("button", "words"), [("Skip this one", "There is none this time"), ("End the series", "called off")]
)
async def test_skipped_or_ended_after_a_move_is_told_too(planned: Circle, button: str, words: str) -> None:
    await moved_a_day_later(planned)
    await open_nth(planned)
    await planned.press(planned.fay, button)
    if button == "End the series":
        await planned.press(planned.fay, "This one goes too")
    await planned.press(planned.fay, "Confirm")
    await planned.travel(seconds=130)
    assert words in (await told(planned))[-1]


async def test_another_place_asks_again_only_those_whose_answer_is_open(planned: Circle) -> None:
    await moved_a_day_later(planned)
    await planned.start(planned.tom)
    await planned.press(planned.tom, "Going")
    await change(planned, "Another place", "Library")
    await planned.travel(seconds=130)
    assert "Who has not answered since the time changed" in (await told(planned))[-1]
    assert "Your answer was for another time." in (await planned.last(planned.mara))["text"]
    assert "Library" in (await planned.last(planned.tom))["text"]
    assert "still coming" not in (await planned.last(planned.tom))["text"]
    assert "Going" not in await planned.buttons(planned.tom)
    await open_nth(planned)
    shown = (await planned.last())["text"]
    assert "1 person said that they come or may come." in shown
    assert "1 person was asked again" in shown


async def moved_a_day_later(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "Move")
    await planned.press(planned.fay, "A day later")
    await planned.press(planned.fay, "Confirm")
    await planned.travel(seconds=130)


async def test_a_name_goes_from_what_was_told_when_its_person_is_forgotten(planned: Circle) -> None:
    await moved_a_day_later(planned)
    assert "Mara Okafor, Tom" in (await told(planned))[-1]
    await planned.private(planned.mara, "/forgetme")
    await planned.press(planned.mara, "Yes, forget me", chat=planned.mara)
    said = (await told(planned))[-1]
    assert "Are you still coming?" in said
    assert "For Tom and one more" in said
    assert "Mara" not in " ".join(await planned.texts())
    assert "Going" in await planned.buttons(message_id=(await planned.last())["message_id"])


async def test_a_name_goes_from_what_was_told_when_it_is_hidden_and_comes_back(planned: Circle) -> None:
    await moved_a_day_later(planned)
    await planned.private(planned.mara, "/settings")
    await planned.press(planned.mara, "My name", chat=planned.mara)
    await planned.press(planned.mara, "Hidden: only count me", chat=planned.mara)
    assert "For Tom and one more" in (await told(planned))[-1]
    await planned.press(planned.mara, "My name", chat=planned.mara)
    await planned.press(planned.mara, "First name", chat=planned.mara)
    assert "For Mara, Tom" in (await told(planned))[-1]


async def test_a_name_goes_even_from_what_was_still_on_its_way_when_its_person_was_forgotten(planned: Circle) -> None:
    await change(planned, "Another place", "Library")
    await planned.client.fault("500", "sendMessage", chat=planned.group, count=1)
    await planned.travel(minutes=3)
    assert await told(planned) == []
    await planned.private(planned.mara, "/forgetme")
    await planned.press(planned.mara, "Yes, forget me", chat=planned.mara)
    await planned.travel(minutes=1)
    (said,) = await told(planned)
    assert "For Tom and one more" in said
    assert "Mara" not in said


async def test_what_was_answered_after_the_move_is_not_asked_for_at_the_next_change(planned: Circle) -> None:
    await moved_a_day_later(planned)
    await planned.press(planned.mara, "Going")
    await planned.press(planned.tom, "Can't make it")
    await change(planned, "Another place", "Library")
    await planned.travel(seconds=130)
    said = (await told(planned))[-1]
    assert "For Mara Okafor" in said
    assert "Tom" not in said
    assert "still coming" not in said
    assert "Going" not in await planned.buttons()
