"""What the buttons of /knowledge carry, and for whom they are: a facilitator of the group, in private."""

from dataclasses import dataclass
from enum import StrEnum

from domain.entries import Entry
from domain.entries_editing import of_group
from domain.entries_fields import Field
from domain.groups import Group
from domain.ports import Tx
from handlers import managing
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.routing import Asked

KIND = "knowledge"  # of drafts


class Which(StrEnum):
    """Which entries are listed."""

    PUBLISHED = "p"
    DRAFTS = "d"
    RETIRED = "r"
    DUE = "u"


class Doing(StrEnum):
    """What can be done to an entry by one tap."""

    PUBLISH = "p"
    RETIRE = "r"
    RESTORE = "b"
    RIGHT = "c"
    DISCARD = "d"


@dataclass(frozen=True)
class Home(Payload, code="kn"):
    """The knowledge of this group."""

    group_id: int


@dataclass(frozen=True)
class Find(Payload, code="kf"):
    """Look for an entry by words."""

    group_id: int


@dataclass(frozen=True)
class Listing(Payload, code="kl"):
    """A page of these entries."""

    group_id: int
    which: Which
    page: int


@dataclass(frozen=True)
class ReadOn(Payload, code="kp"):
    """A page of an entry's answer."""

    group_id: int
    entry_id: int
    page: int


@dataclass(frozen=True)
class ChangeEntry(Payload, code="kc"):
    """What of it can be changed."""

    group_id: int
    entry_id: int


@dataclass(frozen=True)
class EditField(Payload, code="kd"):
    """Write this anew."""

    group_id: int
    entry_id: int
    field: Field


@dataclass(frozen=True)
class UseMine(Payload, code="km"):
    """What was typed counts, although somebody else changed the entry meanwhile."""

    draft_id: int


@dataclass(frozen=True)
class Do(Payload, code="kx"):
    """Do this to the entry as it was when the button was shown."""

    group_id: int
    entry_id: int
    version: int
    doing: Doing


@dataclass(frozen=True)
class History(Payload, code="kh"):
    """Who changed what."""

    group_id: int
    entry_id: int


@dataclass(frozen=True)
class SeeChange(Payload, code="kv"):
    """The entry as it was after this change."""

    group_id: int
    entry_id: int
    change_id: int


@dataclass(frozen=True)
class PutBack(Payload, code="kb"):
    """As it was after this change, again."""

    group_id: int
    entry_id: int
    change_id: int


@dataclass(frozen=True)
class AddEntry(Payload, code="ka"):
    """Begin a new one."""

    group_id: int


@dataclass(frozen=True)
class SkipStep(Payload, code="ks"):
    """Nothing for this step."""

    draft_id: int


@dataclass(frozen=True)
class StepBack(Payload, code="kB"):
    """The step before."""

    draft_id: int


@dataclass(frozen=True)
class SeeFile(Payload, code="kF"):
    """The picture or PDF."""

    group_id: int
    entry_id: int


@dataclass(frozen=True)
class Abbreviations(Payload, code="kw"):
    """What is written for short here."""

    group_id: int
    page: int


@dataclass(frozen=True)
class AddAbbreviation(Payload, code="kW"):
    """One more."""

    group_id: int


@dataclass(frozen=True)
class DropAbbreviation(Payload, code="kD"):
    """This one no more."""

    group_id: int
    synonym_id: int


@dataclass(frozen=True)
class KeepAbbreviation(Payload, code="ku"):
    """The one that was taken away is back."""

    draft_id: int


def here(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group that a button names; all of this is said in private only."""
    return managing.of_group(tx, asked) if asked.private else []


def of_draft(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group that a draft is about; in private only."""
    return managing.of_draft(tx, asked) if asked.private else []


def the_entry(act: Act) -> tuple[Entry, Group]:
    """The entry that was pressed about, as this facilitator's group has it. Gone or NotYours where it is not."""
    group = act.groups[0]
    return of_group(act.tx, group, int(getattr(act.payload, "entry_id", 0))), group
