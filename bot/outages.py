"""Noticing that Telegram was out of reach, or that the program did not run, for so long that presses are lost."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from domain.outages import PRESSES_LOST, contact, last_contact
from domain.ports import Clock
from handlers.context import Context, Me
from handlers.operator import back_from_away
from storage.database import StorageUnavailable
from storage.transaction import Store

log = structlog.get_logger("outages")

WRITTEN_EVERY = 30.0  # seconds
# Goes on while the machine sleeps, and nobody can move it: CLOCK_BOOTTIME on Linux, the other one on a Mac.
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def ticks() -> float:
    """Seconds since some moment; those count in which the machine slept, and no setting of the clock counts."""
    return time.clock_gettime(CLOCK)


class Outages:
    """Remembers when Telegram was last reached.

    Within one run by `ticks`, so that a clock that is moved is no outage; from run to run by the clock.
    """

    def __init__(self, store: Store, clock: Clock, me: Me, there: Callable[[], None]) -> None:
        """there: hears each time that Telegram answered."""
        self._store, self._clock, self._me, self._there = store, clock, me, there
        self._reached: float | None = None
        self._written = 0.0
        self._noting: set[asyncio.Task[None]] = set()

    async def reached(self) -> None:
        """Telegram answered just now. StorageUnavailable where that could not be written down: it is, the next time."""
        self._there()
        now, tick = self._clock.now(), ticks()
        if self._reached is None:
            since = await self._store.look(last_contact)
        else:
            since = now - timedelta(seconds=tick - self._reached)
        if since is not None and now - since > PRESSES_LOST:
            await self._store.transact(lambda tx: back_from_away(Context(tx, now, self._me), since))
            log.warning("presses of this time are lost", since=since.isoformat(), until=now.isoformat())
            self._reached = self._written = tick
            return
        self._reached = tick
        if tick - self._written >= WRITTEN_EVERY or since is None:
            await self.note()

    async def note(self) -> None:
        """Write down that all is well now: now and then, at the end, and when the clock was moved."""
        if self._reached is None:
            return
        self._written, now = ticks(), self._clock.now()
        try:
            await self._store.transact(lambda tx: contact(tx, now))
        except StorageUnavailable:
            self._written = 0.0

    def jumped(self) -> None:
        """The clock was moved."""
        task = asyncio.create_task(self.note())
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    async def beat(self, alive: Callable[[], Awaitable[object]]) -> None:
        """Where Telegram calls us: ask it now and then whether it can be reached, for ever."""
        while True:
            try:
                await alive()
                await self.reached()
            except Exception as error:  # whatever it is, the next time may be better
                log.warning("Telegram cannot be reached", error=str(error))
            await asyncio.sleep(WRITTEN_EVERY)
