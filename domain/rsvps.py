"""What people say about coming: answers, children, places and the waiting list, and "I'm here"."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.attendance_lists import arrived
from domain.errors import Full, NotNow
from domain.meetups import Answer, Meetup, MeetupState, Rsvp
from domain.model import Model
from domain.people import Person
from domain.planning import redraw
from domain.ports import Tx

MOST_CHILDREN = 9  # of one person; more is a slip of the finger
SETTLED = timedelta(seconds=10)  # a second tap so soon is the same one, however it came about
HERE_STATES = (MeetupState.PLANNED, MeetupState.ENDED)


class Said(Model):
    """What came of a press. moved_up: those who now have a place that they were waiting for.

    different: False where it stood so before. lost: children who came along until now and are not counted any more.
    """

    rsvp: Rsvp
    different: bool = True
    lost: int = 0
    moved_up: tuple[Rsvp, ...] = ()


def is_open(meetup: Meetup, now: datetime) -> bool:
    """Whether people can still say if they come."""
    return meetup.state is MeetupState.PLANNED and now < meetup.ends_at


def is_here_open(meetup: Meetup, now: datetime) -> bool:
    """Whether "I'm here" can be pressed."""
    return meetup.state in HERE_STATES and meetup.here_from <= now < meetup.here_until


def taken(rsvps: Iterable[Rsvp]) -> int:
    """How many places are taken; who waits takes none."""
    return sum(rsvp.seats for rsvp in rsvps if rsvp.answer is Answer.GOING and rsvp.waiting_since is None)


def waiting(rsvps: Iterable[Rsvp]) -> list[Rsvp]:
    """Those who wait for a place, the longest first."""
    found = [(r.waiting_since, r.person_id, r) for r in rsvps if r.answer is Answer.GOING and r.waiting_since]
    return [rsvp for _, _, rsvp in sorted(found, key=lambda entry: entry[:2])]


def free_places(meetup: Meetup, rsvps: Iterable[Rsvp]) -> int | None:
    """How many places nobody has taken; None: there is no limit. Below none where the limit was lowered."""
    return None if meetup.places is None else meetup.places - taken(rsvps)


def say(tx: Tx, meetup: Meetup, person_id: int, answer: Answer, now: datetime, *, takes_back: bool = False) -> Said:
    """Answer. NotNow where the meetup is over or called off.

    takes_back: the same answer again takes it back, but for a second tap within SETTLED; else it changes nothing.
    """
    before = _known(tx, meetup, person_id, now)
    if not is_open(meetup, now):
        raise NotNow
    plain = before.changed(answer=None, children=0, waiting_since=None, offered=False, asked_at=None, changed_at=now)
    if before.answer is answer:
        if not takes_back or now - before.changed_at < SETTLED:
            return Said(rsvp=before, different=False)
        return _settle(tx, meetup, before, plain, now)
    after = plain.changed(answer=answer)
    if answer is Answer.GOING and not _fits(tx, meetup, after):
        after = after.changed(waiting_since=now)
    return _settle(tx, meetup, before, after, now).changed(lost=before.children)


def bring(tx: Tx, meetup: Meetup, person_id: int, more: int, now: datetime) -> Said:
    """One child more (1) or less (-1) comes along; who had not said Going says so by bringing a child.

    Full where somebody who has a place would take one too many. Nothing changes below none or above MOST_CHILDREN.
    """
    before = _known(tx, meetup, person_id, now)
    if not is_open(meetup, now):
        raise NotNow
    going = before.answer is Answer.GOING
    children = (before.children if going else 0) + more
    if not 0 <= children <= MOST_CHILDREN:
        return Said(rsvp=before, different=False)
    since = before.changed_at if going else now
    after = before.changed(answer=Answer.GOING, children=children, asked_at=None, changed_at=since)
    if not going:
        after = after.changed(waiting_since=None if _fits(tx, meetup, after) else now, offered=False)
    elif more > 0 and before.waiting_since is None and not _fits(tx, meetup, after):
        raise Full
    return _settle(tx, meetup, before, after, now)


def arrive(tx: Tx, meetup: Meetup, person_id: int, now: datetime) -> bool:
    """ "I'm here": False if they had said so before. It counts nobody as present but the one who pressed."""
    if not is_here_open(meetup, now):
        raise NotNow
    known = _known(tx, meetup, person_id, now)
    if known.here_at is not None:
        return False
    tx.meetups.save_rsvp(known.changed(here_at=now))
    arrived(tx, meetup, person_id, now)
    return True


def move_up(tx: Tx, meetup: Meetup, now: datetime) -> tuple[Rsvp, ...]:
    """Give free places to those who wait, in their order; who comes with too many for what is left is passed over."""
    if not is_open(meetup, now):
        return ()
    rsvps = tx.meetups.rsvps(meetup.id)
    free = free_places(meetup, rsvps)
    moved = []
    for rsvp in waiting(rsvps):
        if free is not None and rsvp.seats > free:
            continue
        placed = rsvp.changed(waiting_since=None)
        tx.meetups.save_rsvp(placed)
        moved.append(placed)
        free = None if free is None else free - rsvp.seats
    if moved:
        redraw(tx, meetup.id, now)
    return tuple(moved)


def set_places(tx: Tx, meetup: Meetup, places: int | None, now: datetime) -> tuple[Rsvp, ...]:
    """Another limit for this meetup, None: no limit. Nobody loses a place by it; returns who got one."""
    limited = meetup.changed(places=places)
    tx.meetups.save(limited)
    redraw(tx, meetup.id, now)
    return move_up(tx, limited, now)


def counted_on(tx: Tx, meetup: Meetup) -> list[Person]:
    """Those who said Going (waiting or not) or Maybe, in the order in which they said it.

    Also who had said so, was asked again as the time changed, and has not answered yet.
    """
    coming = (Answer.GOING, Answer.MAYBE)
    counted = [r.person_id for r in tx.meetups.rsvps(meetup.id) if r.answer in coming or r.asked_at]
    people = tx.people.many(counted)
    return [people[person_id] for person_id in counted if person_id in people]


def _known(tx: Tx, meetup: Meetup, person_id: int, now: datetime) -> Rsvp:
    known = tx.meetups.rsvp(meetup.id, person_id)
    return known or Rsvp(meetup_id=meetup.id, person_id=person_id, changed_at=now)


def _fits(tx: Tx, meetup: Meetup, rsvp: Rsvp) -> bool:
    """Whether there are places enough for this one beside everybody else who has one."""
    if meetup.places is None:
        return True
    others = [other for other in tx.meetups.rsvps(meetup.id) if other.person_id != rsvp.person_id]
    return taken(others) + rsvp.seats <= meetup.places


def _settle(tx: Tx, meetup: Meetup, before: Rsvp, after: Rsvp, now: datetime) -> Said:
    tx.meetups.save_rsvp(after)
    redraw(tx, meetup.id, now)
    if meetup.places is None or taken([after]) >= taken([before]) > 0:
        return Said(rsvp=after)
    moved = move_up(tx, meetup, now)
    own = next((rsvp for rsvp in moved if rsvp.person_id == after.person_id), after)
    return Said(rsvp=own, moved_up=tuple(rsvp for rsvp in moved if rsvp is not own))
