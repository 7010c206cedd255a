"""Somebody leaves a group, or is forgotten: their answers go, and those who waited for a place get it."""

from collections.abc import Iterable
from datetime import datetime

from domain.groups import Group
from domain.introductions import stop
from domain.meetups import Meetup, Rsvp
from domain.members import leave
from domain.model import Model
from domain.planning import redraw
from domain.ports import Tx
from domain.requests_answering import no_facilitator_any_more
from domain.rsvps import move_up
from domain.welcome import gone


class Freed(Model):
    """A meetup at which places may have become free, and who has one by that."""

    meetup: Meetup
    group: Group
    moved_up: tuple[Rsvp, ...]


def leave_group(tx: Tx, group: Group, person_id: int, now: datetime) -> list[Freed]:
    """They are no member, facilitator or buddy any more, and are not counted on for what is to come."""
    leave(tx, group.id, person_id, now)
    gone(tx, group.id, person_id)
    stop(tx, group.id, person_id, now)
    tx.rota.remove_person(group.id, person_id)
    no_facilitator_any_more(tx, group.id, person_id, now)
    answered = []
    for meetup in tx.meetups.coming(group.id, now, limit=200):
        rsvp = tx.meetups.rsvp(meetup.id, person_id)
        if rsvp is not None and rsvp.answer is not None:
            tx.meetups.save_rsvp(rsvp.changed(answer=None, children=0, waiting_since=None, changed_at=now))
            redraw(tx, meetup.id, now)
            answered.append(meetup.id)
    return free(tx, answered, now)


def free(tx: Tx, meetup_ids: Iterable[int], now: datetime) -> list[Freed]:
    """Give the places that became free at these meetups to those who wait."""
    found = []
    for meetup_id in meetup_ids:
        meetup = tx.meetups.get(meetup_id)
        group = tx.groups.get(meetup.group_id) if meetup is not None else None
        if meetup is not None and group is not None:
            found.append(Freed(meetup=meetup, group=group, moved_up=move_up(tx, meetup, now)))
    return found
