"""Places that keep the same hours every week, as most do: their week as a few numbers, to sift very many by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from domain.opening import Timetable, has_times
from domain.opening_rules import weekdays_in
from domain.resources import Schedule

DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class Week:
    """When such a place closes.

    until: for each weekday, from Monday, the minutes after its beginning at which the last of its hours end; more than
    a day's where they end in the night after it, 0 where it is closed. first, last: the days on which this holds, None
    without end. country: of the place, as ISO 3166 has it.
    """

    until: tuple[int, ...]
    first: date | None
    last: date | None
    country: str | None


def week_of(table: Timetable) -> Week | None:
    """None where it is not as simple: other weeks, exceptions, days of the month, several seasons or countries."""
    if not table or not all(_is_plain(schedule) for schedule, _ in table):
        return None
    spans = {(_latest(one.dtstart, one.valid_from), _earliest(one.until, one.valid_to)) for one, _ in table}
    countries = {country for _, country in table}
    if len(spans) > 1 or len(countries) > 1:
        return None
    until = [0] * 7
    for weekday, minutes in chain.from_iterable(_ends(schedule) for schedule, _ in table):
        until[weekday] = max(until[weekday], minutes)
    return Week(tuple(until), *spans.pop(), countries.pop())


def _is_plain(one: Schedule) -> bool:
    named = weekdays_in(one)
    weekly = one.freq != "MONTHLY" and one.interval == 1 and one.count is None and one.timezone is None
    return has_times(one) and weekly and bool(named) and not (one.bymonthday or one.byweekno or one.byyearday)


def _ends(one: Schedule) -> Iterable[tuple[int, int]]:
    if one.opens_at is None or one.closes_at is None:
        return
    minutes = one.closes_at.hour * 60 + one.closes_at.minute
    minutes += 0 if one.closes_at > one.opens_at else DAY
    for weekday, _ in weekdays_in(one):
        yield weekday, minutes


def _latest(*days: date | None) -> date | None:
    return max(filter(None, days), default=None)


def _earliest(*days: date | None) -> date | None:
    return min(filter(None, days), default=None)
