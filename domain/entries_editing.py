"""What facilitators do to entries: add, change, publish, retire, check; nothing of what was there before is lost."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.entries import TRANSITIONS, Entry, EntryChange, State, What
from domain.errors import ChangedMeanwhile, Gone, NotNow, NotYours, Unchanged
from domain.groups import Group
from domain.ports import Tx

REVIEWED_EVERY = timedelta(days=365)
LONGEST_KEY = 40  # characters, a number behind it apart
IS_PUBLISHED = "entry_published"  # promise: who waited for the answer hears of it, right after this
HOST = 0  # stands for who changes entries by a file


class EditedMeanwhile(ChangedMeanwhile):
    """Somebody else changed the entry after it was opened here; nothing of either is lost."""


def today_of(group: Group | None, now: datetime) -> date:
    """The day it is where the group lives."""
    return now.astimezone(ZoneInfo(group.zone)).date() if group is not None and group.zone else now.date()


def key_of(question: str, taken: Collection[str]) -> str:
    """A short name for files, made of the question's words, that is not taken."""
    words = re.findall(r"[^\W_]+", question.lower())
    key = "-".join(words)[:LONGEST_KEY].strip("-") or "entry"
    number = 1
    while (numbered := key if number == 1 else f"{key}-{number}") in taken:
        number += 1
    return numbered


def add(tx: Tx, group: Group | None, fields: Mapping[str, Any], by: int, now: datetime) -> Entry:
    """A new draft. fields: by their names in `Entry`, read already; question and answer at least."""
    scope = group.id if group is not None else None
    # With the name of a shared one it would silently stand in that one's place.
    taken = {entry.key for entry in (*tx.entries.of(scope), *tx.entries.of(None))}
    key = key_of(str(fields["question"]), taken)
    entry = tx.entries.add(Entry(**{**fields, "key": key, "group_id": scope, "created_at": now, "updated_at": now}))
    return _noted(tx, entry, What.ADDED, by, now)


def of_group(tx: Tx, group: Group, entry_id: int) -> Entry:
    """The entry as this group has it: its own, or the one that is shared. NotYours for another group's."""
    entry = tx.entries.get(entry_id)
    if entry is None:
        raise Gone
    if entry.group_id not in (None, group.id):
        raise NotYours
    own = tx.entries.by_key(group.id, entry.key) if entry.group_id is None else None
    return own or entry


def change(
    tx: Tx,
    group: Group,
    entry: Entry,
    fields: Mapping[str, Any],
    by: int,
    now: datetime,
    *,
    version: int | None = None,
    what: What = What.CHANGED,
) -> Entry:
    """The entry with these fields. A shared one stays as it is: the group gets its own copy, which wins for it.

    version: of the entry when it was opened; EditedMeanwhile where it is another by now. Unchanged where nothing is
    different.
    """
    if all(getattr(entry, name) == value for name, value in fields.items()):
        raise Unchanged  # a second tap, or two who want the same
    if version is not None and version != entry.version:
        raise EditedMeanwhile
    if entry.group_id is None:
        copy = entry.changed(**fields, group_id=group.id, version=1, created_at=now, updated_at=now)
        return _noted(tx, tx.entries.add(copy), what, by, now)
    after = entry.changed(**fields, version=entry.version + 1, updated_at=now)
    return _noted(tx, tx.entries.save(after), what, by, now)


def publish(tx: Tx, group: Group, entry: Entry, by: int, now: datetime, *, version: int | None = None) -> Entry:
    """Parents get it from now on. Where nobody said otherwise it was checked today."""
    today = today_of(group, now)
    fields = {"checked_on": entry.checked_on or today, "review_by": entry.review_by or today + REVIEWED_EVERY}
    after = _to(tx, group, entry, State.PUBLISHED, What.PUBLISHED, by, now, version, fields)
    tx.agenda.add(IS_PUBLISHED, after.id, now)
    return after


def retire(tx: Tx, group: Group, entry: Entry, by: int, now: datetime, *, version: int | None = None) -> Entry:
    """Parents of this group get it no more."""
    return _to(tx, group, entry, State.RETIRED, What.RETIRED, by, now, version, {})


def restore(tx: Tx, group: Group, entry: Entry, by: int, now: datetime, *, version: int | None = None) -> Entry:
    """A retired one is back."""
    return _to(tx, group, entry, State.PUBLISHED, What.RESTORED, by, now, version, {})


def still_right(tx: Tx, group: Group, entry: Entry, by: int, now: datetime, *, version: int | None = None) -> Entry:
    """Somebody looked at it today, and it is right: the next look is in a year."""
    today = today_of(group, now)
    fields = {"checked_on": today, "review_by": today + REVIEWED_EVERY}
    return change(tx, group, entry, fields, by, now, version=version, what=What.CHECKED)


def put_back(tx: Tx, group: Group, entry: Entry, change_id: int, by: int, now: datetime) -> Entry:
    """As it stood after an earlier change, of itself or of the shared one that it stands for."""
    done = tx.entries.change(change_id)
    origin = tx.entries.get(done.entry_id) if done is not None else None
    if done is None or origin is None:
        raise Gone
    if origin.key != entry.key or origin.group_id not in (None, group.id):
        raise NotYours
    kept = {"id", "key", "group_id", "version", "revision", "created_at", "updated_at", "state"}
    fields = {name: getattr(done.after, name) for name in Entry.model_fields if name not in kept}
    return change(tx, group, entry, fields, by, now, what=What.PUT_BACK)


def history_of(tx: Tx, entry: Entry, limit: int = 20) -> list[EntryChange]:
    """What was done to it, and to the shared one that it stands for, the newest first."""
    done = tx.entries.history(entry.id, limit)
    shared = tx.entries.by_key(None, entry.key) if entry.group_id is not None else None
    if shared is not None:
        done += tx.entries.history(shared.id, limit)
    return sorted(done, key=lambda c: c.id, reverse=True)[:limit]


def _to(
    tx: Tx,
    group: Group,
    entry: Entry,
    state: State,
    what: What,
    by: int,
    now: datetime,
    version: int | None,
    fields: Mapping[str, Any],
) -> Entry:
    if state not in TRANSITIONS[entry.state]:
        raise Unchanged if state is entry.state else NotNow
    return change(tx, group, entry, {**fields, "state": state}, by, now, version=version, what=what)


def _noted(tx: Tx, entry: Entry, what: What, by: int, now: datetime) -> Entry:
    tx.entries.note(EntryChange(entry_id=entry.id, what=what, by=by, at=now, after=entry))
    return entry
