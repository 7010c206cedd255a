"""Buttons that lead from one thing to another, so that handlers of different nouns need not know each other."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.callbacks import Payload
from handlers.context import HELLO, Me
from handlers.keyboards import Button, link, press
from handlers.words import Words


@dataclass(frozen=True)
class ToStart(Payload, code="hs"):
    """The first words in private, for somebody who comes from this group."""

    linked: ClassVar[bool] = True
    group_id: int


@dataclass(frozen=True)
class ToNext(Payload, code="pn"):
    """The next meetup."""


@dataclass(frozen=True)
class ToSettings(Payload, code="pt"):
    """One's own settings."""


@dataclass(frozen=True)
class ToPrivacy(Payload, code="pp"):
    """What is kept, why, how long."""


@dataclass(frozen=True)
class ToHelp(Payload, code="ph"):
    """What can be done here."""


@dataclass(frozen=True)
class ToSetup(Payload, code="ps"):
    """The guided start of a group."""

    group_id: int


@dataclass(frozen=True)
class ToGroupSettings(Payload, code="pG"):
    """What facilitators can choose for a group."""

    group_id: int


@dataclass(frozen=True)
class AsksFirst(Payload, code="nf"):
    """Whether a group's facilitators see nudges before they go."""

    group_id: int
    asked: bool


@dataclass(frozen=True)
class ToWelcome(Payload, code="wo"):
    """What somebody new is told in private about a group."""

    linked: ClassVar[bool] = True
    group_id: int


@dataclass(frozen=True)
class ToNewcomers(Payload, code="wn"):
    """What facilitators choose for newcomers."""

    group_id: int


@dataclass(frozen=True)
class ToBuddy(Payload, code="wb"):
    """Offer to be a buddy, or ask for one. group_id None: whichever group they belong to."""

    group_id: int | None


@dataclass(frozen=True)
class ToHuman(Payload, code="rh"):
    """Ask a facilitator. group_id None: whichever group they belong to."""

    linked: ClassVar[bool] = True
    group_id: int | None


@dataclass(frozen=True)
class ToRequestSettings(Payload, code="qS"):
    """What facilitators choose for requests of this group."""

    group_id: int


@dataclass(frozen=True)
class ToEntry(Payload, code="ke"):
    """One entry of the shared knowledge, whole, in private."""

    linked: ClassVar[bool] = True
    entry_id: int


@dataclass(frozen=True)
class ToUnanswered(Payload, code="uu"):
    """The questions of this group that nobody could answer, for a facilitator."""

    linked: ClassVar[bool] = True
    group_id: int


@dataclass(frozen=True)
class ToKnowledgeEntry(Payload, code="kE"):
    """One entry as a facilitator of this group can change it."""

    group_id: int
    entry_id: int


@dataclass(frozen=True)
class ToResources(Payload, code="lr"):
    """Local help: what there is for the words of a question that nobody could answer, else what kinds there are."""

    unanswered_id: int | None = None


def talk(t: Words, me: Me, group_id: int | None) -> Button:
    """From a group to the private chat. Whoever comes that way and is in the group belongs to it."""
    return link(t.plain("Talk to me in private"), me.link(HELLO if group_id is None else ToStart(group_id).deep_link()))


def human(t: Words, group_id: int | None = None) -> Button:
    """Always one tap away."""
    return press(t.plain("Ask a facilitator"), ToHuman(group_id))


def menu(t: Words) -> list[list[Button]]:
    """The doors of the private chat."""
    return [
        [press(t.plain("Next meetup"), ToNext()), press(t.plain("Settings"), ToSettings())],
        [press(t.plain("Privacy"), ToPrivacy()), press(t.plain("Help"), ToHelp())],
        [press(t.plain("Local help"), ToResources()), press(t.plain("A buddy"), ToBuddy(None))],
        [human(t)],
    ]
