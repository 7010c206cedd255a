"""What facilitators do with a request, each time after a live check: claim, read, pass on, hand over, close."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from domain.errors import Done, NotFacilitator
from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.ports import Tx
from domain.requests import CloseReason, Request
from domain.requests_answering import claim, close, hand_over, known, let_go, pass_on, read, refuse_taken
from domain.requests_paging import at_hand, on_if_empty, somebody_else
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import Button, Rows, press
from handlers.names import safe_name, whole
from handlers.privately import private_chat, privately
from handlers.relay_passing import hand_words, has_it
from handlers.requests_after import after_a_hard_one
from handlers.requests_telling import settle, show_in_room, tell_member
from handlers.requests_words import show_words
from handlers.routing import Asked, Handler, Router, Who, groups_here
from handlers.views_relay import seen
from handlers.views_requests import (
    Claim,
    HandOver,
    Pass,
    Read,
    Reopen,
    ToClose,
    answerer,
    held,
    opened,
    paged,
    reason_words,
    take_back,
)
from handlers.words import Words

router = Router("requests answering")

MOST = 5  # requests that /requests shows at once
MOST_NAMES = 12  # facilitators to choose from


@dataclass(frozen=True)
class HandTo(Payload, code="qt"):
    """To this facilitator; 0: back to the rota."""

    request_id: int
    person_id: int


@dataclass(frozen=True)
class CloseFor(Payload, code="qy"):
    """For this reason."""

    request_id: int
    reason: CloseReason


@dataclass(frozen=True)
class Keep(Payload, code="qa"):
    """Neither handed over nor closed after all."""

    request_id: int


def group_asked(tx: Tx, asked: Asked) -> list[Group]:
    """The group of the request that a button names; only in private or in that group's room."""
    request = tx.requests.get(getattr(asked.payload, "request_id", 0))
    group = tx.groups.get(request.group_id) if request is not None else None
    here = group is not None and (asked.private or asked.chat_id == group.room_chat_id)
    return [group] if group is not None and here else []


def served(run: Callable[[Act, Request, Group], None]) -> Handler:
    """The request that a button names and its group, for a facilitator of that group; NotFacilitator for others.

    Who had it and is none any more loses it to the next.
    """

    @wraps(run)
    def checked(act: Act) -> None:
        request = known(act.tx, getattr(act.payload, "request_id", 0))
        group = next((group for group in act.groups if group.id == request.group_id), None)
        if group is not None:
            run(act, request, group)
            return
        if not request.held or request.claimed_by != act.user.id:
            raise NotFacilitator
        let_go(act.tx, request, act.now)
        act.answer(act.t.plain("You don’t facilitate that group any more, so I’m asking the next one."), alert=True)

    return checked


@router.press(Claim, who=Who.KNOWN, candidates=group_asked)
@served
def claim_pressed(act: Act, request: Request, group: Group) -> None:
    """Exactly one has it. The words open for them, in private."""
    if not act.person.private_open:
        act.answer(act.t.plain("Please tap “Open in private” first, so that I can give it to you there."), alert=True)
        return
    if request.held and request.claimed_by == act.user.id:  # a second tap, or under an older message
        act.answer(act.t.plain("You have it."))
        return
    request = claim(act.tx, request.id, act.user.id, act.now)
    act.answer(act.t.plain("You have it."))
    text, rows = held(act.t, request, act.tx.people.get(request.person_id or 0), group)
    if act.private and act.message is not None:
        has_it(act, request, act.message.message_id, text, rows)
    else:
        act.send(act.user.id, text, rows)
    hand_words(act, request)
    settle(act, request, without=_pressed(act))
    tell_member(act, request, lambda t, _: (_in_good_hands(act, t), [[seen(t, request), take_back(t, request)]]))


def _pressed(act: Act) -> tuple[int, int] | None:
    """Where the pressed message stands; it becomes something else."""
    return (act.chat.id, act.message.message_id) if act.message is not None else None


def _in_good_hands(act: Act, t: Words) -> str:
    return t(
        "{name} has your message now and will write to you here. Just write to me, and I pass it on. Commands still "
        "work, and I answer nothing else by myself meanwhile.",
        name=answerer(t, act.person),
    )


@router.press(Read, who=Who.KNOWN, candidates=group_asked)
@served
def read_pressed(act: Act, request: Request, group: Group) -> None:
    """Who asks and what they wrote, in private; it is still there for anybody to claim."""
    refuse_taken(act.tx, request, act.user.id)
    if not request.open:
        raise Done
    asking = act.tx.people.get(request.person_id or 0)
    read(act.tx, request, act.user.id, act.now)
    if request.held:
        privately(act, *held(act.t, request, asking, group))
    else:
        text = opened(act.t, request, asking, group, act.now)
        privately(act, _with_words(act, text, request), paged(act.t, request, group, act.now)[1])
    if act.person.private_open:
        show_words(act, request, act.user.id)


def _with_words(act: Act, text: str, request: Request) -> str:
    if act.tx.requests.words(request.id):
        return text
    return f"{text} {act.t('They have not written what it is about.')}"


@router.press(Pass, who=Who.KNOWN, candidates=group_asked)
@served
def pass_pressed(act: Act, request: Request, group: Group) -> None:
    """The next one is asked at once; of who has it already, too."""
    mine = request.held or request.offered_to == act.user.id
    request = pass_on(act.tx, request.id, act.user.id, act.now)
    on_if_empty(act.tx, request, group, act.now)
    act.answer(act.t.plain("Thank you for saying so."))
    if act.private:
        act.edit_here(_passed(act, request, group, mine=mine))


