"""A request for a human from the side of those who answer: claimed, passed on, handed over, closed, let go."""

from datetime import datetime

from domain.errors import Done, Gone, NotYours, Taken
from domain.finding import Serves
from domain.groups import Group
from domain.ports import Tx
from domain.requests import (
    FOLLOWED_UP,
    LONGEST_CLAIM,
    LONGEST_KEPT,
    SHORTEST_CLAIM,
    SILENT,
    UNCLAIMED,
    CloseReason,
    Request,
    RequestSettings,
    RequestState,
    Step,
    What,
)
from domain.requests_asking import (
    EXPIRES,
    FOLLOW_UP,
    GO_ON,
    PAGE,
    REMIND,
    add_words,
    ended,
    forget_at,
    wait_anew,
)
from domain.requests_silence import silent, time_to_write
from domain.requests_unsaid import take_out


def claim(tx: Tx, request_id: int, person_id: int, now: datetime) -> Request:
    """This facilitator has it now. Taken: somebody else has. Done: they have it already, or it is over.

    NotYours: they asked themselves.
    """
    request = known(tx, request_id)
    if request.person_id == person_id:
        raise NotYours
    refuse_taken(tx, request, person_id)
    if request.state not in UNCLAIMED:
        raise Done
    request = request.to(
        RequestState.CLAIMED, now, claimed_by=person_id, claimed_at=request.claimed_at or now, offered_to=None
    )
    tx.requests.save(request)
    tx.requests.note(Step(request_id=request.id, what=What.CLAIMED, at=now, by=person_id))
    for kind in (PAGE, EXPIRES):
        tx.agenda.remove(kind, request.id)
    tx.agenda.add(EXPIRES, request.id, now + SILENT)
    time_to_write(tx, request, now)
    return request


def known(tx: Tx, request_id: int) -> Request:
    """The request that a button names; Gone: there is none."""
    request = tx.requests.get(request_id)
    if request is None:
        raise Gone
    return request


def refuse_taken(tx: Tx, request: Request, person_id: int) -> None:
    """Taken, with the name, where another facilitator has it."""
    if request.held and request.claimed_by != person_id:
        other = tx.people.get(request.claimed_by or 0)
        raise Taken(name=other.name if other is not None else None)


def pass_on(tx: Tx, request_id: int, person_id: int, now: datetime) -> Request:
    """ "I can't, next please": whoever comes next is asked at once, also by who has it already. Taken, Done."""
    request = known(tx, request_id)
    refuse_taken(tx, request, person_id)
    if request.held:
        return hand_over(tx, request.id, person_id, None, now)
    if request.state not in UNCLAIMED:
        raise Done
    tx.requests.note(Step(request_id=request.id, what=What.PASSED, at=now, by=person_id))
    if request.offered_to == person_id:
        _at_once(tx, request, now)
    return request


def hand_over(tx: Tx, request_id: int, person_id: int, to: int | None, now: datetime) -> Request:
    """Whoever has it gives it to a named facilitator, who is asked first, or back to the rota. Taken, Done."""
    request = known(tx, request_id)
    refuse_taken(tx, request, person_id)
    if not request.held:
        raise Done
    if to is not None and to in (person_id, request.person_id):
        raise NotYours
    return wait_anew(tx, request, What.HANDED, now, first=to, by=person_id, to_id=to)


def close(tx: Tx, request_id: int, person_id: int, reason: CloseReason, now: datetime) -> Request:
    """It is dealt with. Whoever talked is asked a week later whether it helped. Taken, Done."""
    request = known(tx, request_id)
    refuse_taken(tx, request, person_id)
    if not request.open:
        raise Done
    talked = request.held
    fields = {"closed_at": now, "reason": reason, "hard": request.hard or reason is CloseReason.HARD}
    fields |= {"offered_to": None, "forget_at": forget_at(tx, request.group_id, now)}
    request = ended(tx, request.to(RequestState.CLOSED, now, **fields), What.CLOSED, now, by=person_id)
    if talked:
        tx.agenda.add(FOLLOW_UP, request.id, now + FOLLOWED_UP)
    return request


