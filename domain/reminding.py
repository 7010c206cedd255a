"""A reminder is due: whether it is still of use, and for whom."""

from datetime import datetime, timedelta

from domain.agenda import Promise
from domain.groups import Group
from domain.meetups import Answer, Meetup, MeetupState
from domain.model import Model
from domain.people import Person
from domain.planning import REMINDER, subject, today, zone_of
from domain.ports import Tx
from domain.reminders import decide, make_up

LATE = timedelta(minutes=10)  # beyond that a reminder was missed, and comes by the rules for missed ones
SOON = timedelta(minutes=30)  # a missed one is left out where the next follows so soon


class Due(Model):
    """A reminder that is to be sent now. lead: minutes before the start."""

    meetup: Meetup
    group: Group
    lead: int


def take(tx: Tx, promise: Promise, now: datetime) -> Due | None:
    """The reminder if it is to be sent now; None where it is of no use any more, or was put off to the end of night."""
    meetup_id, lead = (int(part) for part in promise.subject.split(":"))
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None or group.resting or meetup.state is not MeetupState.PLANNED:
        return None
    if decide(promise.due_at, meetup.starts_at, now) != "send":
        return None
    if now - promise.due_at > LATE:
        moment = make_up(meetup.starts_at, group.quiet, zone_of(group), now)
        if moment is not None and moment > now:
            tx.agenda.add(promise.kind, promise.subject, moment)
        if moment != now:
            return None
    return Due(meetup=meetup, group=group, lead=lead)


def speaks_for_all(tx: Tx, due: Due, promise: Promise, now: datetime) -> bool:
    """Whether the group hears this reminder. Several missed ones are one message, and none just before the next."""
    late = now - promise.due_at > LATE
    for lead in due.group.leads:
        if lead == due.lead:
            continue
        others = tx.agenda.of(REMINDER, subject(due.meetup, lead))
        if late and any(now < other.due_at <= now + SOON for other in others):
            return False
        if any(other.due_at <= now for other in others):
            tx.agenda.remove(REMINDER, subject(due.meetup, lead))
    return True


def recipients(tx: Tx, due: Due, now: datetime) -> list[Person]:
    """Who is reminded in private: asked for it at this lead, can be written to, is not away, has not declined."""
    day = today(due.group, now)
    declined = {r.person_id for r in tx.meetups.rsvps(due.meetup.id) if r.answer is Answer.DECLINED}
    return [
        person
        for person in tx.people.wanting_reminder(due.group.id, due.lead)
        if person.private_open and not person.is_away(day) and person.id not in declined
    ]
