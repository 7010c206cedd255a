"""When a place is open: RFC 5545 schedules as HSDS spells them, in the place's own zone. Public holidays are not known.

A local time that does not exist (spring) moves forward, one that exists twice (autumn) is the first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil import rrule

from domain.resources import Resource, Schedule
from domain.timezones import country_of, is_zone, likely_zones

DAY = timedelta(days=1)
HORIZONS = (8, 40, 400)  # days ahead in which the next opening is looked for: nearly all are within the first
_EARLIEST = date(2000, 1, 3)  # a Monday; where a schedule says no beginning
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True)
class Hours:
    """From when until when it is open, in the place's zone; the end is not part of it."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Opening:
    """What can be said at one moment. known: whether any schedule gives times at all.

    now: the hours it is open in at this moment. next: the hours that begin after this moment, within 400 days.
    """

    known: bool
    now: Hours | None = None
    next: Hours | None = None


Timetable = tuple[tuple[Schedule, str | None], ...]


def timetable(resource: Resource) -> Timetable:
    """Every schedule with the country of its place; the service's own belong to its first place."""
    first = resource.locations[0].country if resource.locations else None
    own = [(schedule, first) for schedule in resource.schedules]
    return (*own, *((schedule, place.country) for place in resource.locations for schedule in place.schedules))


def opening(resource: Resource, zone: str, now: datetime) -> Opening:
    """Whether it is open now, and when next. zone: IANA, of places that do not say where they are."""
    table = timetable(resource)
    if not any(_has_times(schedule) for schedule, _ in table):
        return Opening(known=False)
    for days in HORIZONS:
        found = list(_hours(table, zone, now - 2 * DAY, now + days * DAY))
        current = next((hours for hours in found if hours.start <= now < hours.end), None)
        following = next((hours for hours in found if hours.start > now), None)
        if following is not None:
            break
    return Opening(known=True, now=current, next=following)


def hours_on(table: Timetable, zone: str, day: date) -> list[Hours]:
    """The hours that begin on this local day, the earliest first."""
    start = datetime.combine(day, time(), UTC)
    return [hours for hours in _hours(table, zone, start - DAY, start + 2 * DAY) if hours.start.date() == day]


def open_today(table: Timetable, zone: str, now: datetime) -> bool:
    """Whether somebody who sets out now can still find it open today, in the place's zone."""
    for hours in _hours(table, zone, now - 2 * DAY, now + DAY):
        if hours.end > now and hours.start.date() <= now.astimezone(hours.start.tzinfo).date():
            return True
    return False


def weekdays_of(table: Timetable) -> int | None:
    """A bit (Monday is 1) for each weekday on which it may ever be open: never too few. None: it gives no times."""
    bits: int | None = None
    for schedule, _ in table:
        if _has_times(schedule):
            bits = (bits or 0) | _weekday_bits(schedule)
    return bits


def _weekday_bits(schedule: Schedule) -> int:
    weekdays = _weekdays(schedule)
    if weekdays:
        return sum(1 << day for day in {weekday.weekday for weekday in weekdays})
    if schedule.freq != "MONTHLY" and not schedule.bymonthday and schedule.dtstart is not None:
        return 1 << schedule.dtstart.weekday()
    return 127


def is_plain_weekly(table: Timetable) -> bool:
    """Whether its weekdays alone say on which days it is open: no exceptions, no seasons, no other weeks."""
    return all(
        _has_times(one)
        and bool(_weekdays(one))
        and one.freq != "MONTHLY"
        and one.interval == 1
        and not (one.bymonthday or one.byweekno or one.byyearday or one.count)
        and (one.dtstart, one.until, one.valid_from, one.valid_to) == (None,) * 4
        for one, _ in table
    )


def place_zone(country: str | None, fallback: str) -> str:
    """The zone of a place in this country (ISO 3166): the fallback, unless the country has one and that is another."""
    return _place_zone((country or "").upper(), fallback)


@lru_cache(maxsize=512)
def _place_zone(country: str, fallback: str) -> str:
    if not country or country_of(fallback) == country:
        return fallback
    likely = likely_zones(None, country)
    return likely[0] if len(likely) == 1 else fallback


def _has_times(schedule: Schedule) -> bool:
    return not schedule.closed and schedule.opens_at is not None and schedule.closes_at is not None


def _hours(table: Timetable, zone: str, start: datetime, end: datetime) -> Iterator[Hours]:
    """The hours that touch this window: what overlaps is one, what is closed by exception is cut out."""
    open_ = sorted(_spans(table, zone, start, end, closed=False), key=lambda hours: hours.start)
    shut = sorted(_spans(table, zone, start, end, closed=True), key=lambda hours: hours.start)
    for hours in _joined(open_):
        yield from _without(hours, shut)


def _spans(table: Timetable, fallback: str, start: datetime, end: datetime, *, closed: bool) -> Iterator[Hours]:
    for schedule, country in table:
        if schedule.closed is not closed or not (closed or _has_times(schedule)):
            continue
        zone = zone_of(schedule, place_zone(country, fallback), start)
        for day in days_of(schedule, start.astimezone(zone).date(), end.astimezone(zone).date()):
            yield _on(day, schedule, zone)


