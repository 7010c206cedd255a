"""Questions that nobody could answer yet."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.question import Unanswered, Wish, Wording
from storage.rows import Rows
from storage.tables_questions import unanswered, unanswered_wishes, unanswered_wordings


class QuestionRows:
    """Fulfils `domain.repositories_questions.Questions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._unanswered = Rows(connection, unanswered, Unanswered)
        self._wordings = Rows(connection, unanswered_wordings, Wording)
        self._wishes = Rows(connection, unanswered_wishes, Wish)

    def get(self, unanswered_id: int) -> Unanswered | None:
        """One."""
        return self._unanswered.by_key(unanswered_id)

    def of(self, group_id: int, limit: int) -> list[Unanswered]:
        """A group's, the latest asked first."""
        latest = (unanswered.c.last_asked_at.desc(), unanswered.c.id.desc())
        return self._unanswered.all(unanswered.c.group_id == group_id, order=latest, limit=limit)

    def by_entry(self, entry_id: int) -> list[Unanswered]:
        """Those that this entry answers."""
        return self._unanswered.all(unanswered.c.entry_id == entry_id)

    def add(self, item: Unanswered) -> Unanswered:
        """A new one; it comes back with its id."""
        return self._unanswered.add(item)

    def save(self, item: Unanswered) -> None:
        """Write every field."""
        self._unanswered.save(item)

    def remove(self, unanswered_id: int) -> None:
        """With its wordings and wishes, by foreign key."""
        self._unanswered.remove(unanswered.c.id == unanswered_id)

    def wording(self, wording_id: int) -> Wording | None:
        """One wording."""
        return self._wordings.by_key(wording_id)

    def wordings(self, unanswered_id: int) -> list[Wording]:
        """In the order of `asked_at`."""
        order = (unanswered_wordings.c.asked_at, unanswered_wordings.c.id)
        return self._wordings.all(unanswered_wordings.c.unanswered_id == unanswered_id, order=order)

    def add_wording(self, item: Wording) -> Wording:
        """A new one; it comes back with its id."""
        return self._wordings.add(item)

    def save_wording(self, item: Wording) -> None:
        """Write every field."""
        self._wordings.save(item)

    def remove_wording(self, wording_id: int) -> None:
        """It is not kept."""
        self._wordings.remove(unanswered_wordings.c.id == wording_id)

    def wishes(self, unanswered_id: int) -> list[Wish]:
        """Who wants to hear, first come first."""
        return self._wishes.all(unanswered_wishes.c.unanswered_id == unanswered_id, order=unanswered_wishes.c.since)

    def save_wish(self, item: Wish) -> None:
        """Add, or renew."""
        self._wishes.save(item)

    def prune(self, asked_before: datetime, marked_before: datetime) -> None:
        """Forget what nobody asked since, old wordings and wishes, and the marks of who asked before."""
        self._unanswered.remove(unanswered.c.last_asked_at < asked_before)
        self._wordings.remove(unanswered_wordings.c.asked_at < asked_before)
        self._wishes.remove(unanswered_wishes.c.since < asked_before)
        c = unanswered_wordings.c
        marked = unanswered_wordings.update().where(c.asked_at < marked_before, c.mark.is_not(None))
        self._connection.execute(marked.values(mark=sa.null()))
