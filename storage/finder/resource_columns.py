"""What search looks at for each resource, as columns of numbers, so that 50,000 are sifted in a few milliseconds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.opening import timetable, weekdays_of
from domain.resource_finding import Filters, Spot
from domain.resource_words import plain
from domain.resources import MANY_REPORTS, OLD_AFTER, STALE_AFTER, Resource, ResourceState, Status

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

PLACES, KINDS, LANGUAGES = 4, 8, 8  # of one resource that are looked at
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALL_DAYS = 127
_KILOMETRES = 111.2  # of one degree of latitude
_COLUMNS: dict[str, tuple[type, tuple[int, ...], float]] = {
    "id": (np.int64, (), 0),
    "group": (np.int64, (), 0),  # 0: everybody's
    "shown": (np.bool_, (), 0),
    "closed_for_now": (np.bool_, (), 0),
    "checked": (np.int32, (), 0),  # the day's ordinal
    "never_checked": (np.bool_, (), 0),
    "free": (np.bool_, (), 0),
    "wheelchair": (np.bool_, (), 0),
    "youngest": (np.float32, (), -np.inf),
    "oldest": (np.float32, (), np.inf),
    "helped": (np.int32, (), 0),
    "outdated": (np.int32, (), 0),
    "days": (np.uint8, (), 0),  # a bit for each weekday on which it may be open
    "week": (np.uint8, (), 0),  # what its hours are like; this and the next four are of `OpenHours`
    "until": (np.uint16, (7,), 0),  # minutes
    "first": (np.int32, (), 0),  # a day's ordinal
    "last": (np.int32, (), 0),
    "country": (np.int16, (), 0),
    "latitude": (np.float32, (PLACES,), np.nan),
    "longitude": (np.float32, (PLACES,), np.nan),
    "kinds": (np.int32, (KINDS,), -1),
    "languages": (np.int32, (LANGUAGES,), -1),
}


class Names:
    """Words that stand in a column as numbers: kinds and languages, the same however they are spelt."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.names: list[str] = []

    def number(self, name: str) -> int:
        """The number of this name, a new one where it is new."""
        key = plain(name.strip())
        if key not in self._numbers:
            self._numbers[key] = len(self.names)
            self.names.append(name.strip())
        return self._numbers[key]

    def known(self, name: str) -> int:
        """The number of this name; one that nothing bears where nobody knows it."""
        return self._numbers.get(plain(name.strip()), -2)


class Columns:
    """A row for each slot. Slots are handed out from 0 and never taken back."""

    def __init__(self) -> None:
        self.size = 0
        self._data: dict[str, NDArray[Any]] = {
            name: np.full((1024, *shape), fill, kind) for name, (kind, shape, fill) in _COLUMNS.items()
        }
        self.kinds, self.languages = Names(), Names()

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._data[name][: self.size]

    def new(self) -> int:
        """One slot more."""
        if self.size == len(self._data["id"]):
            self._data = {name: np.concatenate([column, np.empty_like(column)]) for name, column in self._data.items()}
        self.size += 1
        return self.size - 1

    def put(self, slot: int, item: Resource) -> None:
        """Write the whole row."""
        row: dict[str, object] = {
            "id": item.id,
            "group": item.group_id or 0,
            "shown": item.state is ResourceState.SHOWN and item.status in (Status.ACTIVE, Status.CLOSED_FOR_NOW),
            "closed_for_now": item.status is Status.CLOSED_FOR_NOW,
            "checked": (item.assured_date or item.added_on).toordinal(),
            "never_checked": item.assured_date is None,
            "free": item.free is True,
            "wheelchair": item.wheelchair is True,
            "youngest": -np.inf if item.minimum_age is None else item.minimum_age,
            "oldest": np.inf if item.maximum_age is None else item.maximum_age,
            "helped": item.helped,
            "outdated": item.outdated,
            "days": _days(item),
            "kinds": _padded([self.kinds.number(kind) for kind in item.kinds], KINDS),
            "languages": _padded([self.languages.number(one) for one in item.languages], LANGUAGES),
        }
        spots = [(one.latitude, one.longitude) for one in item.locations if one.latitude is not None]
        spots = (spots + [(np.nan, np.nan)] * PLACES)[:PLACES]
        row["latitude"], row["longitude"] = [lat for lat, _ in spots], [lon for _, lon in spots]
        for name, value in row.items():
            self._data[name][slot] = value

    def visible(self, group_ids: Sequence[int], today: date) -> Mask:
        """What somebody of these groups may find on this day."""
        mine = np.isin(self["group"], [0, *group_ids])
        fresh = self["checked"] >= (today - STALE_AFTER).toordinal()
        return np.asarray(mine & fresh & self["shown"])

    def fitting(self, filters: Filters) -> Mask:
        """What the filters leave; of the days `OpenHours` knows."""
        found = np.ones(self.size, np.bool_)
        if filters.free:
            found &= self["free"]
        if filters.wheelchair:
            found &= self["wheelchair"]
        if filters.language is not None:
            found &= (self["languages"] == self.languages.known(filters.language)).any(1)
        if filters.age is not None:
            # "Up to 4" holds until the fifth birthday.
            found &= (self["youngest"] <= filters.age) & (np.floor(self["oldest"]) >= filters.age)
        return found

    def of_kind(self, kind: str) -> Mask:
        """What is of this kind."""
        return np.asarray((self["kinds"] == self.kinds.known(kind)).any(1))

    def counted(self, column: str, names: Names, where: Mask) -> list[tuple[str, int]]:
        """How many bear each name, most first."""
        numbers = self[column][where].ravel()
        counts = np.bincount(numbers[numbers >= 0].astype(np.int64), minlength=len(names.names))
        order = np.argsort(-counts, kind="stable")
        return [(names.names[number], int(counts[number])) for number in order if counts[number]]

    def distances(self, spot: Spot) -> Floats:
        """Kilometres to the nearest place of each, near enough to rank by; NaN without coordinates."""
        narrower = np.float32(np.cos(np.radians(spot.latitude)))
        nearest = np.full(self.size, np.nan, np.float32)
        for place in range(PLACES):
            north = self["latitude"][:, place] - np.float32(spot.latitude)
            east = np.abs(self["longitude"][:, place] - np.float32(spot.longitude))
            east = np.minimum(east, 360 - east) * narrower
            np.fmin(nearest, north * north + east * east, out=nearest)
        return np.asarray(np.sqrt(nearest) * np.float32(_KILOMETRES))

    def worth(self, today: date) -> Floats:
        """What trust and people's taps make of a rank: about 1."""
        old = self["never_checked"] | (self["checked"] < (today - OLD_AFTER).toordinal())
        old |= self["outdated"] >= MANY_REPORTS
        found = np.where(old, 0.6, 1.0) * np.where(self["closed_for_now"], 0.5, 1.0)
        found = found * (1 + 0.05 * np.log1p(self["helped"].astype(np.float32)))
        return np.asarray(found / (1 + 0.15 * self["outdated"].astype(np.float32)), np.float32)


def _padded(numbers: list[int], size: int) -> list[int]:
    return (numbers + [-1] * size)[:size]


def _days(item: Resource) -> int:
    """Weekdays on which it may be open; where it gives no times, those that its words name."""
    bits = weekdays_of(timetable(item))
    if bits is not None:
        return bits
    words = plain(f"{item.name} {item.description or ''}")
    return sum(1 << day for day, name in enumerate(_DAYS) if name in words) & _ALL_DAYS
