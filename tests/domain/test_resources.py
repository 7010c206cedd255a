"""Local help: how far it is trusted, what typed words mean, and what files may say."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.hsds_reading import Refused, coordinates, is_free, read_service, wheelchair
from domain.hsds_writing import write_service
from domain.plain_resources import COLUMNS, header, is_header, read_line
from domain.resource_finding import Filters
from domain.resource_words import place_key, understand
from domain.resources import (
    STATE_CHANGES,
    ChildAge,
    Location,
    Phone,
    Resource,
    ResourceState,
    Schedule,
    Status,
    Trust,
    each_once,
    may_be_shown,
    trust,
)

TODAY = date(2026, 11, 30)
PLACES = {"g74", "calderwood", "east kilbride", "g74 1ab"}


def toys(**more: Any) -> Resource:
    return Resource(**{"name": "Toy library", "added_on": TODAY, "assured_date": TODAY, **more})


@pytest.mark.parametrize(
    ("checked", "added", "reports", "found"),
    [
        (TODAY, TODAY, 0, Trust.FRESH),
        (TODAY - timedelta(days=365), TODAY, 0, Trust.FRESH),
        (TODAY - timedelta(days=366), TODAY, 0, Trust.OLD),
        (TODAY - timedelta(days=730), TODAY, 0, Trust.OLD),
        (TODAY - timedelta(days=731), TODAY, 0, Trust.STALE),
        (None, TODAY, 0, Trust.OLD),  # nobody ever said
        (None, TODAY - timedelta(days=731), 0, Trust.STALE),
        (TODAY, TODAY, 2, Trust.FRESH),
        (TODAY, TODAY, 3, Trust.OLD),  # so many cannot all be wrong
    ],
)
def test_trust_goes_with_the_day_of_the_last_check(
    checked: date | None, added: date, reports: int, found: Trust
) -> None:
    resource = toys(assured_date=checked, added_on=added, outdated=reports)
    assert trust(resource, TODAY) is found
    assert may_be_shown(resource, TODAY) is (found is not Trust.STALE)


def test_what_is_retired_hidden_or_gone_is_not_shown() -> None:
    assert may_be_shown(toys(status=Status.CLOSED_FOR_NOW), TODAY)
    for other in (toys(state=ResourceState.HIDDEN), toys(state=ResourceState.RETIRED)):
        assert not may_be_shown(other, TODAY)
    for status in (Status.INACTIVE, Status.DEFUNCT):
        assert not may_be_shown(toys(status=status), TODAY)
    assert set(STATE_CHANGES) == set(ResourceState)


def test_a_childs_age_grows_with_the_years() -> None:
    age = ChildAge(person_id=1, age=4, said_on=TODAY)
    assert [age.on(TODAY + timedelta(days=days)) for days in (-3, 0, 364, 365, 800)] == [4, 4, 4, 5, 6]


TYPED: list[tuple[str, tuple[str, ...], str | None, str | None, Filters]] = [
    ("autism saturday club near g74", ("autism", "club"), "g74", None, Filters(day=5)),
    ("Autism club G74 1AB", ("autism", "club"), "g74 1ab", None, Filters()),
    ("free swimming today", ("swimming",), None, None, Filters(free=True, today=True)),
    ("clubs in East Kilbride for my 7 year old", ("clubs",), "east kilbride", None, Filters(age=7)),
    ("groups for 5yo", ("groups",), None, None, Filters(age=5)),
    ("somewhere with wheelchair access", ("access",), None, None, Filters(wheelchair=True)),
    ("advice in polish", ("advice",), None, None, Filters(language="Polish")),
    ("polish speaking advice", ("advice",), None, None, Filters(language="Polish")),
    ("polish shop", ("polish", "shop"), None, None, Filters()),
    ("toy library near Nowhereville", ("toy", "library"), None, "nowhereville", Filters()),
    ("toy library near me", ("toy", "library"), None, None, Filters()),
    ("help in trouble", ("help", "in", "trouble"), None, None, Filters()),
    ("playgroup calderwood", ("playgroup", "calderwood"), "calderwood", None, Filters()),  # it may be a word as well
    ("café", ("cafe",), None, None, Filters()),
    ("", (), None, None, Filters()),
    ("🙂 !!! <b>&", ("b",), None, None, Filters()),
    ("مجموعة", ("مجموعة",), None, None, Filters()),
]


@pytest.mark.parametrize(
    ("text", "words", "near", "unknown", "filters"), TYPED, ids=[row[0] or "nothing" for row in TYPED]
)
def test_typed_words_are_taken_apart(
    text: str, words: tuple[str, ...], near: str | None, unknown: str | None, filters: Filters
) -> None:
    found = understand(text, PLACES.__contains__, ["English", "Polish"])
    assert (found.words, found.near, found.unknown_place, found.filters) == (words, near, unknown, filters)


def test_filters_that_were_tapped_stay_and_endless_words_end() -> None:
    tapped = Filters(free=True, age=3, day=1, language="Urdu")
    assert understand("club on saturday for my 9 year old", PLACES.__contains__, [], tapped).filters == tapped
    assert len(understand("a b c d " * 10_000, PLACES.__contains__).words) < 200
    assert place_key(" G74-1AB ") == "g74-1ab"


def service(**more: Any) -> dict[str, Any]:
    return {"id": "a", "name": "Toy library", "status": "active", **more}


WRONG: list[tuple[Any, str]] = [
    ([], "service: is no object with fields"),
    (None, "service: is no object with fields"),
    ({"id": "a", "status": "active"}, "name: is missing"),
    (service(name=" "), "name: is empty"),
    (service(name="x" * 301), "name: has 301 characters; at most 300"),
    (service(description="x" * 1_000_000), "description: has 1,000,000 characters; at most 10,000"),
    (service(status="open"), "status: “open” is not one of active, inactive, defunct or temporarily closed"),
    (service(assured_date="soon"), "assured_date: “soon” is no day such as 2026-11-30"),
    (service(assured_date="2026-12-24"), "assured_date: “2026-12-24” is still to come"),
    (service(minimum_age=-1), "minimum_age: “-1” is less than 0"),
    (service(maximum_age="ten"), "maximum_age: “ten” is no number"),
    (service(minimum_age=9, maximum_age=3), "minimum_age: is more than maximum_age"),
    (service(phones=[{"type": "voice"}]), "phones.0.number: is missing"),
    (service(schedules=[{"freq": "DAILY"}]), "schedules.0.freq: “DAILY” is not one of WEEKLY or MONTHLY"),
    (service(schedules=[{"byday": "MO,XX"}]), "schedules.0.byday.1: “XX” is no weekday such as TU or 1TU"),
    (service(schedules=[{"opens_at": "25:00"}]), "schedules.0.opens_at: “25:00” is no time such as 10:00"),
    (service(schedules=[{}] * 201), "schedules: has too many parts; at most 200"),
]


@pytest.mark.parametrize(("raw", "words"), WRONG, ids=[words[:40] for _, words in WRONG])
def test_each_wrong_field_is_named_with_what_is_wrong(raw: Any, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_service(raw, TODAY)
    assert str(refused.value) == words


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read_service({"name": "", "status": "x"}, TODAY)
    assert [problem.field for problem in refused.value.problems] == ["id", "name", "status"]


def test_what_makes_no_sense_is_left_out_and_said() -> None:
    place = {"location": {"id": "p", "name": "Hall", "latitude": 91, "longitude": 0}}
    raw = service(url="javascript:alert(1)", email="nobody", service_at_locations=[place])
    read = read_service(raw, TODAY)
    assert [note.field for note in read.notes] == ["url", "email", "service_at_locations.0.location.latitude"]
    assert (read.resource.url, read.resource.email, read.resource.locations[0].latitude) == (None, None, None)
    assert coordinates(float("nan"), 1.0, "here", []) == (None, None)
    assert coordinates(0.0, 0.0, "here", []) == (None, None)  # nobody knows where it is
    assert coordinates(55.7, -4.1, "here", []) == (55.7, -4.1)


@pytest.mark.parametrize(
    ("words", "free"),
    [
        ("Free", True), ("No charge", True), ("£0", True), ("Free to all", True), ("£2 a child", False),
        ("Free for members, £3 for others", False), ("Ask us", None), (None, None), ("10 pounds", False),
    ],
)  # fmt: skip
def test_whether_it_is_free_is_read_from_its_words(words: str | None, free: bool | None) -> None:
    assert is_free(words) is free


@pytest.mark.parametrize(
    ("words", "found"),
    [("Ramp at the side", True), ("Step-free", True), ("No wheelchair access", False), ("Quiet room", None)],
)
def test_whether_a_wheelchair_gets_in_is_read_from_its_words(words: str, found: bool | None) -> None:
    assert wheelchair([words]) is found


def test_what_was_written_is_read_again_the_same() -> None:
    hours = Schedule(freq="MONTHLY", byday=("1TU",), opens_at="10:00", closes_at="12:00")
    place = Location(id="5", address="5 Mill Road", city="Calderwood", country="GB", latitude=55.7, longitude=-4.1)
    given = toys(
        hsds_id="17",
        kinds=("toys", "<b>&"),
        organization_name="Calderwood Trust",
        free=True,
        wheelchair=True,
        phones=(Phone(number="01632 960101", extension="x2"),),
        locations=(place.changed(schedules=(hours,)),),
        schedules=(Schedule(closed=True, valid_from=TODAY),),
    )
    once = read_service(write_service(given), TODAY).resource
    assert (once.name, once.kinds, once.free, once.wheelchair) == (given.name, given.kinds, True, True)
    assert once.locations[0].schedules == (hours,)
    assert once.schedules[0].closed
    again = read_service(write_service(once), TODAY).resource
    assert again == once


def test_every_number_is_written_back_where_it_stood_and_shown_once() -> None:
    def at(number: int) -> dict[str, Any]:
        place = {"id": f"l{number}", "location_type": "physical", "name": f"Hall {number}"}
        place["phones"] = [{"id": "p", "number": f"01632 96030{number}"}, {"id": "q", "number": "01632 960100"}]
        return {"id": f"a{number}", "location": place, "phones": [{"id": "r", "number": f"01632 96020{number}"}]}

    raw = {"id": "17", "name": "Toys", "status": "active", "service_at_locations": [at(0), at(1)]}
    raw["phones"] = [{"id": "s", "number": "01632 960100", "description": "office", "extension": 7}]
    item = read_service(raw, TODAY).resource
    assert [phone.digits[-3:] for phone in each_once(item.phones)] == ["100", "200", "300", "201", "301"]
    out = write_service(item)

    def numbers(where: dict[str, Any]) -> list[str]:
        return [phone["number"][-3:] for phone in where.get("phones", ())]

    places = out["service_at_locations"]
    assert numbers(out) == ["100"]
    assert (out["phones"][0]["description"], out["phones"][0]["extension"]) == ("office", 7)
    assert [(numbers(one), numbers(one["location"])) for one in places] == [
        (["200"], ["300", "100"]),
        (["201"], ["301", "100"]),
    ]
    assert read_service(out, TODAY).resource.phones == item.phones
    gone = item.changed(locations=item.locations[:1])
    assert numbers(write_service(gone)) == ["100", "201", "301", "100"]  # a number outlives its place


def test_the_organisations_numbers_stand_in_where_a_service_has_none_and_stay_with_it() -> None:
    trust = {"id": "o", "name": "Trust", "description": "Ours", "phones": [{"id": "p", "number": "01632 960100"}]}
    raw = {"id": "17", "name": "Toys", "status": "active", "organization": trust}
    item = read_service(raw, TODAY).resource
    assert [phone.number for phone in item.phones] == ["01632 960100"]
    out = write_service(item)
    assert "phones" not in out
    assert out["organization"]["phones"][0]["number"] == "01632 960100"
    assert read_service(out, TODAY).resource.phones == item.phones


def line(**more: str) -> dict[str, str]:
    return {"name": "Toy library", **more}


def test_a_line_of_the_spreadsheet_says_it_all() -> None:
    read = read_line(
        line(
            organisation="Calderwood Trust",
            kinds="toys; playgroups",
            ages="0-8",
            cost="Free",
            contact="Phone 01632 960103 before 12, bring a bag; https://toys.example/here, toys@example.org",
            address="Library, 1 Market Square, Calderwood, G74 0AA",
            opens="tue 10:00-12:00; first sat 9:30-11:00",
            checked_on="9/11/2026",
        ),
        TODAY,
    )
    resource = read.resource
    assert (resource.phones[0].number, resource.url) == ("01632 960103", "https://toys.example/here")
    assert (resource.email, resource.free) == ("toys@example.org", True)
    assert resource.application_process == "Phone 01632 960103 before 12, bring a bag"
    assert (resource.locations[0].city, resource.locations[0].postal_code) == ("Calderwood", "G74 0AA")
    assert [one.byday for one in resource.schedules] == [("TU",), ("1SA",)]
    assert (resource.minimum_age, resource.maximum_age, resource.assured_date) == (0, 8, date(2026, 11, 9))
    assert read_line(line(), TODAY).resource.hsds_id == read_line(line(name=" toy  LIBRARY"), TODAY).resource.hsds_id


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"name": ""}, "name: is missing"),
        ({"name": "=1+1"}, "name: begins with “=”, as a formula does; write it in words"),
        ({"description": "x" * 1_000_000}, "description: has 1,000,000 characters; at most 10,000"),
        ({"ages": "old"}, "ages: “old” cannot be read; write for example 0-4, 5+, under 12 or all"),
        ({"opens": "tue 25:99"}, "opens: “25:99” cannot be read; write for example: tue 10:00-12:00; sat 9:30-11:00"),
        ({"checked_on": "soon"}, "checked_on: “soon” is no day such as 2026-11-30"),
        ({"checked_on": "2027-01-01"}, "checked_on: “2027-01-01” is still to come"),
        ({"latitude": "north", "longitude": "1"}, "latitude: “north” is no number such as 55.76"),
        ({"address": "a", "country": "Scotland"}, "country: “SCOTLAND” is no code of two letters such as GB"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_line_that_cannot_be_taken_says_which_cell_and_why(cells: dict[str, str], words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_line({**line(), **cells}, TODAY)
    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("ages", "found"),
    [
        ("", (None, None)),
        ("all", (None, None)),
        ("5+", (5, None)),
        ("under 5", (0, 4)),
        ("up to 5", (0, 5)),
        ("7", (7, 7)),
    ],
)
def test_ages_are_read_as_people_write_them(ages: str, found: tuple[float | None, float | None]) -> None:
    resource = read_line(line(ages=ages), TODAY).resource
    assert (resource.minimum_age, resource.maximum_age) == found


def test_the_apostrophe_that_stops_a_spreadsheet_goes() -> None:
    assert read_line(line(name="'+Plus group"), TODAY).resource.name == "+Plus group"
    assert read_line(line(name="'Tis the season"), TODAY).resource.name == "'Tis the season"


def test_the_header_is_known_however_it_is_spelt() -> None:
    assert is_header(["\ufeffName", "Organization", "KIND", "Description", "Checked on"])
    assert not is_header(["id", "organization_id", "name", "status"])
    assert header(["Checked on", "Kind"]) == ["checked_on", "kinds"]
    assert len(COLUMNS) == 10
