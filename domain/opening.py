"""When a place is open: RFC 5545 schedules as HSDS spells them, in the place's own zone. Public holidays are not known.

A local time that does not exist (spring) moves forward, one that exists twice (autumn) is the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.opening_rules import days_of_rule, weekdays_in
from domain.resources import Resource, Schedule
from domain.timezones import country_of, is_zone, likely_zones

DAY = timedelta(days=1)
HORIZONS = (8, 40, 400)  # days ahead in which the next opening is looked for: nearly all are within the first


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
    if not any(has_times(schedule) for schedule, _ in table):
        return Opening(known=False)
    for days in HORIZONS:
        found = list(_hours(table, zone, now - 2 * DAY, now + days * DAY))
        current = next((hours for hours in found if hours.start <= now < hours.end), None)
        following = next((hours for hours in found if hours.start > now), None)
        if following is not None:
            break
    return Opening(known=True, now=current, next=following)


def hours_on(table: Timetable, zone: str, day: date) -> list[Hours]:
    """The hours that begin on this local day, the earliest first; also those that go on from the day before."""
    start, end = (datetime.combine(day + days * DAY, time(), UTC) for days in (-1, 2))
    shut = sorted(_spans(table, zone, start, end, closed=True), key=lambda hours: hours.start)
    open_ = sorted(_spans(table, zone, start, end, closed=False), key=lambda hours: hours.start)
    pieces = (piece for hours in open_ for piece in _without(hours, shut))
    return [piece for piece in pieces if piece.start.date() == day]


def open_today(table: Timetable, zone: str, now: datetime) -> bool:
    """Whether somebody who sets out now can still find it open today, in the place's zone."""
    return still_to_come(hours_around(table, zone, now.astimezone(UTC).date()), now)


def hours_around(table: Timetable, zone: str, day: date) -> tuple[Hours, ...]:
    """All hours that can count as today's at any moment of this day in UTC."""
    start = datetime.combine(day, time(), UTC)
    return tuple(_hours(table, zone, start - 2 * DAY, start + 2 * DAY))


def still_to_come(around: Iterable[Hours], now: datetime) -> bool:
    """Whether any of these hours is of today, where the place is, and not over."""
    return any(hours.end > now and hours.start.date() <= now.astimezone(hours.start.tzinfo).date() for hours in around)


def weekdays_of(table: Timetable) -> int | None:
    """A bit (Monday is 1) for each weekday on which it may ever be open: never too few. None: it gives no times."""
    bits: int | None = None
    for schedule, _ in table:
        if has_times(schedule):
            bits = (bits or 0) | _weekday_bits(schedule)
    return bits


def _weekday_bits(schedule: Schedule) -> int:
    weekdays = weekdays_in(schedule)
    if weekdays:
        return sum(1 << day for day in {weekday for weekday, _ in weekdays})
    if schedule.freq != "MONTHLY" and not schedule.bymonthday and schedule.dtstart is not None:
        return 1 << schedule.dtstart.weekday()
    return 127


def place_zone(country: str | None, fallback: str) -> str:
    """The zone of a place in this country (ISO 3166): the fallback, unless the country has one and that is another."""
    return _place_zone((country or "").upper(), fallback)


@lru_cache(maxsize=512)
def _place_zone(country: str, fallback: str) -> str:
    if not country or country_of(fallback) == country:
        return fallback
    likely = likely_zones(None, country)
    return likely[0] if len(likely) == 1 else fallback


def has_times(schedule: Schedule) -> bool:
    """Whether it says from when until when it is open."""
    return not schedule.closed and schedule.opens_at is not None and schedule.closes_at is not None


def _hours(table: Timetable, zone: str, start: datetime, end: datetime) -> Iterator[Hours]:
    """The hours that touch this window: what overlaps is one, what is closed by exception is cut out."""
    open_ = sorted(_spans(table, zone, start, end, closed=False), key=lambda hours: hours.start)
    shut = sorted(_spans(table, zone, start, end, closed=True), key=lambda hours: hours.start)
    for hours in _joined(open_):
        yield from _without(hours, shut)


def _spans(table: Timetable, fallback: str, start: datetime, end: datetime, *, closed: bool) -> Iterator[Hours]:
    for schedule, country in table:
        if schedule.closed is not closed or not (closed or has_times(schedule)):
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
    return list(days_of_rule(schedule, since, until))


def _plain_days(schedule: Schedule, since: date, until: date) -> list[date]:
    """Without a rule: the one day it names, or every day of the span it names."""
    if schedule.dtstart is not None:
        return [schedule.dtstart] if since <= schedule.dtstart <= until else []
    if schedule.valid_from is None and schedule.valid_to is None:
        return []
    return [since + timedelta(days=days) for days in range((until - since).days + 1)]
