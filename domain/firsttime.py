"""The first meetup of somebody new: the facilitators hear of it the day before; afterwards the bot asks how it was."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.attendance import Mark
from domain.groups import Group
from domain.meetups import Answer, Meetup, MeetupState
from domain.model import Model
from domain.newcomers import Felt, Newcomer
from domain.people import Person
from domain.planning import FIRST_TIMERS, HOW_WAS_IT, day_before, morning_after, zone_of
from domain.ports import Tx

LATE_WAIT = timedelta(minutes=10)  # whoever says Going after the facilitators heard may still take it back
ASK_WITHIN = timedelta(days=4)  # later than this nobody is asked how it was
ASK_FROM, ASK_UNTIL = time(10), time(19)


class FirstTimers(Model):
    """Who comes to this meetup for the first time."""

    meetup: Meetup
    group: Group
    people: tuple[Person, ...]


def said_going(tx: Tx, meetup: Meetup, group: Group, person_id: int, now: datetime) -> None:
    """Somebody said Going: where the facilitators have heard already who is new, they hear of this one, too."""
    newcomer = tx.newcomers.get(group.id, person_id)
    if newcomer is None or newcomer.told_at is not None or now < day_before(meetup, group):
        return
    due_at = group.quiet.next_open(now + LATE_WAIT, zone_of(group))
    if due_at < meetup.starts_at and not tx.agenda.of(FIRST_TIMERS, meetup.id):
        tx.agenda.add(FIRST_TIMERS, meetup.id, due_at)


def first_timers(tx: Tx, meetup_id: int, now: datetime) -> FirstTimers | None:
    """Those of whom the facilitators are to hear now; taken as told. None: nobody, or it is of no use any more."""
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None or group.resting:
        return None
    if meetup.state is not MeetupState.PLANNED or now >= meetup.starts_at:
        return None
    going = [r.person_id for r in tx.meetups.rsvps(meetup.id) if r.answer is Answer.GOING]
    new = [found for person_id in going if (found := _untold(tx, meetup, person_id)) is not None]
    for newcomer in new:
        tx.newcomers.save(newcomer.changed(told_at=now))
    people = tx.people.many([newcomer.person_id for newcomer in new])
    named = tuple(people[newcomer.person_id] for newcomer in new if newcomer.person_id in people)
    return FirstTimers(meetup=meetup, group=group, people=named) if named else None


def announced(tx: Tx, meetup_id: int) -> FirstTimers | None:
    """Those of whom the facilitators heard, as far as they still come."""
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None:
        return None
    told = {one.person_id for one in tx.newcomers.of_group(group.id) if one.told_at is not None}
    going = [r.person_id for r in tx.meetups.rsvps(meetup.id) if r.answer is Answer.GOING and r.person_id in told]
    people = tuple(p for p in tx.people.many(going).values() if not _has_come(tx, p.id, meetup))
    return FirstTimers(meetup=meetup, group=group, people=people) if people else None


def _untold(tx: Tx, meetup: Meetup, person_id: int) -> Newcomer | None:
    newcomer = tx.newcomers.get(meetup.group_id, person_id)
    if newcomer is None or newcomer.told_at is not None or newcomer.asked_at is not None:
        return None
    return None if _has_come(tx, person_id, meetup) else newcomer


def _has_come(tx: Tx, person_id: int, before: Meetup) -> bool:
    """Whether they were at an earlier meetup of the group, by what was ticked or their own "I'm here"."""
    saved = tx.attendance.saved_meetups(before.group_id, before.starts_at, 200)
    if Mark.CAME in tx.attendance.history(person_id, before.group_id, saved).values():
        return True
    for rsvp in tx.meetups.rsvps_of(person_id):
        meetup = tx.meetups.get(rsvp.meetup_id) if rsvp.here_at is not None else None
        if meetup is not None and meetup.group_id == before.group_id and meetup.starts_at < before.starts_at:
            return True
    return False


def how_was_it(tx: Tx, meetup_id: int, now: datetime) -> FirstTimers | None:
    """Those who came for the first time and are to be asked now; taken as asked, once and for all.

    Who said Going need not have come: only "I'm here" or a tick says so. Where nobody ticked yet it is looked at again
    the next day, for a few days.
    """
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None or group.resting or meetup.state is not MeetupState.ENDED:
        return None
    if now > meetup.ends_at + ASK_WITHIN:
        return None
    if now < (window := _window(group, now)):
        tx.agenda.add(HOW_WAS_IT, meetup.id, window)
        return None
    came, open_still = _came(tx, meetup)
    if open_still:
        tx.agenda.add(HOW_WAS_IT, meetup.id, morning_after(group, now))
    asked = []
    for newcomer in came:
        person = tx.people.get(newcomer.person_id)
        member = tx.people.member(group.id, newcomer.person_id)
        if person is not None and person.private_open and member is not None and member.left_at is None:
            tx.newcomers.save(newcomer.changed(asked_at=now))
            asked.append(person)
    return FirstTimers(meetup=meetup, group=group, people=tuple(asked)) if asked else None


def _window(group: Group, now: datetime) -> datetime:
    """Now, or when the next time of day begins at which people are asked."""
    local = now.astimezone(ZoneInfo(zone_of(group)))
    if local.time() < ASK_FROM:
        return local.replace(hour=ASK_FROM.hour, minute=0, second=0, microsecond=0)
    if local.time() >= ASK_UNTIL:
        tomorrow = local + timedelta(days=1)
        return tomorrow.replace(hour=ASK_FROM.hour, minute=0, second=0, microsecond=0)
    return now


def _came(tx: Tx, meetup: Meetup) -> tuple[list[Newcomer], bool]:
    """The newcomers who were there for the first time and were not asked yet; and whether it is open if others came."""
    marks = {line.person_id: line.mark for line in tx.attendance.marks(meetup.id)}
    rsvps = {rsvp.person_id: rsvp for rsvp in tx.meetups.rsvps(meetup.id)}
    came, open_still = [], False
    for newcomer in tx.newcomers.of_group(meetup.group_id):
        mark, rsvp = marks.get(newcomer.person_id), rsvps.get(newcomer.person_id)
        if newcomer.asked_at is not None or mark is Mark.MISSED or _has_come(tx, newcomer.person_id, meetup):
            continue
        if mark is Mark.CAME or (rsvp is not None and rsvp.here_at is not None):
            came.append(newcomer)
        elif rsvp is not None and rsvp.answer in (Answer.GOING, Answer.MAYBE):
            open_still = True
    return came, open_still


def felt(tx: Tx, group_id: int, person_id: int, how: Felt) -> Newcomer | None:
    """What they said to "how was it?"; it can be changed. None: they were not asked, or it is long ago."""
    newcomer = tx.newcomers.get(group_id, person_id)
    if newcomer is None or newcomer.asked_at is None:
        return None
    said = newcomer.changed(felt=how)
    tx.newcomers.save(said)
    return said


def was_asked(tx: Tx, group_id: int, person_id: int) -> bool:
    """Whether they were asked how it was, lately enough for it to be kept."""
    newcomer = tx.newcomers.get(group_id, person_id)
    return newcomer is not None and newcomer.asked_at is not None
