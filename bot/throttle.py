"""How fast one person may be: what comes faster than any finger taps is left unread, and slows nobody else.

Without this one person could fill their group's lane, its nineteen messages a minute, or the outbox of everybody.
What is left unread is never stored, as nothing of it is going to be done; whoever sent it is told so once.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from telegram import Update

from bot.metrics import Metrics
from domain.ports import Clock
from handlers.context import Context, Me
from handlers.too_fast import let_go, say_slower
from storage.transaction import Store, Transaction

MOST_KNOWN = 10_000  # people; who has been slow enough since is forgotten


class Kind(Enum):
    """What somebody does, each with a pace of its own."""

    PRESS = auto()
    PRIVATE = auto()  # writes to the bot
    GROUP = auto()  # a command, a mention or a reply in a group


class Verdict(Enum):
    """What becomes of an update."""

    TAKEN = auto()
    TOLD = auto()  # left unread, and its sender hears so
    UNREAD = auto()  # left unread; they were told before


@dataclass(frozen=True)
class Pace:
    """So many at once, and then so many a second."""

    at_once: float
    a_second: float


# Far beyond what people do: a tick list of thirty names is tapped at two or three a second, and an app forwards a
# hundred messages at most. A group hears nineteen messages a minute of the bot, so that fifteen are always fewer.
PACES = {Kind.PRESS: Pace(30, 5), Kind.PRIVATE: Pace(100, 1), Kind.GROUP: Pace(40, 0.25)}


@dataclass
class _Left:
    """How many are left to somebody. at: when that was so, in seconds; told: since they were last slow enough."""

    count: float
    at: float
    told: bool = False


class Throttle:
    """Counts what each person does. now: seconds that only go forwards."""

    def __init__(
        self, store: Store, clock: Clock, me: Me, metrics: Metrics, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._clock, self._me, self._metrics, self._now = store, clock, me, metrics, now
        self._left: dict[tuple[Kind, int], _Left] = {}

    def verdict(self, update: dict[str, Any]) -> Verdict:
        """Count this one, which is for the bot. What only tells of a chat's life is never left out."""
        kind, person = _whose(update)
        if kind is None:
            return Verdict.TAKEN
        pace, now = PACES[kind], self._now()
        left = self._left.get((kind, person))
        if left is None:
            self._forget(now)
            left = self._left[kind, person] = _Left(pace.at_once, now)
        left.count, left.at = min(pace.at_once, left.count + (now - left.at) * pace.a_second), now
        left.told = left.told and left.count < pace.at_once / 2
        if left.count >= 1:
            left.count -= 1
            return Verdict.TAKEN
        before, left.told = left.told, True
        return Verdict.UNREAD if before else Verdict.TOLD

    async def answer(self, unread: Iterable[tuple[dict[str, Any], Verdict]]) -> None:
        """Tell who has to hear it, and let the buttons of the others rest."""
        found = []
        for update, verdict in unread:
            self._metrics.updates.labels("unread").inc()
            # By what has no shape nobody can be told.
            with suppress(LookupError, TypeError, AttributeError, ValueError):
                found.append((Update.de_json(update, None), verdict))

        def say(tx: Transaction) -> None:
            context = Context(tx, self._clock.now(), self._me)
            for update, verdict in found:
                if verdict is Verdict.TOLD:
                    say_slower(context, update)
                else:
                    let_go(context, update)

        await self._store.transact(say)

    def _forget(self, now: float) -> None:
        """Who has been slow enough since; only where many are known."""
        if len(self._left) < MOST_KNOWN:
            return
        kept = {}
        for key, left in self._left.items():
            pace = PACES[key[0]]
            if left.count + (now - left.at) * pace.a_second < pace.at_once:
                kept[key] = left
        self._left = kept


def _whose(update: dict[str, Any]) -> tuple[Kind | None, int]:
    """What was done, and by whom; None for what is not counted."""
    pressed = update.get("callback_query") or update.get("inline_query")
    if pressed is not None:
        return Kind.PRESS, int(pressed["from"]["id"])
    message = update.get("message") or update.get("edited_message") or {}
    if "from" not in message:
        return None, 0
    person = int(message["from"]["id"])
    if message["chat"]["type"] == "private":
        return Kind.PRIVATE, person
    return (Kind.GROUP if "text" in message or "caption" in message else None), person
