"""Looking something up before the transaction: what is sought, and what was found. The finding itself is storage's."""

from dataclasses import dataclass
from enum import StrEnum

from domain.groups import Group


class Outcome(StrEnum):
    """What may be said to a question."""

    ANSWER = "answer"  # one is surely right
    SUGGEST = "suggest"  # "Did you mean …?"
    UNKNOWN = "unknown"  # "I don't know that one"


@dataclass(frozen=True)
class Question:
    """What somebody wants to know.

    language: the asker's, whose entries win. group_ids: the groups whose own entries count beside the shared ones.
    """

    text: str
    language: str
    group_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What the shared knowledge has to say. top: at most five entry ids with their scores, best first."""

    outcome: Outcome
    top: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Serves:
    """Whether somebody else than the one who acts facilitates this group now; found is True, False or None: Telegram
    could not be asked.

    added: they were added with /facilitators.
    """

    group: Group
    person_id: int
    added: bool
