"""Carrying a request to somebody, step by step, and the truth to whoever asked: each step is a promise."""

from domain.agenda import Promise
from domain.groups import Group
from domain.outbox import Card, Lane
from domain.people import Person
from domain.ports import Tx
from domain.requests import UNCLAIMED, Page, Request, Step, What
from domain.requests_asking import EXPIRES, PAGE, expire
from domain.requests_paging import Paging, group_of, on_if_empty, page, reached
from handlers.context import Context, Due, Sent
from handlers.doors import human
from handlers.keyboards import Rows, link
from handlers.requests_telling import DOOR, renew_receipt, settle, show_in_room, tell_member
from handlers.routing import Router
from handlers.views_requests import (
    Read,
    again_on_call,
    answerer,
    cannot_wait,
    paged,
    receipt,
    settled,
    take_back,
    when,
)
from handlers.words import Words

router = Router("requests paging")

PAGED = "request_paged"  # the effect of a page
TOLD = "request_told"  # of a receipt that has become the truth


def group_of_request(tx: Tx, promise: Promise) -> Group | None:
    """The group whose administrators are asked for."""
    return group_of(tx, int(promise.subject))


@router.promise(PAGE, administrators_of=group_of_request)
def carry_on(due: Due) -> None:
    """The next step that is not empty."""
    found = page(due.tx, int(due.promise.subject), due.administrators, due.now)
    group = due.tx.groups.get(found.request.group_id) if found is not None else None
    if found is None or group is None:
        return
    for person in found.asked:
        _page(due, found.request, group, person)
    show_in_room(due, found.request, group, anew=found.everybody)
    if found.door:
        _leave_a_door(due, found.request, group)
    before = found.gone_on
    if found.told:
        _tell_the_truth(due, found)
    elif before is not None:
        tell_member(due, found.request, lambda t, _: _goes_on(due, t, found, before))


def _page(context: Context, request: Request, group: Group, person: Person) -> None:
    text, rows = paged(context.words_for(person, group), request, group, context.now)
    effect = {"kind": PAGED, "request": request.id}
    context.send(person.id, text, rows, lane=Lane.REQUEST, effect=effect)


def _leave_a_door(context: Context, request: Request, group: Group) -> None:
    """Nobody can be reached in private and there is no room: the group shows the line that tells nobody anything."""
    t = context.words(group.language)
    button = link(t.plain("Continue in private"), context.me.link(Read(request.id).deep_link()))
    text = t("Let’s continue in private.")
    effect = {"kind": DOOR, "request": request.id}
    place = group.thread_id
    context.send(group.chat_id, text, [[button]], lane=Lane.REQUEST, thread_id=place, silent=True, effect=effect)


@router.effect(DOOR)
def door_stands(sent: Sent) -> None:
    """It is remembered, so that it goes when nobody is waited for any more."""
    request = sent.tx.requests.get(int(sent.data["request"]))
    if request is None or not isinstance(sent.result, dict) or sent.message.chat_id is None:
        return
    door = sent.tx.cards.at(DOOR, request.id, sent.message.chat_id)
    if door is None:
        door = sent.tx.cards.add(Card(kind=DOOR, subject_id=request.id, chat_id=sent.message.chat_id))
    sent.tx.cards.save(door.changed(message_id=int(sent.result["message_id"])))
    if request.state not in UNCLAIMED:
        settle(sent, request)


def _tell_the_truth(due: Due, found: Paging) -> None:
    """In one message: where the receipt has only just come, it says so itself."""
    request = found.request
    if not found.fresh or found.gone_on is not None or request.receipt_id is None:
        tell_member(due, request, lambda t, group: _truth(due, t, found, group))
        return
    person, group = due.tx.people.get(request.person_id or 0), due.tx.groups.get(request.group_id)
    if person is not None and group is not None:
        t = due.words_for(person, group)
        text, rows = receipt(t, due.tx, request, group, due.me, due.now, _nobody(due, t, found, group))
        effect = {"kind": TOLD, "text": text, "request": request.id}
        due.edit(person.id, request.receipt_id, text, rows, effect=effect)


@router.effect(TOLD)
def truth_stands(sent: Sent) -> None:
    """They have removed the receipt meanwhile: then the truth comes anew."""
    request = sent.tx.requests.get(int(sent.data["request"]))
    if sent.refusal == "lost" and request is not None:
        tell_member(sent, request, lambda t, _: (str(sent.data["text"]), [[take_back(t, request)]]))


def _truth(context: Context, t: Words, found: Paging, group: Group) -> tuple[str, Rows]:
    """Nobody has come, said as it is."""
    said = _nobody(context, t, found, group)
    if found.gone_on is not None:
        said = f"{_had_it(context, t, found.gone_on)} {said}"
    return f"{said}\n\n{cannot_wait(t, group, context.me, context.now)}", [[take_back(t, found.request)]]


