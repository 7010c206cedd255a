"""Somebody asks to be let into a group; its facilitators decide."""

from datetime import datetime, timedelta

from domain.errors import Done, Gone
from domain.groups import Group
from domain.newcomers import JoinRequest
from domain.ports import Tx

ASKED = "join_request"  # the facilitators are to be told
OPEN_FOR = timedelta(minutes=5)  # so long Telegram lets a bot write to somebody who asked to join


def ask(tx: Tx, group: Group, person_id: int, name: str, now: datetime) -> JoinRequest:
    """A request, new or once more; the facilitators are told right after this, in a transaction of its own."""
    known = tx.newcomers.request_of(group.id, person_id)
    if known is not None:
        tx.newcomers.remove_request(known.id)
        tx.agenda.remove(ASKED, known.id)
    request = tx.newcomers.add_request(
        JoinRequest(group_id=group.id, person_id=person_id, name=name or "?", asked_at=now)
    )
    tx.agenda.add(ASKED, request.id, now)
    return request


def decide(tx: Tx, request_id: int, by: int) -> JoinRequest:
    """The first who decides decides. Gone: there is no such request any more; Done: somebody was faster."""
    request = tx.newcomers.request(request_id)
    if request is None:
        raise Gone
    if request.decided_by is not None:
        raise Done
    decided = request.changed(decided_by=by)
    tx.newcomers.save_request(decided)
    return decided


def close(tx: Tx, request_id: int) -> JoinRequest | None:
    """Telegram knows what was decided: nothing of the request is kept. Returns it as it was."""
    request = tx.newcomers.request(request_id)
    if request is not None:
        tx.newcomers.remove_request(request_id)
    return request


def reopen(tx: Tx, request_id: int) -> None:
    """Telegram did not let the bot do what was decided: somebody can decide again."""
    request = tx.newcomers.request(request_id)
    if request is not None:
        tx.newcomers.save_request(request.changed(decided_by=None))


def came_in(tx: Tx, group_id: int, person_id: int) -> bool:
    """They joined, however that was decided. True: they had asked for it here."""
    request = tx.newcomers.request_of(group_id, person_id)
    if request is None:
        return False
    tx.agenda.remove(ASKED, request.id)
    tx.newcomers.remove_request(request.id)
    return True
