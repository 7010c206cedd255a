"""Series, their dated meetups, and what people said about coming."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.model import Instant, Model
from domain.recurrence import Rule

HERE_BEFORE = timedelta(minutes=15)  # "I'm here" opens this long before the start
HERE_AFTER = timedelta(minutes=30)  # … and closes this long after the end


class Series(Model):
    """A repeating rule: local wall time in the group's zone, weekly by default.

    until: the last local date that may still happen, None: open end. places: how many can come, None: no limit.
    """

    id: int = 0
    group_id: int
    title: str
    place: str | None = None
    link: str | None = None
    rule: Rule
    starts_on: date
    local_time: time
    minutes: int = 90
    places: int | None = None
    until: date | None = None
    thread_id: int | None = None
    created_by: int
    created_at: Instant


class MeetupState(StrEnum):
    """Where one meetup stands. Drawn in docs/architecture.md; the table below is the same machine."""

    PLANNED = "planned"
    SKIPPED = "skipped"  # this week there is none, the series goes on
    CANCELLED = "cancelled"  # called off with a reason
    ENDED = "ended"  # its time is over; held or not is what attendance says
    NOT_HELD = "not_held"  # a facilitator said that it did not happen


TRANSITIONS: dict[MeetupState, frozenset[MeetupState]] = {
    MeetupState.PLANNED: frozenset({MeetupState.SKIPPED, MeetupState.CANCELLED, MeetupState.ENDED}),
    MeetupState.SKIPPED: frozenset({MeetupState.PLANNED}),
    MeetupState.CANCELLED: frozenset({MeetupState.PLANNED}),
    MeetupState.ENDED: frozenset({MeetupState.NOT_HELD}),
    MeetupState.NOT_HELD: frozenset({MeetupState.ENDED}),
}


class Meetup(Model):
    """One dated occurrence of a series, which can differ from it.

    key: the local date on which the series' rule put it; `(series_id, key)` is unique and stays when it is moved.
    day, local_time: the wall time it really has; starts_at: the same as an instant. title, place, link: its own copies.
    attendance_saved_at: when facilitators last said who came, None: not yet.
    """

    id: int = 0
    series_id: int
    group_id: int
    key: date
    day: date
    local_time: time
    starts_at: Instant
    minutes: int
    title: str
    place: str | None = None
    link: str | None = None
    topic: str | None = None
    places: int | None = None
    state: MeetupState = MeetupState.PLANNED
    reason: str | None = None
    moved: bool = False
    sequence: int = 0  # of its calendar entry (RFC 5545), raised at each change
    attendance_saved_at: Instant | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends, UTC."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def here_from(self) -> datetime:
        """When "I'm here" opens."""
        return self.starts_at - HERE_BEFORE

    @property
    def here_until(self) -> datetime:
        """When "I'm here" closes and the card is finished."""
        return self.ends_at + HERE_AFTER


class Answer(StrEnum):
    """What somebody said they would do. It never means that they came."""

    GOING = "going"
    MAYBE = "maybe"
    DECLINED = "declined"


class Rsvp(Model):
    """One person's word on one meetup.

    children: how many come along. waiting_since: they said Going when it was full; None: they have a place.
    offered: they know that fewer places are free than they wait for.
    here_at: they pressed "I'm here". answer None: took their answer back, only pressed "I'm here", or were asked again
    at asked_at, as the time changed after their answer, and have not answered since; else asked_at is None.
    """

    meetup_id: int
    person_id: int
    answer: Answer | None = None
    children: int = 0
    waiting_since: Instant | None = None
    offered: bool = False
    here_at: Instant | None = None
    asked_at: Instant | None = None
    changed_at: Instant

    @property
    def seats(self) -> int:
        """How many places this takes."""
        return 1 + self.children


class ChangeKind(StrEnum):
    """What facilitators can do to a meetup that people counted on."""

    MOVED = "moved"
    PLACE = "place"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    SERIES = "series"  # its series was changed or ended


class Change(Model):
    """One change of a meetup: kept so that it can be undone, then told to those who had said they come.

    before: the meetup as it was. tell_at: when people hear of it. told, undone: which of the two has happened.
    series_change_id: what it is a part of. chat_id, message_id: where it was confirmed and can be undone.
    """

    id: int = 0
    meetup_id: int
    kind: ChangeKind
    before: Meetup
    by: int
    at: Instant
    tell_at: Instant
    told: bool = False
    undone: bool = False
    series_change_id: int | None = None
    chat_id: int | None = None
    message_id: int | None = None


class SeriesChange(Model):
    """A series that was ended, or goes on differently from a date on; kept so that it can be undone.

    successor_id: the series that takes over, None: it just ends. until_before: when it would have ended.
    before: the meetups that were touched, as they were. The other fields as in `Change`.
    """

    id: int = 0
    series_id: int
    successor_id: int | None = None
    until_before: date | None = None
    before: tuple[Meetup, ...] = ()
    by: int
    at: Instant
    tell_at: Instant
    told: bool = False
    undone: bool = False
    chat_id: int | None = None
    message_id: int | None = None
