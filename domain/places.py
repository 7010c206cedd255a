"""Who waits for more places than are free: told once that fewer are, they can come without their children."""

from datetime import datetime

from domain.errors import Full, NotNow
from domain.meetups import Answer, Meetup, Rsvp
from domain.model import Model
from domain.people import Person
from domain.planning import redraw
from domain.ports import Tx
from domain.rsvps import Said, free_places, is_open, waiting


class Offer(Model):
    """Somebody waits with children, and fewer places are free than they need."""

    person: Person
    rsvp: Rsvp
    free: int


def offer(tx: Tx, meetup: Meetup, now: datetime) -> Offer | None:
    """Who waits longest of those who can be reached, if fewer places are free than they need; once to each answer."""
    rsvps = tx.meetups.rsvps(meetup.id)
    free = free_places(meetup, rsvps)
    if not free or free < 1 or not is_open(meetup, now):
        return None
    queue = waiting(rsvps)
    people = tx.people.many([rsvp.person_id for rsvp in queue])
    reachable = [(people[r.person_id], r) for r in queue if r.person_id in people and people[r.person_id].private_open]
    if not reachable or reachable[0][1].offered:
        return None
    person, rsvp = reachable[0]
    tx.meetups.save_rsvp(rsvp.changed(offered=True))
    return Offer(person=person, rsvp=rsvp, free=free)


def come_alone(tx: Tx, meetup: Meetup, person_id: int, now: datetime) -> Said:
    """Take one place without the children. Not different: they wait for none. NotNow or Full: it is too late."""
    if not is_open(meetup, now):
        raise NotNow
    rsvps = tx.meetups.rsvps(meetup.id)
    before = next((rsvp for rsvp in rsvps if rsvp.person_id == person_id), None)
    if before is None or before.answer is not Answer.GOING or before.waiting_since is None:
        return Said(rsvp=before or Rsvp(meetup_id=meetup.id, person_id=person_id, changed_at=now), different=False)
    free = free_places(meetup, rsvps)
    if free is not None and free < 1:
        raise Full
    placed = before.changed(children=0, waiting_since=None)
    tx.meetups.save_rsvp(placed)
    redraw(tx, meetup.id, now)
    return Said(rsvp=placed, lost=before.children)
