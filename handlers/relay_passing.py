"""Passing on: a message of one side becomes a message of the bot's to the other, with its answers and its changes."""

from typing import Any

from domain.groups import Group
from domain.outbox import Lane
from domain.relay import (
    REACH,
    arrived,
    change_later,
    copies_to_change,
    part_of,
    passed_on,
    place_of,
    shown,
    unreachable,
)
from domain.relayed import Relayed
from domain.requests import Request, RequestWords
from domain.requests_asking import add_words, not_joined
from domain.requests_silence import answered
from domain.requests_unsaid import RELAYED
from handlers.context import Act, Context, Due, Sent
from handlers.keyboards import Rows, markup
from handlers.relay_content import Content, calls, change, content_of_words, words_of_content
from handlers.requests_telling import tell_facilitator, tell_member
from handlers.routing import Router
from handlers.views_relay import heading, write
from handlers.views_requests import answerer, asker, held, receipt
from handlers.words import Words

router = Router("relay passing")

HAS_IT = "request_held"
PASSED_ON = "👌"  # under what has arrived


def still_has_it(act: Act, request: Request) -> bool:
    """Whether whoever claimed it serves still, as Telegram said just now, and can be written to."""
    person = act.tx.people.get(request.claimed_by or 0)
    return bool(act.found) and person is not None and person.private_open


def pass_on(
    context: Context, request: Request, author: int, content: Content, message_id: int | None, answers: int | None
) -> None:
    """What somebody wrote goes to the other one. answers: the message of their own chat to which they replied.

    Until a facilitator has answered it is kept as well, so that the next one has it should this one never write.
    """
    words = words_of_content(content, context.now)
    if author == request.person_id and words is not None and not answered(context.tx, request):
        request = add_words(context.tx, request, [words.changed(message_id=message_id)], context.now)
    row = passed_on(context.tx, request, author, message_id, content.kind, context.now)
    place = place_of(context.tx, author, answers, row.to_chat)
    found = calls(content, _heading(context, request, row))
    for method, payload in found[:-1]:
        context.call(method, row.to_chat, Lane.REQUEST, payload)
    method, payload = found[-1]
    _send(context, request, row, content, method, payload, place)


def has_it(context: Context, request: Request, message_id: int, text: str, rows: Rows) -> None:
    """The page on which a facilitator claimed it becomes what they have in hand."""
    payload = {"message_id": message_id, "text": text, "parse_mode": "HTML", "reply_markup": markup(rows)}
    effect = {"kind": HAS_IT, "request": request.id}
    context.call("editMessageText", request.claimed_by, Lane.ANSWER, payload, effect=effect)


@router.effect(HAS_IT)
def page_gone(sent: Sent) -> None:
    """That page was just being replaced by a newer one: what they have in hand is said anew."""
    request = sent.tx.requests.get(int(sent.data["request"]))
    group = sent.tx.groups.get(request.group_id) if request is not None else None
    if sent.refusal != "lost" or request is None or group is None or not request.held or not request.claimed_by:
        return
    t = _language(sent, request.claimed_by, request)
    sent.send(request.claimed_by, *held(t, request, sent.tx.people.get(request.person_id or 0), group))


def hand_words(context: Context, request: Request) -> None:
    """Whoever claimed it gets what was written before, each as a message of its own that can be answered."""
    for one in context.tx.requests.words(request.id):
        content = content_of_words(one)
        row = shown(context.tx, request, one.message_id, content.kind, context.now)
        _send(context, request, row, content, content.method, content.payload, None)


def _send(
    context: Context,
    request: Request,
    row: Relayed,
    content: Content,
    method: str,
    payload: dict[str, Any],
    place: int | None,
) -> None:
    reply = {"message_id": place, "allow_sending_without_reply": True} if place is not None else None
    more = {"reply_parameters": reply, "reply_markup": _keyboard(context, request, row)}
    kept = words_of_content(content, context.now) if row.from_chat == request.person_id and row.headed else None
    effect = {"kind": RELAYED, "row": row.id, "words": kept.model_dump(mode="json") if kept is not None else None}
    context.call(method, row.to_chat, Lane.REQUEST, payload | more, effect=effect)


def edit(context: Context, author: int, message_id: int, content: Content) -> None:
    """What they changed is changed at the other one's, too; a copy that is still on its way, as soon as it arrives."""
    for row, request in copies_to_change(context.tx, author, message_id):
        if row.to_message is None:
            change_later(context.tx, row, content.stored())
        else:
            _change(context, request, row, content)


def _change(context: Context, request: Request, row: Relayed, content: Content) -> None:
    found = change(content, _heading(context, request, row) if row.headed else "")
    if found is not None:
        method, payload = found
        more = {"message_id": row.to_message, "reply_markup": _keyboard(context, request, row)}
        context.call(method, row.to_chat, Lane.REQUEST, payload | more, effect={"kind": "ignore"})


def _keyboard(context: Context, request: Request, row: Relayed) -> dict[str, Any] | None:
    """A facilitator can answer with a tap as well; what was written before they had it stands under one already."""
    if row.to_chat != request.claimed_by or not row.headed:
        return None
    return markup([[write(_language(context, row.to_chat, request), request)]])


