"""A facilitator who claimed a request and has written nothing yet: when they are reminded, and whether they are."""

from datetime import datetime

from domain.ports import Tx
from domain.requests import WRITES_WITHIN, Request, Step, What
from domain.requests_asking import GO_ON, REMIND


def time_to_write(tx: Tx, request: Request, now: datetime) -> None:
    """From now on they have their time anew."""
    for kind in (REMIND, GO_ON):
        tx.agenda.remove(kind, request.id)
    tx.agenda.add(REMIND, request.id, now + WRITES_WITHIN)


def at_work(tx: Tx, request: Request, now: datetime) -> None:
    """They have written nothing, but do something else for whoever asked: that takes time as well."""
    if not answered(tx, request):
        time_to_write(tx, request, now)


def remind(tx: Tx, request_id: int, now: datetime) -> Request | None:
    """They are to be reminded, once. None: they need not be."""
    request = silent(tx, request_id, now)
    if request is not None:
        tx.requests.note(Step(request_id=request.id, what=What.REMINDED, at=now, to_id=request.claimed_by))
        tx.agenda.add(GO_ON, request.id, now + WRITES_WITHIN)
    return request


def silent(tx: Tx, request_id: int, now: datetime) -> Request | None:
    """The request, where whoever has it could have written and has not.

    While whoever asked has closed the private chat nobody can write to them, and the time begins anew.
    """
    request = tx.requests.get(request_id)
    if request is None or not request.held or answered(tx, request):
        return None
    asking = tx.people.get(request.person_id or 0)
    if asking is None or not asking.private_open:
        time_to_write(tx, request, now)
        return None
    return request


def answered(tx: Tx, request: Request) -> bool:
    """Whether whoever has it has written anything since they claimed it."""
    for step in reversed(tx.requests.steps(request.id)):
        if step.what in (What.ANSWERED, What.CLAIMED):
            return step.what is What.ANSWERED
    return False
