"""The way to Telegram and back: it takes a while, calls overtake each other, and in bad weather they get lost.

`Wire` stands where `bot.api.BotApi` does.
"""

import asyncio
import random
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from tests.simulation.rules import Row, Rules
from tests.simulation.telegram import BOT, Telegram, refused
from tests.simulation.virtual import Clock

PATIENCE = 20.0  # seconds, as `bot.api` has it
LOOK_EVERY = 0.05  # seconds between looks of a held getUpdates
row_in_hand: ContextVar[Row | None] = ContextVar("row_in_hand", default=None)


@dataclass(frozen=True)
class Weather:
    """How likely each thing happens to a call. slow: how many times slower than usual. cut: nothing gets through."""

    name: str = "calm"
    lost_before: float = 0.0
    lost_after: float = 0.0
    hangs_before: float = 0.0
    hangs_after: float = 0.0
    fails: float = 0.0
    floods: float = 0.0
    slow: float = 1.0
    cut: bool = False


WEATHERS = (
    Weather(),
    Weather("breaking", lost_before=0.1, lost_after=0.15),
    Weather("hanging", hangs_before=0.06, hangs_after=0.06, slow=5),
    Weather("failing", fails=0.4),
    Weather("flooded", floods=0.25),
    Weather("wild", 0.08, 0.08, 0.03, 0.03, 0.08, 0.05, slow=3),
    Weather("cut", cut=True),
)


class Wire:
    """One program's connection. Its calls end with the program; what was on its way may still arrive."""

    def __init__(self, telegram: Telegram, clock: Clock, rng: random.Random, rules: Rules) -> None:
        self.telegram, self.clock, self.random, self.rules = telegram, clock, rng, rules
        self.weather = WEATHERS[0]
        self._leaving: dict[int, Callable[[], Any]] = {}
        self._calls = 0

    async def call(self, method: str, payload: dict[str, Any] | None = None, *, patience: float | None = None) -> Any:
        """As `BotApi.call`."""
        given, row = payload or {}, row_in_hand.get()
        if row is not None:
            self.rules.departs(row, method, self.clock.ticks)
        if method == "getMe":
            return BOT
        if method == "getUpdates":
            return await self._updates(given)
        try:
            result = await self._there_and_back(method, given, row, patience or PATIENCE)
        except TelegramError as error:
            if row is not None:
                self.rules.heard(row, surely_not=refused(error) or isinstance(error, RetryAfter))
            raise
        if row is not None:
            self.rules.heard(row, surely_not=False, arrived=True)
        return result

    async def _there_and_back(self, method: str, given: dict[str, Any], row: Row | None, patience: float) -> Any:
        weather, chance = self.weather, self.random.random
        if weather.cut:
            await self._travel()
            raise NetworkError("ClientConnectorError")
        if chance() < weather.hangs_before:
            await asyncio.sleep(patience)
            raise TimedOut
        self._calls += 1
        number = self._calls
        self._leaving[number] = lambda: self._arrive(method, given, row)
        await self._travel()
        arrive = self._leaving.pop(number)
        if chance() < weather.lost_before:
            raise NetworkError("ServerDisconnectedError")
        if chance() < weather.fails:
            raise NetworkError("Bad Gateway")
        if chance() < weather.floods:
            raise RetryAfter(timedelta(seconds=self.random.choice((1, 3, 10, 40, 400))))
        result = arrive()
        if chance() < weather.hangs_after:
            await asyncio.sleep(patience)
            raise TimedOut
        await self._travel()
        if chance() < weather.lost_after:
            raise NetworkError("ServerDisconnectedError")
        return result

    def _arrive(self, method: str, given: dict[str, Any], row: Row | None) -> Any:
        self.telegram.at = self.clock.true
        result = self.telegram.do(method, given)
        if row is not None:
            self.rules.arrived(row, method)
        return result

    async def _travel(self) -> None:
        await asyncio.sleep(self.random.uniform(0.01, 0.12) * self.weather.slow)

    async def _updates(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        await self._travel()
        weather = self.weather
        if weather.cut or self.random.random() < weather.lost_before + weather.fails:
            raise NetworkError("ServerDisconnectedError")
        offset = given.get("offset")
        for one in self.telegram.before(offset):
            self.rules.confirmed(one, for_bot=self.telegram.for_bot(one))
        end = self.clock.ticks + given["timeout"]
        while True:
            self.telegram.at = self.clock.true
            found = self.telegram.updates(offset)
            left = end - self.clock.ticks
            if found or left <= 0:
                break
            self._called = asyncio.get_running_loop().create_future()
            await asyncio.wait([self._called], timeout=left)
        await self._travel()
        if self.weather.cut or self.random.random() < weather.lost_after:
            raise NetworkError("ServerDisconnectedError")
        return found

    _called: asyncio.Future[None] | None = None

    def ring(self) -> None:
        """Something waits for the bot."""
        if self._called is not None and not self._called.done():
            self._called.set_result(None)

    def abandon(self) -> None:
        """The program is gone; of what had left, some arrives all the same."""
        for arrive in self._leaving.values():
            if not self.weather.cut and self.random.random() < 0.5:
                try:
                    arrive()
                except TelegramError:
                    continue
        self._leaving.clear()
