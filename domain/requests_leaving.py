"""Requests when somebody is erased: what they asked ends, what they had goes on, and no message keeps their name."""

from datetime import datetime

from domain.ports import Tx
from domain.requests_answering import let_go, no_facilitator_any_more
from domain.requests_asking import SETTLE, take_back


def forgotten(tx: Tx, person_id: int, now: datetime) -> None:
    """Before they are erased. Messages about all this follow in a transaction of their own."""
    for request in tx.requests.open_of(person_id):
        take_back(tx, request.id, person_id, now)
        tx.agenda.add(SETTLE, request.id, now)
    for request in tx.requests.held_by(person_id):
        let_go(tx, request, now)
    for request in tx.requests.offered_to(person_id):
        no_facilitator_any_more(tx, request.group_id, person_id, now)
    for group in tx.people.groups_of(person_id):
        for request in tx.requests.open_in(group.id):
            tx.agenda.add(SETTLE, request.id, now)  # the room's card may mention them
