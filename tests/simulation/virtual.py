"""An event loop and a clock whose time is virtual: waiting costs nothing, and the same seed gives the same course."""

import asyncio
import contextlib
import heapq
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import time_machine

from bot.outages import CLOCK
from tests.simulation.oracle import Violation

MOST_AT_ONCE = 100_000  # callbacks while no time passes; more than that is a circle

A_LOOK = 1e-6  # seconds
MOST_ENDINGS = 50  # times that a task may wait while it is ended


class PowerCut(Exception):
    """The plug was pulled: nothing that was in memory goes on."""


class Clock:
    """The clocks of one machine. ticks: monotonic seconds, in which it was awake. true: Telegram's moment.

    slept: seconds in which it was suspended. skew: by how many seconds the machine’s clock is ahead of the true time.
    """

    def __init__(self, begin: datetime) -> None:
        self.ticks, self.slept, self.skew = 0.0, 0.0, 0.0
        self._zero = begin.timestamp()
        self._traveller: time_machine.Traveller | None = None

    @property
    def true(self) -> float:
        """Seconds since 1970, as Telegram counts them."""
        return self._zero + self.ticks

    def now(self) -> datetime:
        """What the machine shows."""
        return datetime.fromtimestamp(self.true + self.skew, UTC)

    def sleep(self, seconds: float) -> None:
        """The machine is suspended: its monotonic clock stands still, the world goes on."""
        self._zero += seconds
        self.slept += seconds
        self.tell()

    def tell(self) -> None:
        """Let everybody who asks the system for the time see ours."""
        if self._traveller is not None:
            self._traveller._destination_timestamp_ns = int((self.true + self.skew) * 1e9)

    def _look(self) -> float:
        """A look takes a moment, too: who asks until it is later is not kept waiting for ever."""
        self.ticks += A_LOOK
        self.tell()
        return self.ticks

    @contextlib.contextmanager
    def ruling(self) -> Iterator[None]:
        """While this lasts, `datetime.now`, `time.monotonic` and what goes on while a machine sleeps are ours."""
        real, others = time.monotonic, time.clock_gettime
        time.monotonic = self._look  # type: ignore[assignment]
        time.clock_gettime = lambda clock: self._look() + self.slept if clock == CLOCK else others(clock)
        try:
            with time_machine.travel(self.true + self.skew, tick=False) as traveller:
                self._traveller = traveller
                yield
        finally:
            self._traveller = None
            time.monotonic, time.clock_gettime = real, others


class Loop(asyncio.BaseEventLoop):
    """Runs what is ready, then lets time pass until the next thing. Threads are played: their work takes a while, too.

    fuse: after how many callbacks from now the plug is pulled.
    """

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        super().__init__()
        self.clock, self.random = clock, rng
        self.fuse: int | None = None
        self.ran = 0
        self.failures: list[str] = []
        self.set_exception_handler(lambda _, context: self.failures.append(str(context)))

    def time(self) -> float:
        return self.clock.ticks

    def advance(self, seconds: float) -> None:
        """Let this much time pass. PowerCut where the fuse burns down meanwhile."""
        end = self.clock.ticks + seconds
        asyncio._set_running_loop(self)
        try:
            while self._turn(end):
                pass
        finally:
            asyncio._set_running_loop(None)
        self._pass(end)

    def _turn(self, end: float) -> bool:
        at_once = self.ran
        while self._ready:
            handle = self._ready.popleft()
            if handle._cancelled:
                continue
            if self.fuse is not None:
                if self.fuse <= 0:
                    raise PowerCut
                self.fuse -= 1
            self.ran += 1
            if self.ran - at_once > MOST_AT_ONCE:
                raise Violation(f"goes round in a circle: {handle!r}")
            handle._run()
        if not self._scheduled or self._scheduled[0]._when > end:
            return False
        handle = heapq.heappop(self._scheduled)
        self._pass(handle._when)
        self._ready.append(handle)
        return True

    def _pass(self, until: float) -> None:
        if until > self.clock.ticks:
            self.clock.ticks = until
            self.clock.tell()

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """The work is done here, a moment later."""
        future = self.create_future()
        self.call_later(self.random.uniform(0.0005, 0.02), self._done_there, future, func, args)
        return future

    def _done_there(self, future: asyncio.Future[Any], func: Callable[..., Any], args: tuple[Any, ...]) -> None:
        if future.cancelled():
            return
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)

    def abandon(self) -> None:
        """Forget whatever was going on, without letting it end."""
        self._ready.clear()
        self._scheduled.clear()
        for task in asyncio.all_tasks(self):
            task._log_destroy_pending = False  # type: ignore[attr-defined]
            _close(task.get_coro())
        self._ready.clear()
        self._scheduled.clear()
        self.close()

    def _process_events(self, event_list: Any) -> None:
        """There are none: nothing comes from outside."""

    def _write_to_self(self) -> None:
        """Nobody has to be woken: there are no other threads."""


def _close(coroutine: Any) -> None:
    """However often it begins to wait again while it ends."""
    for _ in range(MOST_ENDINGS):
        try:
            coroutine.close()
        except RuntimeError:  # it waits again
            continue
        except Exception:
            return
        return


def moment(text: str) -> datetime:
    """ISO 8601, UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
