"""Time zones as people name them: by city and country, with the likely ones first.

The tables are those of the tzdata package: zone.tab (zones by country), iso3166.tab (names of countries),
zone1970.tab (countries that share a zone) and tzdata.zi (the zones' older names). They are read once, when
they are first needed.
"""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib import resources
from zoneinfo import available_timezones

from domain.timezone_tables import BIG_CITIES_FIRST, EVERYDAY_NAMES, OTHER_CITIES, SPOKEN_IN

MOST = 6
_LONGEST_WORDS = 60
_SHORTEST_GUESS = 4
_NOT_A_PLACE = {"Factory", "localtime"}


def is_zone(name: str) -> bool:
    """Whether this is the exact IANA name of a zone; older names such as `US/Pacific` and `UTC` are."""
    return name in _known()


def all_zones() -> list[str]:
    """Every zone that is named for a place, by its current name and sorted; no offsets, no older names."""
    return sorted(zone for zone in _country_by_zone() if is_zone(zone))


def country_of(zone: str) -> str | None:
    """The ISO 3166 code of the country a zone is named for; None if that is none, or not certain."""
    countries = _country_by_zone()
    if zone in countries:
        return countries[zone]
    whole = zone.partition("/")[0]
    if whole not in _areas() and (code := _country_by_name().get(_plain(whole))):
        return code
    current = _current_names().get(zone, zone)
    return countries.get(current) if current in _zones_of_one_country() else None


def likely_zones(language: str | None, country: str | None) -> list[str]:
    """At most six zones to offer first, the likeliest first.

    country: ISO 3166 code; without one, the region of a language such as `en-GB`, else where the language
    is spoken. Of a country's zones that keep the same time one is offered. Empty if nothing is known.
    """
    tongue, _, region = (language or "").replace("_", "-").partition("-")
    for code in (country, region):
        if code and code.upper() in _codes():
            return _likely_in(code.upper())
    zones = [_likely_in(code) for code in SPOKEN_IN.get(tongue.lower(), "").split()]
    return _few([*(first for first, *_ in zones), *(zone for others in zones for zone in others)])


def find_zone(words: str) -> list[str]:
    """At most six zones that the words may mean, the best first: a city, a country, a region, a zone's name.

    Slips of the pen are forgiven. Offsets (`UTC+2`, `+01:00`) find nothing: they do not know about summer.
    """
    if len(words) > _LONGEST_WORDS or any(c.isdigit() for c in words):
        return []
    for text in (_plain(words), _plain(words.partition(",")[0])):
        if text and (found := _find(text)):
            return found
    return []


def _find(text: str) -> list[str]:
    cities, countries = _zone_by_city(), _country_by_name()
    if zone := cities.get(text) or _zone_by_whole_name().get(text):
        return [zone]
    if code := countries.get(text):
        return _likely_in(code)
    if len(text) < _SHORTEST_GUESS:
        return []
    word = f" {text}"
    parts = [zone for city, zone in cities.items() if word in f" {city}"]
    parts += [zone for name, code in countries.items() if word in f" {name}" for zone in _likely_in(code)]
    parts += [zone for zone, note in _notes().items() if f"{word} " in note]
    near = [] if parts else get_close_matches(text, [*cities, *countries], n=MOST, cutoff=0.75)
    guesses = [[cities[name]] if name in cities else _likely_in(countries[name]) for name in near]
    return _few([*parts, *(zone for zones in guesses for zone in zones)])


def _plain(text: str) -> str:
    """A name as it is compared: without case, accents, and whatever stands between its words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c if c.isalpha() else " " for c in letters if not unicodedata.combining(c)).split())


def _few(zones: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(zones))[:MOST]


def _likely_in(code: str) -> list[str]:
    if code in BIG_CITIES_FIRST:
        return BIG_CITIES_FIRST[code].split()
    by_clock: dict[str, str] = {}
    for zone, country in _country_by_zone().items():
        if country == code:
            by_clock.setdefault(_clock_of(zone), zone)
    return _few(by_clock.values())


def _rows(table: str) -> list[list[str]]:
    text = (resources.files("tzdata") / "zoneinfo" / table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@cache
def _clock_of(zone: str) -> str:
    """How the zone's clock goes from now on: the last line of its compiled file (RFC 9636, footer)."""
    compiled = (resources.files("tzdata") / "zoneinfo").joinpath(*zone.split("/")).read_bytes()
    return compiled.rsplit(b"\n", 2)[-2].decode()


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones() - _NOT_A_PLACE)


@cache
def _country_by_zone() -> dict[str, str]:
    """Current names only, in the order of zone.tab: by country, the populous ones mostly first."""
    return {row[2]: row[0] for row in _rows("zone.tab")}


@cache
def _codes() -> frozenset[str]:
    return frozenset(_country_by_zone().values())


@cache
def _zones_of_one_country() -> frozenset[str]:
    return frozenset(row[2] for row in _rows("zone1970.tab") if "," not in row[0])


@cache
def _areas() -> frozenset[str]:
    return frozenset(zone.partition("/")[0] for zone in _country_by_zone())


@cache
def _country_by_name() -> dict[str, str]:
    named = {_plain(name): code for code, name in _rows("iso3166.tab") if code in _codes()}
    return named | {name: code for code, names in EVERYDAY_NAMES.items() for name in names.split(", ")}


@cache
def _current_names() -> dict[str, str]:
    """Older names of zones and the current ones, from the links of tzdata.zi."""
    links = (row[0].split(" ") for row in _rows("tzdata.zi") if row[0].startswith("L "))
    countries = _country_by_zone()
    return {older: now for _, now, older in links if older not in countries and now in countries}


@cache
def _zone_by_whole_name() -> dict[str, str]:
    older = {_plain(name): zone for name, zone in _current_names().items() if "/" in name}
    return older | {_plain(zone): zone for zone in _country_by_zone()}


@cache
def _zone_by_city() -> dict[str, str]:
    """Cities that zones are or were named for, current ones first, and other big ones."""
    names = [(zone, zone) for zone in _country_by_zone()]
    names += [(name, zone) for name, zone in _current_names().items() if name.partition("/")[0] in _areas()]
    names += [(city, zone) for zone, cities in OTHER_CITIES.items() for city in cities.split(", ")]
    found: dict[str, str] = {}
    for name, zone in names:
        found.setdefault(_plain(name.rpartition("/")[2]), zone)
    return found


@cache
def _notes() -> dict[str, str]:
    """What zone.tab says about the part of a country that a zone is for."""
    return {row[2]: f" {_plain(row[3])} " for row in _rows("zone.tab") if len(row) > 3}
