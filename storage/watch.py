"""What the program notices about itself, as rows; and how long the oldest thing in its queues has waited."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.outbox import Card
from domain.watch import Noticed
from storage.outbox import WAITING
from storage.rows import Rows
from storage.tables import cards, holds, inbox, outbox
from storage.tables_watch import watch


class WatchRows:
    """Fulfils `domain.repositories_watch.Watch`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noticed = Rows(connection, watch, Noticed)
        self._cards = Rows(connection, cards, Card)

    def get(self, what: str) -> Noticed | None:
        """What is known of this."""
        return self._noticed.by_key(what)

    def save(self, noticed: Noticed) -> None:
        """Add, or write every field."""
        self._noticed.save(noticed)

    def oldest_update(self) -> datetime | None:
        """Since when the longest accepted update waits to be handled."""
        found = sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.state == sa.literal_column("'waiting'"))
        at: datetime | None = self._connection.scalar(found)
        return at

    def oldest_message(self, now: datetime) -> datetime | None:
        """Since when the longest message waits that nothing holds back: no time of its own, no wish of Telegram's."""
        held = sa.select(holds.c.chat_id).where(holds.c.until > now)
        free = sa.or_(outbox.c.chat_id.is_(None), outbox.c.chat_id.not_in(held))
        since = sa.func.max(outbox.c.created_at, sa.func.coalesce(outbox.c.not_before, outbox.c.created_at))
        statement = sa.select(sa.func.min(since, type_=outbox.c.created_at.type)).where(outbox.c.state == WAITING, free)
        at: datetime | None = self._connection.scalar(statement)
        return at

    def standing(self, kind: str, after: int, limit: int) -> list[Card]:
        """Cards of this kind that stand in a chat and are not finished, in the order of ids, behind this one."""
        open_ones = (cards.c.kind == kind, cards.c.closed.is_(False), cards.c.message_id.is_not(None))
        return self._cards.all(*open_ones, cards.c.id > after, limit=limit)
