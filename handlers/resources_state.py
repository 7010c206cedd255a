"""A search for local help under way: its buttons, what of it is kept, and what to look for because of it.

A shared location and a child's age are kept nowhere. They travel in the buttons of the person's own message, the
location rounded to about a kilometre, and come back with each press.
"""

from dataclasses import dataclass, replace
from typing import Any

from domain.drafts import Draft
from domain.errors import Gone, NotYours
from domain.groups import Group
from domain.planning import zone_of
from domain.resource_finding import Filters, ResourceQuery, ResourcesFound, Spot
from domain.resource_use import SEARCH
from domain.timezones import country_of
from handlers.context import Act

WORDS = "resource_words"
PLACE = "resource_place*"  # words, or a location that is sent
MOST_FOUND = 50
LONGEST_WORDS = 300  # of what is typed; the rest is left out


@dataclass(frozen=True)
class Once:
    """What is used for this one answer and not kept. As text: `55.77,-4.17,7`."""

    spot: Spot | None = None
    age: int | None = None

    def packed(self) -> str:
        """For a button; empty where there is nothing."""
        if self.spot is None and self.age is None:
            return ""
        place = f"{self.spot.latitude:.2f},{self.spot.longitude:.2f}" if self.spot else ","
        return f"{place},{'' if self.age is None else self.age}"


def unpacked(text: str) -> Once:
    """Back from a button; Gone for what no button of ours carries."""
    if not text:
        return Once()
    try:
        latitude, longitude, age = text.split(",")
        spot = Spot(float(latitude), float(longitude)) if latitude else None
        years = int(age) if age else None
    except ValueError:
        raise Gone from None
    if spot is not None and not (abs(spot.latitude) <= 90 and abs(spot.longitude) <= 180):
        raise Gone
    return Once(spot, years if years is None or 0 <= years <= 25 else None)


def sketch(act: Act, text: str = "") -> Draft:
    """A new search, not kept yet; it goes on in the private chat of the one who looks."""
    data = {"text": text[:LONGEST_WORDS]}
    person_id = act.user.id
    return Draft(
        kind=SEARCH, person_id=person_id, chat_id=person_id, group_id=_home(act), data=data, created_at=act.now
    )


def begin(act: Act, text: str = "", **more: Any) -> Draft:
    """Keep a new search. Words that come now are for no earlier one."""
    act.person  # noqa: B018 - the draft belongs to a person, who must be known
    stop_waiting(act)
    return act.tx.drafts.add(sketch(act, text).changed(**more))


def stop_waiting(act: Act) -> None:
    """Words that come now are for nothing that this person began earlier in private."""
    for draft in act.tx.drafts.of_person(act.user.id):
        if draft.chat_id == act.user.id and draft.expects is not None:
            act.tx.drafts.save(draft.changed(expects=None))


def went_on(act: Act, draft: Draft, expects: str | None = None, **data: Any) -> Draft:
    """The search with these choices, kept."""
    draft = draft.changed(data=draft.data | data, expects=expects)
    act.tx.drafts.save(draft)
    return draft


def _home(act: Act) -> int | None:
    """The group whose area and clock count: the one asked in, else the first of theirs that has an area."""
    if act.group is not None:
        return act.group.id
    groups = act.tx.people.groups_of(act.user.id)
    with_area = next((group for group in groups if group.area), groups[0] if groups else None)
    return with_area.id if with_area is not None else None


def the_search(act: Act) -> Draft:
    """The search that a button, or awaited words, belong to. Gone, or NotYours."""
    draft = act.draft or act.tx.drafts.get(getattr(act.payload, "draft_id", 0))
    if draft is None or draft.kind != SEARCH:
        raise Gone
    if draft.person_id != act.user.id:
        raise NotYours
    return draft


def home_of(act: Act, draft: Draft | None) -> Group | None:
    """The group that a search is made for."""
    group_id = draft.group_id if draft is not None else _home(act)
    return act.tx.groups.get(group_id) if group_id is not None else None


def zone_here(act: Act, group: Group | None) -> str:
    """On whose clocks something is open, where a place does not say itself."""
    return zone_of(group) if group is not None else act.me.zone or "UTC"


def visible_groups(act: Act) -> tuple[int, ...]:
    """Whose own resources this person may see."""
    return tuple(group.id for group in act.tx.people.groups_of(act.user.id))


def filters_of(draft: Draft, once: Once) -> Filters:
    """What it is narrowed down to by taps."""
    return Filters(**draft.data.get("filters", {}), age=once.age)


def query_of(act: Act, draft: Draft, once: Once = Once(), **more: Any) -> ResourceQuery:
    """What is to be looked up for this search."""
    group, data = home_of(act, draft), draft.data
    area = group.area if group is not None and not data.get("anywhere") else None
    found = ResourceQuery(
        now=act.now,
        zone=zone_here(act, group),
        text=str(data.get("text", "")),
        kind=data.get("kind"),
        near=data.get("near"),
        area=area,
        spot=once.spot,
        filters=filters_of(draft, once),
        group_ids=visible_groups(act),
        limit=MOST_FOUND,
        unread=tuple(data.get("unread", ())),
    )
    return replace(found, **more)


def found_by(act: Act) -> ResourcesFound:
    """What the look-up brought; nothing where nobody looks local help up."""
    return act.found if isinstance(act.found, ResourcesFound) else ResourcesFound()


def in_miles(group: Group | None) -> bool:
    """Whether people here count in miles."""
    country = (group.country or (country_of(group.zone) if group.zone else None)) if group is not None else None
    return country in ("GB", "US")