def let_go(tx: Tx, request: Request, now: datetime, what: What = What.LOST) -> Request:
    """Whoever has it facilitates no longer (or what): the next is asked at once, and the member is told so.

    Words that wait to be sent to them are kept for the next one instead.
    """
    words = take_out(tx, request)
    request = wait_anew(tx, request, what, now, to_id=request.claimed_by)
    return add_words(tx, request, words, now)


def go_on(tx: Tx, request_id: int, now: datetime) -> Request | None:
    """Whoever has it was reminded and has written nothing still: the next is asked. None: they have, or it is over.

    The request comes back as it was.
    """
    request = silent(tx, request_id, now)
    if request is not None:
        let_go(tx, request, now, What.NO_WORD)
    return request


def no_facilitator_any_more(tx: Tx, group_id: int, person_id: int, now: datetime) -> None:
    """All that they had of this group goes on to the next; so does what they were asked for."""
    for request in tx.requests.held_by(person_id):
        if request.group_id == group_id:
            let_go(tx, request, now)
    for request in tx.requests.offered_to(person_id):
        if request.group_id == group_id:
            _at_once(tx, request, now)


def not_reachable(tx: Tx, person_id: int, now: datetime) -> None:
    """They have closed their private chat: whoever comes next is asked at once."""
    for request in tx.requests.offered_to(person_id):
        _at_once(tx, request, now)


def _at_once(tx: Tx, request: Request, now: datetime) -> None:
    tx.agenda.remove(PAGE, request.id)
    tx.agenda.add(PAGE, request.id, now)


def facilitator_wrote(tx: Tx, request: Request, now: datetime) -> Request:
    """They answered; now it is for the member to write, and nobody needs to be reminded."""
    for kind in (REMIND, GO_ON):
        tx.agenda.remove(kind, request.id)
    return _spoken(tx, request, RequestState.WAITING, What.ANSWERED, now)


def member_wrote(tx: Tx, request: Request, now: datetime) -> Request:
    """They wrote to whoever has it."""
    return _spoken(tx, request, RequestState.CLAIMED, What.WROTE, now)


def _spoken(tx: Tx, request: Request, state: RequestState, what: What, now: datetime) -> Request:
    """Only the change of turn is noted, not each message."""
    if request.state is not state:
        by = request.claimed_by if what is What.ANSWERED else None
        tx.requests.note(Step(request_id=request.id, what=what, at=now, by=by))
    request = request.to(state, now)
    tx.requests.save(request)
    return request


def read(tx: Tx, request: Request, person_id: int, now: datetime) -> None:
    """A facilitator has looked at the words; kept once for each."""
    if not any(one.what is What.READ and one.by == person_id for one in tx.requests.steps(request.id)):
        tx.requests.note(Step(request_id=request.id, what=What.READ, at=now, by=person_id))


def set_claim_minutes(tx: Tx, group: Group, minutes: int) -> RequestSettings:
    """After how long the next is asked; ValueError outside 2–60."""
    if not SHORTEST_CLAIM <= minutes <= LONGEST_CLAIM:
        raise ValueError(minutes)
    settings = tx.requests.settings(group.id).changed(claim_minutes=minutes)
    tx.requests.save_settings(settings)
    return settings


def set_keep_days(tx: Tx, group: Group, days: int) -> RequestSettings:
    """How long words are kept after closing; ValueError outside 7–365: within a week it can be opened again."""
    if not FOLLOWED_UP.days <= days <= LONGEST_KEPT:
        raise ValueError(days)
    settings = tx.requests.settings(group.id).changed(keep_days=days)
    tx.requests.save_settings(settings)
    return settings


def to_be_checked(tx: Tx, request: Request) -> Serves | None:
    """What is to be found out live before words go to whoever has this request; None: nobody has it."""
    group = tx.groups.get(request.group_id)
    if group is None or not request.held or not request.claimed_by:
        return None
    added = any(one.person_id == request.claimed_by for one in tx.groups.facilitators(group.id))
    return Serves(group, request.claimed_by, added)
