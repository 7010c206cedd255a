"""When the trouble is over, nobody waits for it any longer: after an outage, a clock that was set back, a full disk."""

import asyncio
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot import clockwork, delivery
from bot.outages import CLOCK, ticks
from domain.outages import CLEAR
from storage.database import StorageUnavailable
from tests.faults.conftest import Small, a_small_circle, until

DAY = 86_400


async def test_after_an_outage_a_chat_does_not_wait_out_its_whole_pause(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SOON", 0.5)
    await small.start(small.tom)
    await small.client.fault("500", "sendMessage", share=1.0)
    await small.client.send(small.mara, "/note waited", chat=small.group)
    for tries in range(1, 12):  # the pause has grown to its five minutes
        await small.client.advance(301)
        small.app.jumped()
        await until(lambda tries=tries: small.query("SELECT 1 FROM outbox WHERE tries >= ?", tries), f"{tries} tries")
    await small.client.clear_faults()
    await asyncio.sleep(1)
    assert await small.texts() == []  # it cannot know yet
    began = time.monotonic()
    await small.client.send(small.tom, "/note another chat")
    await until(lambda: small.state("outbox") == {}, "all said", 5)
    assert time.monotonic() - began < 3
    assert await small.texts() == ["noted waited"]


@pytest.mark.parametrize(("kind", "seconds"), [("500", 3), ("429", 5)])
async def test_a_clock_that_is_set_back_a_day_makes_no_message_wait_for_a_day(
    small: Small, kind: str, seconds: float
) -> None:
    await small.client.fault(kind, "sendMessage", chat=small.group, count=1, retry_after=2)
    await small.client.send(small.mara, "/note waited", chat=small.group)
    await until(lambda: small.query("SELECT 1 FROM outbox WHERE tries = 1"), "failed once")
    await small.client.advance(-DAY)
    small.app.jumped()
    await until(lambda: small.state("outbox") == {}, "said", seconds)
    assert [call["status"] for call in await small.sends()] == [500 if kind == "500" else 429, 200]


async def test_a_clock_that_was_set_back_before_a_restart_makes_no_message_wait_for_a_day(small: Small) -> None:
    await small.client.fault("500", "sendMessage", chat=small.group, count=1)
    await small.client.send(small.mara, "/note waited", chat=small.group)
    await until(lambda: small.query("SELECT 1 FROM outbox WHERE tries = 1"), "failed once")
    await small.stop()
    await small.client.advance(-DAY)
    await small.boot()
    waits = small.app.delivery._chats[small.group].blocked_until - small.app.clock.now().timestamp()
    assert waits <= 300


async def test_a_machine_whose_clock_goes_back_and_forth_still_keeps_what_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clockwork, "AT_LEAST_EVERY", 0.3)
    async with a_small_circle(tmp_path, clock_file=None) as small:
        await small.private(small.mara, "/later 5 in time")
        at = datetime.now(UTC)
        with time_machine.travel(at - timedelta(hours=1)):
            await asyncio.sleep(1)  # the machine's clock was set back, and nobody says so
            assert small.notes("kept") == {}
        with time_machine.travel(at + timedelta(seconds=6)):
            await until(lambda: small.notes("kept") == {"in time": 1}, "kept", 3)


async def test_groups_whose_administrators_telegram_does_not_tell_hold_up_no_other_promise(small: Small) -> None:
    await small.client.fault("slow", "getChatAdministrators", share=1.0, seconds=3)
    at = await small.now() + timedelta(hours=1)

    def promised(tx) -> None:
        for number in range(8):
            tx.agenda.add("asked", f"{small.group}:{number}", at)
        tx.agenda.add("later", f"{small.mara}:{small.mara}:at once", at + timedelta(seconds=1))

    await small.start(small.mara)
    await small.app.store.transact(promised)
    began = time.monotonic()
    await small.client.advance(3602)
    small.app.jumped()
    await until(lambda: small.notes("kept") == {"at once": 1}, "kept", 2.7)
    assert not (await small.health())["at_rest"]
    await until(lambda: small.query("SELECT 1 FROM agenda WHERE kind = 'asked'") == [], "the others too", 15)
    assert time.monotonic() - began < 15  # one after the other they would take 24
    await small.settle()
    assert await small.texts() == ["1 administrators"] * 8


async def test_an_outage_that_could_not_be_written_down_is_told_when_it_can(small: Small) -> None:
    database, outages = small.app.store.database, small.app.outages
    await database._writer.visit(lambda: database._writer.say("PRAGMA busy_timeout = 50"))
    outages._reached = ticks() - 200
    with closing(sqlite3.connect(small.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable):
            await outages.reached()
        other.execute("ROLLBACK")
    assert small.query("SELECT 1 FROM agenda WHERE kind = ?", CLEAR) == []
    await outages.reached()
    assert len(small.query("SELECT 1 FROM agenda WHERE kind = ?", CLEAR)) == 1


async def test_a_machine_that_slept_tells_what_its_sleep_cost_and_one_whose_clock_is_set_does_not(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake = time.clock_gettime
    await small.app.outages.reached()
    await small.client.advance(6 * 3600)
    await small.app.outages.reached()
    assert small.query("SELECT 1 FROM agenda WHERE kind = ?", CLEAR) == []
    monkeypatch.setattr(time, "clock_gettime", lambda clock: awake(clock) + 6 * 3600 * (clock == CLOCK))
    await small.app.outages.reached()
    assert len(small.query("SELECT 1 FROM agenda WHERE kind = ?", CLEAR)) == 1
