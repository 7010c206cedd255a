"""Somebody unnamed may be in danger: one facilitator says so, a second one agrees, and the name opens to these two."""

from dataclasses import dataclass
from typing import ClassVar

from domain.agenda import Promise
from domain.errors import Done, NotFacilitator, NotYours
from domain.finding import Serves
from domain.groups import Group
from domain.outbox import Lane
from domain.ports import Tx
from domain.relay_names import (
    ASK,
    EXPIRES,
    Second,
    agree,
    agree_alone,
    declare,
    expire,
    find_second,
    group_of,
    opened_to,
    pending,
)
from domain.relayed import NameOpening, NameState
from domain.requests import Request
from handlers.callbacks import Payload
from handlers.context import Act, Context, Due
from handlers.keyboards import Rows, link, press
from handlers.relay_answering import group_of_payload, held_by_them
from handlers.requests_telling import tell_facilitator, tell_member
from handlers.routing import Asked, Router, Who, group_of_draft
from handlers.views_relay import InDanger, seen
from handlers.views_requests import answerer, cannot_wait, mention
from handlers.words import Words

router = Router("relay danger")

WHY = "name_reason"


@dataclass(frozen=True)
class Declare(Payload, code="re"):
    """Yes, somebody is in danger; or not."""

    request_id: int
    yes: bool


@dataclass(frozen=True)
class Look(Payload, code="rl"):
    """What a second facilitator is asked; from the room."""

    linked: ClassVar[bool] = True
    opening_id: int


@dataclass(frozen=True)
class Agree(Payload, code="ra"):
    """A second facilitator agrees, or does not."""

    opening_id: int
    yes: bool


@dataclass(frozen=True)
class SecondYes(Payload, code="ry"):
    """The only facilitator says so a second time."""

    opening_id: int


def group_of_opening(tx: Tx, asked: Asked) -> list[Group]:
    """The group that it is about; only in private."""
    group = group_of(tx, getattr(asked.payload, "opening_id", 0))
    return [group] if group is not None and asked.private else []


def _declarer(act: Act) -> Serves | None:
    """The first facilitator is checked live as well."""
    opening = act.tx.relay.opening(getattr(act.payload, "opening_id", 0))
    group = group_of(act.tx, opening.id) if opening is not None else None
    if opening is None or group is None:
        return None
    added = any(one.person_id == opening.declared_by for one in act.tx.groups.facilitators(group.id))
    return Serves(group, opening.declared_by, added)


@router.press(InDanger, who=Who.KNOWN, candidates=group_of_payload)
def in_danger(act: Act) -> None:
    """What would happen is said first. To whom the name is open already, it is shown again."""
    request = held_by_them(act)
    if request is None:
        return
    if opened_to(act.tx, request, act.user.id):
        _show_name(act, request, act.user.id, None)
        return
    group = act.tx.groups.get(request.group_id)
    text = act.t(
        "If you believe that somebody is in danger, the name of {name} can open to you and to a second facilitator who "
        "agrees. Nobody else sees it. It is noted, and {name} is told.",
        name=request.pseudonym,
    )
    yes, no = Declare(request.id, yes=True), Declare(request.id, yes=False)
    rows = [[press(act.t.plain("Yes, somebody is in danger"), yes)], [press(act.t.plain("No"), no)]]
    act.reply(f"{text}\n\n{cannot_wait(act.t, group, act.me, act.now)}", rows)


@router.press(Declare, who=Who.KNOWN, candidates=group_of_payload)
def declared(act: Act) -> None:
    """A second facilitator is asked, or where there is none, the same one again."""
    request = held_by_them(act)
    if request is None or not isinstance(act.payload, Declare):
        return
    if not act.payload.yes:
        act.edit_here(act.t("All right. The name stays closed."))
        return
    declare(act.tx, request, act.user.id, act.now)
    act.edit_here(act.t("I’m asking for a second one now. You hear from me as soon as somebody agrees."))


def _group_of_promise(tx: Tx, promise: Promise) -> Group | None:
    return group_of(tx, int(promise.subject))


@router.promise(ASK, administrators_of=_group_of_promise)
def ask_second(due: Due) -> None:
    """Who else there is was found out at Telegram just now."""
    found = find_second(due.tx, int(due.promise.subject), due.administrators, due.now)
    if found is None:
        return
    for person in found.asked:
        t = due.words_for(person, found.group)
        due.send(person.id, *_question(due, t, found.opening, found.request, found.group), lane=Lane.REQUEST)
    if found.door and found.group.room_chat_id is not None:
        t = due.words(found.group.language)
        button = link(t.plain("Open in private"), due.me.link(Look(found.opening.id).deep_link()))
        text = t("{group}: a facilitator needs a second one, at once, in private.", group=found.group.title)
        due.send(found.group.room_chat_id, text, [[button]], lane=Lane.REQUEST)
    if not found.asked and not found.door:
        tell_facilitator(due, found.request, found.opening.declared_by, lambda t, group: _nobody_there(t, found))


def _nobody_there(t: Words, found: Second) -> tuple[str, Rows]:
    if found.alone:
        text = t(
            "There is nobody else of {group} who could agree. If you are sure, say yes a second time and write in a "
            "sentence why. The sentence is kept with the request.",
            group=found.group.title,
        )
        yes, no = SecondYes(found.opening.id), Declare(found.request.id, yes=False)
        return text, [[press(t.plain("Yes, open the name"), yes)], [press(t.plain("No"), no)]]
    text = t(
        "None of the other facilitators of {group} has a private chat with me. Please ask one of them to send me "
        "/start, and then tap once more.",
        group=found.group.title,
    )
    return text, []


