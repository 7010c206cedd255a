"""What will be due, as rows."""

import sys
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

from domain.agenda import URGENT, Promise
from storage.prepared import Prepared, is_any, prepared
from storage.rows import Rows
from storage.tables import agenda


# Built once: every meetup writes and withdraws half a dozen promises, and each turn of the clockwork looks for them.
@lru_cache
def _add() -> Prepared:
    return prepared(sqlite.insert(agenda).on_conflict_do_nothing(), "kind", "subject", "due_at")


@lru_cache
def _remove_like() -> Prepared:
    s = agenda.c.subject
    ours = (agenda.c.kind == sa.bindparam("of_kind"), s >= sa.bindparam("prefix"), s < sa.bindparam("behind"))
    return prepared(agenda.delete().where(*ours))


@lru_cache
def _due() -> Prepared:
    live, by_now = agenda.c.set_aside.is_(False), agenda.c.due_at <= sa.bindparam("by_now")
    order = (~is_any(agenda.c.kind, URGENT), agenda.c.due_at, agenda.c.kind, agenda.c.subject)
    return prepared(agenda.select().where(live, by_now).order_by(*order).limit(sa.bindparam("most")))


@lru_cache
def _next_due() -> Prepared:
    return prepared(sa.select(sa.func.min(agenda.c.due_at)).where(agenda.c.set_aside.is_(False)))


class AgendaRows:
    """Fulfils `domain.ports.Agenda`, and gives the clockwork what is due."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows = Rows(connection, agenda, Promise)
        self.changed = False  # whether something new is due, so that the clockwork looks when to wake

    def add(self, kind: str, subject: str | int, due_at: datetime) -> None:
        """Promise it; promising the same again changes nothing."""
        self.changed = True
        row = {"kind": kind, "subject": str(subject), "due_at": due_at}
        _add().run(self._connection, row)

    def remove(self, kind: str, subject: str | int) -> None:
        """Take back every promise of this kind on this subject."""
        self._rows.remove_having(kind=kind, subject=str(subject))

    def remove_like(self, kind: str, prefix: str) -> None:
        """Take back every promise of this kind whose subject begins like this."""
        # A range, unlike a pattern, is looked up in the key.
        behind = prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else chr(sys.maxunicode)
        _remove_like().run(self._connection, {"of_kind": kind, "prefix": prefix, "behind": behind})

    def of(self, kind: str, subject: str | int) -> list[Promise]:
        """What is promised of this kind on this subject, soonest first."""
        return self._rows.having("due_at", kind=kind, subject=str(subject))

    def due(self, now: datetime, limit: int) -> list[Promise]:
        """What should have been done by now: what is urgent, then the earliest."""
        return self._rows.found(_due(), {"by_now": now, "most": limit})

    def next_due(self) -> datetime | None:
        """When the next one is due."""
        row = _next_due().first(self._connection, {})
        found: datetime | None = row[0] if row is not None else None
        return found

    def kept(self, promise: Promise) -> bool:
        """It was done: strike it off. False where somebody took it back meanwhile."""
        return self._rows.remove_having(kind=promise.kind, subject=promise.subject, due_at=promise.due_at) > 0

    def failed(self, promise: Promise, *, set_aside: bool) -> None:
        """It could not be done: count, and after too many tries leave it for the operator."""
        values = {"tries": promise.tries + 1, "set_aside": set_aside}
        self._connection.execute(agenda.update().where(*self._key(promise)).values(**values))

    def take_up(self) -> int:
        """Give what was set aside a fresh try: a newer program may be able to. How many there are."""
        values = {"tries": 0, "set_aside": False}
        return self._connection.execute(agenda.update().where(agenda.c.set_aside.is_(True)).values(**values)).rowcount

    def aside(self) -> int:
        """How many promises were set aside."""
        statement = sa.select(sa.func.count()).select_from(agenda).where(agenda.c.set_aside.is_(True))
        return self._connection.scalar(statement) or 0

    @staticmethod
    def _key(promise: Promise) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            agenda.c.kind == promise.kind,
            agenda.c.subject == promise.subject,
            agenda.c.due_at == promise.due_at,
        )
