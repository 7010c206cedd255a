"""Unfinished doings."""

from datetime import datetime

from sqlalchemy.engine import Connection

from domain.drafts import Draft
from storage.rows import Rows
from storage.tables import drafts


class DraftRows:
    """Fulfils `domain.ports.Drafts`."""

    def __init__(self, connection: Connection) -> None:
        self._drafts = Rows(connection, drafts, Draft)

    def get(self, draft_id: int) -> Draft | None:
        """One draft."""
        return self._drafts.by_key(draft_id)

    def add(self, draft: Draft) -> Draft:
        """A new one; it comes back with its id."""
        return self._drafts.add(draft)

    def save(self, draft: Draft) -> None:
        """Write every field."""
        self._drafts.save(draft)

    def remove(self, draft_id: int) -> None:
        """Done with, or thrown away."""
        self._drafts.remove(drafts.c.id == draft_id)

    def waiting_for_words(self, chat_id: int, person_id: int) -> Draft | None:
        """The newest draft of this person in this chat that expects words."""
        found = self._drafts.all(
            drafts.c.person_id == person_id,
            drafts.c.chat_id == chat_id,
            drafts.c.expects.is_not(None),
            order=drafts.c.id.desc(),
            limit=1,
        )
        return found[0] if found else None

    def of_person(self, person_id: int) -> list[Draft]:
        """Everything this person has begun."""
        return self._drafts.all(drafts.c.person_id == person_id)

    def prune(self, before: datetime, kind: str | None = None) -> None:
        """Forget what was begun before this moment; kind: only such."""
        self._drafts.remove(drafts.c.created_at < before, *([] if kind is None else [drafts.c.kind == kind]))
