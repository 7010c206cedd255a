"""What the buttons carry under questions that nobody could answer, and under what members share."""

from dataclasses import dataclass
from typing import ClassVar

from domain.groups import Group
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.managing import in_private
from handlers.routing import Asked


@dataclass(frozen=True)
class OpenUnanswered(Payload, code="uo"):
    """One of them, with its wordings."""

    linked: ClassVar[bool] = True
    unanswered_id: int


@dataclass(frozen=True)
class WriteAnswer(Payload, code="uw"):
    """A facilitator writes the answer."""

    unanswered_id: int


@dataclass(frozen=True)
class PutAway(Payload, code="up"):
    """It needs no answer."""

    unanswered_id: int


@dataclass(frozen=True)
class OpenShare(Payload, code="uh"):
    """What a member shared, once its author agreed."""

    linked: ClassVar[bool] = True
    share_id: int


@dataclass(frozen=True)
class UseShare(Payload, code="ue"):
    """A facilitator makes an entry of it."""

    share_id: int


@dataclass(frozen=True)
class DropShare(Payload, code="ud"):
    """It is not needed."""

    share_id: int


@dataclass(frozen=True)
class AsItStands(Payload, code="us"):
    """The question is fine as it was asked."""

    draft_id: int


@dataclass(frozen=True)
class PublishAnswer(Payload, code="uy"):
    """Parents get it from now on. version: of the entry as the preview showed it."""

    entry_id: int
    version: int


@dataclass(frozen=True)
class WithoutWordings(Payload, code="ux"):
    """The wordings it was asked in are not taken over."""

    entry_id: int
    version: int


@dataclass(frozen=True)
class ToBetter(Payload, code="ub"):
    """What could be better among the answers."""

    group_id: int


def of_unanswered(tx: Tx, asked: Asked) -> list[Group]:
    """The group that it was asked in; only in private."""
    known = tx.questions.get(getattr(asked.payload, "unanswered_id", 0))
    return in_private(tx, asked, known.group_id if known is not None else None)


def of_share(tx: Tx, asked: Asked) -> list[Group]:
    """The group that it was written in; only in private."""
    share = tx.shares.get(getattr(asked.payload, "share_id", 0))
    return in_private(tx, asked, share.group_id if share is not None else None)


def of_draft_entry(tx: Tx, asked: Asked) -> list[Group]:
    """The group whose own entry it is; only in private."""
    entry = tx.entries.get(getattr(asked.payload, "entry_id", 0))
    return in_private(tx, asked, entry.group_id if entry is not None else None)


def of_named(tx: Tx, asked: Asked) -> list[Group]:
    """The group that the button names; only in private."""
    return in_private(tx, asked, getattr(asked.payload, "group_id", None))
