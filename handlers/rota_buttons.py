"""Buttons of the rota that several of its parts show, and of which groups they can be."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import NotYours
from domain.groups import Group
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.choices import named_group
from handlers.context import Act
from handlers.managing import in_private
from handlers.routing import Asked


@dataclass(frozen=True)
class ShowRota(Payload, code="or"):
    """Who is on call when."""

    linked: ClassVar[bool] = True
    group_id: int


@dataclass(frozen=True)
class GiveTurn(Payload, code="og"):
    """Which turn to give away."""

    group_id: int


@dataclass(frozen=True)
class NeedBreak(Payload, code="ob"):
    """For how many weeks; 0 ends it, None: asks. group_id 0: in every group that they facilitate."""

    group_id: int
    weeks: int | None


@dataclass(frozen=True)
class Quiet(Payload, code="oq"):
    """Between which hours no request comes; both empty: asks, equal ones: at any hour. group_id as above."""

    group_id: int
    start: str
    end: str


def rota_group(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group that is named; only in private."""
    return named_group(tx, asked) if asked.private else []


def of_slot(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group of the weekly time that is named; only in private."""
    slot = tx.rota.slot(getattr(asked.payload, "slot_id", 0))
    return in_private(tx, asked, slot.group_id if slot is not None else None)


def of_swap(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group of the turn that is offered; only in private."""
    swap = tx.rota.swap(getattr(asked.payload, "swap_id", 0))
    return in_private(tx, asked, swap.group_id if swap is not None else None)


def serving(act: Act, group_id: int) -> Group:
    """The group, which must be one that this facilitator serves, in private. NotYours where it is not."""
    group = next((group for group in act.groups if group.id == group_id), None)
    if group is None or not act.private:
        raise NotYours
    return group
