"""Who really came: what facilitators ticked, by whom and when. What people said they would do never counts here."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from domain.meetups import Meetup, MeetupState, Rsvp
from domain.model import Instant, Model

OPEN_FOR = timedelta(days=7)  # after its meetup a list can be changed so long
LOOKED_AT = 4  # held meetups before one, which say who usually comes …
OFTEN_ENOUGH = 2  # … and to how many of these
TICKS_DUE = "attendance_due"  # what the agenda holds: a meetup is over, its facilitators get their list


class Mark(StrEnum):
    """What was ticked. Unmarked is not absent: it counts for nothing."""

    CAME = "came"
    MISSED = "missed"


class Attended(Model):
    """One line of a meetup's tick list that somebody touched.

    person_id None: somebody without Telegram, by guest_name; where that is None too, somebody who was forgotten since,
    of whom only the mark is counted. mark None: left open on purpose.
    marked_by: who touched it last, 0 where they were forgotten since.
    """

    id: int = 0
    meetup_id: int
    person_id: int | None = None
    guest_name: str | None = None
    mark: Mark | None = None
    marked_by: int
    marked_at: Instant


class What(StrEnum):
    """What happened to a tick list."""

    CAME = "came"
    MISSED = "missed"
    OPEN = "open"
    SAVED = "saved"
    NOT_HELD = "not_held"
    HELD = "held"


class Entry(Model):
    """One change of a tick list, kept with who made it and when.

    person_id, guest_name: whom it was about; both None for the list as a whole.
    """

    id: int = 0
    meetup_id: int
    person_id: int | None = None
    guest_name: str | None = None
    what: What
    by: int
    at: Instant


def is_held(meetup: Meetup) -> bool:
    """Whether it took place and its facilitators said who came: only such meetups count for anybody."""
    return meetup.state is MeetupState.ENDED and meetup.attendance_saved_at is not None


def is_regular(marks: Iterable[Mark | None]) -> bool:
    """Whether somebody usually comes, by what was ticked for the (at most four) held meetups before."""
    return sum(mark is Mark.CAME for mark in marks) >= OFTEN_ENOUGH


def ticked(line: Attended | None, rsvp: Rsvp | None) -> Mark | None:
    """What the list shows for somebody: what was ticked, else Came for who pressed "I'm here", and for nobody else."""
    if line is not None and line.mark is not None:
        return line.mark
    arrived = rsvp.here_at if rsvp is not None else None
    if arrived is not None and (line is None or arrived > line.marked_at):
        return Mark.CAME
    return None
