"""What is passed on between a member and the facilitator who has their request: which message became which."""

from datetime import datetime
from typing import Any

from domain.model import Model
from domain.ports import Tx
from domain.relayed import Relayed
from domain.requests import Request
from domain.requests_answering import facilitator_wrote, let_go, member_wrote
from domain.requests_paging import on_if_empty

REACH = "relay_reach"  # whoever asked has closed or opened the private chat: the facilitator is to hear it


class Part(Model):
    """How somebody takes part in a request: the other's id, and whether they are the one who asked."""

    other: int
    asked: bool


def part_of(request: Request, person_id: int) -> Part | None:
    """None: they are neither who asked nor who has it, or nobody has it."""
    if not request.held or request.person_id is None or not request.claimed_by:
        return None
    if person_id == request.person_id:
        return Part(other=request.claimed_by, asked=True)
    return Part(other=request.person_id, asked=False) if person_id == request.claimed_by else None


def passed_on(
    tx: Tx, request: Request, author: int, message_id: int | None, kind: str, now: datetime, *, headed: bool = True
) -> Relayed:
    """Somebody's message goes to the other one. ValueError: they have no part in it."""
    part = part_of(request, author)
    if part is None:
        raise ValueError("nobody is there to pass it on to")
    moment = {"from_chat": author, "from_message": message_id, "to_chat": part.other, "at": now}
    row = tx.relay.add(Relayed(request_id=request.id, kind=kind, headed=headed, **moment))
    wrote = member_wrote if part.asked else facilitator_wrote
    wrote(tx, request, now)
    return row


def shown(tx: Tx, request: Request, message_id: int | None, kind: str, now: datetime) -> Relayed:
    """What was written before anybody had it is shown to whoever has it now; nobody wrote anything by that."""
    chats = {"from_chat": request.person_id, "to_chat": request.claimed_by}
    return tx.relay.add(
        Relayed(request_id=request.id, kind=kind, from_message=message_id, at=now, headed=False, **chats)
    )


def around(tx: Tx, chat_id: int, message_id: int) -> list[Relayed]:
    """Where this message of a private chat was passed on, from here or to here; the newest first."""
    return [*tx.relay.copies_of(chat_id, message_id), *tx.relay.originals_of(chat_id, message_id)]


def place_of(tx: Tx, chat_id: int, message_id: int | None, there: int) -> int | None:
    """The message in the other's chat that stands where this one stands here."""
    if message_id is None:
        return None
    for row in around(tx, chat_id, message_id):
        if row.to_chat == there:
            return row.to_message
        if row.from_chat == there:
            return row.from_message
    return None


def copies_to_change(tx: Tx, author: int, message_id: int) -> list[tuple[Relayed, Request]]:
    """The copies that a change of this message is for: only of those who have the request still."""
    found = []
    for row in tx.relay.copies_of(author, message_id):
        request = tx.requests.get(row.request_id)
        part = part_of(request, author) if request is not None else None
        if request is not None and part is not None and part.other == row.to_chat:
            found.append((row, request))
    return found


def change_later(tx: Tx, row: Relayed, edit: dict[str, Any]) -> None:
    """The copy is still on its way: the change waits for it, the last one counts."""
    tx.relay.save(row.changed(edit=edit))


def arrived(tx: Tx, row_id: int, message_id: int) -> Relayed | None:
    """Telegram has the copy; a change that waited for it comes back with the row and is kept no longer."""
    row = tx.relay.get(row_id)
    if row is None:
        return None
    row = row.changed(to_message=message_id)
    tx.relay.save(row.changed(edit=None))
    return row


def unreachable(tx: Tx, request: Request, facilitator: int, now: datetime) -> bool:
    """Whoever has it can be reached no more or facilitates no longer: on to the next. False: it had gone on already."""
    if not request.held or request.claimed_by != facilitator:
        return False
    let_go(tx, request, now)
    return True


def private_chat_changed(tx: Tx, person_id: int, now: datetime, *, is_open: bool) -> None:
    """Somebody blocked the bot, or is back. What a facilitator has goes on to the next; who has theirs hears of it.

    Whoever asked and is back hears how it stands: what was to be told meanwhile could not be.
    """
    for request in tx.requests.open_of(person_id):
        if request.held or is_open:
            tx.agenda.add(REACH, request.id, now)
    if is_open:
        return
    for request in tx.requests.held_by(person_id):
        let_go(tx, request, now)
    for group in tx.people.groups_of(person_id):
        for request in tx.requests.open_in(group.id):
            on_if_empty(tx, request, group, now)
