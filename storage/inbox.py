"""Updates as they came, stored before they are confirmed to Telegram, blanked once handled."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.prepared import Prepared, as_list, one_of, prepared
from storage.tables import inbox


class Received(NamedTuple):
    """One stored update. seq: the order of arrival (Telegram's ids start anew at random). lane: who waits for whom."""

    seq: int
    lane: int
    body: str
    tries: int
    received_at: datetime


# Built once: run for each update.
@lru_cache
def _known() -> Prepared:
    return prepared(sa.select(inbox.c.update_id).where(one_of(inbox.c.update_id, "ids")))


@lru_cache
def _last() -> Prepared:
    return prepared(sa.select(sa.func.coalesce(sa.func.max(inbox.c.seq), 0)))


@lru_cache
def _store() -> Prepared:
    return prepared(inbox.insert(), "seq", "update_id", "lane", "body", "state", "received_at")


@lru_cache
def _done() -> Prepared:
    number = inbox.c.seq == sa.bindparam("number")
    return prepared(inbox.update().where(number).values(state="done", body=None, lane=0))


class InboxRows:
    """The inbox table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def store(self, updates: Sequence[tuple[int, int, str]], now: datetime) -> list[Received]:
        """Keep `(update_id, lane, body)`; those already known are left out. Returns what is new, in order."""
        if not updates:
            return []
        ids = as_list(update_id for update_id, _, _ in updates)
        known = {row[0] for row in _known().rows(self._connection, {"ids": ids})}
        new = [
            {"update_id": update_id, "lane": lane, "body": body, "state": "waiting", "received_at": now}
            for update_id, lane, body in {u[0]: u for u in updates}.values()
            if update_id not in known
        ]
        if not new:
            return []
        last = _last().first(self._connection, {}) or (0,)
        for number, row in enumerate(new, start=last[0] + 1):
            row["seq"] = number
        _store().run_many(self._connection, new)
        return [Received(int(r["seq"]), int(r["lane"]), str(r["body"]), 0, now) for r in new]  # type: ignore[call-overload]

    def waiting(self) -> list[Received]:
        """Everything accepted and not yet handled, in the order of arrival."""
        columns = (inbox.c.seq, inbox.c.lane, inbox.c.body, inbox.c.tries, inbox.c.received_at)
        statement = sa.select(*columns).where(inbox.c.state == sa.literal_column("'waiting'")).order_by(inbox.c.seq)
        return [Received(*row) for row in self._connection.execute(statement)]

    def done(self, seq: int) -> None:
        """Handled: only its id stays, so that the same update is known when it comes again; not whose it was."""
        _done().run(self._connection, {"number": seq})

    def failed(self, seq: int, tries: int) -> None:
        """Count a try that failed."""
        self._set(seq, tries=tries)

    def set_aside(self, seq: int, tries: int) -> None:
        """Give up on it: it blocks nobody, and its content goes too."""
        self._set(seq, state="set_aside", tries=tries, body=None, lane=0)

    def prune(self, before: datetime) -> None:
        """Forget the ids of what came before; Telegram keeps updates for 24 hours, and reuses ids after a week."""
        self._connection.execute(inbox.delete().where(inbox.c.received_at < before, inbox.c.state != "waiting"))

    def counts(self) -> dict[str, int]:
        """How many there are in each state."""
        statement = sa.select(inbox.c.state, sa.func.count()).group_by(inbox.c.state)
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def _set(self, seq: int, **values: object) -> None:
        self._connection.execute(inbox.update().where(inbox.c.seq == seq).values(**values))
