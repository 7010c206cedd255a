"""Unfinished doings."""

from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.drafts import Draft
from storage.prepared import Prepared, prepared
from storage.rows import Rows
from storage.tables import drafts


# Built once: asked at each private message.
@lru_cache
def _waiting() -> Prepared:
    d = drafts.c
    here = (d.person_id == sa.bindparam("of_person"), d.chat_id == sa.bindparam("in_chat"))
    return prepared(drafts.select().where(*here, d.expects.is_not(None)).order_by(d.id.desc()).limit(1))


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
        self._drafts.remove_having(id=draft_id)

    def waiting_for_words(self, chat_id: int, person_id: int) -> Draft | None:
        """The newest draft of this person in this chat that expects words."""
        found = self._drafts.found(_waiting(), {"of_person": person_id, "in_chat": chat_id})
        return found[0] if found else None

    def of_person(self, person_id: int) -> list[Draft]:
        """Everything this person has begun."""
        return self._drafts.having(person_id=person_id)

    def prune(self, before: datetime, kind: str | None = None) -> None:
        """Forget what was begun before this moment; kind: only such."""
        self._drafts.remove(drafts.c.created_at < before, *([] if kind is None else [drafts.c.kind == kind]))
