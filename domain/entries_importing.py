"""Entries from files into the shared knowledge: what would change, and changing it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.entries import Entry, EntryChange, State, What
from domain.entries_editing import HOST, IS_PUBLISHED, key_of
from domain.entries_files import Written
from domain.ports import Tx


class NoSuchGroup(Exception):
    """The file names a group that the bot does not know."""


@dataclass(frozen=True)
class Step:
    """One entry of the files. before: as it is kept now, None: it is new. after: as the files have it."""

    before: Entry | None
    after: Entry

    @property
    def same(self) -> bool:
        """Whether nothing is to be done."""
        return self.before == self.after


class Keys:
    """The names of the entries of each scope by their question: rows without a name of their own are known by that."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._known: dict[int | None, dict[str, str]] = {}
        self._taken: dict[int | None, set[str]] = {}

    def of(self, group_id: int | None, question: str) -> str:
        """The name of the entry with this question; a new one where there is none."""
        if group_id not in self._known:
            entries = self._tx.entries.of(group_id)
            self._known[group_id] = {entry.question.casefold(): entry.key for entry in entries}
            self._taken[group_id] = {entry.key for entry in entries}
        known, taken = self._known[group_id], self._taken[group_id]
        asked = question.casefold()
        if asked not in known:
            known[asked] = key_of(question, taken)
            taken.add(known[asked])
        return known[asked]


def step(tx: Tx, written: Written, fields: Mapping[str, Any], now: datetime, keys: Keys) -> Step:
    """What one written entry would change. Fields that are not given stay. Raises NoSuchGroup."""
    group_id = group_named(tx, written.group)
    key = written.key or keys.of(group_id, str(fields["question"]))
    before = tx.entries.by_key(group_id, key)
    if before is not None:
        return Step(before, before.changed(**fields))
    given = {"state": State.PUBLISHED} | dict(fields)
    return Step(None, Entry(**given, key=key, group_id=group_id, created_at=now, updated_at=now))


def group_named(tx: Tx, chat: str) -> int | None:
    """The group whose chat has this Telegram id; None for nothing, which is all groups. Raises NoSuchGroup."""
    if not chat:
        return None
    known = tx.groups.by_chat(int(chat)) if re.fullmatch(r"-?[0-9]{1,18}", chat) else None
    if known is None:
        raise NoSuchGroup
    return known.id


def carry_out(tx: Tx, step: Step, now: datetime) -> None:
    """Keep the entry as the files have it, and that it came from there."""
    if step.same:
        return
    if step.before is None:
        after = tx.entries.add(step.after)
    else:
        after = tx.entries.save(step.after.changed(version=step.before.version + 1, updated_at=now))
    tx.entries.note(EntryChange(entry_id=after.id, what=What.IMPORTED, by=HOST, at=now, after=after))
    if step.before is not None and step.before.state is not after.state is State.PUBLISHED:
        tx.agenda.add(IS_PUBLISHED, after.id, now)