def _language(context: Context, person_id: int, request: Request) -> Words:
    person, group = context.tx.people.get(person_id), context.tx.groups.get(request.group_id)
    return context.words_for(person, group) if person is not None else context.words(None)


def _heading(context: Context, request: Request, row: Relayed) -> str:
    """Who writes, as the reader may know them; of which group, where the reader talks in several."""
    tx, t = context.tx, _language(context, row.to_chat, request)
    author = tx.people.get(row.from_chat)
    if row.to_chat == request.person_id:
        name = answerer(t, author)
        talks = [one for one in tx.requests.open_of(row.to_chat) if one.held]
    else:
        name = asker(t, request, author)
        talks = tx.requests.held_by(row.to_chat)
    several = len({one.group_id for one in talks}) > 1
    return heading(t, name, tx.groups.get(request.group_id) if several else None)


@router.effect(RELAYED)
def copied(sent: Sent) -> None:
    """It has arrived, and a small mark says so; or it cannot arrive, and its author hears that."""
    if sent.refusal is not None or not isinstance(sent.result, dict):
        _not_arrived(sent)
        return
    row = arrived(sent.tx, int(sent.data["row"]), int(sent.result["message_id"]))
    request = sent.tx.requests.get(row.request_id) if row is not None else None
    if row is None or request is None:
        return
    part = part_of(request, row.from_chat)
    if row.edit is not None and part is not None and part.other == row.to_chat:
        _change(sent, request, row.changed(edit=None), Content(**row.edit))
    if row.from_message is not None and row.headed:
        mark(sent, row.from_chat, row.from_message)


def mark(context: Context, chat_id: int, message_id: int) -> None:
    """The small mark of what was passed on."""
    payload = {"message_id": message_id, "reaction": [{"type": "emoji", "emoji": PASSED_ON}]}
    context.call("setMessageReaction", chat_id, Lane.ANSWER, payload, effect={"kind": "ignore"})


def _not_arrived(sent: Sent) -> None:
    tx = sent.tx
    row = tx.relay.get(int(sent.data["row"]))
    request = tx.requests.get(row.request_id) if row is not None else None
    if row is None or request is None:
        return
    tx.relay.remove(row.id)
    if sent.refusal != "blocked":
        _say_to_author(sent, row, request)
    elif row.to_chat != request.person_id:
        kept = [RequestWords.model_validate(sent.data["words"])] if sent.data["words"] else []
        kept = [one.changed(message_id=row.from_message) for one in kept]
        if request.held and request.claimed_by == row.to_chat:  # before what waits behind them to be sent
            request, kept = add_words(tx, request, kept, sent.now), []
        goes_on(sent, request, row.to_chat, kept)
    else:
        tell_facilitator(sent, request, row.from_chat, lambda t, group: (cannot_reach(sent, t, request), []))


def _say_to_author(sent: Sent, row: Relayed, request: Request) -> None:
    """Telegram did not take it."""
    person = sent.tx.people.get(row.from_chat)
    if person is not None and person.private_open:
        text = _language(sent, person.id, request)("I could not pass this on. Please say it in another way.")
        sent.send(person.id, text, lane=Lane.REQUEST, reply_to=row.from_message)


def goes_on(context: Context, request: Request, facilitator: int, words: list[RequestWords]) -> None:
    """Whoever had it cannot answer any more: the next is asked, with what has not arrived, and who asked hears that."""
    unreachable(context.tx, request, facilitator, context.now)
    fresh = context.tx.requests.get(request.id)
    if fresh is None or fresh.person_id is None or not fresh.open:
        return
    if not fresh.held:
        add_words(context.tx, fresh, words, context.now)
        return
    for one in not_joined(context.tx, fresh, words):  # the next has it already
        pass_on(context, fresh, fresh.person_id, content_of_words(one), one.message_id, None)


def cannot_reach(context: Context, t: Words, request: Request) -> str:
    """For the facilitator: whoever asked has closed the private chat."""
    person = context.tx.people.get(request.person_id or 0)
    return t(
        "I can’t reach {name} just now: they have closed the chat with me, and may well be fine. What you wrote was "
        "not passed on. I tell you when they come back.",
        name=asker(t, request, person),
    )


@router.promise(REACH)
def reach_changed(due: Due) -> None:
    """Whoever asked has closed the private chat, or is back: the facilitator hears it at once.

    Where nobody has it, whoever is back hears how it stands.
    """
    request = due.tx.requests.get(int(due.promise.subject))
    person = due.tx.people.get(request.person_id or 0) if request is not None else None
    if request is None or person is None or not request.open:
        return
    if not request.held or not request.claimed_by:
        tell_member(due, request, lambda t, group: receipt(t, due.tx, request, group, due.me, due.now))
        return

    def said(t: Words, group: Group) -> tuple[str, Rows]:
        name = asker(t, request, person)
        if person.private_open:
            text = t("{name} of {group} is back: you can write to them.", name=name, group=group.title)
            return text, [[write(t, request)]]
        return t(
            "{name} of {group} has closed the chat with me. They may well be fine. I tell you when they come back.",
            name=name,
            group=group.title,
        ), []

    tell_facilitator(due, request, request.claimed_by, said)
