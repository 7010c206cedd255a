"""A day of 2,000 groups in a quarter of an hour: does it stay as it was, and is everything on time?

    python -m bench.soak [--groups 2000] [--minutes 10]

Each group meets once in these 24 hours, evenly spread: reminders, cards, presses, tick lists that are saved, nudges
that are decided. The clock of the local Telegram is moved on twice a second; flood limits are enforced, and so the bot
sends at the pace that Telegram allows in real time. Watched in the second half of the day: memory (it may grow by
5 %) and open files (as many as before); and all day how long anything that is due waits, in real seconds.
"""

import argparse
import asyncio
import contextlib
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from bench.local import figures, machine, program, telegram
from bench.prepare import Prepared, circles, remember_day
from sandbox import Client
from sandbox.client import Refused

OURS = (sys.executable, "-m", "bot", "run")
PEOPLE = 3  # of each group; the first one is its facilitator
DAY = 24 * 3600.0
TICK = 0.5  # real seconds between two moves of the clock
PRESSES, SAVES = 8.0, 4.0  # a real second
GROWTH, LATE, FILES = 0.05, 5.0, 4  # of memory; real seconds; more open files than at noon


class Sample(NamedTuple):
    """What was seen at one moment. memory: MiB. late: how long, in real seconds, the first promise has been due."""

    memory: float
    files: int
    late: float


@dataclass
class Soak:
    """One day. speed: simulated seconds a real one."""

    client: Client
    groups: list[Prepared]
    database: Path
    speed: float
    ahead: float = 0.0
    pressed: int = 0
    saved: set[tuple[int, int]] = field(default_factory=set)
    samples: list[Sample] = field(default_factory=list)

    def ask(self, sql: str) -> list[Any]:
        """Look into the bot's file."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(sql).fetchall()

    async def posted(self) -> None:
        """Wait until every group has its card."""
        while self.ask("SELECT count(*) FROM cards WHERE message_id IS NOT NULL")[0][0] < len(self.groups):
            await asyncio.sleep(1)

    async def turn(self) -> None:
        """Move the clock through the whole day."""
        began = time.monotonic()
        while self.ahead < DAY:
            await asyncio.sleep(TICK)
            more = min((time.monotonic() - began) * self.speed, DAY) - self.ahead
            await self.client.advance(more)
            self.ahead += more

    async def watch(self, process: psutil.Process) -> None:
        """Look once a second."""
        while True:
            await asyncio.sleep(1)
            files = process.num_fds() if hasattr(process, "num_fds") else 0
            late = await asyncio.to_thread(self._late)
            self.samples.append(Sample(process.memory_info().rss / 2**20, files, late))

    def _late(self) -> float:
        found = self.ask("SELECT min(due_at) FROM agenda WHERE set_aside = 0")[0][0]
        if found is None:
            return 0.0
        now = datetime.now(UTC) + timedelta(seconds=self.ahead)
        waits = (now - datetime.fromisoformat(found).replace(tzinfo=UTC)).total_seconds()
        return max(0.0, waits) / self.speed

    async def press(self) -> None:
        """People answer, here and there."""
        chance = random.Random(3)
        people = {group.chat: group.people for group in self.groups}
        while True:
            standing = self.ask("SELECT chat_id, message_id FROM cards WHERE kind = 'meetup' AND closed = 0")
            for chat, message in chance.sample(standing, min(len(standing), int(PRESSES * 10))):
                await asyncio.sleep(1 / PRESSES)
                button = chance.choice(("Going", "Maybe", "Can't make it"))
                self.pressed += await self._act(chance.choice(people[chat]), chat, message, button)

    async def save(self) -> None:
        """Facilitators save who came."""
        while True:
            await asyncio.sleep(1)
            lists = self.ask("SELECT chat_id, message_id FROM cards WHERE kind = 'ticks' AND message_id IS NOT NULL")
            for chat, message in [one for one in lists if one not in self.saved][:20]:
                await asyncio.sleep(1 / SAVES)
                self.saved.add((chat, message))
                await self._act(chat, chat, message, "Save")

    async def _act(self, person: int, chat: int, message: int, button: str) -> int:
        with contextlib.suppress(Refused):  # the button may have gone meanwhile
            await self.client.act(person, "press", chat=chat, message_id=message, button=button, wait=0)
            return 1
        return 0


async def run(groups: int, minutes: float) -> Soak:
    """The whole day."""
    with tempfile.TemporaryDirectory() as folder:
        database, clock = Path(folder) / "soak.db", Path(folder) / "clock"
        async with telegram("--clock-file", str(clock)) as client:
            prepared = await circles(client, groups, PEOPLE, started=True)
            await remember_day(database, prepared, datetime.now(UTC) + timedelta(hours=2), timedelta(hours=19))
            given = {"DATABASE_URL": f"sqlite+aiosqlite:///{database}", "CLOCK_FILE": str(clock)}
            async with program(*OURS, url=client.url, **given) as process:
                soak = Soak(client, prepared, database, DAY / (minutes * 60))
                await soak.posted()
                doing = [soak.watch(psutil.Process(process.pid)), soak.press(), soak.save()]
                tasks = [asyncio.create_task(one) for one in doing]
                turning = asyncio.create_task(soak.turn())
                await asyncio.wait([turning, *tasks], return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await turning
                return _told(soak)


def _told(soak: Soak) -> Soak:
    lost = soak.ask("SELECT count(*) FROM outbox WHERE state = 'given_up' AND method != 'answerCallbackQuery'")[0][0]
    late = soak.ask("SELECT count(*) FROM outbox WHERE state = 'given_up' AND method = 'answerCallbackQuery'")[0][0]
    aside = soak.ask("SELECT count(*) FROM agenda WHERE set_aside = 1")[0][0]
    nudges = soak.ask("SELECT count(*) FROM nudges")[0][0]
    print(f"{soak.pressed} presses, {len(soak.saved)} lists saved, {nudges} nudges", end="; ")
    # At this speed two and a half minutes, after which Telegram takes no answer to a press, are about a second.
    print(f"given up: {lost} messages, {late} answers to presses; promises set aside: {aside}")
    return soak


def judged(samples: list[Sample]) -> dict[str, float]:
    """Of the second half: how memory grew, how many more files were open at most, and the longest wait."""
    half = samples[len(samples) // 2 :]
    tenth = max(1, len(half) // 5)
    noon, night = half[:tenth], half[-tenth:]
    before, after = (statistics.median(one.memory for one in some) for some in (noon, night))
    files = max(one.files for one in half) - max(one.files for one in noon)
    return {"grown": after / before - 1, "memory": after, "files": files, "late": max(one.late for one in samples)}


async def main() -> int:
    """0: everything stayed as it was and was on time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=10)
    given = parser.parse_args()
    print(f"{machine()}; 24 hours of {given.groups} groups in {given.minutes:.0f} minutes", flush=True)
    soak = await run(given.groups, given.minutes)
    found = judged(soak.samples)
    late = sorted(one.late for one in soak.samples)[int(len(soak.samples) * 0.99)]
    print(
        f"memory {found['memory']:.0f} MiB at the end, {found['grown']:+.1%} in the second half; open files "
        f"{found['files']:+.0f}; the first thing due waited {late:.2f} s at p99, {found['late']:.2f} s at most"
    )
    figures(**found, late_p99=late)
    return 0 if found["grown"] <= GROWTH and found["files"] <= FILES and found["late"] <= LATE else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
