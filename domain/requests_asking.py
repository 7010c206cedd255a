"""A request for a human from the side of whoever asks: asked, added to, taken back, opened again, followed up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from domain.errors import Done, Gone, NotYours, Over
from domain.groups import Group
from domain.ports import Tx
from domain.requests import (
    HELD,
    NOBODY_CAME,
    REOPENS,
    SILENT,
    UNCLAIMED,
    Helped,
    Request,
    RequestState,
    RequestWords,
    Stage,
    Step,
    What,
)
from domain.requests_unsaid import take_out

PAGE = "request_page"  # the next step of carrying it to somebody is due
EXPIRES = "request_expires"
REMIND = "request_remind"  # whoever claimed it has written nothing yet: they are reminded
GO_ON = "request_go_on"  # nor after that: it goes on to the next
FOLLOW_UP = "request_follow_up"  # "did that help?"
SETTLE = "request_settle"  # messages about it are made true again
# What can be promised of a request in each state, drawn in docs/architecture.md; what is over has nothing else due.
PROMISED: dict[RequestState, tuple[str, ...]] = {
    RequestState.RECEIVED: (PAGE, EXPIRES),
    RequestState.OFFERED: (PAGE, EXPIRES),
    RequestState.CLAIMED: (REMIND, GO_ON, EXPIRES),  # of the first two one at a time, until their first word
    RequestState.WAITING: (EXPIRES,),
    RequestState.CLOSED: (FOLLOW_UP,),
    RequestState.TAKEN_BACK: (),
    RequestState.EXPIRED: (),
}
OF_A_REQUEST = (*dict.fromkeys(kind for kinds in PROMISED.values() for kind in kinds),)
LOOKED_AT, ENOUGH = 20, 5  # requests that tell how long it usually takes


def ask(
    tx: Tx, group: Group, person_id: int, words: Sequence[RequestWords], now: datetime, *, named: bool
) -> tuple[Request, bool]:
    """Somebody asks for a human of this group. Whoever has something open there adds these words to it (False)."""
    mine = open_in(tx, group.id, person_id)
    if mine is not None:
        return add_words(tx, mine, words, now), False
    moments = {"asked_at": now, "waiting_since": now, "moved_at": now}
    request = tx.requests.add(Request(group_id=group.id, person_id=person_id, named=named, **moments))
    tx.requests.note(Step(request_id=request.id, what=What.RECEIVED, at=now))
    tx.agenda.add(PAGE, request.id, now)
    tx.agenda.add(EXPIRES, request.id, now + NOBODY_CAME)
    return add_words(tx, request, words, now), True


def open_in(tx: Tx, group_id: int, person_id: int) -> Request | None:
    """What this person has open in this group; there is at most one."""
    return next((one for one in tx.requests.open_of(person_id) if one.group_id == group_id), None)


def waiting_of(tx: Tx, person_id: int) -> Request | None:
    """The newest of theirs that nobody has yet: what they write joins it."""
    return next((one for one in reversed(tx.requests.open_of(person_id)) if one.state in UNCLAIMED), None)


def add_words(tx: Tx, request: Request, words: Sequence[RequestWords], now: datetime) -> Request:
    """They join the request, for whoever claims it; what has joined it already does not twice."""
    for one in not_joined(tx, request, words):
        tx.requests.add_words(one.changed(request_id=request.id, at=now))
    request = request.changed(moved_at=now)
    tx.requests.save(request)
    return request


def not_joined(tx: Tx, request: Request, words: Sequence[RequestWords]) -> list[RequestWords]:
    """Those of them that are not kept with the request."""
    known = {one.message_id or (one.text, one.file) for one in (tx.requests.words(request.id) if words else ())}
    return [one for one in words if (one.message_id or (one.text, one.file)) not in known]


def own(tx: Tx, request_id: int, person_id: int) -> Request:
    """The request whose button this member pressed. Gone: it is not known any more. NotYours: it is somebody else's."""
    request = tx.requests.get(request_id)
    if request is None or request.person_id is None:
        raise Gone
    if request.person_id != person_id:
        raise NotYours
    return request


