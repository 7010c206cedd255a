"""Reminders in the group and in private: each once, none too late, none at night."""

import asyncio

from tests.circle import Circle
from tests.flows.meetups import card, cards, reminders, schedule, wish

THURSDAY = "every thu 10:00 Coffee and chat @ Calderwood Hall"  # three days after the clock's start


async def test_the_group_is_reminded_a_day_and_an_hour_before_as_a_reply_to_the_card(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    standing = (await cards(circle))[-1]["message_id"]
    await circle.travel("2026-12-02T09:59:00Z")
    assert await reminders(circle) == []
    await circle.travel("2026-12-02T10:00:00Z")
    first = (await reminders(circle))[-1]
    assert "we meet tomorrow, Thursday 3 December, at 10:00" in first["text"]
    assert "Calderwood Hall" in first["text"]
    assert first["reply_to"] == standing
    await circle.travel("2026-12-03T09:00:00Z")
    assert "we meet today at 10:00" in (await reminders(circle))[-1]["text"]
    await circle.travel("2026-12-03T11:00:00Z")
    assert len(await reminders(circle)) == 2


async def test_what_was_missed_while_switched_off_is_sent_once_before_the_start(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    await circle.stop()
    await circle.client.set_clock("2026-12-03T09:40:00Z")
    await circle.boot()
    await circle.settle()
    assert len(await reminders(circle)) == 1
    await circle.restart()
    await circle.settle()
    assert len(await reminders(circle)) == 1


async def test_what_was_missed_is_never_sent_after_the_start(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    await circle.stop()
    await circle.client.set_clock("2026-12-03T10:00:00Z")
    await circle.boot()
    await circle.settle()
    assert await reminders(circle) == []


async def test_what_was_missed_at_night_comes_in_the_morning(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    await circle.stop()
    await circle.client.set_clock("2026-12-03T02:00:00Z")
    await circle.boot()
    await circle.settle()
    assert await reminders(circle) == []
    await circle.travel("2026-12-03T08:00:00Z")
    assert len(await reminders(circle)) == 1


async def test_a_reminder_due_in_quiet_hours_comes_at_their_end(circle: Circle) -> None:
    await schedule(circle, "every thu 22:00 Late talk")
    await circle.travel("2026-12-02T20:58:00Z")
    assert await reminders(circle) == []
    await circle.travel("2026-12-03T07:59:00Z")
    assert await reminders(circle) == []
    await circle.travel("2026-12-03T08:00:00Z")
    assert len(await reminders(circle)) == 1


async def test_who_asked_is_reminded_in_private_and_answers_there(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    await circle.press(circle.mara, "Maybe")
    await wish(circle, circle.mara)
    await circle.travel("2026-12-03T07:59:00Z")
    assert await reminders(circle, circle.mara) == []
    await circle.travel("2026-12-03T08:00:00Z")
    found = await reminders(circle, circle.mara)
    assert len(found) == 1
    assert "we meet today at 10:00" in found[0]["text"]
    assert "Calderwood parents" in found[0]["text"]
    assert "You’re going." in await circle.press(circle.mara, "Going", chat=circle.mara)
    assert "Going: 1\nMara Okafor" in await card(circle)


async def test_a_wish_from_before_joining_the_group_counts_too(circle: Circle) -> None:
    await wish(circle, circle.mara)
    await schedule(circle, THURSDAY)
    await circle.press(circle.mara, "Going")
    await circle.travel("2026-12-03T08:00:00Z")
    assert len(await reminders(circle, circle.mara)) == 1


async def test_who_did_not_ask_or_declined_or_is_away_is_left_in_peace(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    for person in (circle.mara, circle.tom, circle.fay):
        await circle.press(person, "Maybe")
    await wish(circle, circle.mara)
    await wish(circle, circle.fay)
    await circle.start(circle.tom)
    await circle.press(circle.mara, "Can't make it")
    await circle.private(circle.fay, "/away 1w")
    await circle.travel("2026-12-03T08:00:00Z")
    for person in (circle.mara, circle.tom, circle.fay):
        assert await reminders(circle, person) == []


async def test_a_blocked_bot_writes_no_more(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    await circle.press(circle.mara, "Maybe")
    await wish(circle, circle.mara)
    await circle.client.act(circle.mara, "block")
    await circle.travel("2026-12-03T08:00:00Z")
    refused = [call for call in await circle.client.calls(method="sendMessage") if call["status"] == 403]
    assert len(refused) <= 1
    assert len(await reminders(circle)) >= 1


async def test_the_reminder_carries_the_topic(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    await circle.say(circle.fay, "/topic Sleep & <rest>")
    await circle.travel("2026-12-02T10:00:00Z")
    assert "This week: Sleep & <rest>" in (await reminders(circle))[-1]["text"]


async def test_a_reminder_that_could_not_leave_before_the_start_is_not_sent_after_it(circle: Circle) -> None:
    await schedule(circle, THURSDAY)
    await circle.client.fault("500", method="sendMessage", share=1.0)
    await circle.client.set_clock("2026-12-03T09:00:00Z")
    circle.app.jumped()
    for _ in range(200):
        tried = [call for call in await circle.client.calls(method="sendMessage") if call["status"] == 500]
        if tried:
            break
        await asyncio.sleep(0.02)
    assert tried
    await circle.client.set_clock("2026-12-03T10:00:00Z")
    await circle.client.clear_faults()
    circle.app.jumped()
    await circle.settle()
    assert await reminders(circle) == []
    assert len(await cards(circle)) == 1
