"""Local help: services, activities and benefits, in the names of Open Referral HSDS 3, flattened for reading."""

from collections.abc import Iterable
from datetime import date, timedelta
from datetime import time as clock_time
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from domain.model import Instant, Model


class ResourceState(StrEnum):
    """What the bot does with a resource."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # by a facilitator, for now
    RETIRED = "retired"  # it is no more: by a facilitator, or vanished from its source


# Who comes back from where: a retired resource can be put back by a facilitator or by its source.
STATE_CHANGES: dict[ResourceState, frozenset[ResourceState]] = {
    ResourceState.SHOWN: frozenset({ResourceState.HIDDEN, ResourceState.RETIRED}),
    ResourceState.HIDDEN: frozenset({ResourceState.SHOWN, ResourceState.RETIRED}),
    ResourceState.RETIRED: frozenset({ResourceState.SHOWN}),
}


class Status(StrEnum):
    """What its source says of it; HSDS's own words."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    CLOSED_FOR_NOW = "temporarily closed"


Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class Schedule(Model):
    """When a place is open: RFC 5545's fields as HSDS spells them.

    byday: weekdays, each perhaps with its number in the month ("1TU", "-1FR"). timezone: hours from UTC; None says the
    place's own time. closed: an exception; at these times it is not open, whatever other schedules say.
    """

    freq: Literal["WEEKLY", "MONTHLY"] | None = None
    interval: int = Field(default=1, ge=1, le=520)
    wkst: Weekday = "MO"
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    dtstart: date | None = None
    until: date | None = None
    count: int | None = Field(default=None, ge=1, le=10_000)
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: clock_time | None = None
    closes_at: clock_time | None = None
    timezone: float | None = Field(default=None, ge=-14, le=14)
    description: str | None = None
    closed: bool = False


class Phone(Model):
    """A number to call, and what for.

    of: where its source has it: with the service, with the service at one of its places, with that place itself, or
    with the organisation. place: which of its locations, where it is of one.
    """

    number: str
    extension: str | None = None
    description: str | None = None
    of: Literal["service", "at", "place", "organization"] = "service"
    place: int = 0

    @property
    def digits(self) -> str:
        """By which it is the same number, however it is written."""
        return "".join(letter for letter in self.number if letter.isdigit())


def each_once(phones: Iterable[Phone]) -> tuple[Phone, ...]:
    """Every number the first time."""
    found: dict[str, Phone] = {}
    for phone in phones:
        found.setdefault(phone.digits, phone)
    return tuple(found.values())


class Location(Model):
    """Where it is. latitude and longitude in degrees (WGS 84), both or neither; country: ISO 3166 code."""

    id: str
    location_type: Literal["physical", "postal", "virtual"] = "physical"
    name: str | None = None
    address: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    transportation: str | None = None
    accessibility: tuple[str, ...] = ()
    schedules: tuple[Schedule, ...] = ()


class Resource(Model):
    """One service as people see it.

    id: ours; 0 where it is not kept yet. hsds_id: the id its source gave it; "" where it is to be given one.
    group_id: None where every group sees it, else the one group whose own it is. kinds: what sort of help, in plain
    words. free: None where nobody said. assured_date: when somebody last made sure that this is right. edited: fields
    that a facilitator wrote and that an import leaves alone. version: rises with each change, so that two people
    who edit at once are noticed. rest: what HSDS has more and nobody here reads, written back on export.
    """

    id: int = 0
    hsds_id: str = ""
    group_id: int | None = None
    state: ResourceState = ResourceState.SHOWN
    version: int = 0
    helped: int = 0
    outdated: int = 0
    added_on: date
    edited: tuple[str, ...] = ()

    name: str
    alternate_name: str | None = None
    description: str | None = None
    organization_id: str | None = None
    organization_name: str | None = None
    kinds: tuple[str, ...] = ()
    url: str | None = None
    email: str | None = None
    status: Status = Status.ACTIVE
    application_process: str | None = None
    eligibility_description: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    fees_description: str | None = None
    free: bool | None = None
    required_documents: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    wheelchair: bool | None = None
    phones: tuple[Phone, ...] = ()
    locations: tuple[Location, ...] = ()
    service_areas: tuple[str, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    alert: str | None = None
    assured_date: date | None = None
    rest: dict[str, Any] = {}


# What is ours about a resource and not part of what it says.
BOOKKEEPING = ("id", "hsds_id", "group_id", "state", "version", "helped", "outdated", "added_on", "edited")


class Trust(StrEnum):
    """How far what is kept can be relied on."""

    FRESH = "fresh"
    OLD = "old"  # said on the card, ranked lower
    STALE = "stale"  # not shown before somebody has checked it


OLD_AFTER = timedelta(days=365)
STALE_AFTER = timedelta(days=730)
MANY_REPORTS = 3  # people who said, since it was last checked, that it is out of date


def trust(resource: Resource, today: date) -> Trust:
    """By when it was last checked. Where nobody ever said when, it is old from the start, and stale two years on."""
    if today - (resource.assured_date or resource.added_on) > STALE_AFTER:
        return Trust.STALE
    if resource.assured_date is None or today - resource.assured_date > OLD_AFTER:
        return Trust.OLD
    return Trust.OLD if resource.outdated >= MANY_REPORTS else Trust.FRESH


def may_be_shown(resource: Resource, today: date) -> bool:
    """Whether people find it: shown, still there according to its source, and checked within two years."""
    return (
        resource.state is ResourceState.SHOWN
        and resource.status in (Status.ACTIVE, Status.CLOSED_FOR_NOW)
        and trust(resource, today) is not Trust.STALE
    )


class Verdict(StrEnum):
    """What somebody says of a resource by one tap."""

    HELPED = "helped"
    OUTDATED = "outdated"


class Feedback(Model):
    """One person's word on one resource; the later one replaces the earlier. settled: a facilitator has seen to it."""

    resource_id: int
    person_id: int
    verdict: Verdict
    at: Instant
    settled: bool = False


class ResourceChange(Model):
    """Who did what to a resource, and how it was before."""

    id: int = 0
    resource_id: int
    by: int
    at: Instant
    what: str
    before: dict[str, Any] = {}


class ChildAge(Model):
    """The age of somebody's child, kept because they wished so, as it was on that day."""

    person_id: int
    age: int = Field(ge=0, le=25)
    said_on: date

    def on(self, today: date) -> int:
        """How old the child is now: a whole year for each that has passed since."""
        return self.age + max(0, (today - self.said_on).days // 365)


class Saved(Model):
    """Somebody keeps a resource for themselves."""

    person_id: int
    resource_id: int
    saved_at: Instant