def take_back(tx: Tx, request_id: int, person_id: int, now: datetime) -> Request:
    """The member needs nobody any more: it ends, and the words go at once. Done: it is over."""
    request = own(tx, request_id, person_id)
    if not request.open:
        raise Done
    taken_back = request.to(RequestState.TAKEN_BACK, now, offered_to=None, closed_at=now, forget_at=now)
    take_out(tx, request)
    tx.requests.remove_words(request.id)
    return ended(tx, taken_back, What.TAKEN_BACK, now)


def reopen(tx: Tx, request_id: int, person_id: int, now: datetime) -> Request:
    """It was closed and there is more to say: whoever had it is asked first. Over: that was more than a week ago.

    Done: it is open, or they have another one open in the group.
    """
    request = own(tx, request_id, person_id)
    if request.state is not RequestState.CLOSED or open_in(tx, request.group_id, person_id) is not None:
        raise Done
    if request.closed_at is None or now - request.closed_at > REOPENS:
        raise Over
    fresh = request.to(RequestState.RECEIVED, now, closed_at=None, reason=None, forget_at=None, helped=None)
    return wait_anew(tx, fresh, What.REOPENED, now, first=request.claimed_by or None)


def wait_anew(
    tx: Tx, request: Request, what: What, now: datetime, *, first: int | None = None, **who: int | None
) -> Request:
    """It waits for somebody from now on, whom `first` is asked before the rota. who: `by`, `to_id` of the audit."""
    request = request.to(
        RequestState.RECEIVED, now, stage=Stage.ROTA, waiting_since=now, offered_to=first, claimed_by=None
    )
    tx.requests.save(request)
    tx.requests.note(Step(request_id=request.id, what=what, at=now, **who))
    for kind in OF_A_REQUEST:
        tx.agenda.remove(kind, request.id)
    tx.agenda.add(PAGE, request.id, now)
    tx.agenda.add(EXPIRES, request.id, now + NOBODY_CAME)
    return request


def ended(tx: Tx, request: Request, what: What, now: datetime, by: int | None = None) -> Request:
    """It is over, and nothing of it is due any more."""
    tx.requests.save(request)
    tx.requests.note(Step(request_id=request.id, what=what, at=now, by=by))
    for kind in OF_A_REQUEST:
        tx.agenda.remove(kind, request.id)
    return request


def expire(tx: Tx, request_id: int, now: datetime) -> Request | None:
    """A week without anybody, or two without a word: it ends. None: not yet, or it is over."""
    request = tx.requests.get(request_id)
    if request is None or not request.open:
        return None
    due_at = request.moved_at + SILENT if request.state in HELD else request.waiting_since + NOBODY_CAME
    if now < due_at:
        tx.agenda.add(EXPIRES, request.id, due_at)
        return None
    fields = {"closed_at": now, "forget_at": forget_at(tx, request.group_id, now)}
    return ended(tx, request.to(RequestState.EXPIRED, now, **fields), What.EXPIRED, now)


def forget_at(tx: Tx, group_id: int, now: datetime) -> datetime:
    """When the words of what is over now go."""
    return now + timedelta(days=tx.requests.settings(group_id).keep_days)


def say_whether_it_helped(tx: Tx, request_id: int, person_id: int, helped: Helped) -> Request:
    """A week later."""
    request = own(tx, request_id, person_id)
    if request.state is not RequestState.CLOSED:
        raise Done
    request = request.changed(helped=helped)
    tx.requests.save(request)
    return request


def usual_wait(waits: Sequence[timedelta]) -> timedelta | None:
    """How long this group's last requests waited for somebody: the median, None for fewer than five."""
    if len(waits) < ENOUGH:
        return None
    return timedelta(seconds=median(wait.total_seconds() for wait in waits))
