"""Messages that members would keep for others."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.entries import State
from domain.share import Share, ShareState
from storage.rows import Rows
from storage.tables_knowledge import entries, entry_changes
from storage.tables_questions import shares


class ShareRows:
    """Fulfils `domain.repositories_questions.Shares`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._shares = Rows(connection, shares, Share)

    def get(self, share_id: int) -> Share | None:
        """One."""
        return self._shares.by_key(share_id)

    def of(self, group_id: int, *states: ShareState) -> list[Share]:
        """A group's in these states, the oldest first."""
        return self._shares.all(shares.c.group_id == group_id, shares.c.state.in_(states))

    def of_author(self, author_id: int) -> list[Share]:
        """Everything this person wrote."""
        return self._shares.all(shares.c.author_id == author_id)

    def by_entry(self, entry_id: int) -> list[Share]:
        """What this entry was made of."""
        return self._shares.all(shares.c.entry_id == entry_id)

    def add(self, item: Share) -> Share:
        """A new one; it comes back with its id."""
        return self._shares.add(item)

    def save(self, item: Share) -> None:
        """Write every field."""
        self._shares.save(item)

    def remove(self, share_id: int) -> None:
        """The author would rather not, or waited too long."""
        self._shares.remove(shares.c.id == share_id)

    def prune(self, asked_before: datetime, agreed_before: datetime) -> None:
        """Forget what waited too long for its author, or for a facilitator; the drafts that were made of it too."""
        self._shares.remove(shares.c.state == ShareState.ASKED, shares.c.asked_at < asked_before)
        _drop_drafts(self._connection, shares.c.asked_at < agreed_before)
        waiting = shares.c.state.in_((ShareState.AGREED, ShareState.DRAFTED))
        self._shares.remove(waiting, shares.c.asked_at < agreed_before)


def forget_author(connection: Connection, person_id: int) -> None:
    """Their words go where they are not published; the entries they are thanked in thank nobody by name."""
    _drop_drafts(connection, shares.c.author_id == person_id)
    thanked = sa.select(shares.c.entry_id).where(shares.c.author_id == person_id, shares.c.entry_id.is_not(None))
    connection.execute(entries.update().where(entries.c.id.in_(thanked)).values(credit=sa.null()))
    before = entry_changes.update().where(entry_changes.c.entry_id.in_(thanked))
    unsigned = sa.func.json_set(entry_changes.c.after, "$.credit", sa.null(), type_=sa.JSON)
    connection.execute(before.values(after=unsigned))
    connection.execute(shares.delete().where(shares.c.author_id == person_id))


def _drop_drafts(connection: Connection, which: sa.ColumnElement[bool]) -> None:
    made = sa.select(shares.c.entry_id).where(which, shares.c.state == ShareState.DRAFTED)
    connection.execute(entries.delete().where(entries.c.id.in_(made), entries.c.state == State.DRAFT))
