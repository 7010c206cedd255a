"""Keeping everybody's messages about a request true: facilitators' pages, the room's card, the member's receipt."""

from collections.abc import Callable
from datetime import datetime

from domain.facilitators import facilitators_of
from domain.groups import Group
from domain.outbox import Card, Lane
from domain.ports import Tx
from domain.requests import Request, Stage
from domain.requests_asking import SETTLE
from domain.requests_paging import at_hand
from handlers.context import Context, Due
from handlers.keyboards import Rows
from handlers.routing import Drawing, Router
from handlers.views_requests import Read, on_card, receipt, settled
from handlers.words import Words, best_language, words

router = Router("requests telling")

CARD = "request"
DOOR = "request_door"  # the neutral line in the group, where no facilitator could be reached elsewhere
Said = tuple[str, Rows]


def tell_member(context: Context, request: Request, said: Callable[[Words, Group], Said]) -> bool:
    """Say this to whoever asked, in private. False: they are forgotten, or the bot may not write to them."""
    person = context.tx.people.get(request.person_id or 0)
    group = context.tx.groups.get(request.group_id)
    if person is None or group is None or not person.private_open:
        return False
    text, buttons = said(context.words_for(person, group), group)
    context.send(person.id, text, buttons, lane=Lane.REQUEST)
    return True


def tell_facilitator(context: Context, request: Request, person_id: int, said: Callable[[Words, Group], Said]) -> None:
    """Say this to the facilitator who has it, or had it."""
    person, group = context.tx.people.get(person_id), context.tx.groups.get(request.group_id)
    if person is not None and group is not None and person.private_open:
        text, buttons = said(context.words_for(person, group), group)
        context.send(person.id, text, buttons, lane=Lane.REQUEST)


def settle(context: Context, request: Request, *, without: tuple[int, int] | None = None) -> None:
    """There is nothing to claim any more: every page and the card say so.

    without: the chat and the message that say it in other words.
    """
    group = context.tx.groups.get(request.group_id)
    if group is None:
        return
    for page in context.tx.requests.pages(request.id):
        person = context.tx.people.get(page.person_id)
        if person is not None and (person.id, page.message_id) != without:
            t = context.words_for(person, group)
            context.edit(person.id, page.message_id, settled(t, context.tx, request, group, context.now))
    show_in_room(context, request, group)
    door = context.tx.cards.at(DOOR, request.id, group.chat_id)
    if door is not None and door.message_id is not None:
        context.delete(group.chat_id, door.message_id)
        context.tx.cards.save(door.changed(message_id=None, closed=True))


def show_in_room(context: Context, request: Request, group: Group, *, anew: bool = False) -> None:
    """The room's card: posted, drawn anew, or (anew) posted once more, so that those on it are called."""
    tx, room = context.tx, group.room_chat_id
    card = tx.cards.at(CARD, request.id, room) if room is not None else None
    if room is None or (card is None and (not request.open or request.held)):
        return
    if card is None:
        address = context.me.link(Read(request.id).deep_link())
        card = tx.cards.add(
            Card(kind=CARD, subject_id=request.id, chat_id=room, language=group.language, data={"address": address})
        )
    elif anew and card.message_id is not None:
        context.delete(room, card.message_id)
        card = card.changed(message_id=None, shown=None)
        tx.cards.save(card)
    tx.outbox.touch(card, context.now, Lane.REQUEST)


@router.promise(SETTLE)
def settle_due(due: Due) -> None:
    """Somebody was erased: whoever had it hears that it is over, and no message keeps a name."""
    request = due.tx.requests.get(int(due.promise.subject))
    group = due.tx.groups.get(request.group_id) if request is not None else None
    if request is None or group is None:
        return
    if request.open and not request.held:
        show_in_room(due, request, group)
        return
    settle(due, request)
    if not request.open and request.claimed_by:
        tell_facilitator(due, request, request.claimed_by, lambda t, g: (settled(t, due.tx, request, g, due.now), []))


@router.painter(CARD)
def paint(tx: Tx, card: Card, now: datetime) -> Drawing:
    """As it stands; the room may have become another group's meanwhile, and then it shows nothing."""
    request = tx.requests.get(card.subject_id)
    group = tx.groups.get(request.group_id) if request is not None else None
    if request is None or group is None or group.room_chat_id != card.chat_id:
        return Drawing(None)
    everybody = request.stage is Stage.EVERYBODY
    mentioned = at_hand(tx, request, group, facilitators_of(tx, group), now) if everybody else []
    t = words(best_language(card.language))
    return Drawing(*on_card(t, tx, request, group, str(card.data.get("address", "")), mentioned, now))


@router.painter(DOOR)
def paint_door(_tx: Tx, _card: Card, _now: datetime) -> Drawing:
    """It never changes; in a group that moved house it is left anew where it is needed."""
    return Drawing(None)


def renew_receipt(context: Context, request: Request) -> None:
    """It has reached somebody: the receipt says whom."""
    person, group = context.tx.people.get(request.person_id or 0), context.tx.groups.get(request.group_id)
    if person is None or group is None or request.receipt_id is None:
        return
    t = context.words_for(person, group)
    context.edit(person.id, request.receipt_id, *receipt(t, context.tx, request, group, context.me, context.now))
