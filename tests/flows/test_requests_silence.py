"""Somebody claims a request and writes nothing: one reminder in private, an hour later it goes on, and it is told."""

import asyncio

import pytest

from storage.transaction import Transaction
from tests.circle import Circle
from tests.flows.newcomers import a_room
from tests.flows.relaying import does, talking, write
from tests.flows.requesting import ask, ready, said, steps, the_request
from tests.flows.test_requests_paging import PAGE, facilitator

REMINDER = "nothing has gone from you to whoever asked yet"
GONE_ON = "nothing was written, so I’m asking the next one now"
HEARS = "Nothing has come from Fay Lindqvist so far."


async def claimed(circle: Circle) -> int:
    """Lu facilitates, too; Mara has asked, unnamed, and Fay has it. Lu's id."""
    lu = await facilitator(circle, "Lu")
    await talking(circle, named=False)
    return lu


async def in_group(circle: Circle) -> list[str]:
    """What stands in the group, welcomes aside."""
    return [text for text in await circle.texts() if not text.startswith("Welcome")]


async def test_after_an_hour_one_reminder_after_another_the_next_is_asked_and_it_is_told(circle: Circle) -> None:
    lu = await claimed(circle)
    await circle.private(circle.mara, "and another thing")
    before = await circle.texts(circle.mara), await in_group(circle), await circle.texts(lu)
    await circle.travel(minutes=59)
    assert await said(circle, circle.fay, REMINDER) == []
    await circle.travel(minutes=1)
    (reminder,) = await said(circle, circle.fay, REMINDER)
    assert "Mara" not in reminder
    assert (await the_request(circle)).pseudonym not in reminder
    assert "you took a request at 09:00" in reminder
    assert "At 11:00 I do so by myself." in reminder
    assert await circle.buttons(circle.fay) == ["Write", "I can’t, next please", "Close"]
    assert (await circle.texts(circle.mara), await in_group(circle), await circle.texts(lu)) == before
    await circle.travel(minutes=59)
    assert (await the_request(circle)).claimed_by == circle.fay
    await circle.travel(minutes=1)
    assert len(await said(circle, circle.fay, REMINDER)) == len(await said(circle, circle.fay, GONE_ON)) == 1
    assert await said(circle, circle.mara, HEARS) == [f"{HEARS} I’m asking the next facilitator now."]
    assert len(await said(circle, lu, PAGE)) == 1
    assert await in_group(circle) == before[1]
    await circle.press(lu, "Claim", chat=lu)
    assert (await circle.texts(lu))[-2:] == ["I can’t sleep any more", "and another thing"]
    assert (await steps(circle)).count("no_word") == 1


async def test_whoever_had_it_is_not_asked_again_at_once_but_can_take_it_again(circle: Circle) -> None:
    await claimed(circle)
    await circle.travel(hours=1)
    await circle.travel(hours=1)
    await circle.travel(minutes=10)
    assert await said(circle, circle.fay, PAGE) == []
    assert await circle.press(circle.fay, "Claim", chat=circle.fay) == "You have it."
    await write(circle, "Here I am.")
    assert await said(circle, circle.mara, "Here I am.")


@pytest.mark.parametrize("minutes", [59, 61])
async def test_one_word_from_them_and_nobody_is_reminded_any_more(circle: Circle, minutes: int) -> None:
    await claimed(circle)
    await circle.travel(minutes=minutes)
    reminders = len(await said(circle, circle.fay, REMINDER))
    await write(circle, "I’m here.")
    await circle.private(circle.mara, "good")
    await circle.travel(hours=5)
    assert len(await said(circle, circle.fay, REMINDER)) == reminders
    assert await said(circle, circle.fay, GONE_ON) == await said(circle, circle.mara, HEARS) == []
    assert (await the_request(circle)).claimed_by == circle.fay
    assert not {"no_word", "lost"} & {*await steps(circle)}


async def test_i_cant_under_the_reminder_asks_the_next_at_once(circle: Circle) -> None:
    lu = await claimed(circle)
    await circle.travel(hours=1)
    assert await circle.press(circle.fay, "I can’t, next please", chat=circle.fay) == "Thank you for saying so."
    assert "I’m asking the next one." in (await circle.last(circle.fay))["text"]
    assert len(await said(circle, lu, PAGE)) == 1
    assert await said(circle, circle.mara, "Fay Lindqvist can’t go on with it. I’m asking the next facilitator now.")
    await circle.travel(hours=2)
    assert await said(circle, circle.fay, GONE_ON) == []


