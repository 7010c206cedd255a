"""The one exception for whoever is unnamed: somebody is in danger, and two facilitators say so."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.errors import Done, Gone, NotYours, TooLong, Unchanged, Unsure
from domain.facilitators import appointed, reachable
from domain.groups import Group
from domain.model import Model
from domain.people import Person
from domain.ports import Tx
from domain.relayed import AGREES_WITHIN, LONGEST_REASON, NameOpening, NameState
from domain.requests import Request, Step, What
from domain.requests_silence import at_work

ASK = "name_ask"  # a second one is to be found; administrators are asked for live
EXPIRES = "name_expires"
AGAIN = timedelta(seconds=30)  # where Telegram could not be asked
PENDING = (NameState.DECLARED, NameState.ALONE)


class Second(Model):
    """Who can agree. asked: in private. door: nobody can be reached but in the room. alone: there is nobody else."""

    opening: NameOpening
    request: Request
    group: Group
    asked: tuple[Person, ...] = ()
    door: bool = False
    alone: bool = False


def opened_to(tx: Tx, request: Request, person_id: int) -> bool:
    """Whether this facilitator may see the name of whoever asked, although it was not given."""
    openings = [one for one in tx.relay.openings(request.id) if one.state is NameState.OPENED]
    return any(person_id in (one.declared_by, one.agreed_by) for one in openings)


def declare(tx: Tx, request: Request, by: int, now: datetime) -> NameOpening:
    """A facilitator who has it says that somebody is in danger. Unchanged: the name is known. Done: that was said."""
    if request.named or opened_to(tx, request, by):
        raise Unchanged
    if any(one.state in PENDING for one in tx.relay.openings(request.id)):
        raise Done
    opening = tx.relay.add_opening(NameOpening(request_id=request.id, declared_by=by, declared_at=now))
    tx.requests.note(Step(request_id=request.id, what=What.NAME_ASKED, at=now, by=by))
    at_work(tx, request, now)
    tx.agenda.add(ASK, opening.id, now)
    tx.agenda.add(EXPIRES, opening.id, now + AGREES_WITHIN)
    return opening


def group_of(tx: Tx, opening_id: int) -> Group | None:
    """The group that it is about."""
    opening = tx.relay.opening(opening_id)
    request = tx.requests.get(opening.request_id) if opening is not None else None
    return tx.groups.get(request.group_id) if request is not None else None


def find_second(tx: Tx, opening_id: int, administrators: Sequence[int], now: datetime) -> Second | None:
    """Who else facilitates the group, as Telegram just named them. None: that could not be found out, or it is over.

    Whoever asked is not counted, as nobody agrees to open their own name.
    """
    opening = tx.relay.opening(opening_id)
    request = tx.requests.get(opening.request_id) if opening is not None else None
    group = tx.groups.get(request.group_id) if request is not None else None
    if opening is None or request is None or group is None:
        return None
    if opening.state is not NameState.DECLARED or not request.open:
        return None
    if not administrators:
        tx.agenda.add(ASK, opening.id, now + AGAIN)
        return None
    present = {member.person_id for member in tx.people.members(group.id)}
    serving = [*administrators, *(one.id for one in appointed(tx, group) if one.id in present)]
    others = [one for one in dict.fromkeys(serving) if one not in (opening.declared_by, request.person_id)]
    found = Second(opening=opening, request=request, group=group)
    if not others:
        opening = opening.to(NameState.ALONE)
        tx.relay.save_opening(opening)
        return found.changed(opening=opening, alone=True)
    asked = tuple(reachable(list(tx.people.many(others).values())))
    if not asked and group.room_chat_id is None:
        withdraw(tx, opening, now)
    return found.changed(asked=asked, door=not asked and group.room_chat_id is not None)


def withdraw(tx: Tx, opening: NameOpening, now: datetime) -> NameOpening:
    """It cannot go on; it can be said anew."""
    opening = opening.to(NameState.WITHDRAWN, decided_at=now)
    _decided(tx, opening)
    return opening


def pending(tx: Tx, opening_id: int) -> tuple[NameOpening, Request]:
    """One that can still be agreed to. Gone, Done."""
    opening = tx.relay.opening(opening_id)
    request = tx.requests.get(opening.request_id) if opening is not None else None
    if opening is None or request is None:
        raise Gone
    if opening.state not in PENDING or not request.open:
        raise Done
    return opening, request


def agree(tx: Tx, opening_id: int, by: int, now: datetime, *, declarer_serves: bool | None) -> NameOpening:
    """A second facilitator agrees: the name opens to both. It is withdrawn where the first facilitates no longer.

    NotYours: they said it themselves, or asked. Unsure: about the first nothing could be found out.
    """
    opening, request = pending(tx, opening_id)
    if by in (opening.declared_by, request.person_id):
        raise NotYours
    if opening.state is not NameState.DECLARED:
        raise Done
    if declarer_serves is None:
        raise Unsure
    if not declarer_serves:
        return withdraw(tx, opening, now)
    return _open(tx, opening, by, now)


def agree_alone(tx: Tx, opening_id: int, by: int, reason: str, now: datetime) -> NameOpening:
    """The only facilitator says so a second time and writes why. NotYours, Done, TooLong."""
    opening, _ = pending(tx, opening_id)
    if by != opening.declared_by:
        raise NotYours
    if opening.state is not NameState.ALONE:
        raise Done
    if len(reason) > LONGEST_REASON:
        raise TooLong(limit=LONGEST_REASON)
    return _open(tx, opening.changed(reason=reason), by, now)


def expire(tx: Tx, opening_id: int, now: datetime) -> NameOpening | None:
    """Nobody agreed in time. None: it was decided."""
    opening = tx.relay.opening(opening_id)
    if opening is None or opening.state not in PENDING:
        return None
    opening = opening.to(NameState.EXPIRED, decided_at=now)
    _decided(tx, opening)
    return opening


def _open(tx: Tx, opening: NameOpening, by: int, now: datetime) -> NameOpening:
    opening = opening.to(NameState.OPENED, agreed_by=by, decided_at=now)
    _decided(tx, opening)
    tx.requests.note(Step(request_id=opening.request_id, what=What.NAME_OPENED, at=now, by=by))
    return opening


def _decided(tx: Tx, opening: NameOpening) -> None:
    tx.relay.save_opening(opening)
    for kind in (ASK, EXPIRES):
        tx.agenda.remove(kind, opening.id)
