"""Entries of the shared knowledge: one question and its curated answer, its states, its history."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from domain.model import Instant, Model


class State(StrEnum):
    """Where an entry stands."""

    DRAFT = "draft"  # only facilitators see it
    PUBLISHED = "published"  # parents get it as an answer
    RETIRED = "retired"  # put away, and can be had back


TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.PUBLISHED, State.RETIRED}),
    State.PUBLISHED: frozenset({State.RETIRED}),
    State.RETIRED: frozenset({State.PUBLISHED}),
}


class Entry(Model):
    """One question and its answer.

    key: a short stable name, which files use, taken once in each scope. group_id: whose own it is, None: shared by all
    groups. A group's own entry with the key of a shared one stands in its place for that group. answer: text with the
    marks of `domain.entries_marks`. checked_on: when somebody last saw that it is right; review_by: when to look again.
    link, place, phone, file: what goes with the answer; file is the name of a picture or PDF that storage keeps.
    credit: whom to thank. version: counts up with each change, so that two who edit at once are noticed. revision: of
    the whole knowledge when this entry last changed.
    """

    id: int = 0
    key: str
    group_id: int | None = None
    question: str
    phrasings: tuple[str, ...] = ()
    answer: str
    tags: tuple[str, ...] = ()
    language: str = "en"
    source_name: str | None = None
    source_link: str | None = None
    checked_on: date | None = None
    review_by: date | None = None
    state: State = State.DRAFT
    link: str | None = None
    place: str | None = None
    phone: str | None = None
    file: str | None = None
    credit: str | None = None
    version: int = 1
    revision: int = 0
    created_at: Instant
    updated_at: Instant


class FileKind(StrEnum):
    """What can go with an answer."""

    PICTURE = "picture"
    PDF = "pdf"


class EntryFile(Model):
    """One picture or PDF. content: its bytes, where it came from a folder; telegram_file: its id there, if any."""

    name: str
    kind: FileKind
    content: bytes | None = None
    telegram_file: str | None = None


class Synonym(Model):
    """What people here write for short, and what it means. group_id None: everywhere."""

    id: int = 0
    group_id: int | None = None
    short: str
    long: str


class What(StrEnum):
    """What was done to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    PUBLISHED = "published"
    RETIRED = "retired"
    RESTORED = "restored"
    CHECKED = "checked"  # still right
    IMPORTED = "imported"
    PUT_BACK = "put_back"


class EntryChange(Model):
    """Who changed what, when. by: a Telegram id; 0: the host, by a file, or somebody who is forgotten.

    after: the entry as this change left it.
    """

    id: int = 0
    entry_id: int
    what: What
    by: int
    at: Instant
    after: Entry
