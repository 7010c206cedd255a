"""What people say of answers: counts without anybody, and for a while who said what, so that nobody counts twice."""

from datetime import datetime

from sqlalchemy.engine import Connection

from domain.model import Instant, Model
from domain.opinion import Use
from storage.rows import Rows
from storage.tables_questions import entry_opinions, entry_uses


class Opinion(Model):
    """A row of `entry_opinions`."""

    entry_id: int
    person_id: int
    helped: bool
    at: Instant


class OpinionRows:
    """Fulfils `domain.repositories_questions.Opinions`."""

    def __init__(self, connection: Connection) -> None:
        self._uses = Rows(connection, entry_uses, Use)
        self._opinions = Rows(connection, entry_opinions, Opinion)

    def use(self, entry_id: int, group_id: int) -> Use:
        """How this entry fared in this group so far."""
        return self._uses.by_key(entry_id, group_id) or Use(entry_id=entry_id, group_id=group_id)

    def uses(self, group_id: int) -> dict[int, Use]:
        """By entry."""
        return {use.entry_id: use for use in self._uses.all(entry_uses.c.group_id == group_id)}

    def save_use(self, item: Use) -> None:
        """Add, or write every field."""
        self._uses.save(item)

    def of(self, entry_id: int, person_id: int) -> bool | None:
        """Whether it helped this person."""
        found = self._opinions.by_key(entry_id, person_id)
        return found.helped if found is not None else None

    def save(self, entry_id: int, person_id: int, now: datetime, *, helped: bool) -> None:
        """Add, or change."""
        self._opinions.save(Opinion(entry_id=entry_id, person_id=person_id, helped=helped, at=now))

    def prune(self, before: datetime) -> None:
        """Forget who said what before this moment; the counts stay."""
        self._opinions.remove(entry_opinions.c.at < before)
