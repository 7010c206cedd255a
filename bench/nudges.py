"""500 groups end their meetups in the same minute, and 10,000 members are decided about: do people wait meanwhile?

    python -m bench.nudges [--groups 500] [--members 20]

All meetups end at once: cards, tick lists, live questions to Telegram who administers each group. Some seconds later,
in the same minute, all attendance is saved with everybody missed, the worst case. Meanwhile others press a button ten
times a second. Two waits are shown: of the update, from its arrival in the program until what it changed is on the
disk; and of the person, from the press at the local Telegram until the answer is there.
"""

import argparse
import asyncio
import socket
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.local import figures, machine, program, telegram
from bench.prepare import crowd, remember, soon
from bench.prepare_nudges import Circle, remember_missed
from sandbox import Client

MINUTES = 90  # a meetup's
SAVED_AFTER = 20  # seconds after the end
PROBES = 24
GOALS = {"seconds": 5.0, "p99": 0.25}
Press = Callable[[int], Awaitable[None]]


class Found(NamedTuple):
    """seconds: for all decisions. planned: nudges. waits: of the people who pressed. handled: updates in all, slow: of
    them those that waited longer than the goal.
    """

    seconds: float
    planned: int
    waits: list[float]
    handled: int
    slow: int


async def measure(groups: int, members: int) -> Found:
    """One run, on a fresh database and a fresh local Telegram."""
    async with telegram() as client:
        probes = await crowd(client, PROBES)
        circles = await _circles(client, groups, members)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "nudges.db"
            ends = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=30 + groups * 0.2)
            saved = ends + timedelta(seconds=SAVED_AFTER)
            await remember(database, probes, soon(3600))
            await remember_missed(database, circles, ends - timedelta(minutes=MINUTES), saved, weeks=4, over=False)
            if datetime.now(UTC) > ends - timedelta(seconds=5):
                raise RuntimeError("this machine is too slow to prepare in time")
            address = f"127.0.0.1:{_free_port()}"
            given = {"DATABASE_URL": f"sqlite+aiosqlite:///{database}", "WEBHOOK_LISTEN": address}
            async with program(sys.executable, "-m", "bot", "run", url=client.url, **given):
                card = await client.wait_for("Coffee and chat", chat=probes.chat, timeout=30)
                press = partial(_press, client, probes.chat, int(card["message_id"]))
                return await _watch(press, database, probes.people, ends, saved, f"http://{address}/metrics")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _circles(client: Client, groups: int, members: int) -> list[Circle]:
    """Groups with a facilitator each who has started the bot; their members need not exist for what is decided."""
    found = []
    for number in range(groups):
        facilitator = int((await client.person(f"Fay {number}"))["id"])
        await client.start(facilitator)
        chat = int((await client.group(f"Group {number}", facilitator, bot="administrator"))["id"])
        first = 4_000_000_000 + number * members
        found.append(Circle(chat, facilitator, range(first, first + members)))
    await client.drop()
    return found


async def _watch(
    press: Press, database: Path, people: list[int], ends: datetime, saved: datetime, metrics: str
) -> Found:
    await asyncio.sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds() - 2))
    waits: list[float] = []
    before = await asyncio.to_thread(_handled, metrics)
    pressing = [
        asyncio.create_task(_keep_pressing(press, person, number, waits)) for number, person in enumerate(people)
    ]
    await asyncio.sleep(max(0.0, (saved - datetime.now(UTC)).total_seconds()))
    began = time.monotonic()
    while await asyncio.to_thread(_left, database):
        if time.monotonic() - began > 120:
            raise RuntimeError("the decisions do not come to an end")
        await asyncio.sleep(0.05)
    seconds = time.monotonic() - began
    await asyncio.sleep(1)
    for task in pressing:
        task.cancel()
    await asyncio.gather(*pressing, return_exceptions=True)
    after = await asyncio.to_thread(_handled, metrics)
    planned = await asyncio.to_thread(_planned, database)
    handled, quick = after[0] - before[0], after[1] - before[1]
    return Found(seconds, planned, waits, handled, handled - quick)


async def _keep_pressing(press: Press, person: int, number: int, waits: list[float]) -> None:
    """Each seldom enough for the limit of a chat, all together ten times a second."""
    await asyncio.sleep(number / 10)
    while True:
        began = time.monotonic()
        await press(person)
        waits.append(time.monotonic() - began)
        await asyncio.sleep(PROBES / 10)


async def _press(client: Client, chat: int, card: int, person: int) -> None:
    await client.act(person, "press", chat=chat, message_id=card, button="Maybe", wait=60)


def _handled(metrics: str) -> tuple[int, int]:
    """How many updates were handled so far, and how many of them within the goal."""
    with urllib.request.urlopen(metrics, timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    within = values[f'update_seconds_bucket{{le="{GOALS["p99"]}"}}']
    return int(float(values["update_seconds_count"])), int(float(within))


def _ask(database: Path, sql: str) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute(sql).fetchone()[0])


def _left(database: Path) -> int:
    return _ask(database, "SELECT count(*) FROM agenda WHERE kind = 'nudges_decide'")


def _planned(database: Path) -> int:
    return _ask(database, "SELECT count(*) FROM nudges WHERE state = 'planned'")


async def main() -> int:
    """0: both goals were met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=500)
    parser.add_argument("--members", type=int, default=20)
    given = parser.parse_args()
    print(f"{machine()}; {given.groups} groups of {given.members} end in the same minute")
    found = await measure(given.groups, given.members)
    waits, members = found.waits, given.groups * given.members
    p99 = statistics.quantiles(waits, n=100)[98]
    print(
        f"decisions about {members} members: {found.seconds:.2f} s ({found.planned} nudges planned)\n"
        f"updates that waited more than {GOALS['p99'] * 1000:.0f} ms: {found.slow} of {found.handled}\n"
        f"presses answered: p50 {statistics.median(waits) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, "
        f"longest {max(waits) * 1000:.0f} ms ({len(waits)} presses)"
    )
    figures(seconds=found.seconds, members=members, slow=100 * found.slow / found.handled, p99=p99 * 1000)
    return 0 if found.seconds < GOALS["seconds"] and found.slow <= found.handled / 100 else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
