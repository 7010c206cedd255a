"""Over all zones and ten years, a weekly meetup keeps its wall time: none skipped, doubled or shifted.

The oracle does not share a way of thinking with the code. It goes from UTC to local time only, finds each
zone's changes of offset by looking at every day and halving the interval, and does the rest with integers:
seconds since 1970, as UTC or as if the wall clock were UTC. Its weeks are counted by adding seven days.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from domain.recurrence import Rule, at, occurrences

DAY = 24 * 60 * 60
FROM, TO = date(2024, 1, 1), date(2034, 12, 31)
ZONES = sorted(available_timezones())
SUNDAYS = Rule(frequency="weekly", weekday=6)
EVERY_WEEK = [time(0, 0), time(2, 30), time(10, 0), time(23, 30)]
AROUND_CHANGES = [time(hour, minute) for hour in (0, 1, 2, 3, 4, 23) for minute in (0, 15, 30, 59)]

Spans = tuple[tuple[int, int], ...]
"""From which UTC second on a zone is how many seconds ahead of UTC."""


def seconds(day: date, clock: time = time(0)) -> int:
    return (day - date(1970, 1, 1)).days * DAY + clock.hour * 3600 + clock.minute * 60


def offset_at(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    assert offset is not None
    return offset // timedelta(seconds=1)


@cache
def spans_of(name: str) -> Spans:
    zone = ZoneInfo(name)
    first, last = seconds(FROM) - 3 * DAY, seconds(TO) + 3 * DAY
    spans = [(first, offset_at(zone, first))]
    for midnight in range(first + DAY, last, DAY):
        if offset_at(zone, midnight) == spans[-1][1]:
            continue
        low, high = midnight - DAY, midnight
        while high - low > 1:
            middle = (low + high) // 2
            if offset_at(zone, middle) == spans[-1][1]:
                low = middle
            else:
                high = middle
        spans.append((high, offset_at(zone, high)))
    return tuple(spans)


def expected(spans: Spans, wall: int) -> tuple[int, bool]:
    """The UTC second of a wall time, and whether that time exists."""
    near = max(bisect_right(spans, (wall - 2 * DAY, 0)) - 1, 0)
    for number in range(near, len(spans)):
        begins, offset = spans[number]
        ends = spans[number + 1][0] if number + 1 < len(spans) else wall + 2 * DAY
        if begins <= wall - offset < ends:
            return wall - offset, True
        if number + 1 < len(spans) and ends + offset <= wall < ends + spans[number + 1][1]:
            gap = spans[number + 1][1] - offset
            return wall + gap - spans[number + 1][1], False
    raise AssertionError(f"no instant for {wall}")


def sundays_by_the_calendar() -> list[date]:
    day = FROM
    while day.isoweekday() != 7:
        day += timedelta(days=1)
    found = []
    while day <= TO:
        found.append(day)
        day += timedelta(days=7)
    return found


def test_ten_years_of_sundays_are_those_of_the_calendar() -> None:
    assert occurrences(SUNDAYS, FROM, FROM, until=TO) == sundays_by_the_calendar()


@cache
def expected_on_sundays(spans: Spans, clock: time) -> list[tuple[int, bool]]:
    """Kept, as many zones share their spans."""
    return [expected(spans, seconds(day, clock)) for day in sundays_by_the_calendar()]


@pytest.mark.timeout(60)
def test_every_zone_keeps_wall_times_every_week_for_ten_years() -> None:
    weeks = occurrences(SUNDAYS, FROM, FROM, until=TO)
    gaps = changes = 0
    for name in ZONES:
        spans = spans_of(name)
        changes += len(spans) - 1
        for clock in EVERY_WEEK:
            instants = [at(day, clock, name) for day in weeks]
            assert all(earlier < later for earlier, later in pairwise(instants)), (name, clock)
            told = expected_on_sundays(spans, clock)
            assert [instant.timestamp() for instant in instants] == [second for second, _ in told], name
            gaps += sum(not exists for _, exists in told)
    assert len(ZONES) > 500
    assert changes > 4_000
    assert gaps > 1_000, "clock changes were not reached"


def test_every_zone_keeps_wall_times_on_each_day_around_its_clock_changes() -> None:
    gaps = folds = 0
    for name in ZONES:
        zone, spans = ZoneInfo(name), spans_of(name)
        for (_, before), (change, after) in pairwise(spans):
            middle = datetime.fromtimestamp(change, UTC).date()
            for day in (middle + timedelta(days=number) for number in (-1, 0, 1)):
                for clock in AROUND_CHANGES:
                    second, exists = expected(spans, seconds(day, clock))
                    found = at(day, clock, name)
                    assert found.timestamp() == second, (name, day, clock)
                    gaps += not exists
                    folds += exists and change - 1 >= second >= change - (before - after)
                    if exists:
                        assert found.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, clock)
    assert gaps > 1_000
    assert folds > 1_000
