"""Quiet hours begin and end at wall times, also on the nights when the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.quiet import QuietHours
from domain.timezones import all_zones

USUAL = QuietHours()
NONE = QuietHours(start=time(9), end=time(9))
SIESTA = QuietHours(start=time(13), end=time(15))
LONDON, BERLIN = "Europe/London", "Europe/Berlin"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "zone", "instant", "is_quiet"),
    [
        (USUAL, LONDON, "2026-11-24 20:59", False),
        (USUAL, LONDON, "2026-11-24 21:00", True),
        (USUAL, LONDON, "2026-11-25 00:00", True),
        (USUAL, LONDON, "2026-11-25 07:59", True),
        (USUAL, LONDON, "2026-11-25 08:00", False),
        (USUAL, LONDON, "2026-07-07 20:00", True),  # 21:00 in summer
        (USUAL, "Asia/Tokyo", "2026-11-24 12:00", True),  # 21:00 there
        (SIESTA, LONDON, "2026-11-24 12:59", False),
        (SIESTA, LONDON, "2026-11-24 14:00", True),
        (SIESTA, LONDON, "2026-11-24 15:00", False),
        (SIESTA, LONDON, "2026-11-24 23:00", False),
        (NONE, LONDON, "2026-11-24 09:00", False),
        (NONE, LONDON, "2026-11-24 03:00", False),
    ],
)
def test_whether_it_is_quiet(quiet: QuietHours, zone: str, instant: str, *, is_quiet: bool) -> None:
    assert quiet.contains(utc(instant), zone) is is_quiet


@pytest.mark.parametrize(
    ("quiet", "zone", "instant", "opens", "last_open"),
    [
        (USUAL, LONDON, "2026-11-24 12:00", "2026-11-24 12:00", "2026-11-24 12:00"),
        (USUAL, LONDON, "2026-11-24 23:00", "2026-11-25 08:00", "2026-11-24 20:59"),
        (USUAL, LONDON, "2026-11-25 03:00", "2026-11-25 08:00", "2026-11-24 20:59"),
        (USUAL, LONDON, "2026-11-24 21:00", "2026-11-25 08:00", "2026-11-24 20:59"),
        (SIESTA, LONDON, "2026-11-24 14:00", "2026-11-24 15:00", "2026-11-24 12:59"),
        (NONE, LONDON, "2026-11-24 03:00", "2026-11-24 03:00", "2026-11-24 03:00"),
        # The night is an hour shorter, then an hour longer, and ends at 08:00 each time.
        (USUAL, BERLIN, "2026-03-29 00:30", "2026-03-29 06:00", "2026-03-28 19:59"),
        (USUAL, BERLIN, "2026-10-25 00:30", "2026-10-25 07:00", "2026-10-24 18:59"),
        # An end that does not exist moves forward, as a meetup would.
        (
            QuietHours(start=time(22), end=time(2, 30)),
            BERLIN,
            "2026-03-29 01:10",
            "2026-03-29 01:30",
            "2026-03-28 20:59",
        ),
    ],
)
def test_when_it_opens_and_when_it_was_last_open(
    quiet: QuietHours, zone: str, instant: str, opens: str, last_open: str
) -> None:
    assert quiet.next_open(utc(instant), zone) == utc(opens)
    assert quiet.last_open_before(utc(instant), zone) == utc(last_open)


def test_a_naive_instant_is_refused() -> None:
    naive = datetime(2026, 11, 24, 12)  # noqa: DTZ001 - what is refused
    for ask in (USUAL.contains, USUAL.next_open, USUAL.last_open_before):
        with pytest.raises(ValueError, match="zone"):
            ask(naive, LONDON)


def test_hours_with_a_zone_of_their_own_are_refused() -> None:
    with pytest.raises(ValidationError):
        QuietHours(start=time(21, tzinfo=UTC))


wall_times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None, database=None)
@given(start=wall_times, end=wall_times, instant=instants, zone=st.sampled_from(all_zones()))
def test_the_ends_of_quiet_hours_are_open_and_all_between_is_quiet(
    start: time, end: time, instant: datetime, zone: str
) -> None:
    quiet = QuietHours(start=start, end=end)
    opens, last_open = quiet.next_open(instant, zone), quiet.last_open_before(instant, zone)
    assert not quiet.contains(opens, zone)
    assert not quiet.contains(last_open, zone)
    assert last_open <= instant <= opens
    if quiet.contains(instant, zone):
        for step in range(1, 10):
            assert quiet.contains(instant + (opens - instant) * step / 10, zone)
        assert quiet.contains(last_open + timedelta(minutes=1), zone)