def _passed(act: Act, request: Request, group: Group, *, mine: bool) -> str:
    if not somebody_else(act.tx, request, group, act.user.id, act.now):
        return act.t(
            "{group}: thank you for saying so. I can reach nobody else just now, and whoever asked is told so.",
            group=group.title,
        )
    if mine:
        return act.t("{group}: thank you for saying so. I’m asking the next one.", group=group.title)
    return act.t("{group}: thank you for saying so. The others are asked, too.", group=group.title)


@router.press(HandOver, who=Who.KNOWN, candidates=group_asked)
@served
def hand_over_pressed(act: Act, request: Request, group: Group) -> None:
    """To whom?"""
    refuse_taken(act.tx, request, act.user.id)
    if not request.held:
        raise Done
    others = at_hand(act.tx, request, group, reachable(facilitators_of(act.tx, group)), act.now)
    others = [one for one in others if one.id != act.user.id]
    rows = [[press(safe_name(act.t, whole(one)), HandTo(request.id, one.id))] for one in others[:MOST_NAMES]]
    rows += [[press(act.t.plain("Whoever is next"), HandTo(request.id, 0))], _back(act, request)]
    text = act.t("To whom? They are asked, and can say no.")
    if not others and group.room_chat_id is None:
        text = act.t("I could reach nobody else just now. If you give it back, I tell whoever asked.")
    act.edit_here(text, rows)


def _back(act: Act, request: Request) -> list[Button]:
    return [press(act.t.plain("Back"), Keep(request.id))]


@router.press(Keep, who=Who.KNOWN, candidates=group_asked)
@served
def keep_pressed(act: Act, request: Request, group: Group) -> None:
    """What stood there before."""
    refuse_taken(act.tx, request, act.user.id)
    if not request.open:
        raise Done
    act.edit_here(*_listed(act, request, group, in_room=not act.private))


@router.press(HandTo, who=Who.KNOWN, candidates=group_asked)
@served
def hand_to(act: Act, request: Request, group: Group) -> None:
    """They are asked first; whoever asked hears with the next step that it goes on."""
    to = act.payload.person_id if isinstance(act.payload, HandTo) else 0
    if to and to not in {one.id for one in facilitators_of(act.tx, group)}:
        raise NotFacilitator
    to = 0 if to == request.person_id else to  # who asked is never asked; to say so would tell who it is
    request = hand_over(act.tx, request.id, act.user.id, to or None, act.now)
    act.answer(act.t.plain("Thank you. It goes on."))
    act.edit_here(act.t("{group}: you have handed it over.", group=group.title))
    show_in_room(act, request, group)


@router.press(ToClose, who=Who.KNOWN, candidates=group_asked)
@served
def to_close(act: Act, request: Request, group: Group) -> None:
    """Why?"""
    refuse_taken(act.tx, request, act.user.id)
    if not request.open:
        raise Done
    rows = [[press(reason_words(act.t, reason), CloseFor(request.id, reason))] for reason in CloseReason]
    rows.append(_back(act, request))
    act.edit_here(act.t("Close it. How did it end?"), rows)


@router.press(CloseFor, who=Who.KNOWN, candidates=group_asked)
@served
def close_pressed(act: Act, request: Request, group: Group) -> None:
    """It is over; whoever asked hears it and can open it again. After a hard one the facilitator is asked how it is."""
    if not isinstance(act.payload, CloseFor):
        return
    request = close(act.tx, request.id, act.user.id, act.payload.reason, act.now)
    act.answer(act.t.plain("Closed."))
    act.edit_here(act.t("{group}: closed. Thank you for being there.", group=group.title))
    settle(act, request, without=_pressed(act))
    tell_member(act, request, lambda t, group: _closed(t, request, group))
    if request.hard and act.person.private_open:
        act.send(act.user.id, *after_a_hard_one(act, request))


def _closed(t: Words, request: Request, group: Group) -> tuple[str, Rows]:
    text = t(
        "What you asked in {group} is closed now. If there is more to say, open it again within a week. You can ask "
        "anew at any time.",
        group=group.title,
    )
    return text, [[press(t.plain("Open it again"), Reopen(request.id))]]


@router.command("requests", who=Who.FACILITATOR, candidates=groups_here)
def requests(act: Act) -> None:
    """What is open: in private with names as people chose them, in the room without, in the group nothing."""
    in_room = not act.private and act.group is None
    found = [(request, group) for group in act.groups for request in act.tx.requests.open_in(group.id)]
    if not in_room and not act.private and not act.person.private_open:
        private_chat(act)  # asks once to open it, however much there is to say
        return
    if not found:
        _say(act, act.t("Nobody is waiting just now."), [], in_room=in_room)
    for request, group in found[:MOST]:
        _say(act, *_listed(act, request, group, in_room=in_room), in_room=in_room)
    if len(found) > MOST:
        _say(act, act.t("There are more; they show when these are dealt with."), [], in_room=in_room)


def _say(act: Act, text: str, rows: Rows, *, in_room: bool) -> None:
    if in_room:
        act.reply(text, rows)
    else:
        privately(act, text, rows)


def _listed(act: Act, request: Request, group: Group, *, in_room: bool) -> tuple[str, Rows]:
    asking = act.tx.people.get(request.person_id or 0)
    if request.held and request.claimed_by != act.user.id:
        name = answerer(act.t, act.tx.people.get(request.claimed_by or 0))
        return act.t("{group}: {name} has one.", group=group.title, name=name), []
    if in_room:
        return paged(act.t, request, group, act.now)
    if request.held:
        return held(act.t, request, asking, group)
    rows = [*paged(act.t, request, group, act.now)[1], [press(act.t.plain("Close"), ToClose(request.id))]]
    return opened(act.t, request, asking, group, act.now), rows
