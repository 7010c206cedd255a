"""The places that the data of local help names: towns, regions, postcodes, halls, and where they are."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

from domain.resource_finding import Spot
from domain.resource_words import place_key

_BRITISH = re.compile(r"([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})")
_SURE = 85  # of 100: how alike a misspelt name must be
_EARTH = 6371.0  # kilometres, mean radius


class Where(NamedTuple):
    """What says where a location is; small, as there are many."""

    name: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    latitude: float | None
    longitude: float | None


@dataclass
class _Place:
    name: str
    latitude: float = 0.0
    longitude: float = 0.0
    count: int = 0
    mentions: int = 0


class Places:
    """Names and where they are: the middle of all that bears them."""

    def __init__(self) -> None:
        self._by_key: dict[str, _Place] = {}

    def add(self, location: Where, sign: int = 1) -> None:
        """One more location; with sign -1 one fewer."""
        for key, name in _names(location):
            place = self._by_key.setdefault(key, _Place(name))
            place.mentions += sign
            if location.latitude is not None and location.longitude is not None:
                place.latitude += sign * location.latitude
                place.longitude += sign * location.longitude
                place.count += sign
            if place.mentions <= 0:
                del self._by_key[key]

    def knows(self, key: str) -> bool:
        """Whether the data names it, spelt like this. key: made by `place_key`."""
        return key in self._by_key

    def closest(self, key: str) -> str | None:
        """The name that was surely meant, spelt a little wrong."""
        found = process.extractOne(key, self._by_key.keys(), scorer=fuzz.ratio, score_cutoff=_SURE)
        return found[0] if found and not any(letter.isdigit() for letter in key) else None

    def name(self, key: str) -> str:
        """As the data writes it."""
        return self._by_key[key].name

    def spot(self, key: str) -> Spot | None:
        """Where it is; None where no location of this name has coordinates."""
        place = self._by_key[key]
        return Spot(place.latitude / place.count, place.longitude / place.count) if place.count > 0 else None


def _names(location: Where) -> Iterator[tuple[str, str]]:
    """Each name with its key: town, region, hall, and a postcode whole, in one word, and its first half."""
    found = {}
    for name in (location.city, location.region, location.name):
        if name and (key := place_key(name)):
            found[key] = name
    if location.postal_code and (key := place_key(location.postal_code)):
        code = location.postal_code.strip().upper()
        found[key] = found[key.replace(" ", "")] = code
        british = _BRITISH.fullmatch(key)
        if british is not None:
            found[british[1]] = british[1].upper()
            found[f"{british[1]} {british[2]}"] = code
    yield from found.items()


def kilometres(one: Spot, other: Spot) -> float:
    """The distance as the crow flies (haversine)."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
