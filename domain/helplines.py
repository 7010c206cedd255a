"""Helplines: which of them to show to somebody here and now. Pure; the file they come from is read by the program."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import field_validator, model_validator

from domain.groups import Group
from domain.model import Model
from domain.ports import Tx
from domain.recurrence import at
from domain.timezones import country_of, is_zone

MOST = 2  # lines that are shown at once
CURRENT_FOR = timedelta(days=365)  # after it was checked


class Whom(StrEnum):
    """For whom a line is."""

    EVERYONE = "everyone"
    ABUSE = "abuse"  # somebody is hurt at home, oneself or a child
    PARENTS = "parents"
    CHILDREN = "children"


class Hours(Model):
    """On these weekdays (Monday is 0) from one wall time to another, past midnight where the end is not later."""

    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    opens: time
    closes: time

    @field_validator("days")
    @classmethod
    def _weekdays(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value or any(not 0 <= day <= 6 for day in value):
            raise ValueError("days are numbers from 0 (Monday) to 6 (Sunday)")
        return value


class Line(Model):
    """One helpline.

    country: two letters of ISO 3166. hours: when somebody answers, in its zone; empty: always. free None: not known.
    known_at: when this was last known to be so; verified_at: when the host checked it, None: not yet.
    """

    country: str
    name: str
    number: str | None = None
    link: str | None = None
    zone: str
    hours: tuple[Hours, ...] = ()
    free: bool | None = None
    languages: tuple[str, ...]
    whom: Whom = Whom.EVERYONE
    known_at: date | None = None
    verified_at: date | None = None
    source: str

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if not is_zone(value):
            raise ValueError("is not a time zone of the IANA list, like Europe/London")
        return value

    @field_validator("country")
    @classmethod
    def _two_letters(cls, value: str) -> str:
        if len(value) != 2 or not value.isascii() or not value.isalpha():
            raise ValueError("is not a country's two letters, like GB")
        return value.upper()

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not self.number and not self.link:
            raise ValueError("a line needs a number or a link")
        return self

    def is_open(self, now: datetime) -> bool:
        """Whether somebody answers at this moment."""
        return not self.hours or any(opens <= now < closes for opens, closes in self._times(now))

    def next_open(self, now: datetime) -> datetime | None:
        """The next moment at which somebody answers, `now` where somebody does; None: not within a week."""
        if self.is_open(now):
            return now
        return min((opens for opens, _ in self._times(now) if opens > now), default=None)

    def _times(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """From when to when somebody answers, from yesterday to a week from now."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        for hours in self.hours:
            for day in (today + timedelta(days=days) for days in range(-1, 8)):
                if day.weekday() in hours.days:
                    ends = day + timedelta(days=hours.closes <= hours.opens)
                    yield at(day, hours.opens, self.zone), at(ends, hours.closes, self.zone)

    def is_current(self, today: date) -> bool:
        """Whether the host checked it within a year."""
        return self.verified_at is not None and today - self.verified_at <= CURRENT_FOR


class Helplines(Model):
    """Everything the file holds. emergency: the numbers to call when a life is in danger, by country."""

    emergency: Mapping[str, tuple[str, ...]] = {}
    lines: tuple[Line, ...] = ()

    def unchecked(self, today: date) -> list[Line]:
        """Those that nobody checked within a year."""
        return [line for line in self.lines if not line.is_current(today)]


def choose(lines: tuple[Line, ...], country: str | None, language: str, now: datetime) -> list[Line]:
    """At most two lines of this country: the first open now, if any is, and free if one of those is.

    The second is for other people than the first, where that can be. None of them without a country.
    """
    here = [line for line in lines if line.country == country]
    if not here:
        return []
    spoken = language.partition("-")[0]

    def worse(line: Line) -> tuple[bool, bool, bool, bool, int]:
        for_all = line.whom is Whom.EVERYONE
        rank = [*Whom].index(line.whom)
        return not line.is_open(now), line.free is not True, not for_all, spoken not in line.languages, rank

    first = min(here, key=worse)
    rest = [line for line in here if line is not first]
    if not rest:
        return [first]
    return [first, min(rest, key=lambda line: (not line.is_open(now), line.whom is first.whom, *worse(line)))][:MOST]


def country_for(tx: Tx, person_id: int, fallback: str | None) -> str | None:
    """The country of the first of this person's groups that has one."""
    countries = (country_here(group, None) for group in tx.people.groups_of(person_id))
    return next((country for country in countries if country is not None), fallback)


def country_here(group: Group, fallback: str | None) -> str | None:
    """The group's country; where nobody chose one, that of its time zone."""
    return group.country or (country_of(group.zone) if group.zone else None) or fallback
