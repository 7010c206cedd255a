"""Quiet hours: the part of the day in which a group is left alone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import field_validator

from domain.model import Model, to_utc
from domain.recurrence import at

JUST_BEFORE = timedelta(minutes=1)


class QuietHours(Model):
    """Local wall times between which nothing is sent by itself: `start` is quiet, `end` no longer is.

    They may wrap around midnight; equal ones mean that there are none. Both become instants the way a
    meetup's time does, so a clock change lengthens or shortens the night, and nothing falls into it.
    """

    start: time = time(21)
    end: time = time(8)

    @field_validator("start", "end")
    @classmethod
    def _wall_time(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("a wall time has no zone of its own")
        return value

    def contains(self, instant: datetime, zone: str) -> bool:
        """Whether the instant lies in quiet hours in that IANA zone; ValueError for a naive instant."""
        return self._period(to_utc(instant), zone) is not None

    def next_open(self, instant: datetime, zone: str) -> datetime:
        """The instant itself in UTC if it is open, else the end of the quiet time it lies in."""
        moment = to_utc(instant)
        while period := self._period(moment, zone):
            moment = period[1]
        return moment

    def last_open_before(self, instant: datetime, zone: str) -> datetime:
        """The instant itself in UTC if it is open, else a minute before the quiet time it lies in."""
        moment = to_utc(instant)
        while period := self._period(moment, zone):
            moment = period[0] - JUST_BEFORE
        return moment

    def _period(self, instant: datetime, zone: str) -> tuple[datetime, datetime] | None:
        """Start and end of the quiet time around an instant, both in UTC."""
        if self.start == self.end:
            return None
        wraps = timedelta(days=1 if self.end < self.start else 0)
        today = instant.astimezone(ZoneInfo(zone)).date()
        for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
            start, end = at(day, self.start, zone), at(day + wraps, self.end, zone)
            if start <= instant < end:
                return start, end
        return None
