"""What is kept about a person, shown to them whole and erased for good when they ask."""

from datetime import datetime
from typing import Any

from domain.attendance_lists import lists_naming, touch_lists
from domain.introductions import OFF, stop
from domain.leaving import Freed, free
from domain.notices import names_changed
from domain.planning import CARD
from domain.ports import Tx
from domain.requests_leaving import forgotten


def everything_about(tx: Tx, person_id: int) -> dict[str, Any]:
    """All that is kept, by table, as JSON values."""
    return tx.facts(person_id)


def erase(tx: Tx, person_id: int, now: datetime) -> list[Freed]:
    """Forget the person: their rows, what they had begun, what was to be said to them; cards lose the name.

    A keyed hash goes into the ledger outside the database, so that a restored backup forgets them again. Returns who
    has a place now because of it.
    """
    answered = [rsvp.meetup_id for rsvp in tx.meetups.rsvps_of(person_id)]
    listed = lists_naming(tx, person_id, now)
    for group in tx.people.groups_of(person_id):
        stop(tx, group.id, person_id, now)  # who waits to be introduced to them hears that it will not be
    forgotten(tx, person_id, now)
    tx.agenda.remove_like(OFF, f"{person_id}:")
    names_changed(tx, tx.notices.naming(person_id), now)
    tx.outbox.drop_for_person(person_id)
    tx.people.erase(person_id)
    tx.forgotten.add(person_id, now)
    for meetup_id in answered:
        card = tx.cards.of(CARD, meetup_id)
        if card is not None and card.message_id is not None:
            tx.outbox.touch(card, now)  # finished cards too: the name stands on them as well
    for meetup_id in listed:
        touch_lists(tx, meetup_id, now)
    return free(tx, answered, now)
