"""What facilitators type about a meetup, read."""

from datetime import date, time

import pytest

from domain.change_words import is_nothing, read_place, read_places, read_when, says_length
from domain.grammar import Unreadable, When
from tests.domain.test_changes import MEETUP

TODAY = date(2026, 11, 30)  # a Monday
IN_TWO_WEEKS = MEETUP.changed(day=date(2026, 12, 15), key=date(2026, 12, 15))


@pytest.mark.parametrize(
    ("words", "meetup", "day", "clock"),
    [
        ("thu 18:30", MEETUP, date(2026, 12, 3), time(18, 30)),
        ("18:30", MEETUP, None, time(18, 30)),
        ("thu", IN_TWO_WEEKS, date(2026, 12, 17), None),  # of its own week
        ("mon 9am", IN_TWO_WEEKS, date(2026, 12, 14), time(9)),
        ("tomorrow", IN_TWO_WEEKS, date(2026, 12, 1), None),
        ("2026-12-03", IN_TWO_WEEKS, date(2026, 12, 3), None),
        ("3 dec", IN_TWO_WEEKS, date(2026, 12, 3), None),
        ("20 dec 11:00", IN_TWO_WEEKS, date(2026, 12, 20), time(11)),
    ],
)
def test_where_a_meetup_moves_to(words: str, meetup, day: date | None, clock: time | None) -> None:
    assert read_when(words, meetup, today=TODAY) == When(date=day, time=clock)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Library, room 2", ("Library, room 2", None)),
        ("@ Library", ("Library", None)),
        ("https://zoom.us/j/1", (None, "https://zoom.us/j/1")),
        ("Library and zoom.us/j/1", ("Library and", "https://zoom.us/j/1")),
        ("none", (None, None)),
        ("–", (None, None)),
    ],
)
def test_another_place(words: str, found: tuple[str | None, str | None]) -> None:
    assert read_place(words) == found


def test_a_place_that_is_too_long_is_quoted() -> None:
    with pytest.raises(Unreadable) as problem:
        read_place("x" * 201)
    assert problem.value.limit == 200


@pytest.mark.parametrize(("words", "found"), [("12", 12), (" 1 ", 1), ("none", None), ("1000", 1000)])
def test_how_many_can_come(words: str, found: int | None) -> None:
    assert read_places(words) == found


@pytest.mark.parametrize("words", ["0", "1001", "-5", "twelve", "١٢", "12 or so", "9" * 50, ""])
def test_what_is_no_number_of_places(words: str) -> None:
    with pytest.raises(Unreadable):
        read_places(words)


def test_a_length_is_found_wherever_it_stands() -> None:
    assert says_length("every tue 10:00 90m Walk", 90)
    assert says_length("every tue 10:00 Walk for 1 hour and 30 min", 90)
    assert not says_length("every tue 10:00 Walk", 90)


def test_only_a_dash_or_none_means_nothing() -> None:
    assert is_nothing(" - ")
    assert is_nothing("None")
    assert not is_nothing("none of your business")