def _question(context: Context, t: Words, opening: NameOpening, request: Request, group: Group) -> tuple[str, Rows]:
    text = t(
        "{group}: {name} talks to somebody who wishes to stay unnamed, and says that somebody is in danger. If you "
        "agree, the name opens to {name} and to you. Nobody else sees it. It is noted, and whoever asked is told.",
        group=group.title,
        name=answerer(t, context.tx.people.get(opening.declared_by)),
    )
    yes, no = Agree(opening.id, yes=True), Agree(opening.id, yes=False)
    return text, [[press(t.plain("I agree"), yes), press(t.plain("I don’t"), no)]]


def _served(act: Act) -> tuple[NameOpening, Request, Group]:
    """NotFacilitator, Gone, Done, NotYours: they cannot be the second one."""
    if not act.private or not act.groups:
        raise NotFacilitator
    opening, request = pending(act.tx, getattr(act.payload, "opening_id", 0))
    if act.user.id == request.person_id:
        raise NotYours
    return opening, request, act.groups[0]


@router.press(Look, who=Who.KNOWN, candidates=group_of_opening)
def look(act: Act) -> None:
    """The question, in private, after a live check."""
    opening, request, group = _served(act)
    if opening.declared_by == act.user.id:
        raise NotYours
    act.reply(*_question(act, act.t, opening, request, group))


@router.press(Agree, who=Who.KNOWN, candidates=group_of_opening, seeks=_declarer)
def agreed(act: Act) -> None:
    """Both are checked live. Then both see the name, and whoever asked hears so."""
    opening, request, _ = _served(act)
    if not isinstance(act.payload, Agree):
        return
    if opening.declared_by == act.user.id:
        raise NotYours
    if not act.payload.yes:
        act.edit_here(act.t("Thank you for saying so. By you nothing is opened."))
        return
    opening = agree(act.tx, opening.id, act.user.id, act.now, declarer_serves=act.found)
    if opening.state is not NameState.OPENED:
        act.edit_here(act.t("Whoever said so does not facilitate that group any more, so the name stays closed."))
        return
    act.edit_here(act.t("Thank you. The name is open to you two now."))
    _show_name(act, request, opening.declared_by, act.user.id)
    _show_name(act, request, act.user.id, opening.declared_by)
    _tell_member(act, request, opening)


@router.press(SecondYes, who=Who.KNOWN, candidates=group_of_opening)
def second_yes(act: Act) -> None:
    """And why?"""
    opening, _, group = _served(act)
    if opening.declared_by != act.user.id:
        raise NotYours
    if opening.state is not NameState.ALONE:
        raise Done
    act.begin(WHY, group_id=group.id, expects=WHY, opening=opening.id)
    act.reply(act.t("Please write in a sentence why."), ask=True)


@router.expecting(WHY, who=Who.KNOWN, candidates=group_of_draft)
def reason_written(act: Act) -> None:
    """With that the name opens to the only facilitator there is."""
    draft = act.draft
    if draft is None:
        return
    group = group_of(act.tx, int(draft.data["opening"]))
    if group is None or group.id not in {one.id for one in act.groups}:
        raise NotFacilitator
    opening = agree_alone(act.tx, int(draft.data["opening"]), act.user.id, act.args, act.now)
    act.tx.drafts.remove(draft.id)
    request = act.tx.requests.get(opening.request_id)
    if request is not None:
        _show_name(act, request, act.user.id, None)
        _tell_member(act, request, opening)


def _show_name(context: Context, request: Request, reader: int, other: int | None) -> None:
    """In one message only; everywhere else the pseudonym stays."""
    tx, asking = context.tx, context.tx.people.get(request.person_id or 0)
    person, group = tx.people.get(reader), tx.groups.get(request.group_id)
    if asking is None or person is None or group is None:
        return
    t = context.words_for(person, group)
    lines = [t("{group}: the name of {name} is", group=group.title, name=request.pseudonym) + " " + mention(t, asking)]
    if other is not None:
        lines.append(t("Only {other} sees it, too.", other=answerer(t, tx.people.get(other))))
    lines.append(t("They were told. Please keep it to yourself."))
    context.send(reader, "\n\n".join(lines), lane=Lane.REQUEST)


def _tell_member(context: Context, request: Request, opening: NameOpening) -> None:
    """At once, and by whom."""
    people = context.tx.people

    def said(t: Words, group: Group) -> tuple[str, Rows]:
        first = answerer(t, people.get(opening.declared_by))
        if opening.agreed_by == opening.declared_by:
            text = t(
                "{first} believes that somebody is in danger. There was nobody else of {group} who could agree, so "
                "{first} said so twice and wrote down why. {first} sees your name now. Nobody else does.",
                first=first,
                group=group.title,
            )
        else:
            second = answerer(t, people.get(opening.agreed_by or 0))
            text = t(
                "{first} believes that somebody is in danger, and {second} agreed. So these two see your name now. "
                "Nobody else does.",
                first=first,
                second=second,
            )
        return f"{text}\n\n{cannot_wait(t, group, context.me, context.now)}", [[seen(t, request)]]

    tell_member(context, request, said)


@router.promise(EXPIRES)
def expires(due: Due) -> None:
    """Nobody agreed within the hour."""
    opening = expire(due.tx, int(due.promise.subject), due.now)
    request = due.tx.requests.get(opening.request_id) if opening is not None else None
    if opening is None or request is None:
        return

    def said(t: Words, group: Group) -> tuple[str, Rows]:
        text = t("{group}: nobody agreed within an hour, so the name stays closed.", group=group.title)
        return text, []

    tell_facilitator(due, request, opening.declared_by, said)
