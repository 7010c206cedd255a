"""On which days a schedule's rule of RFC 5545 holds, day by day, which ends also where a rule never comes true.

Where `byday` names weekdays with and without a number ("MO,1TU"), a day fits that fits either.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from domain.resources import Schedule

DAY = timedelta(days=1)
_EARLIEST = date(2000, 1, 3)  # a Monday; where a schedule says no beginning
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
Named = tuple[int, int | None]  # a weekday from Monday as 0, and which of its month, counted from the end below 0


def weekdays_in(schedule: Schedule) -> list[Named]:
    """The weekdays that it names; a number only counts within a month."""
    found = []
    for word in schedule.byday:
        match = _BYDAY.fullmatch(word)
        if match is not None:
            number = int(match[1] or 0) if schedule.freq == "MONTHLY" else 0
            found.append((_WEEKDAYS.index(match[2]), number or None))
    return found


def days_of_rule(schedule: Schedule, since: date, until: date) -> Iterator[date]:
    """The days of the rule from `since` to `until`, as far as it names any."""
    began, named = schedule.dtstart or schedule.valid_from, weekdays_in(schedule)
    if (schedule.byday and not named) or (began is None and not named and not schedule.bymonthday):
        return  # every week, but on which day?
    began = began or _EARLIEST
    # A rule that is counted is counted from its beginning on.
    day = began if schedule.count is not None else max(began, since)
    fitting = (one for one in _days(day, until) if _fits(schedule, named, began, one))
    for one in islice(fitting, schedule.count):
        if one >= since:
            yield one


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _fits(schedule: Schedule, named: Sequence[Named], began: date, day: date) -> bool:
    by_day = bool(named or schedule.bymonthday or schedule.byweekno or schedule.byyearday)
    if schedule.freq == "MONTHLY":
        apart = (day.year - began.year) * 12 + day.month - began.month
        in_turn = by_day or day.day == began.day
    else:
        first = _WEEKDAYS.index(schedule.wkst)
        apart = (_week_of(day, first) - _week_of(began, first)).days // 7
        in_turn = by_day or day.weekday() == began.weekday()
    return (
        apart % schedule.interval == 0
        and in_turn
        and (not named or any(_is_named(one, day) for one in named))
        and (not schedule.bymonthday or not {day.day, day.day - _length(day) - 1}.isdisjoint(schedule.bymonthday))
        and (not schedule.byweekno or not _week_numbers(schedule, day).isdisjoint(schedule.byweekno))
        and (not schedule.byyearday or not _year_days(day).isdisjoint(schedule.byyearday))
    )


def _is_named(named: Named, day: date) -> bool:
    weekday, number = named
    if day.weekday() != weekday or number is None:
        return day.weekday() == weekday
    return number in ((day.day + 6) // 7, -((_length(day) - day.day) // 7) - 1)


def _length(day: date) -> int:
    """Of the day's month, in days."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1) if day.year < date.max.year else date.max
    return (following - day.replace(day=1)).days


def _year_days(day: date) -> set[int]:
    number = day.timetuple().tm_yday
    return {number, number - date(day.year, 12, 31).timetuple().tm_yday - 1}


def _week_of(day: date, first: int) -> date:
    """The first day of its week; of the first week that there is, the first day that there is."""
    return date.fromordinal(max(1, day.toordinal() - (day.weekday() - first) % 7))


def _week_numbers(schedule: Schedule, day: date) -> set[int]:
    """Of its week, from the year's beginning and from its end; a week is of the year that has most of its days."""
    first = _WEEKDAYS.index(schedule.wkst)
    middle = _week_of(day, first) + 3 * DAY
    last = _week_of(date(middle.year, 12, 28), first) + 3 * DAY
    number, weeks = ((one.timetuple().tm_yday - 1) // 7 + 1 for one in (middle, last))
    return {number, number - weeks - 1}
