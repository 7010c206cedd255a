"""What a facilitator writes about a resource becomes values, and back; what is no value is said."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.grammar import Unreadable
from domain.resource_editing import difference, fields_of, values, with_values
from domain.resource_fields import EMPTY, Field, Unfit, Wrong, pin, write, written
from domain.resource_times import read_times, write_times
from domain.resources import Location, Phone, Resource, Schedule
from handlers.views_resources import card
from handlers.words import words

BARE = Resource(name="Club", added_on=date(2026, 11, 30))

TIMES = {
    "tue, thu 10:00-12:00": ("WEEKLY", ("TU", "TH"), "10:00", "12:00"),
    "Tuesdays and Thursdays 10:00 to 12:00": ("WEEKLY", ("TU", "TH"), "10:00", "12:00"),
    "mon-fri 9am-5pm": ("WEEKLY", ("MO", "TU", "WE", "TH", "FR"), "09:00", "17:00"),
    "sat – mon 9:00–17:00": ("WEEKLY", ("SA", "SU", "MO"), "09:00", "17:00"),
    "every day 8:00-20:00": ("WEEKLY", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), "08:00", "20:00"),
    "10:00-12:00": ("WEEKLY", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), "10:00", "12:00"),
    "first sat 9:30-11:00": ("MONTHLY", ("1SA",), "09:30", "11:00"),
    "1st and 3rd wed 18:00-19:30": ("MONTHLY", ("1WE", "3WE"), "18:00", "19:30"),
    "last fri 22:00-02:00": ("MONTHLY", ("-1FR",), "22:00", "02:00"),
}


@pytest.mark.parametrize("text", TIMES)
def test_days_and_hours_are_read_as_they_are_written(text: str) -> None:
    (found,) = read_times(text)
    freq, byday, opens, closes = TIMES[text]
    assert (found.freq, found.byday) == (freq, byday)
    assert (f"{found.opens_at:%H:%M}", f"{found.closes_at:%H:%M}") == (opens, closes)


@pytest.mark.parametrize("text", TIMES)
def test_times_are_written_so_that_they_read_the_same(text: str) -> None:
    found = read_times(text)
    assert read_times(write_times(found)) == found


def test_several_parts_and_a_remark_stand_side_by_side() -> None:
    found = read_times("tue 10:00-12:00; sat 9:30-13:00\nby appointment")
    assert [schedule.byday for schedule in found] == [("TU",), ("SA",), ()]
    assert found[2].description == "by appointment"


@pytest.mark.parametrize("text", ["blursday 10:00-12:00", "tue 25:00-26:00", "first 10:00-12:00", "tue 10:00", "", ";"])
def test_times_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_times(text)


def test_holidays_are_no_opening_times_and_stay_when_the_times_are_written_anew() -> None:
    closed = Schedule(valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 31), closed=True)
    changed = write(BARE.changed(schedules=(closed,)), Field.WHEN, "tue 10:00-12:00")
    assert changed.schedules[1] == closed
    assert written(changed, Field.WHEN) == "tuesday 10:00-12:00"


VALUES = {
    (Field.NAME, "  Saturday   club "): {"name": "Saturday club"},
    (Field.KINDS, "Autism, Play; Autism"): {"kinds": ("Autism", "Play")},
    (Field.AGES, "5-11"): {"minimum_age": 5, "maximum_age": 11},
    (Field.AGES, "5 +"): {"minimum_age": 5, "maximum_age": None},
    (Field.AGES, "0 – 4"): {"minimum_age": 0, "maximum_age": 4},
    (Field.COST, "Free."): {"free": True, "fees_description": None},
    (Field.COST, "£2 a visit"): {"free": None, "fees_description": "£2 a visit"},
    (Field.WEB, "example.org/club"): {"url": "https://example.org/club"},
    (Field.WEB, "http://example.org"): {"url": "http://example.org"},
    (Field.EMAIL, "jo@example.org"): {"email": "jo@example.org"},
    (Field.BRING, "a letter, water"): {"required_documents": ("a letter", "water")},
}


@pytest.mark.parametrize(("field", "text"), VALUES)
def test_words_become_the_values_of_their_field(field: Field, text: str) -> None:
    changed = write(BARE, field, text)
    assert {name: getattr(changed, name) for name in VALUES[field, text]} == VALUES[field, text]
    assert write(BARE, field, written(changed, field)) == changed


def test_a_phone_keeps_what_it_is_for() -> None:
    changed = write(BARE, Field.PHONE, "01632 960 123 office; +44 1632 960124 - evenings")
    assert [(p.number, p.description) for p in changed.phones] == [
        ("01632 960 123", "office"),
        ("+44 1632 960124", "evenings"),
    ]


def test_a_phone_that_is_written_anew_stays_at_its_place() -> None:
    at_the_hall = Phone(number="01632 960124", of="place", place=1)
    changed = write(BARE.changed(phones=(at_the_hall,)), Field.PHONE, "01632-960124 evenings; 01632 960125")
    assert changed.phones == (
        at_the_hall.changed(number="01632-960124", description="evenings"),
        Phone(number="01632 960125"),
    )


REFUSED = {
    (Field.NAME, EMPTY): Wrong.NEEDED,
    (Field.NAME, "x" * 121): Wrong.TOO_LONG,
    (Field.ABOUT, "x" * 701): Wrong.TOO_LONG,
    (Field.PHONE, "call us"): Wrong.NO_PHONE,
    (Field.PHONE, "12"): Wrong.NO_PHONE,
    (Field.WEB, "javascript:alert(1)"): Wrong.NO_ADDRESS,
    (Field.WEB, "ftp://example.org"): Wrong.NO_ADDRESS,
    (Field.WEB, "https://user@example.org"): Wrong.NO_ADDRESS,
    (Field.WEB, "https://example.org/<b>"): Wrong.NO_ADDRESS,
    (Field.EMAIL, "not an address"): Wrong.NO_EMAIL,
    (Field.AGES, "children"): Wrong.NO_AGES,
    (Field.AGES, "11-5"): Wrong.NO_AGES,
    (Field.AGES, "500"): Wrong.NO_AGES,
    (Field.WHEN, "tuesday"): None,
    (Field.WHEN, "tue 99:00-12:00"): Wrong.NO_TIMES,
    (Field.MAP, "over there"): Wrong.NO_SPOT,
}


@pytest.mark.parametrize(("field", "text"), REFUSED)
def test_what_is_no_value_of_a_field_is_refused_with_the_reason(field: Field, text: str) -> None:
    wrong = REFUSED[field, text]
    if wrong is None:
        assert write(BARE, field, text).schedules[0].description == text  # a remark, and no hours are made up
        return
    with pytest.raises(Unfit) as refused:
        write(BARE, field, text)
    assert refused.value.wrong is wrong


def test_an_address_has_its_parts_and_a_moved_one_loses_its_pin() -> None:
    here = pin(write(BARE, Field.WHERE, "Calderwood Hall, 5 Mill Road, Calderwood, g74 1ab"), 55.76, -4.17)
    (found,) = here.locations
    assert (found.address, found.city, found.postal_code) == ("Calderwood Hall, 5 Mill Road", "Calderwood", "G74 1AB")
    assert write(here, Field.WHERE, written(here, Field.WHERE)).locations[0].latitude == 55.76
    assert write(here, Field.WHERE, "6 Mill Road, Calderwood, G74 1AB").locations[0].latitude is None


def test_other_places_of_a_resource_stay_when_the_first_is_changed() -> None:
    two = BARE.changed(locations=(Location(id="a", address="1 Road"), Location(id="b", address="2 Road")))
    changed = write(two, Field.WHERE, "3 Road, Town")
    assert [place.address for place in changed.locations] == ["3 Road", "2 Road"]


@pytest.mark.parametrize("field", [field for field in Field if field is not Field.NAME])
def test_every_field_but_the_name_can_be_emptied(field: Field) -> None:
    assert written(write(BARE, field, EMPTY), field) == ""


def test_a_draft_keeps_only_what_is_different_and_gives_it_back() -> None:
    changed = write(write(BARE, Field.AGES, "5-11"), Field.WHERE, "1 Road, Town, G74 1AB")
    kept = values(BARE, changed)
    assert set(kept) == {"minimum_age", "maximum_age", "locations"}
    assert with_values(BARE, kept) == changed
    assert difference(BARE, changed)["minimum_age"] is None
    assert fields_of(kept) == [Field.WHERE, Field.AGES]


def test_a_draft_can_never_write_what_is_ours_about_a_resource() -> None:
    assert with_values(BARE, {"group_id": 7, "helped": 99, "state": "retired", "name": "Other"}) == BARE.changed(
        name="Other"
    )


@given(st.sampled_from(Field), st.text(max_size=300))
@example(Field.WHERE, ",")
@example(Field.PHONE, "\u0663" * 5)
def test_whatever_is_written_it_is_a_value_or_it_is_refused(field: Field, text: str) -> None:
    try:
        changed = write(BARE, field, text)
    except Unfit:
        return
    assert with_values(BARE, values(BARE, changed)) == changed
    card(words("en"), changed, datetime(2026, 11, 30, 9, tzinfo=UTC), "Europe/London")