def _nobody(context: Context, t: Words, found: Paging, group: Group) -> str:
    """That nobody can be reached, or has answered; and when it goes on."""
    if group.resting:
        gone = t("I am not in {group} any more, so I can’t reach its facilitators.", group=group.title)
        return f"{gone} {t('If I come back there within a week, I go on looking.')}"
    if found.door and found.gone_on is not None:
        said = t(
            "I could not reach another facilitator of {group} in private just now. I left a door for them, without "
            "your name.",
            group=group.title,
        )
    elif found.door:
        said = t(
            "I could not reach a facilitator of {group} in private just now. I left a door for them, without your "
            "name.",
            group=group.title,
        )
    elif found.fresh and found.gone_on is not None:
        said = t("I’m sorry: I can reach nobody else of the facilitators of {group} just now.", group=group.title)
    elif found.fresh:
        said = t("I’m sorry: I can reach none of the facilitators of {group} just now.", group=group.title)
    else:
        said = t("I’m sorry: nobody of the facilitators of {group} has answered yet.", group=group.title)
    still = t("Your message stays open, and each of them can still take it.")
    later = again_on_call(t, found.next_at, group, context.now)
    if not later and found.again_at is not None:
        later = t("I ask again from {moment} on.", moment=when(t, found.again_at, group, context.now))
    return f"{said} {still} {later}".strip()


def _goes_on(context: Context, t: Words, found: Paging, before: Step) -> tuple[str, Rows]:
    """Somebody had it, and it goes on to whom they named, or whoever is next."""
    handed_to = [one for one in found.asked if before.what is What.HANDED and one.id == before.to_id]
    asking = t("I’m asking the next facilitator now.")
    if handed_to:
        asking = t("I’m asking {other} now.", other=answerer(t, handed_to[0]))
    return f"{_had_it(context, t, before)} {asking}", [[take_back(t, found.request)]]


def _had_it(context: Context, t: Words, before: Step) -> str:
    """Who had it, and why it goes on; without blame, as nobody knows what came between."""
    who = before.by if before.what is What.HANDED else before.to_id
    name = answerer(t, context.tx.people.get(who or 0))
    if before.what is What.NO_WORD:
        return t("Nothing has come from {name} so far.", name=name)
    return t("{name} can’t go on with it.", name=name)


@router.effect(PAGED)
def arrived(sent: Sent) -> None:
    """It is on a facilitator's phone, and the receipt says so; or it never will be, and the next is asked at once."""
    tx, request = sent.tx, sent.tx.requests.get(int(sent.data["request"]))
    person = tx.people.get(sent.message.chat_id or 0)
    group = tx.groups.get(request.group_id) if request is not None else None
    if request is None or person is None or group is None:
        return
    if sent.refusal is not None or not isinstance(sent.result, dict):
        _not_reached(sent, request, group, person)
        return
    message_id = int(sent.result["message_id"])
    for earlier in tx.requests.pages(request.id):
        if earlier.person_id == person.id and earlier.message_id != message_id:
            _put_away(sent, group, person, earlier.message_id)
    tx.requests.save_page(Page(request_id=request.id, person_id=person.id, message_id=message_id))
    if request.state not in UNCLAIMED:  # somebody was faster than this message
        sent.edit(person.id, message_id, settled(sent.words_for(person, group), tx, request, group, sent.now))
        return
    if person.id not in reached(tx, request):
        tx.requests.note(Step(request_id=request.id, what=What.REACHED, at=sent.now, to_id=person.id))
        renew_receipt(sent, request)


def _put_away(sent: Sent, group: Group, person: Person, message_id: int) -> None:
    """Asked again: the earlier page goes, or where it is too old for that, loses its buttons."""
    t = sent.words_for(person, group)
    sent.edit(person.id, message_id, t("{group}: I have asked you again, further down.", group=group.title))
    sent.delete(person.id, message_id)


def _not_reached(sent: Sent, request: Request, group: Group, person: Person) -> None:
    """They have blocked the bot, or it could not be sent: such a step is empty."""
    tx = sent.tx
    tx.people.save(person.changed(private_open=False))
    on_if_empty(tx, request, group, sent.now)


@router.promise(EXPIRES)
def expires(due: Due) -> None:
    """Nobody came for a week, or nothing was written for two: it ends, and whoever asked knows."""
    before = due.tx.requests.get(int(due.promise.subject))
    request = expire(due.tx, int(due.promise.subject), due.now)
    if request is None or before is None:
        return
    settle(due, request)
    tell_member(due, request, lambda t, group: _over(due, t, group, request, silent=before.held))


def _over(context: Context, t: Words, group: Group, request: Request, *, silent: bool) -> tuple[str, Rows]:
    if silent:
        text = t("Nothing was written for two weeks, so I have closed what you asked in {group}.", group=group.title)
        return text, [[human(t, group.id)]]
    text = t("A week has passed and nobody in {group} could answer. I’m sorry. I stop looking now.", group=group.title)
    return f"{text}\n\n{cannot_wait(t, group, context.me, context.now)}", [[human(t, group.id)]]