def _on(day: date, schedule: Schedule, zone: tzinfo) -> Hours:
    opens, closes = schedule.opens_at or time(), schedule.closes_at or time()
    last = day if closes > opens else day + DAY  # over midnight, or the whole day
    # By way of UTC a time that the clocks skip becomes one that exists.
    start = datetime.combine(day, opens.replace(tzinfo=None), zone).astimezone(UTC).astimezone(zone)
    return Hours(start, datetime.combine(last, closes.replace(tzinfo=None), zone).astimezone(UTC).astimezone(zone))


def _joined(ordered: list[Hours]) -> Iterator[Hours]:
    current: Hours | None = None
    for hours in ordered:
        if current is not None and hours.start <= current.end:
            current = Hours(current.start, max(current.end, hours.end))
            continue
        if current is not None:
            yield current
        current = hours
    if current is not None:
        yield current


def _without(hours: Hours, shut: list[Hours]) -> Iterator[Hours]:
    start = hours.start
    for gap in shut:
        if gap.end <= start or gap.start >= hours.end:
            continue
        if gap.start > start:
            yield Hours(start, gap.start.astimezone(start.tzinfo))
        start = gap.end.astimezone(start.tzinfo)
    if start < hours.end:
        yield Hours(start, hours.end)


def zone_of(schedule: Schedule, place: str, at: datetime) -> tzinfo:
    """The place's zone, which knows of summer time; a fixed offset only where the place never keeps that one."""
    zone = ZoneInfo(place) if is_zone(place) else UTC
    if schedule.timezone is None:
        return zone
    offset = timedelta(hours=schedule.timezone)
    year = at.year
    if any(datetime(year, month, 1, tzinfo=zone).utcoffset() == offset for month in (1, 7)):
        return zone
    return timezone(offset)


def days_of(schedule: Schedule, first: date, last: date) -> list[date]:
    """The local days from `first` to `last` on which it is in force."""
    since = max(filter(None, (first, schedule.valid_from)))
    until = min(filter(None, (last, schedule.valid_to, schedule.until)))
    if since > until:
        return []
    if schedule.freq is None and not schedule.byday:
        return _plain_days(schedule, since, until)
    return [moment.date() for moment in _rule(schedule, since, until) if since <= moment.date() <= until]


def _plain_days(schedule: Schedule, since: date, until: date) -> list[date]:
    """Without a rule: the one day it names, or every day of the span it names."""
    if schedule.dtstart is not None:
        return [schedule.dtstart] if since <= schedule.dtstart <= until else []
    if schedule.valid_from is None and schedule.valid_to is None:
        return []
    return [since + timedelta(days=days) for days in range((until - since).days + 1)]


def _rule(schedule: Schedule, since: date, until: date) -> Iterator[datetime]:
    """The rule's days up to `until`. It always ends there: a rule that never comes true would run to the year 9999."""
    began = schedule.dtstart or schedule.valid_from
    weekdays = _weekdays(schedule)
    if (schedule.byday and not weekdays) or (began is None and not weekdays and not schedule.bymonthday):
        return iter(())  # every week, but on which day?
    found = rrule.rrule(
        rrule.MONTHLY if schedule.freq == "MONTHLY" else rrule.WEEKLY,
        dtstart=datetime.combine(_anchor(schedule, began or _EARLIEST, since), time()),
        interval=schedule.interval,
        wkst=_WEEKDAYS.index(schedule.wkst),
        until=datetime.combine(until, time()),
        byweekday=weekdays or None,
        bymonthday=schedule.bymonthday or None,
        byweekno=schedule.byweekno or None,
        byyearday=schedule.byyearday or None,
    )
    return islice(found, schedule.count) if schedule.count is not None else iter(found)


def _anchor(schedule: Schedule, began: date, since: date) -> date:
    """A beginning near the window that gives the same days: whole intervals later, one in reserve.

    Rules that are counted, or that take the day of the month from their beginning, start where they do.
    """
    every = schedule.interval
    if schedule.count is not None or (schedule.freq == "MONTHLY" and not (schedule.byday or schedule.bymonthday)):
        return began
    if schedule.freq == "MONTHLY":
        months = (since.year - began.year) * 12 + since.month - began.month
        later = months - months % every - every
        month = began.month - 1 + later
        return date(began.year + month // 12, month % 12 + 1, 1) if later > 0 else began
    monday = began - timedelta(days=(began.weekday() - _WEEKDAYS.index(schedule.wkst)) % 7)
    weeks = (since - monday).days // 7
    return began + timedelta(weeks=max(0, weeks - weeks % every - every))


def _weekdays(schedule: Schedule) -> list[rrule.weekday]:
    found = []
    for word in schedule.byday:
        match = _BYDAY.fullmatch(word)
        if match is not None:
            number = int(match[1]) if match[1] else None
            found.append(rrule.weekday(_WEEKDAYS.index(match[2]), number or None))
    return found
