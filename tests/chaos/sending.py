"""Telegram that takes a message and does not say so, that wants to be left alone, and that only answers with errors."""

import asyncio
import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.prepare_nudges import Circle, remember_missed
from tests.chaos.audit import Audit, check
from tests.chaos.week import FIRST, NUDGE
from tests.chaos.world import World, a_world

CUT = 0.1  # the share of sends
EACH = 20  # messages to a chat
NUDGES = 20  # one of so many messages is a nudge
LONGEST = 10_000  # seconds for which Telegram ever wanted silence
OTHERS_WAIT = 10.0  # seconds; for what is said elsewhere while some chats are left alone
RECOVERY = 25.0  # seconds after which everything is said when Telegram is well again, whatever it was before


async def _parents(world: World, count: int) -> list[int]:
    """So many people who have opened their private chats; the program has not run yet."""
    people = [int((await world.client.person(f"P{n}", language_code="en"))["id"]) for n in range(count)]
    await world.client.acts([{"person": person, "do": "start"} for person in people])
    await world.client.drop()
    return people


async def _say(world: World, people: list[int], each: int) -> None:
    """Everybody asks for help so often; each is answered with one message."""
    acts = [{"person": person, "do": "send", "chat": person, "text": "/help"} for _ in range(each) for person in people]
    for start in range(0, len(acts), 500):
        await world.client.acts(acts[start : start + 500])


async def cuts(folder: Path, seed: int, size: int) -> str:
    """size: messages. A tenth of the sends arrive and the line breaks before Telegram can say so."""
    async with a_world(folder, seed=seed) as world:
        people = await _parents(world, max(2, size // EACH))
        missed = people[: max(2, size // NUDGES)]
        fay = (await world.client.person("Fay"))["id"]
        chat = (await world.client.group("Parents", fay, members=missed, bot="administrator"))["id"]
        await world.client.drop()
        await remember_missed(world.database, [Circle(chat, fay, missed)], FIRST, FIRST + timedelta(hours=10))
        await world.client.set_clock("2026-12-02T09:59:00Z")
        await world.started()
        await world.rest()
        audit = await Audit.of(world)
        fault = await world.client.fault("cut_after", "sendMessage", share=CUT, seed=seed)
        await world.client.advance(120)
        for _ in range(EACH // 5):
            await _say(world, people, 5)
            await audit.collect()
        world.patience = 60 + size / 20
        await world.rest()
        await world.until(lambda: _nudged(world, len(missed)), "everybody missed is written to")
        found = await audit.found()
        check(found.wrong)
        calls = await world.client.request("GET", "faults")
        hits = next(one["hits"] for one in calls if one["id"] == fault["id"])
        nudges = Counter(call["params"]["chat_id"] for call in await world.sends(words=NUDGE))
        check([f"nudged {count} times: {person}" for person, count in nudges.items() if count > 1])
        check([f"{found.doubled} doubled by {hits} cuts"] if found.doubled > hits else [])
        return (
            f"{found.sent - found.doubled} messages, {hits} cut off after they arrived; 0 lost, {found.doubled} "
            f"doubled; {len(nudges)} nudges, 0 doubled"
        )


async def _nudged(world: World, count: int) -> bool:
    return len({call["params"]["chat_id"] for call in await world.sends(words=NUDGE)}) >= count


async def silence(folder: Path, seed: int, size: int) -> str:
    """size: chats, of which every fourth is to be left alone for 1 to 10,000 s; the plug is pulled meanwhile."""
    rng = random.Random(seed)
    async with a_world(folder, seed=seed) as world:
        people = await _parents(world, size)
        await world.started()
        audit = await Audit.of(world)
        waits = {person: round(LONGEST ** rng.random()) for person in people[::4]}
        waits[people[0]] = LONGEST
        for person, seconds in waits.items():
            await world.client.fault("429", "sendMessage", chat=person, retry_after=seconds)
        others = [person for person in people if person not in waits]
        began = time.monotonic()
        await _say(world, people, 3)
        await world.until(lambda: _heard(world, others, 3), "the others are answered")
        longest = time.monotonic() - began
        check([f"the others waited {longest:.0f} s"] if longest > OTHERS_WAIT + size / 10 else [])
        await world.until(lambda: world.count("SELECT 1 FROM holds") >= _still(waits, longest), "it is kept")
        await world.kill()
        await audit.killed()
        await world.started()
        wrong = [person for person, seconds in waits.items() if seconds > 60 and await world.sends(person)]
        check([f"{person} was written to too early" for person in wrong])
        for seconds in sorted({*waits.values()}):
            await world.client.set_clock(_after(await world.now(), seconds))
        await world.until(lambda: _heard(world, people, 3), "everybody is answered")
        await world.rest()
        calls = await world.client.calls("sendMessage", limit=20_000)
        floods = Counter(call["chat_id"] for call in calls if call["status"] == 429)
        check([f"{chat} was asked {count} times" for chat, count in floods.items() if count > 1])
        found = await audit.found()
        check(found.wrong)
        check([f"{found.doubled} doubled, {found.in_flight} in flight"] if found.doubled > found.in_flight else [])
        return (
            f"{len(waits)} of {size} chats left alone for {min(waits.values())} to {LONGEST} s, over a kill; "
            f"0 calls too early, 0 lost, {found.doubled} doubled of {found.in_flight} in flight at the kill, "
            f"the others answered within {longest:.1f} s"
        )


def _still(waits: dict[int, int], passed: float) -> int:
    """How many wait for certain by now."""
    return sum(seconds > passed + 60 for seconds in waits.values())


def _after(now: Any, seconds: float) -> str:
    return (now + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


async def _heard(world: World, people: list[int], each: int) -> bool:
    calls = await world.client.calls("sendMessage", limit=20_000)
    answered = Counter(call["chat_id"] for call in calls if call["status"] == 200)
    return all(answered[person] >= each for person in people)


async def errors(folder: Path, seed: int, size: int) -> str:
    """size: minutes in which Telegram answers everything with 5xx, the meetup's reminder among them."""
    async with a_world(folder, seed=seed) as world:
        await world.people()
        await world.planned()
        for at in ("2026-11-30T10:01:00Z", "2026-12-01T08:50:00Z"):
            await world.travel(at)
            await world.rest()
        audit = await Audit.of(world)
        rng = random.Random(seed)
        for method in ("*", "getUpdates"):
            await world.client.fault("500", method, share=1.0, error_code=rng.choice((500, 502, 503)))
        sent = 0
        for minute in range(size):
            for person in (world.mara, world.tom):
                await world.client.send(person, "/help")
                sent += 1
            await world.client.advance(60)
            await asyncio.sleep(0.05 + 0.1 * (minute < 10))
        before = len(await world.sends())
        await world.client.clear_faults()
        began = time.monotonic()
        await world.rest()
        took = time.monotonic() - began
        found = await audit.found()
        check(found.wrong + found.twice)
        reminders = await world.sends(world.group, "A reminder:")
        due = size > 10  # an hour before the meetup, which is at ten
        check([f"{len(reminders)} reminders"] if len(reminders) != 1 + due else [])
        check([f"{took:.0f} s until all was said"] if took > RECOVERY + sent / 4 else [])
        return (
            f"{size} minutes of 5xx; {sent} messages and a reminder waited, 0 lost, 0 doubled, "
            f"all said {took:.1f} s after it ended; {len(await world.sends()) - before} messages"
        )
