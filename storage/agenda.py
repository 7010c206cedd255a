"""What will be due, as rows."""

from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

from domain.agenda import URGENT, Promise
from storage.rows import Rows
from storage.tables import agenda


# Built once: every meetup writes and withdraws half a dozen promises.
@lru_cache
def _add() -> sa.Insert:
    return sqlite.insert(agenda).on_conflict_do_nothing()


@lru_cache
def _remove() -> sa.Delete:
    return agenda.delete().where(agenda.c.kind == sa.bindparam("of_kind"), agenda.c.subject == sa.bindparam("about"))


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
        self._connection.execute(_add(), row)

    def remove(self, kind: str, subject: str | int) -> None:
        """Take back every promise of this kind on this subject."""
        self._connection.execute(_remove(), {"of_kind": kind, "about": str(subject)})

    def remove_like(self, kind: str, prefix: str) -> None:
        """Take back every promise of this kind whose subject begins like this."""
        self._rows.remove(agenda.c.kind == kind, agenda.c.subject.startswith(prefix, autoescape=True))

    def of(self, kind: str, subject: str | int) -> list[Promise]:
        """What is promised of this kind on this subject, soonest first."""
        return self._rows.all(agenda.c.kind == kind, agenda.c.subject == str(subject), order=agenda.c.due_at)

    def due(self, now: datetime, limit: int) -> list[Promise]:
        """What should have been done by now: what is urgent, then the earliest."""
        live = agenda.c.set_aside.is_(False)
        order = (agenda.c.kind.not_in(URGENT), agenda.c.due_at, agenda.c.kind, agenda.c.subject)
        return self._rows.all(live, agenda.c.due_at <= now, order=order, limit=limit)

    def next_due(self) -> datetime | None:
        """When the next one is due."""
        statement = sa.select(sa.func.min(agenda.c.due_at)).where(agenda.c.set_aside.is_(False))
        found: datetime | None = self._connection.execute(statement).scalar()
        return found

    def kept(self, promise: Promise) -> bool:
        """It was done: strike it off. False where somebody took it back meanwhile."""
        return self._rows.remove(*self._key(promise)) > 0

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
