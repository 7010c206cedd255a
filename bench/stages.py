"""Where the time of one press goes: reading, matching, the use case, its SQL, commits, sending.

    python -m bench.stages [--presses 40]

The real program runs in this process against a local Telegram in another, and one press is made at a time, so that
nothing waits for anything else. Each stage is timed by a clock around the function that does it; what is left of the
whole is the way between the threads, the loop, the HTTP of getUpdates and the local Telegram. Medians.
"""

import argparse
import asyncio
import functools
import inspect
import statistics
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from telegram import Update

from bench.local import TOKEN, figures, machine, telegram
from bench.prepare import circles, remember_all, soon
from bench.presses import PEOPLE, standing
from bot import dispatch, intake
from bot.api import BotApi
from bot.app import running
from bot.settings import Settings
from sandbox import Client
from storage.database import Thread
from storage.prepared import Prepared

APART = 1.4  # seconds between two presses: the card that one of them changed is edited meanwhile


class Stages:
    """Seconds by stage since the last `clear`, and how often each was entered. What lies inside another counts once."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.times: Counter[str] = Counter()
        self._inside: dict[int, list[float]] = {}

    def clear(self) -> None:
        """Begin anew."""
        self.seconds.clear()
        self.times.clear()

    def around(self, owner: Any, name: str, stage: str, only: Callable[..., bool] = lambda *_, **__: True) -> None:
        """Time this function from now on. only: of which calls."""
        function = getattr(owner, name)

        @functools.wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            if not only(*given, **named):
                return function(*given, **named)
            if inspect.iscoroutinefunction(function):
                return self._awaited(function(*given, **named), stage)
            with self._inside_of(stage):
                return function(*given, **named)

        setattr(owner, name, staticmethod(timed) if inspect.ismethod(function) else timed)

    @contextmanager
    def _inside_of(self, stage: str) -> Iterator[None]:
        stack = self._inside.setdefault(threading.get_ident(), [])
        stack.append(0.0)
        began = time.perf_counter()
        try:
            yield
        finally:
            whole = time.perf_counter() - began
            self._add(stage, whole - stack.pop())
            if stack:
                stack[-1] += whole

    async def _awaited(self, doing: Any, stage: str) -> Any:
        began = time.perf_counter()
        try:
            return await doing
        finally:
            self._add(stage, time.perf_counter() - began)

    def _add(self, stage: str, seconds: float) -> None:
        self.seconds[stage] += seconds
        self.times[stage] += 1


def watch(stages: Stages) -> None:
    """Put a clock around each stage."""
    stages.around(intake, "is_for_bot", "intake: whether it is for the bot")
    stages.around(intake, "without_others_words", "intake: others' words left out")
    stages.around(Update, "de_json", "read: from JSON to an update")
    stages.around(dispatch, "match", "match: the route")
    stages.around(dispatch.Dispatch, "_run", "the use case and what it says")
    stages.around(Prepared, "run", "SQL")
    stages.around(Prepared, "run_many", "SQL")
    stages.around(Thread, "say", "commits, each on the disk", lambda _, sql: sql == "COMMIT")
    answering: Callable[..., bool] = lambda _, method, *__, **___: method == "answerCallbackQuery"  # noqa: E731
    stages.around(BotApi, "call", "send: the answer, and Telegram's yes", answering)


class Press(NamedTuple):
    """One press: all of it, and its stages, in seconds; how often each was entered."""

    whole: float
    seconds: defaultdict[str, float]
    times: Counter[str]


async def measure(presses: int) -> list[Press]:
    """So many, one at a time, each by somebody else."""
    stages = Stages()
    watch(stages)
    found = []
    async with telegram() as client:
        prepared = await circles(client, presses // PEOPLE + 1, PEOPLE)
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{Path(folder) / 'stages.db'}"
            await remember_all(Path(folder) / "stages.db", prepared, soon(3600))
            given: dict[str, Any] = {"bot_token": TOKEN, "bot_api_url": client.url, "database_url": url}
            given |= {"starter": "off", "semantic_model": "off", "webhook_listen": "127.0.0.1:0", "_env_file": None}
            async with running(Settings(**given)):
                cards = await standing(client, prepared)
                people = [(group.chat, person) for group in prepared for person in group.people]
                for chat, person in people[:presses]:
                    await asyncio.sleep(APART)
                    stages.clear()
                    whole = await _press(client, chat, person, cards[chat])
                    found.append(Press(whole, stages.seconds.copy(), stages.times.copy()))
    return found


async def _press(client: Client, chat: int, person: int, message: int) -> float:
    began = time.perf_counter()
    await client.act(person, "press", chat=chat, message_id=message, button="Going", wait=30)
    return time.perf_counter() - began


async def main() -> None:
    """Measure and print the stages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presses", type=int, default=40)
    found = await measure(parser.parse_args().presses)
    whole = statistics.median(one.whole for one in found) * 1000
    print(f"{machine()}; {len(found)} presses, one at a time; medians\n| stage | times | ms |\n| --- | --- | --- |")
    told = 0.0
    for stage in dict.fromkeys(name for one in found for name in one.seconds):
        took = statistics.median(one.seconds[stage] for one in found) * 1000
        told += took
        print(f"| {stage} | {statistics.median(one.times[stage] for one in found):.0f} | {took:.2f} |")
    print(f"| between the threads, the loop, getUpdates and the local Telegram | | {whole - told:.2f} |")
    print(f"| all of it | | {whole:.2f} |")
    figures(whole=whole)


if __name__ == "__main__":
    asyncio.run(main())
