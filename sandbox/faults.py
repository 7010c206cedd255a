"""Faults on demand: the next calls, or a share of them, go wrong in a chosen way."""

import random
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import ControlError, TelegramError, too_many

KINDS = ("429", "500", "slow", "cut_before", "cut_after", "error")
#: Polling is no sending: a fault for all methods leaves it alone.
SPARED = "getupdates"


@dataclass(slots=True)
class Fault:
    """One wish; `count` is how many calls it still meets, `share` (0 to 1) how many of all."""

    id: str
    kind: str
    method: str
    chat: int | None
    count: int | None
    share: float | None
    retry_after: int
    seconds: float
    error_code: int
    description: str
    seed: int | None
    hits: int = 0
    rng: random.Random = field(default_factory=random.Random)

    def as_json(self) -> dict[str, Any]:
        """As the control API shows it."""
        names = ("id", "kind", "method", "chat", "count", "share", "retry_after", "seconds")
        more = ("error_code", "description", "seed", "hits")
        return {name: getattr(self, name) for name in names + more}

    def meets(self, method: str, chat: int | None) -> bool:
        """Whether this call, its method in small letters, is to go wrong."""
        if self.method == "*":
            if method == SPARED:
                return False
        elif self.method.lower() != method:
            return False
        if self.chat is not None and self.chat != chat:
            return False
        return self.share is None or self.rng.random() < self.share

    def error(self) -> TelegramError | None:
        """What the bot is told instead of an answer, if anything."""
        if self.kind == "429":
            return too_many(self.retry_after)
        if self.kind == "500":
            return TelegramError(500, self.description or "Internal Server Error")
        if self.kind == "error":
            return TelegramError(self.error_code, self.description or "Bad Request: a fault was asked for")
        return None


class Faults:
    """The wishes that stand."""

    def __init__(self) -> None:
        self.standing: list[Fault] = []
        self._last = 0

    def add(self, wish: dict[str, Any]) -> Fault:
        """Take a wish of the control API. Raises ControlError."""
        kind = str(wish.get("kind"))
        if kind not in KINDS:
            raise ControlError(f"A fault's kind is one of {', '.join(KINDS)}.")
        self._last += 1
        share = wish.get("share")
        fault = Fault(
            id=str(self._last),
            kind=kind,
            method=str(wish.get("method") or "*"),
            chat=wish.get("chat"),
            count=None if share is not None else int(wish.get("count") or 1),
            share=None if share is None else float(share),
            retry_after=int(wish.get("retry_after") or 1),
            seconds=float(wish.get("seconds") or 5),
            error_code=int(wish.get("error_code") or 400),
            description=str(wish.get("description") or ""),
            seed=wish.get("seed"),
            rng=random.Random(wish.get("seed")),  # noqa: S311 - to repeat a test run
        )
        self.standing.append(fault)
        return fault

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The fault that this call meets, counted."""
        for fault in self.standing:
            if fault.meets(method, chat):
                fault.hits += 1
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count <= 0:
                        self.standing.remove(fault)
                return fault
        return None

    def remove(self, fault_id: str | None) -> None:
        """Forget one, or all. Raises ControlError."""
        kept = [fault for fault in self.standing if fault_id is not None and fault.id != fault_id]
        if fault_id is not None and len(kept) == len(self.standing):
            raise ControlError(f"There is no fault {fault_id}.", 404)
        self.standing = kept