async def test_with_nobody_else_the_truth_is_told_in_one_message_and_they_can_take_it_again(circle: Circle) -> None:
    await talking(circle)
    before = len(await circle.texts(circle.mara))
    await circle.travel(hours=1)
    await circle.travel(hours=1)
    (told,) = (await circle.texts(circle.mara))[before:]
    assert told.startswith(f"{HEARS} I could not reach another facilitator of Calderwood parents in private just now.")
    assert "If it cannot wait:" in told
    assert await circle.press(circle.fay, "Claim", chat=circle.fay) == "You have it."


async def test_i_cant_with_nobody_left_says_so_and_the_member_hears_it_once(circle: Circle) -> None:
    await talking(circle)
    before = len(await circle.texts(circle.mara))
    await circle.travel(hours=1)
    await circle.press(circle.fay, "I can’t, next please", chat=circle.fay)
    assert "I can reach nobody else just now" in (await circle.last(circle.fay))["text"]
    assert "next one" not in (await circle.last(circle.fay))["text"]
    (told,) = (await circle.texts(circle.mara))[before:]
    assert "Fay Lindqvist can’t go on with it. I could not reach another facilitator" in told


async def test_a_restart_and_a_clock_that_jumps_remind_once_and_leave_the_whole_hour(circle: Circle) -> None:
    lu = await claimed(circle)
    await circle.stop()
    await circle.client.advance(5 * 3600)
    await circle.boot()
    await circle.settle()
    assert len(await said(circle, circle.fay, REMINDER)) == 1
    assert (await the_request(circle)).claimed_by == circle.fay
    await circle.travel(minutes=-90)
    await circle.restart()
    await circle.travel(minutes=149)
    assert await said(circle, circle.fay, GONE_ON) == []
    await circle.travel(minutes=2)
    await circle.restart()
    assert len(await said(circle, circle.fay, REMINDER)) == len(await said(circle, circle.fay, GONE_ON)) == 1
    assert len(await said(circle, lu, PAGE)) == 1
    assert [(await steps(circle)).count(one) for one in ("reminded", "no_word")] == [1, 1]


async def test_a_word_in_the_same_moment_is_passed_on_or_said_not_to_be(circle: Circle) -> None:
    await claimed(circle)
    await circle.travel(hours=1)
    await circle.press(circle.fay, "Write", chat=circle.fay)
    await circle.travel(minutes=59, seconds=59)
    await asyncio.gather(circle.client.send(circle.fay, "just in time", chat=circle.fay), circle.travel(seconds=1))
    await circle.settle()
    passed_on = bool(await said(circle, circle.mara, "just in time"))
    gone_on = bool(await said(circle, circle.mara, HEARS))
    refused = bool(await said(circle, circle.fay, "I have not passed this on"))
    assert (passed_on, gone_on, refused) in {(True, False, False), (False, True, True)}
    assert (await the_request(circle)).held is passed_on


async def test_what_they_write_too_late_is_not_lost_on_the_way_but_said_not_to_be_passed_on(circle: Circle) -> None:
    await claimed(circle)
    await circle.press(circle.fay, "Write", chat=circle.fay)
    await circle.travel(hours=1)
    await circle.travel(hours=1)
    await circle.private(circle.fay, "sorry, here I am")
    assert "it has gone on to the next one" in (await circle.last(circle.fay))["text"]
    assert await said(circle, circle.mara, "sorry, here I am") == []
    assert await circle.press(circle.fay, "Claim", chat=circle.fay) == "You have it."


@pytest.mark.parametrize("end", ["close", "take back"])
async def test_when_it_is_over_nobody_is_reminded(circle: Circle, end: str) -> None:
    await claimed(circle)
    if end == "close":
        await circle.press(circle.fay, "Close", chat=circle.fay)
        await circle.press(circle.fay, "We talked", chat=circle.fay)
    else:
        await circle.press(circle.mara, "Take it back", chat=circle.mara)
    await circle.travel(hours=5)
    assert await said(circle, circle.fay, REMINDER) == await said(circle, circle.fay, GONE_ON) == []


