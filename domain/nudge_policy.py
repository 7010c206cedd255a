"""When somebody may be told that they were missed: one pure function. Each rule is a line of the care rules."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.attendance import OFTEN_ENOUGH, Mark
from domain.meetups import Answer, MeetupState
from domain.model import Instant, Model
from domain.nudge import Verdict
from domain.recurrence import at

OPENS, CLOSES = time(10), time(19)  # local wall times between which nudges go
LATEST = timedelta(days=3)  # after the end of the meetup
APART = timedelta(days=14)  # between two nudges to one person, whatever the group
IN_A_ROW = 2  # so many without an answer in a group, then silence


class Reason(StrEnum):
    """Why nothing is sent."""

    RESTING = "resting"  # the bot is not in the group any more
    NOT_HELD = "not_held"
    NOT_SAVED = "not_saved"  # nobody said who came
    CAME = "came"
    UNMARKED = "unmarked"  # and unmarked is not absent
    DECLINED = "declined"  # they had said "Can't make it"
    LEFT = "left"  # is no member, or became one only afterwards
    FACILITATOR = "facilitator"
    STOPPED = "stopped"  # does not want these messages
    AWAY = "away"
    REQUEST = "request"  # is in touch with a facilitator already
    BACK = "back"  # has since answered for another meetup, or come to one
    NOT_EXPECTED = "not_expected"  # neither came often nor had said Going
    SILENCE = "silence"  # two in a row without an answer
    LATELY = "lately"  # was nudged in the last 14 days
    TOO_LATE = "too_late"
    NOT_THIS_TIME = "not_this_time"  # the facilitators, who are asked first, said so
    CALLED = "called"  # a facilitator calls them
    UNDECIDED = "undecided"  # the facilitators are asked first and had not decided by the evening


class History(Model):
    """All that the decision depends on, about one person and one meetup.

    mark: what was ticked. answer: what they had said, without waiting for a place. came_before: to how many of the
    four held meetups before it they came. back: a later meetup has seen them or their answer. unanswered: how many
    nudges of this group went without an answer since they were last heard of. last_nudge_at: in any group.
    """

    zone: str
    resting: bool = False
    state: MeetupState
    starts_at: Instant
    ends_at: Instant
    saved_at: Instant | None
    mark: Mark | None
    answer: Answer | None = None
    came_before: int = 0
    member: bool = True
    facilitator: bool = False
    stopped: bool = False
    away_until: date | None = None
    open_request: bool = False
    back: bool = False
    unanswered: int = 0
    last_nudge_at: Instant | None = None
    asked_first: bool = False
    verdict: Verdict | None = None


class Send(Model):
    """It may go from this moment on, which can be now."""

    at: Instant


class Wait(Model):
    """It cannot be said before then: decide again."""

    until: Instant


class Never(Model):
    """It will not be sent."""

    reason: Reason


Decision = Send | Wait | Never


def decide(history: History, now: datetime) -> Decision:
    """Whether and when this person may be told that they were missed at this meetup."""
    open_until = _not_known_yet(history, now)
    if open_until is not None:
        return Wait(until=open_until)
    reason = _reason(history)
    if reason is not None or history.saved_at is None:
        return Never(reason=reason or Reason.NOT_SAVED)
    found = window(history)
    if found is None or now >= found[1]:
        waited = found is not None and history.asked_first and history.verdict is None
        return Never(reason=Reason.UNDECIDED if waited else Reason.TOO_LATE)
    opens, closes = found
    if history.last_nudge_at is not None:
        opens = max(opens, history.last_nudge_at + APART)
        if opens >= closes:
            return Never(reason=Reason.LATELY)
    if history.asked_first and history.verdict is None:
        return Wait(until=closes)
    return Send(at=max(opens, now))


def window(history: History) -> tuple[datetime, datetime] | None:
    """When it may go, by what is known about one person; as `window_of`."""
    if history.saved_at is None:
        return None
    return window_of(history.zone, history.starts_at, history.ends_at, history.saved_at)


@lru_cache(maxsize=256)
def window_of(
    zone: str, starts_at: datetime, ends_at: datetime, saved_at: datetime
) -> tuple[datetime, datetime] | None:
    """The first 10:00–19:00 of the group after the saving, not on the meetup's day; None: too late for any.

    It ends at the latest three days after the meetup. Kept for a while: it is the same for everybody at a meetup.
    """
    met_on = starts_at.astimezone(ZoneInfo(zone)).date()
    day = max(saved_at.astimezone(ZoneInfo(zone)).date(), met_on + timedelta(days=1))
    if saved_at >= at(day, CLOSES, zone):
        day += timedelta(days=1)
    opens = max(at(day, OPENS, zone), saved_at)
    closes = min(at(day, CLOSES, zone), ends_at + LATEST)
    return (opens, closes) if opens < closes else None


def _not_known_yet(history: History, now: datetime) -> datetime | None:
    """Until when it may still turn out that they were missed."""
    if history.state is MeetupState.PLANNED and now < history.ends_at:
        return history.ends_at
    unsaved = history.state in (MeetupState.PLANNED, MeetupState.ENDED) and history.saved_at is None
    latest = history.ends_at + LATEST
    return latest if unsaved and now < latest else None


def _reason(history: History) -> Reason | None:
    """The first rule that forbids it, whatever the time."""
    expected = history.came_before >= OFTEN_ENOUGH or history.answer is Answer.GOING
    met_on = history.starts_at.astimezone(ZoneInfo(history.zone)).date()
    rules = (
        (history.resting, Reason.RESTING),
        (history.state not in (MeetupState.PLANNED, MeetupState.ENDED), Reason.NOT_HELD),
        (history.saved_at is None or history.state is MeetupState.PLANNED, Reason.NOT_SAVED),
        (history.mark is Mark.CAME, Reason.CAME),
        (history.mark is None, Reason.UNMARKED),
        (history.answer is Answer.DECLINED, Reason.DECLINED),
        (not history.member, Reason.LEFT),
        (history.facilitator, Reason.FACILITATOR),
        (history.stopped, Reason.STOPPED),
        (history.away_until is not None and history.away_until >= met_on, Reason.AWAY),
        (history.open_request, Reason.REQUEST),
        (history.back, Reason.BACK),
        (not expected, Reason.NOT_EXPECTED),
        (history.unanswered >= IN_A_ROW, Reason.SILENCE),
        (history.verdict is Verdict.NOT, Reason.NOT_THIS_TIME),
        (history.verdict is Verdict.CALL, Reason.CALLED),
    )
    return next((reason for holds, reason in rules if holds), None)
