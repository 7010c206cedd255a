"""Which of very many services are open on a day: ordinary weeks all at once, the few others one by one, once a day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from domain.opening import (
    Hours,
    Timetable,
    hours_around,
    hours_on,
    place_zone,
    still_to_come,
    timetable,
    weekdays_of,
)
from domain.opening_weeks import DAY, week_of
from domain.resources import Resource
from storage.finder.resource_columns import Columns, Mask

SILENT, ORDINARY, OTHER = 0, 1, 2  # gives no times, so that its words name the days; keeps the same week; neither
WEEKS = 5  # so many of a weekday to come are looked at


class OpenHours:
    """Writes what it has to know into the columns, and keeps the timetables that are not ordinary."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._countries: list[str | None] = []
        self._others: dict[int, Timetable] = {}
        self._same: dict[Timetable, Timetable] = {}  # many keep the same hours: they share them, and what comes of them
        # Of the day `_of`, by timetable and zone: all that can be today's, and whether it is open from a day on.
        self._around: dict[tuple[int, str], tuple[Hours, ...]] = {}
        self._on: dict[tuple[int, str, int], bool] = {}
        self._of: date | None = None

    def put(self, slot: int, resource: Resource) -> None:
        """What this service says of its hours; the rest of its row is written already."""
        table = timetable(resource)
        self._others.pop(slot, None)
        week = week_of(table)
        kind = SILENT
        if week is not None:
            kind = ORDINARY
            self._columns["until"][slot] = week.until
            self._columns["first"][slot] = week.first.toordinal() if week.first else 0
            self._columns["last"][slot] = week.last.toordinal() if week.last else date.max.toordinal()
            self._columns["country"][slot] = self._country(week.country)
        elif weekdays_of(table) is not None:
            kind = OTHER
            self._others[slot] = self._same.setdefault(table, table)
        self._columns["week"][slot] = kind

    def _country(self, name: str | None) -> int:
        if name not in self._countries:
            self._countries.append(name)
        return self._countries.index(name)

    def open_today(self, slots: NDArray[np.int64], zone: str, now: datetime) -> Mask:
        """Of these, which somebody who sets out now can still find open today."""
        week, found = self._columns["week"][slots], np.zeros(len(slots), np.bool_)
        country = self._columns["country"][slots]
        for number in np.unique(country[week == ORDINARY]).tolist():
            there = now.astimezone(ZoneInfo(place_zone(self._countries[number], zone)))
            here = (week == ORDINARY) & (country == number)
            minutes = there.hour * 60 + there.minute + there.second / 60
            for back in (0, 1):  # since yesterday
                day = there.date() - timedelta(days=back)
                found |= here & self._holds(slots, day) & (self._until(slots, day) > minutes + back * DAY)
        weekday = now.astimezone(ZoneInfo(zone)).weekday()
        found |= (week == SILENT) & self._named(slots, weekday)
        # Since yesterday, and where the place is it may be tomorrow.
        may = (week == OTHER) & np.any([self._named(slots, (weekday + n) % 7) for n in (-1, 0, 1)], axis=0)
        for n in np.flatnonzero(may).tolist():
            found[n] = self._comes_today(int(slots[n]), zone, now)
        return found

    def on(self, slots: NDArray[np.int64], weekday: int, zone: str, now: datetime) -> Mask:
        """Of these, which are open on this weekday within the next weeks."""
        week, named = self._columns["week"][slots], self._named(slots, weekday)
        days = _next(weekday, now.astimezone(ZoneInfo(zone)).date())
        ordinary = np.any([self._holds(slots, day) for day in days], axis=0)
        found = named & ((week == SILENT) | ((week == ORDINARY) & ordinary))
        for n in np.flatnonzero(named & (week == OTHER)).tolist():
            found[n] = self._comes_on(int(slots[n]), zone, days, now)
        return np.asarray(found)

    def _holds(self, slots: NDArray[np.int64], day: date) -> Mask:
        first, last = self._columns["first"][slots], self._columns["last"][slots]
        return np.asarray((first <= day.toordinal()) & (day.toordinal() <= last))

    def _until(self, slots: NDArray[np.int64], day: date) -> NDArray[np.int32]:
        return np.asarray(self._columns["until"][slots, day.weekday()], dtype=np.int32)

    def _named(self, slots: NDArray[np.int64], weekday: int) -> Mask:
        return np.asarray((self._columns["days"][slots] & (1 << weekday)) > 0)

    def _comes_today(self, slot: int, zone: str, now: datetime) -> bool:
        day = self._renewed(now)
        table = self._others[slot]
        key = id(table), zone
        if key not in self._around:
            self._around[key] = hours_around(table, zone, day)
        return still_to_come(self._around[key], now)

    def _comes_on(self, slot: int, zone: str, days: Sequence[date], now: datetime) -> bool:
        self._renewed(now)
        table = self._others[slot]
        key = id(table), zone, days[0].toordinal()
        if key not in self._on:
            self._on[key] = any(hours_on(table, zone, day) for day in days)
        return self._on[key]

    def _renewed(self, now: datetime) -> date:
        """What was worked out holds for one day; some tenths of a millisecond each."""
        day = now.astimezone(UTC).date()
        if day != self._of:
            self._around.clear()
            self._on.clear()
            self._of = day
        return day


def _next(weekday: int, today: date) -> list[date]:
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    return [first + timedelta(weeks=week) for week in range(WEEKS)]
