"""When a series happens: its rule, its local dates, and the UTC instant of a wall time in a zone.

A series keeps local wall time, an IANA zone and a rule. Local dates come from the rule alone; an instant is
made from a date only when it is needed, so a clock change or a new zone never moves the wall time.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Literal, Self
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as byday
from pydantic import Field, model_validator

from domain.model import Model

Frequency = Literal["once", "weekly", "monthly"]

MAX_INTERVAL = 52
NTHS = (1, 2, 3, 4, 5, -1)

_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ONCE = "FREQ=DAILY;COUNT=1"


class Rule(Model):
    """How a series repeats; says nothing about its first date, which is kept beside it.

    `interval` counts weeks or months (1 to 52), `weekday` is 0 for Monday to 6 for Sunday, `nth` is which
    one of the month: 1 to 5, or -1 for the last. A month without a fifth one is skipped. A rule that
    happens once has neither weekday nor nth.
    """

    frequency: Frequency
    interval: int = Field(default=1, ge=1, le=MAX_INTERVAL)
    weekday: int | None = Field(default=None, ge=0, le=6)
    nth: int | None = None

    @model_validator(mode="after")
    def _parts_fit_the_frequency(self) -> Self:
        if (self.weekday is None) != (self.frequency == "once"):
            raise ValueError("a repeating rule needs a weekday, a single date has none")
        if (self.nth is None) != (self.frequency != "monthly"):
            raise ValueError("a monthly rule needs to know which one, others must not")
        if self.nth is not None and self.nth not in NTHS:
            raise ValueError(f"nth is one of {NTHS}")
        if self.frequency == "once" and self.interval != 1:
            raise ValueError("a single date has no interval")
        return self

    def to_rrule(self) -> str:
        """The rule as RFC 5545 RRULE text, without the property name: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`."""
        if self.weekday is None:
            return _ONCE
        day = _DAY_CODES[self.weekday]
        which = "" if self.nth is None else str(self.nth)
        return f"FREQ={self.frequency.upper()};INTERVAL={self.interval};BYDAY={which}{day}"

    @classmethod
    def from_rrule(cls, text: str) -> Self:
        """Read back what `to_rrule` wrote, in any order of parts; ValueError for any other RRULE."""
        if text == _ONCE:
            return cls(frequency="once")
        parts = dict(part.partition("=")[::2] for part in text.split(";"))
        if not {"FREQ", "BYDAY"} <= parts.keys() <= {"FREQ", "BYDAY", "INTERVAL"}:
            raise ValueError(f"not a rule of ours: {text!r}")
        day, which = parts["BYDAY"][-2:], parts["BYDAY"][:-2]
        return cls.model_validate(
            {
                "frequency": parts["FREQ"].lower(),
                "interval": int(parts.get("INTERVAL", "1")),
                "weekday": _DAY_CODES.index(day),
                "nth": int(which) if which else None,
            }
        )


def occurrences(
    rule: Rule, starts_on: date, after: date, *, count: int | None = None, until: date | None = None
) -> list[date]:
    """The local dates of a series from `after` on, that day included, in order.

    `starts_on` anchors the interval: the first date that fits on or after it is the series' first, and every
    `interval`-th week or month is counted from there. At least one of `count` (how many) and `until` (the
    last day that may be listed) is needed, else ValueError.
    """
    if count is None and until is None:
        raise ValueError("say how many, or until when")
    found: list[date] = []
    for day in _dates(rule, starts_on):
        if len(found) == count or (until is not None and day > until):
            break
        if day >= after:
            found.append(day)
    return found


def _dates(rule: Rule, starts_on: date) -> Iterator[date]:
    """All dates of the series, as far as the calendar goes.

    dateutil counts the interval from the week or month of its dtstart even when that one's day is over by
    then, which would lose the first meetup: so the first fitting day is found before it becomes the anchor.
    """
    every = _as_dateutil(rule, 1, starts_on)
    first = next(iter(every), None)
    if first is not None:
        for moment in _as_dateutil(rule, rule.interval, first.date()):
            yield moment.date()


def _as_dateutil(rule: Rule, interval: int, anchor: date) -> rrule:
    start = datetime.combine(anchor, time.min)
    if rule.weekday is None:
        return rrule(DAILY, dtstart=start, count=1)
    if rule.nth is None:
        return rrule(WEEKLY, dtstart=start, interval=interval, byweekday=byday(rule.weekday))
    return rrule(MONTHLY, dtstart=start, interval=interval, byweekday=byday(rule.weekday, rule.nth))


def at(local_date: date, local_time: time, zone: str) -> datetime:
    """The UTC instant of a wall time in an IANA zone.

    A wall time that does not exist moves forward by the gap (02:30 in a gap of an hour becomes 03:30); one
    that exists twice is the first (PEP 495, fold=0). ValueError for a time that brings its own tzinfo,
    ZoneInfoNotFoundError for an unknown zone.
    """
    if local_time.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return datetime.combine(local_date, local_time.replace(fold=0), tzinfo=ZoneInfo(zone)).astimezone(UTC)
