"""A rule gives the right local dates, and a wall time the right instant."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfoNotFoundError

import pytest
from pydantic import ValidationError

from domain.recurrence import Rule, at, occurrences

ONCE = Rule(frequency="once")
TUESDAYS = Rule(frequency="weekly", weekday=1)
EVERY_OTHER_TUESDAY = Rule(frequency="weekly", interval=2, weekday=1)
FIRST_TUESDAY = Rule(frequency="monthly", weekday=1, nth=1)
FIFTH_TUESDAY = Rule(frequency="monthly", weekday=1, nth=5)
LAST_FRIDAY = Rule(frequency="monthly", weekday=4, nth=-1)
FIRST_TUESDAY_EVERY_OTHER_MONTH = Rule(frequency="monthly", interval=2, weekday=1, nth=1)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (ONCE, "FREQ=DAILY;COUNT=1"),
        (TUESDAYS, "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU"),
        (EVERY_OTHER_TUESDAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        (FIRST_TUESDAY, "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU"),
        (LAST_FRIDAY, "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR"),
    ],
)
def test_a_rule_is_written_as_rfc_5545_and_read_back(rule: Rule, text: str) -> None:
    assert rule.to_rrule() == text
    assert Rule.from_rrule(text) == rule


def test_a_rule_is_read_whatever_the_order_of_its_parts_and_without_interval() -> None:
    assert Rule.from_rrule("BYDAY=TU;FREQ=WEEKLY") == TUESDAYS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=WEEKLY",
        "FREQ=DAILY",
        "FREQ=YEARLY;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=WEEKLY;BYDAY=1TU",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=6TU",
        "FREQ=WEEKLY;INTERVAL=x;BYDAY=TU",
    ],
)
def test_a_rule_of_somebody_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's and ours alike
        Rule.from_rrule(text)


@pytest.mark.parametrize(
    "parts",
    [
        {"frequency": "weekly"},
        {"frequency": "weekly", "weekday": 7},
        {"frequency": "weekly", "weekday": 1, "interval": 0},
        {"frequency": "weekly", "weekday": 1, "interval": 53},
        {"frequency": "weekly", "weekday": 1, "nth": 1},
        {"frequency": "monthly", "weekday": 1},
        {"frequency": "monthly", "weekday": 1, "nth": 0},
        {"frequency": "monthly", "weekday": 1, "nth": 6},
        {"frequency": "once", "weekday": 1},
        {"frequency": "once", "interval": 2},
        {"frequency": "daily"},
    ],
)
def test_a_rule_whose_parts_do_not_fit_is_refused(parts: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate(parts)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("rule", "starts_on", "after", "expected"),
    [
        # 24 November 2026 is a Tuesday.
        (TUESDAYS, "2026-11-24", "2026-11-24", ["2026-11-24", "2026-12-01", "2026-12-08"]),
        (TUESDAYS, "2026-11-25", "2026-11-01", ["2026-12-01", "2026-12-08", "2026-12-15"]),
        (TUESDAYS, "2026-11-24", "2027-02-01", ["2027-02-02", "2027-02-09", "2027-02-16"]),
        # The interval is counted from the series' first date, wherever one begins to look …
        (EVERY_OTHER_TUESDAY, "2026-11-24", "2026-11-25", ["2026-12-08", "2026-12-22", "2027-01-05"]),
        (EVERY_OTHER_TUESDAY, "2026-11-24", "2026-12-07", ["2026-12-08", "2026-12-22", "2027-01-05"]),
        # … and a start after this week's day loses no fortnight.
        (EVERY_OTHER_TUESDAY, "2026-11-25", "2026-11-25", ["2026-12-01", "2026-12-15", "2026-12-29"]),
        (FIRST_TUESDAY, "2026-11-24", "2026-11-24", ["2026-12-01", "2027-01-05", "2027-02-02"]),
        (
            FIRST_TUESDAY_EVERY_OTHER_MONTH,
            "2026-11-24",
            "2026-11-24",
            ["2026-12-01", "2027-02-02", "2027-04-06"],
        ),
        (LAST_FRIDAY, "2026-11-24", "2026-11-24", ["2026-11-27", "2026-12-25", "2027-01-29"]),
        # Months without a fifth Tuesday are skipped.
        (FIFTH_TUESDAY, "2026-11-24", "2026-11-24", ["2026-12-29", "2027-03-30", "2027-06-29"]),
        (ONCE, "2026-11-24", "2026-11-24", ["2026-11-24"]),
        (ONCE, "2026-11-24", "2026-11-25", []),
        (TUESDAYS, "9999-12-31", "9999-12-31", []),
    ],
)
def test_the_dates_of_a_series(rule: Rule, starts_on: str, after: str, expected: list[str]) -> None:
    start, look = date.fromisoformat(starts_on), date.fromisoformat(after)
    assert occurrences(rule, start, look, count=3) == days(*expected)


def test_dates_end_with_until_that_day_included() -> None:
    start = date(2026, 11, 24)
    assert occurrences(TUESDAYS, start, start, until=date(2026, 12, 1)) == days("2026-11-24", "2026-12-01")
    assert occurrences(TUESDAYS, start, start, until=date(2026, 11, 30)) == days("2026-11-24")
    assert occurrences(TUESDAYS, start, start, until=date(2026, 12, 31), count=1) == days("2026-11-24")


def test_no_dates_are_asked_for_without_an_end() -> None:
    with pytest.raises(ValueError, match="how many"):
        occurrences(TUESDAYS, date(2026, 11, 24), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/London", "2026-11-24 10:00", "2026-11-24 10:00"),
        ("Europe/London", "2026-07-07 10:00", "2026-07-07 09:00"),
        # It does not exist, and moves forward by the gap.
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30"),  # 03:30 there
        ("America/New_York", "2026-03-08 02:00", "2026-03-08 07:00"),  # 03:00
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45"),  # 02:45, the gap is half an hour
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23 22:00"),  # 01:00, the day begins with a gap
        ("Pacific/Apia", "2011-12-30 10:00", "2011-12-30 20:00"),  # a whole day that was left out
        # It exists twice, and is the first.
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
    ],
)
def test_the_instant_of_a_wall_time(zone: str, local: str, instant: str) -> None:
    wall = datetime.fromisoformat(local)
    found = at(wall.date(), wall.time(), zone)
    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


def test_a_wall_time_marked_as_the_second_is_the_first_all_the_same() -> None:
    found = at(date(2026, 10, 25), time(2, 30, fold=1), "Europe/Berlin")
    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_wall_time_with_a_zone_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="wall time"):
        at(date(2026, 11, 24), time(10, tzinfo=UTC), "Europe/London")


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        at(date(2026, 11, 24), time(10), "Europe/Nowhere")
