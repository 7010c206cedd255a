"""The machine that the program runs on: it starts it, lets time pass, pulls the plug, and starts it again.

The program is the real one, from `bot.app`; of its surroundings only these are played: threads, the network, Telegram,
time, and the ledger's file.
"""

import asyncio
import contextlib
import hashlib
import os
import random
import traceback
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import structlog

from bot.app import Circlekeeper, at_work
from bot.sending import Outcome
from bot.settings import Settings
from domain.outbox import Outgoing
from handlers import ROUTERS
from handlers.context import Due
from storage.database import StorageUnavailable
from storage.transaction import Store
from tests.simulation.disk import Disk, database
from tests.simulation.network import Wire, row_in_hand
from tests.simulation.oracle import Violation
from tests.simulation.rules import Rules
from tests.simulation.telegram import BOT, Telegram
from tests.simulation.virtual import Clock, Loop, PowerCut

ORDERLY = 12.0  # seconds that an orderly end may take
EXPECTED = ("the database is unavailable", "cannot write down what was sent")  # while the disk is full


class Ledger:
    """Fulfils `domain.ports.Forgotten`, on a disk that never breaks."""

    def __init__(self) -> None:
        self.forgotten: dict[int, datetime] = {}

    def add(self, person_id: int, now: datetime) -> None:
        self.forgotten[person_id] = now

    def mark(self, person_id: int, about: str) -> int:
        return int.from_bytes(hashlib.blake2b(f"{person_id} {about}".encode(), digest_size=2).digest())


class Machine:
    """One machine. life: how often the program was started."""

    def __init__(self, telegram: Telegram, disk: Disk, clock: Clock, rng: random.Random) -> None:
        self.telegram, self.disk, self.clock, self.random = telegram, disk, clock, rng
        self.rules = Rules(telegram, disk, clock)
        disk.on_commit = self.rules.committed
        self.ledger = Ledger()
        self.life = 0
        self.set_back = False  # whether the clock ever was: then what only time changes may be shown too early
        self.app: Circlekeeper | None = None
        self.errors: list[str] = []

    def boot(self) -> None:
        """Start the program."""
        self.life += 1
        self.disk.off = False
        os.environ.setdefault("PTB_TIMEDELTA", "1")  # as `bot.app.running` does
        self.rules.begins()
        self.loop = Loop(self.clock, self.random)
        self.wire = Wire(self.telegram, self.clock, self.random, self.rules)
        self._over = asyncio.Event()
        self._main = self.loop.create_task(self._live())

    async def _live(self) -> None:
        store = await Store.on(database(self.disk, self.clock, self.random), self.ledger)
        app = Circlekeeper(settings(), self.wire, store, BOT, ROUTERS)  # type: ignore[arg-type]
        self._watch(app)
        async with at_work(app):
            self.app = app
            await self._over.wait()
            self.app = None
        await store.close()

    def _watch(self, app: Circlekeeper) -> None:
        """Know which message is on its way, and which promise is kept."""
        app.delivery._sender = Watched(app.delivery._sender, self.rules)  # type: ignore[assignment]
        if app.intake._throttle is not None:
            app.intake._throttle._now = lambda: self.clock.ticks
        promises = app.clockwork._table.promises
        for kind, keep in list(promises.items()):
            promises[kind] = _recorded(keep)

    def run(self, seconds: float) -> bool:
        """Let time pass; whether the plug was pulled meanwhile. Violation."""
        cut = False
        self.wire.ring()
        try:
            self.loop.advance(seconds)
        except PowerCut:
            self.crash()
            cut = True
        self.check()
        return cut

    def check(self) -> None:
        """Violation where a rule was broken or the program failed."""
        if self.rules.broken:
            raise Violation("\n".join([self.rules.broken, *self.errors[:1]]))
        if self.loop.failures:
            raise Violation(f"failed in the loop: {self.loop.failures[0]}")
        if self.errors:
            raise Violation(f"the program failed: {self.errors[0]}")
        if self.ended_for_want_of_a_disk:
            return
        if self._main.done() and (self._main.cancelled() or self._main.exception() is not None):
            raise Violation(f"the program ended: {self._main!r}")

    def forgive(self) -> None:
        """What was broken was meant to be."""
        self.rules.broken = None
        self.errors.clear()
        self.loop.failures.clear()

    @property
    def ended_for_want_of_a_disk(self) -> bool:
        """It could not start while the disk was full; whoever started it tries again."""
        main = self._main
        return main.done() and not main.cancelled() and isinstance(main.exception(), StorageUnavailable)

    def crash(self) -> None:
        """Pull the plug, if it is not out already."""
        if self.disk.off:
            return
        self.wire.abandon()
        self.rules.crashed()
        self.disk.off = True
        self.app = None
        self.loop.abandon()

    def stop(self) -> None:
        """End as SIGTERM does; where it has only begun to start, at once."""
        if self.app is None:
            return
        self._over.set()
        begun = self.clock.ticks
        while not self._main.done() and self.clock.ticks < begun + ORDERLY:
            if self.run(0.25):
                return
        if not self._main.done():
            raise Violation("it does not end")

    def away(self, seconds: float) -> None:
        """The program does not run for so long."""
        self.clock.ticks += seconds
        self.clock.tell()

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Whatever the program logs as an error counts as one."""
        before = structlog.get_config()
        structlog.configure(processors=[self._logged], wrapper_class=structlog.make_filtering_bound_logger(40))
        try:
            yield
        finally:
            structlog.configure(**before)

    def _logged(self, _: Any, level: str, event: dict[str, Any]) -> Any:
        if not (self.disk.full and event["event"] in EXPECTED):
            trace = traceback.format_exc() if event.get("exc_info") else ""
            self.errors.append(f"{level}: {event}\n{trace}")
        raise structlog.DropEvent


class Watched:
    """A `bot.sending.Sender` that tells the rules what it has in hands."""

    def __init__(self, sender: Any, rules: Rules) -> None:
        self._sender, self._rules = sender, rules
        self.put_aside = sender.put_aside

    async def send(self, message: Outgoing) -> Outcome:
        row = self._rules.takes(message)
        token = row_in_hand.set(row)
        outcome: Outcome = await self._sender.send(message)
        row_in_hand.reset(token)
        self._rules.leaves(row)
        return outcome


def _recorded(keep: Any) -> Any:
    def run(due: Due) -> None:
        one = due.promise
        at = one.due_at.replace(tzinfo=None).isoformat(" ", "microseconds")
        line = "INSERT INTO record (what, a, b, c) VALUES ('kept', ?, ?, ?)"
        due.tx._connection.exec_driver_sql(line, (one.kind, one.subject, at))  # type: ignore[attr-defined]
        keep(due)

    return run


@cache
def settings() -> Settings:
    """As a host would have them, where they matter."""
    return Settings(
        bot_token="7000000001:simulated",
        timezone="Europe/London",
        country="GB",
        starter="off",
        semantic_model="off",
        _env_file=None,  # type: ignore[call-arg]
    )
