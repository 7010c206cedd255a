"""The rows of what the program notices about itself, as a Protocol that storage fulfils."""

from datetime import datetime
from typing import Protocol

from domain.outbox import Card
from domain.watch import Noticed


class Watch(Protocol):
    """When something was last noticed, and how long the queues have waited."""

    def get(self, what: str) -> Noticed | None: ...
    def save(self, noticed: Noticed) -> None: ...
    def oldest_update(self) -> datetime | None: ...
    def oldest_message(self, now: datetime) -> datetime | None:
        """Since when the longest message waits that nothing holds back."""
        ...

    def standing(self, kind: str, after: int, limit: int) -> list[Card]:
        """Cards of this kind that stand in a chat and are not finished, in the order of ids, behind this one."""
        ...