async def test_while_the_member_has_closed_the_chat_nobody_is_asked_to_write_to_them(circle: Circle) -> None:
    await claimed(circle)
    await circle.client.act(circle.mara, "block")
    await circle.settle()
    await circle.travel(hours=1)
    await circle.travel(hours=1)
    assert await said(circle, circle.fay, REMINDER) == []
    assert (await the_request(circle)).claimed_by == circle.fay
    await circle.start(circle.mara)
    await circle.travel(hours=1)
    assert len(await said(circle, circle.fay, REMINDER)) == 1


async def test_a_reminder_that_cannot_arrive_asks_the_next_at_once(circle: Circle) -> None:
    lu = await claimed(circle)
    blocked = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    await circle.client.fault("error", "sendMessage", chat=circle.fay, **blocked)
    await circle.travel(hours=1)
    assert (await the_request(circle)).claimed_by is None
    assert len(await said(circle, lu, PAGE)) == 1


async def test_who_is_known_to_have_closed_the_chat_is_not_reminded_but_the_next_is_asked(circle: Circle) -> None:
    lu = await claimed(circle)
    assert circle.app is not None

    def closed(tx: Transaction) -> None:  # before what follows from it was done
        fay = tx.people.get(circle.fay)
        assert fay is not None
        tx.people.save(fay.changed(private_open=False))

    await circle.app.store.transact(closed)
    await circle.travel(hours=1)
    assert await said(circle, circle.fay, REMINDER) == []
    assert (await the_request(circle)).claimed_by is None
    assert len(await said(circle, lu, PAGE)) == 1


async def test_who_says_that_somebody_is_in_danger_has_time_for_that(circle: Circle) -> None:
    await claimed(circle)
    await circle.travel(minutes=59)
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    await circle.travel(minutes=59)
    assert await said(circle, circle.fay, REMINDER) == []
    await circle.travel(minutes=1)
    assert len(await said(circle, circle.fay, REMINDER)) == 1


async def test_what_was_changed_before_the_first_answer_reaches_the_next_as_it_stands_then(circle: Circle) -> None:
    lu = await claimed(circle)
    mine = await circle.private(circle.mara, "I live in Elm Street.")
    await does(circle, circle.mara, "edit", message_id=mine, text="I live near the hall.")
    await circle.travel(hours=1)
    await circle.travel(hours=1)
    await circle.press(lu, "Claim", chat=lu)
    assert (await circle.texts(lu))[-2:] == ["I can’t sleep any more", "I live near the hall."]


async def test_after_the_first_answer_nothing_more_is_kept_for_a_next_one(circle: Circle) -> None:
    lu = await claimed(circle)
    await write(circle, "I’m here.")
    await circle.private(circle.mara, "only for you")
    await circle.press(circle.fay, "Hand over", chat=circle.fay)
    await circle.press(circle.fay, "Lu", chat=circle.fay)
    await circle.press(lu, "Claim", chat=lu)
    assert not await said(circle, lu, "only for you")


async def test_asking_while_nobody_can_be_reached_is_one_message_that_tells_the_truth(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.fay, "/away 2w")
    before = len(await circle.texts(circle.mara))
    await ask(circle)
    (told,) = (await circle.texts(circle.mara))[before:]
    assert "with your name. I could not reach a facilitator of Calderwood parents in private just now." in told
    assert "What you write to me here now goes along with it." in told
    assert told.count("If it cannot wait:") == 1
    assert await circle.buttons(circle.mara) == ["Take it back"]


async def test_where_the_receipt_was_removed_meanwhile_the_truth_comes_anew(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.fay, "/away 2w")
    gone = {"error_code": 400, "description": "Bad Request: message to edit not found"}
    fault = {"kind": "error", "method": "editMessageText", "chat": circle.mara, "count": 2}
    await circle.client.request("POST", "faults", fault | gone)
    await ask(circle)
    told = await circle.last(circle.mara)
    assert "I could not reach a facilitator of Calderwood parents in private just now." in told["text"]
    assert await circle.buttons(circle.mara) == ["Take it back"]


async def test_the_room_hears_of_it_on_its_card_alone(circle: Circle) -> None:
    room = await a_room(circle)
    await claimed(circle)
    before = len(await circle.texts(room))
    await circle.travel(hours=1)
    assert len(await circle.texts(room)) == before
    await circle.travel(hours=1)
    assert len(await circle.texts(room)) == before
    assert "Waiting since 11:00." in (await circle.texts(room))[-1]
    assert not await said(circle, room, "Fay")
