"""The shared knowledge."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.entries import Entry, EntryChange, EntryFile, State, Synonym
from storage.rows import Row, Rows
from storage.tables_knowledge import entries, entry_changes, entry_files, knowledge_revision, synonyms

NOBODY = 0
ONLY = 1  # the id of the one row that counts


class EntryRows:
    """Fulfils `domain.repositories_knowledge.Entries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._entries = Rows(connection, entries, Entry)
        self._changes = Rows(connection, entry_changes, EntryChange, _load_change, _dump_change)
        self._files = Rows(connection, entry_files, EntryFile)
        self._synonyms = Rows(connection, synonyms, Synonym)

    def revision(self) -> int:
        """How often anything has changed."""
        return self._connection.scalar(sa.select(knowledge_revision.c.value)) or 0

    def changed_since(self, revision: int) -> list[Entry]:
        """Of any state, in the order of their last change."""
        return self._entries.all(entries.c.revision > revision, order=(entries.c.revision, entries.c.id))

    def get(self, entry_id: int) -> Entry | None:
        """One entry."""
        return self._entries.by_key(entry_id)

    def many(self, entry_ids: Sequence[int]) -> dict[int, Entry]:
        """Those of these ids that there are."""
        return {entry.id: entry for entry in self._entries.all(entries.c.id.in_(entry_ids))}

    def by_key(self, group_id: int | None, key: str) -> Entry | None:
        """The entry of this name in this scope."""
        return self._entries.one(entries.c.group_id.is_not_distinct_from(group_id), entries.c.key == key)

    def of(self, group_id: int | None, *states: State) -> list[Entry]:
        """One scope's, by question."""
        where = [entries.c.group_id.is_not_distinct_from(group_id)]
        if states:
            where.append(entries.c.state.in_(states))
        return self._entries.all(*where, order=(sa.func.lower(entries.c.question), entries.c.id))

    def every(self) -> list[Entry]:
        """All, the shared ones first."""
        return self._entries.all(order=(entries.c.group_id.is_not(None), entries.c.group_id, entries.c.key))

    def due(self, group_ids: Sequence[int], day: date) -> list[Entry]:
        """To be looked at again."""
        scope = sa.or_(entries.c.group_id.is_(None), entries.c.group_id.in_(group_ids))
        where = (scope, entries.c.state == State.PUBLISHED, entries.c.review_by <= day)
        return self._entries.all(*where, order=(entries.c.review_by, entries.c.id))

    def add(self, entry: Entry) -> Entry:
        """A new one; it comes back with its id and the knowledge's new revision."""
        if entry.group_id is None and self.by_key(None, entry.key) is not None:
            raise ValueError("two shared entries with one key")
        return self._entries.add(entry.changed(revision=self._next()))

    def save(self, entry: Entry) -> Entry:
        """Write every field; it comes back with the knowledge's new revision."""
        after = entry.changed(revision=self._next())
        self._entries.save(after)
        return after

    def remove(self, entry_id: int) -> None:
        """As if it had never been."""
        self._entries.remove(entries.c.id == entry_id)

    def note(self, change: EntryChange) -> EntryChange:
        """Keep what was done."""
        return self._changes.add(change)

    def history(self, entry_id: int, limit: int = 20) -> list[EntryChange]:
        """The newest first."""
        newest = entry_changes.c.id.desc()
        return self._changes.all(entry_changes.c.entry_id == entry_id, order=newest, limit=limit)

    def change(self, change_id: int) -> EntryChange | None:
        """One thing that was done."""
        return self._changes.by_key(change_id)

    def prune(self, before: datetime) -> None:
        """Who did it goes, what was done stays."""
        old = entry_changes.update().where(entry_changes.c.at < before, entry_changes.c.by != NOBODY)
        self._connection.execute(old.values(by=NOBODY))

    def file(self, name: str) -> EntryFile | None:
        """A picture or PDF."""
        return self._files.by_key(name)

    def save_file(self, file: EntryFile) -> None:
        """Add, or write every field."""
        self._files.save(file)

    def remove_unused_files(self) -> None:
        """Those that no entry has, now or in what could be put back."""
        now = sa.select(entries.c.file).where(entries.c.file.is_not(None))
        before = sa.func.json_extract(entry_changes.c.after, "$.file")
        could = sa.select(before).where(before.is_not(None))
        self._files.remove(entry_files.c.name.not_in(now), entry_files.c.name.not_in(could))

    def synonyms(self) -> list[Synonym]:
        """Of every scope."""
        return self._synonyms.all()

    def synonyms_of(self, group_id: int | None) -> list[Synonym]:
        """One scope's, in the order of the alphabet."""
        scope = synonyms.c.group_id.is_not_distinct_from(group_id)
        return self._synonyms.all(scope, order=(sa.func.lower(synonyms.c.short), synonyms.c.id))

    def add_synonym(self, synonym: Synonym) -> Synonym:
        """A new one; it comes back with its id."""
        self._next()
        return self._synonyms.add(synonym)

    def remove_synonym(self, synonym_id: int) -> None:
        """It is not used any more."""
        if self._synonyms.remove(synonyms.c.id == synonym_id):
            self._next()

    def _next(self) -> int:
        """One more change."""
        value = self.revision() + 1
        table = knowledge_revision
        known = self._connection.execute(table.update().where(table.c.id == ONLY).values(value=value))
        if known.rowcount == 0:
            self._connection.execute(table.insert().values(id=ONLY, value=value))
        return value


def _load_change(row: Row) -> EntryChange:
    return EntryChange.model_validate(dict(row))


def _dump_change(change: EntryChange) -> dict[str, Any]:
    given = {name: getattr(change, name) for name in ("id", "entry_id", "what", "by", "at")}
    return given | {"after": change.after.model_dump(mode="json")}


def forget_editor(connection: Connection, person_id: int) -> None:
    """Take the person's id from what they changed; the knowledge stays."""
    theirs = entry_changes.update().where(entry_changes.c.by == person_id)
    connection.execute(theirs.values(by=NOBODY))
