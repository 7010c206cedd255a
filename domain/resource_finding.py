"""Looking for local help before the transaction: what somebody wants, and what there is."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Spot:
    """A place on the map, in degrees (WGS 84). It is only ever in memory."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Filters:
    """What somebody narrowed it down to. age: of a child, in years. day: 0 (Monday) … 6, on which it must be open."""

    free: bool = False
    today: bool = False
    wheelchair: bool = False
    language: str | None = None
    age: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class ResourceQuery:
    """What somebody looks for.

    text: as they typed it; "free", "today", weekdays, ages and "near …" in it are understood. kind: one of the
    kinds that the data has. near: a place name or postcode that overrides `area`; spot: a shared location that
    overrides both. area: the group's own, used where nothing else was said and it is known in the data.
    group_ids: whose own resources count beside everybody's. zone: IANA, for places whose own is unknown.
    unread: what is not to be understood from the words any more, as somebody took it off by a tap: names of filters,
    and "near".
    """

    now: datetime
    zone: str
    text: str = ""
    kind: str | None = None
    near: str | None = None
    area: str | None = None
    spot: Spot | None = None
    filters: Filters = Filters()
    group_ids: tuple[int, ...] = ()
    limit: int = 50
    unread: tuple[str, ...] = ()

    def loosened(self) -> "ResourceQuery":
        """The same without any filter."""
        return replace(self, filters=Filters())


@dataclass(frozen=True)
class Hit:
    """One resource that fits. distance: kilometres to its nearest place, None where either is unknown."""

    resource_id: int
    distance: float | None = None


@dataclass(frozen=True)
class ResourcesFound:
    """What there is: the best first, at most `limit` of `total`.

    kinds: every kind that the asker can find, with how many there are, most first; not only those of the hits.
    languages: those that resources name. near: the place that was understood, as the data writes it.
    unknown_place: words after "near" that name no place in the data.
    filters: those of the query and those that were read from its text.
    without_filters: how many there would be with no filter at all.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: tuple[tuple[str, int], ...] = ()
    languages: tuple[str, ...] = ()
    near: str | None = None
    unknown_place: str | None = None
    filters: Filters = Filters()
    without_filters: int = 0
