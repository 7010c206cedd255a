"""Zones are found as people name them, and the likely ones come first."""

from zoneinfo import ZoneInfo

import pytest

from domain.timezones import all_zones, country_of, find_zone, is_zone, likely_zones


def test_all_zones_are_current_names_of_places() -> None:
    zones = all_zones()
    assert zones == sorted(set(zones))
    assert {"Europe/London", "Asia/Kolkata", "Europe/Kyiv", "America/Argentina/Ushuaia"} <= set(zones)
    assert not {"UTC", "GMT", "EST5EDT", "Etc/GMT+1", "US/Pacific", "Asia/Calcutta", "Factory"} & set(zones)
    assert all(is_zone(zone) and ZoneInfo(zone) and country_of(zone) for zone in zones)


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("Europe/London", True),
        ("US/Pacific", True),
        ("UTC", True),
        ("europe/london", False),
        ("London", False),
        ("", False),
        ("UTC+2", False),
        ("../../etc/passwd", False),
        ("localtime", False),
        ("Factory", False),
    ],
)
def test_whether_a_name_is_a_zone(name: str, *, valid: bool) -> None:
    assert is_zone(name) is valid


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("Europe/Amsterdam", "NL"),  # shares Brussels' clock, not its country
        ("America/Toronto", "CA"),
        ("US/Pacific", "US"),
        ("Canada/Eastern", "CA"),
        ("Asia/Calcutta", "IN"),
        ("Iceland", "IS"),  # a link to Abidjan
        ("GB", "GB"),
        ("Turkey", "TR"),
        ("America/Montreal", None),  # a link to Toronto, which serves the Bahamas too
        ("Africa/Timbuktu", None),  # a link to Abidjan, and it is in Mali
        ("UTC", None),
        ("Etc/GMT+1", None),
        ("Nowhere", None),
    ],
)
def test_the_country_of_a_zone_is_certain_or_not_told(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    ("language", "country", "first"),
    [
        ("en", "GB", ["Europe/London"]),
        ("en", "gb", ["Europe/London"]),
        ("en-GB", None, ["Europe/London"]),
        ("en", None, ["Europe/London", "America/New_York"]),
        ("de", None, ["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"]),
        ("en", "DE", ["Europe/Berlin"]),
        ("pt_BR", None, ["America/Sao_Paulo"]),
        (None, "US", ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"]),
        (None, "ES", ["Europe/Madrid", "Atlantic/Canary"]),
        ("zh-hans", None, ["Asia/Shanghai"]),
        ("en", "XX", ["Europe/London"]),
        (None, None, []),
        ("tlh", None, []),
    ],
)
def test_the_likely_zones_come_first(language: str | None, country: str | None, first: list[str]) -> None:
    found = likely_zones(language, country)
    assert found[: len(first)] == first
    assert len(found) <= 6
    assert len(set(found)) == len(found)
    assert bool(found) == bool(first)


def test_every_country_has_likely_zones_of_its_own() -> None:
    for country in {country_of(zone) for zone in all_zones()}:
        zones = likely_zones(None, country)
        assert zones
        assert {country_of(zone) for zone in zones} == {country}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("london", "Europe/London"),
        ("LONDON", "Europe/London"),
        ("London, UK", "Europe/London"),
        ("Londn", "Europe/London"),
        ("manchester", "Europe/London"),
        ("Scotland", "Europe/London"),
        ("new york", "America/New_York"),
        ("newyork", "America/New_York"),
        ("los angelos", "America/Los_Angeles"),
        ("são paulo", "America/Sao_Paulo"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("Kiev", "Europe/Kyiv"),
        ("Calcutta", "Asia/Kolkata"),
        ("Mumbai", "Asia/Kolkata"),
        ("germany", "Europe/Berlin"),
        ("hawaii", "Pacific/Honolulu"),
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("US/Pacific", "America/Los_Angeles"),
        ("korea", "Asia/Pyongyang"),
    ],
)
def test_a_zone_is_found_by_what_people_call_it(words: str, first: str) -> None:
    assert find_zone(words)[0] == first
    assert len(find_zone(words)) <= 6


@pytest.mark.parametrize(
    "words", ["", "  ", "UTC", "UTC+2", "GMT", "+01:00", "EST", "cet", "x", "😀", "qwertzuiop", "a" * 5000]
)
def test_offsets_and_what_is_no_place_find_nothing(words: str) -> None:
    assert find_zone(words) == []
