"""The buttons of local help: of a search under way, and of a card wherever it stands."""

from dataclasses import dataclass
from typing import ClassVar

from domain.resources import Resource, Verdict
from handlers.callbacks import Payload
from handlers.keyboards import Button, press
from handlers.views_resources import on_the_map
from handlers.words import Words


@dataclass(frozen=True)
class PickKind(Payload, code="lk"):
    """The so-manieth of the kinds that this search offered."""

    draft_id: int
    number: int


@dataclass(frozen=True)
class KindsPage(Payload, code="lK"):
    """More kinds."""

    draft_id: int
    page: int


@dataclass(frozen=True)
class Near(Payload, code="la"):
    """Near the group's own area, or anywhere."""

    draft_id: int
    area: bool


@dataclass(frozen=True)
class AskPlace(Payload, code="lw"):
    """Near another place, which is asked for."""

    draft_id: int


@dataclass(frozen=True)
class Page(Payload, code="lp"):
    """The so-manieth of what was found. once: what is used and not kept (`handlers.resources_state.Once`)."""

    draft_id: int
    number: int
    once: str


@dataclass(frozen=True)
class Listed(Payload, code="ll"):
    """What was found as a list of names, this page of it."""

    draft_id: int
    page: int
    once: str


@dataclass(frozen=True)
class ShowFilters(Payload, code="lf"):
    """What it can be narrowed down to. turned: the one that this switches on or off, empty for none."""

    draft_id: int
    turned: str
    once: str


@dataclass(frozen=True)
class PickLanguage(Payload, code="lL"):
    """The so-manieth of the languages that were offered; none: any."""

    draft_id: int
    number: int | None
    once: str


@dataclass(frozen=True)
class PickAge(Payload, code="lA"):
    """For a child of this age; none: any. The age itself travels in `once`."""

    draft_id: int
    age: int | None
    once: str


@dataclass(frozen=True)
class KeepAge(Payload, code="lR"):
    """Remember the age, or forget it."""

    draft_id: int
    kept: bool
    once: str


@dataclass(frozen=True)
class Loosen(Payload, code="lo"):
    """Without this filter: its name, or `near` for anywhere."""

    draft_id: int
    turned: str
    once: str


@dataclass(frozen=True)
class OpenResource(Payload, code="lc"):
    """One resource as a card of its own, in private."""

    linked: ClassVar[bool] = True
    resource_id: int


@dataclass(frozen=True)
class OnMap(Payload, code="lm"):
    """A pin on the map."""

    resource_id: int


@dataclass(frozen=True)
class Keep(Payload, code="ls"):
    """On one's own list, or off it."""

    resource_id: int
    kept: bool


@dataclass(frozen=True)
class KeptPage(Payload, code="lS"):
    """One's own list."""

    page: int


@dataclass(frozen=True)
class Share(Payload, code="lg"):
    """Show it to a group: which?"""

    resource_id: int


@dataclass(frozen=True)
class ShareIn(Payload, code="lG"):
    """Show it to this group."""

    resource_id: int
    group_id: int


@dataclass(frozen=True)
class NotNow(Payload, code="ln"):
    """Better not."""


@dataclass(frozen=True)
class Judge(Payload, code="lv"):
    """It helped, or it is out of date."""

    resource_id: int
    verdict: Verdict


def card_rows(t: Words, resource: Resource, *, kept: bool, shares: bool) -> list[list[Button]]:
    """What can be done with one resource in private. kept: it is on one's list. shares: there is a group to show it."""
    saving = t.plain("Take off my list") if kept else t.plain("Save for me")
    first = [press(saving, Keep(resource.id, not kept))]
    if on_the_map(resource) is not None:
        first.insert(0, press(t.plain("Map"), OnMap(resource.id)))
    if shares:
        first.append(press(t.plain("Share"), Share(resource.id)))
    helped = press(t.plain("It helped"), Judge(resource.id, Verdict.HELPED))
    outdated = press(t.plain("It’s out of date"), Judge(resource.id, Verdict.OUTDATED))
    return [first, [helped, outdated]]
