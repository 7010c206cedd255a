"""Finding local help: by words, kind, place, filters, and how far it can be trusted. Nothing here waits for anything.

One thread at a time may use it. Over 50,000 services a question takes some milliseconds.
"""

from collections.abc import Sequence
from datetime import date, datetime
from sys import intern
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from domain.resource_finding import Filters, Hit, ResourceQuery, ResourcesFound, Spot
from domain.resource_words import Wanted, place_key, understand
from domain.resources import Location, Resource
from domain.timezones import is_zone
from storage.finder.places import Places, Where, kilometres
from storage.finder.resource_columns import Columns, Floats, Mask
from storage.finder.resource_hours import OpenHours
from storage.finder.resource_text import ResourceText

BY_WORDS = 3000  # hits of words that are ranked
NEAREST = 2000  # that are looked through for the words once more where there are more hits than that
FAR = 80.0  # kilometres from a place that was asked for, beyond which nothing is near it
HALF = 8.0  # kilometres at which a place counts half as much as one next door
NOWHERE = 0.35  # what a service without a place counts where one was asked for: it may still help by telephone
WEAK = 0.25  # of the best hit's score: what is less has hardly anything to do with it


class ResourceIndex:
    """Everything that can be found, in memory; brought up to date by `put`."""

    def __init__(self) -> None:
        self._slots: dict[int, int] = {}
        self._columns = Columns()
        self._text = ResourceText()
        self._places = Places()
        self._located: dict[int, tuple[Where, ...]] = {}
        self._hours = OpenHours(self._columns)
        self._facets: dict[tuple[tuple[int, ...], date], tuple[tuple[tuple[str, int], ...], tuple[str, ...]]] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def put(self, resources: Sequence[Resource]) -> None:
        """Add or replace; found as soon as this returns."""
        for resource in resources:
            known = resource.id in self._slots
            slot = self._slots.setdefault(resource.id, self._columns.size)
            if not known:
                self._columns.new()
            for location in self._located.get(slot, ()):
                self._places.add(location, -1)
            self._located[slot] = tuple(_bare(location) for location in resource.locations)
            for location in self._located[slot]:
                self._places.add(location)
            self._columns.put(slot, resource)
            self._hours.put(slot, resource)
            self._text.put(slot, resource, known=known)
        if resources:
            self._text.commit()
            self._facets.clear()

    def find(self, query: ResourceQuery) -> ResourcesFound:
        """The best hits, and all that there is to choose from."""
        zone = query.zone if is_zone(query.zone) else "UTC"
        today = query.now.astimezone(ZoneInfo(zone)).date()
        visible = self._columns.visible(query.group_ids, today)
        kinds, languages = self._choices(query.group_ids, today, visible)
        wanted = understand(query.text, self._places.knows, languages, query.filters, query.unread)
        key, unknown = self._place(query, wanted)
        spot = query.spot or (self._places.spot(key) if key else None)
        words = wanted.words if spot is not None or key is None else (*wanted.words, *key.split())
        pool = visible if query.kind is None else visible & self._columns.of_kind(query.kind)
        near = self._columns.distances(spot) if spot is not None else None
        if near is not None:
            pool = pool & ~(near > FAR)
        slots = self._ranked(words, pool, near, today)
        left = self._fitting(slots, wanted.filters, zone, query.now)
        return ResourcesFound(
            hits=tuple(self._hit(slot, spot) for slot in left[: query.limit].tolist()),
            total=len(left),
            kinds=kinds,
            languages=languages,
            near=self._places.name(key) if key and query.spot is None else None,
            unknown_place=unknown if query.spot is None else None,
            filters=wanted.filters,
            without_filters=len(slots),
        )

    def _choices(
        self, group_ids: tuple[int, ...], today: date, visible: Mask
    ) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
        known = self._facets.get((group_ids, today))
        if known is None:
            kinds = self._columns.counted("kinds", self._columns.kinds, visible)
            languages = self._columns.counted("languages", self._columns.languages, visible)
            known = tuple(kinds), tuple(name for name, _ in languages)
            self._facets[group_ids, today] = known
        return known

    def _place(self, query: ResourceQuery, wanted: Wanted) -> tuple[str | None, str | None]:
        """The place that counts, and the one that was asked for and nobody knows."""
        asked = place_key(query.near) if query.near else wanted.near or wanted.unknown_place
        if asked:
            if self._places.knows(asked):
                return asked, None
            return (guess, None) if (guess := self._places.closest(asked)) else (None, query.near or asked)
        area = place_key(query.area) if query.area else ""
        return (area if self._places.knows(area) else None), None

    def _ranked(self, words: Sequence[str], pool: Mask, near: Floats | None, today: date) -> NDArray[np.int64]:
        """Slots of the pool, best first."""
        ranks = self._columns.worth(today)
        if near is not None:
            closeness = np.where(np.isnan(near), NOWHERE, HALF / (HALF + near)).astype(np.float32)
            ranks = ranks * closeness
        if not words:
            slots = np.flatnonzero(pool)
        else:
            slots, scores = self._by_words(words, pool, near)
            weight = np.zeros(self._columns.size, np.float32)
            weight[slots] = scores
            # Words count more than nearness and trust, which count more than nothing.
            ranks = weight * (0.4 + 0.6 * ranks)
        return slots[np.argsort(-ranks[slots], kind="stable")]

    def _by_words(self, words: Sequence[str], pool: Mask, near: Floats | None) -> tuple[NDArray[np.int64], Floats]:
        slots, scores = self._text.find(words, BY_WORDS)
        if len(slots) == BY_WORDS:  # so common that what fits may not be among the first
            among = np.flatnonzero(pool)
            if near is not None and len(among) > NEAREST:
                among = among[np.argpartition(np.nan_to_num(near[among], nan=FAR), NEAREST)[:NEAREST]]
            if len(among) <= NEAREST:
                slots, scores = self._text.find(words, NEAREST, among.tolist())
        inside = pool[slots]
        slots, scores = slots[inside], scores[inside]
        if len(slots):
            strong = scores >= WEAK * scores.max()
            slots, scores = slots[strong], scores[strong]
        return slots, scores

    def _fitting(self, slots: NDArray[np.int64], filters: Filters, zone: str, now: datetime) -> NDArray[np.int64]:
        """Those that the filters leave, in their order."""
        left = slots[self._columns.fitting(filters)[slots]]
        if filters.today:
            left = left[self._hours.open_today(left, zone, now)]
        elif filters.day is not None:
            left = left[self._hours.on(left, filters.day, zone, now)]
        return left

    def _hit(self, slot: int, spot: Spot | None) -> Hit:
        places = [
            Spot(place.latitude, place.longitude)
            for place in self._located[slot]
            if place.latitude is not None and place.longitude is not None
        ]
        distance = min((kilometres(spot, place) for place in places), default=None) if spot is not None else None
        return Hit(int(self._columns["id"][slot]), distance)


def _bare(place: Location) -> Where:
    city, region = (intern(name) if name else None for name in (place.city, place.region))
    return Where(place.name, city, region, place.postal_code, place.latitude, place.longitude)
