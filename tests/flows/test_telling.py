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
