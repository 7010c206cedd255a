"""What people answer to a nudge, and that they come again: both end the silence that would follow."""

from collections.abc import Set
from datetime import datetime

from domain.attendance import LOOKED_AT
from domain.away import go_away, last_day, today_for
from domain.errors import Gone, LeftGroup, NotYours
from domain.groups import Group
from domain.meetups import Answer, Meetup, MeetupState
from domain.model import Model
from domain.nudge import Nudge, NudgeAnswer
from domain.nudge_history import unanswered_of
from domain.nudge_policy import IN_A_ROW
from domain.nudge_sending import count
from domain.people import Person
from domain.ports import Tx
from domain.rsvps import Said, say
from domain.settings import set_nudges

BREAKS = (2, 4, 8)  # weeks


class SeeYou(Model):
    """What "See you next time" came to. meetup None: no next one is planned. said None: there was nothing to say."""

    meetup: Meetup | None = None
    said: Said | None = None


def own(tx: Tx, nudge_id: int, person_id: int) -> Nudge:
    """The nudge whose button this person pressed. Gone: it was forgotten. NotYours: it is somebody else's.

    LeftGroup: they have left since.
    """
    nudge = tx.nudges.get(nudge_id)
    if nudge is None:
        raise Gone
    member = tx.people.member(nudge.group_id, person_id)
    if nudge.person_id != person_id or member is None:
        raise NotYours
    if member.left_at is not None:
        raise LeftGroup
    return nudge


def answered(tx: Tx, nudge: Nudge, answer: NudgeAnswer, now: datetime, **more: object) -> Nudge:
    """Keep which button it was; the first answer is counted."""
    if nudge.answered_at is None:
        count(tx, nudge.group_id, answer, now)
    nudge = nudge.changed(answer=answer, answered_at=now, **more)
    tx.nudges.save(nudge)
    tx.nudges.silence(nudge.group_id, nudge.person_id, on=False)
    return nudge


def next_meetup(tx: Tx, group: Group, now: datetime) -> Meetup | None:
    """The next one that takes place and has not begun."""
    coming = tx.meetups.coming(group.id, now, limit=50)
    return next((one for one in coming if one.starts_at > now and one.state is MeetupState.PLANNED), None)


def see_you(tx: Tx, nudge: Nudge, now: datetime) -> SeeYou:
    """ "See you next time": Going for the next meetup that has not begun."""
    answered(tx, nudge, NudgeAnswer.SEE_YOU, now)
    group = tx.groups.get(nudge.group_id)
    if group is None:
        raise Gone
    meetup = next_meetup(tx, group, now)
    if meetup is None:
        return SeeYou()
    return SeeYou(meetup=meetup, said=say(tx, meetup, nudge.person_id, Answer.GOING, now))


def take_break(tx: Tx, nudge: Nudge, person: Person, weeks: int, now: datetime) -> Person:
    """Away for so many weeks, today being the first day."""
    answered(tx, nudge, NudgeAnswer.BREAK, now)
    group = tx.groups.get(nudge.group_id)
    return go_away(tx, person, last_day(today_for(tx, person.id, group.zone if group else None, now), weeks))


def stop(tx: Tx, nudge: Nudge, person: Person, now: datetime) -> Person:
    """No such message any more, from any group."""
    answered(tx, nudge, NudgeAnswer.STOP, now)
    return set_nudges(tx, person, wanted=False)


def welcome_back(tx: Tx, meetup: Meetup, group: Group, came: Set[int], now: datetime) -> None:
    """Attendance was saved: who came again after a nudge, and within four held meetups is counted as come back.

    Where a tick was changed meanwhile, what it had meant is taken back.
    """
    before, open_ones = tx.nudges.returned_to(meetup.id), tx.nudges.not_returned(group.id)
    latest = _latest(tx, meetup, group) if before or open_ones else []
    for nudge in before:
        if nudge.person_id not in came:
            tx.nudges.save(nudge.changed(returned_to=None, returned_at=None))
            if nudge.meetup_id in latest:
                count(tx, group.id, "came_back", now, by=-1)
    for nudge in open_ones:
        if nudge.person_id not in came or nudge.sent_at is None or nudge.sent_at >= meetup.ends_at:
            continue
        tx.nudges.save(nudge.changed(returned_to=meetup.id, returned_at=meetup.ends_at))
        if nudge.meetup_id in latest:
            count(tx, group.id, "came_back", now)
    # The nudges themselves may be forgotten by now, the silence that followed them is not.
    for person_id in sorted(came & tx.nudges.silenced(group.id)) if came else ():
        here = [one for one in tx.nudges.sent_to([person_id]) if one.group_id == group.id]
        if unanswered_of(here) < IN_A_ROW:
            tx.nudges.silence(group.id, person_id, on=False)


def _latest(tx: Tx, meetup: Meetup, group: Group) -> list[int]:
    """This meetup and the four held before it: who was missed at one of these came back soon."""
    return [one.id for one in tx.attendance.saved_meetups(group.id, meetup.ends_at, LOOKED_AT + 1)]
