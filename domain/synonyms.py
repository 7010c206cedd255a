"""What people write for short, and what it means: the finder reads both as the same."""

from domain.asking import more_than_signs
from domain.entries import Synonym
from domain.entries_fields import cleaned
from domain.errors import Full, Gone, NotYours, Refused, Unchanged
from domain.ports import Tx

LONGEST = 60  # characters of either
MOST = 200  # of one group


class BadSynonym(Refused):
    """These are no two forms of the same; details: most, in characters."""

    most = LONGEST

    def __init__(self) -> None:
        super().__init__(most=LONGEST)


def read_synonym(short: str, long: str) -> tuple[str, str]:
    """Both forms as they are kept; BadSynonym where one is empty, too long, or they are the same."""
    short, long = (" ".join(cleaned(text).lower().split()) for text in (short, long))
    fine = all(0 < len(text) <= LONGEST and more_than_signs(text) for text in (short, long))
    if not fine or short == long:
        raise BadSynonym
    return short, long


def add_synonym(tx: Tx, group_id: int | None, short: str, long: str) -> Synonym:
    """From now on both mean the same in this group (None: everywhere). Unchanged where that is known; Full."""
    short, long = read_synonym(short, long)
    known = tx.entries.synonyms_of(group_id)
    if any((s.short, s.long) == (short, long) for s in known):
        raise Unchanged
    if len(known) >= MOST:
        raise Full
    return tx.entries.add_synonym(Synonym(group_id=group_id, short=short, long=long))


def remove_synonym(tx: Tx, group_id: int, synonym_id: int) -> Synonym:
    """They do not mean the same any more."""
    found = next((s for s in tx.entries.synonyms() if s.id == synonym_id), None)
    if found is None:
        raise Gone
    if found.group_id != group_id:
        raise NotYours
    tx.entries.remove_synonym(found.id)
    return found
