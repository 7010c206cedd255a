"""Whether answers help: counted by entry and group without names, each person once, and what could be better."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from domain.entries import Entry, State
from domain.likeness import twins
from domain.model import Model
from domain.opinion import Use
from domain.ports import Tx

BY_PERSON = timedelta(days=90)  # so long it is known who said what, so that nobody counts twice
UNHELPFUL = 3  # people for whom it was not quite right, and more than it helped
NEVER_ASKED = timedelta(days=90)  # published so long ago, and never given as an answer
MOST_COMPARED = 200  # entries of a group that are compared with each other


class Better(StrEnum):
    """What could be better."""

    UNHELPFUL = "unhelpful"
    NEVER_ASKED = "never"
    TWICE = "twice"


class Hint(Model):
    """One suggestion. other: the entry that says the same."""

    why: Better
    entry: Entry
    other: Entry | None = None


def given(tx: Tx, entry_id: int, group_id: int | None, now: datetime) -> None:
    """It was shown as an answer."""
    if group_id is not None:
        use = tx.opinions.use(entry_id, group_id)
        tx.opinions.save_use(use.changed(given=use.given + 1, last_given_at=now))


def say(tx: Tx, entry_id: int, group_id: int | None, person_id: int, now: datetime, *, helped: bool) -> bool:
    """What somebody says of it counts once; another word of theirs takes the place of the first. False: said before."""
    before = tx.opinions.of(entry_id, person_id)
    if before is helped:
        return False
    tx.opinions.save(entry_id, person_id, now, helped=helped)
    if group_id is not None:
        use = tx.opinions.use(entry_id, group_id)
        more = use.changed(helped=use.helped + helped, not_quite=use.not_quite + (not helped))
        if before is not None:
            more = more.changed(helped=max(0, more.helped - before), not_quite=max(0, more.not_quite - (not before)))
        tx.opinions.save_use(more)
    return True


def what_could_be_better(tx: Tx, group_id: int, now: datetime) -> list[Hint]:
    """For the facilitators of a group: about its own entries and the shared ones, as they fare in this group."""
    entries = [*tx.entries.of(group_id, State.PUBLISHED), *tx.entries.of(None, State.PUBLISHED)]
    uses = tx.opinions.uses(group_id)
    return [*_unhelpful(entries, uses), *_twice(entries), *_never_asked(entries, uses, group_id, now)]


def _unhelpful(entries: Sequence[Entry], uses: Mapping[int, Use]) -> Iterator[Hint]:
    for entry in entries:
        use = uses.get(entry.id)
        if use is not None and use.not_quite >= UNHELPFUL and use.not_quite > use.helped:
            yield Hint(why=Better.UNHELPFUL, entry=entry)


def _twice(entries: Sequence[Entry]) -> Iterator[Hint]:
    """A group's own entry in place of a shared one has its key, and is meant to be alike."""
    compared = entries[:MOST_COMPARED]
    for i, j in _twins(tuple(entry.question for entry in compared)):
        one, other = compared[i], compared[j]
        if one.key != other.key and one.language == other.language:
            yield Hint(why=Better.TWICE, entry=one, other=other)


@lru_cache(maxsize=16)
def _twins(questions: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Each page of the list asks this again, and comparing some hundreds with each other takes tenths of a second."""
    return tuple(twins(questions))


def _never_asked(entries: Sequence[Entry], uses: Mapping[int, Use], group_id: int, now: datetime) -> Iterator[Hint]:
    """Only the group's own: the starter set is there for all."""
    for entry in entries:
        use = uses.get(entry.id)
        if entry.group_id == group_id and (use is None or not use.given) and now - entry.updated_at > NEVER_ASKED:
            yield Hint(why=Better.NEVER_ASKED, entry=entry)
