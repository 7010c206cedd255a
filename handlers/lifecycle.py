"""What becomes of a meetup by itself: its card is drawn, "I'm here" appears, it ends, the card is finished."""

from datetime import datetime

from domain import lifecycle
from domain.outages import TAP_AGAIN
from domain.outbox import Card, Lane
from domain.planning import CARD, CARD_DUE, CLOSES, ENDS, OPENS, redraw
from domain.ports import Tx
from handlers.context import Due
from handlers.routing import Drawing, Router
from handlers.views_card import card as card_words
from handlers.words import best_language, words

router = Router("lifecycle")


@router.painter(CARD)
def paint(tx: Tx, card: Card, now: datetime) -> Drawing:
    """The meetup's card. One that was never posted and is of no use any more is not."""
    meetup = tx.meetups.get(card.subject_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None:
        return Drawing(None)
    if card.message_id is None and now >= meetup.ends_at:
        return Drawing(None)
    rsvps = tx.meetups.rsvps(meetup.id)
    people = tx.people.many([rsvp.person_id for rsvp in rsvps])
    t, tap_again = words(best_language(group.language)), TAP_AGAIN in card.data
    drawing = card_words(t, meetup, group, rsvps, people, now, tap_again=tap_again)
    return Drawing(drawing.text, (), pin=False) if card.closed else drawing


@router.promise(CARD_DUE)
def card_due(due: Due) -> None:
    """A card stands at the latest two days before its meetup."""
    lifecycle.card_due(due.tx, int(due.promise.subject), due.now)


@router.promise(OPENS)
def opens(due: Due) -> None:
    """The card shows "I'm here"."""
    redraw(due.tx, int(due.promise.subject), due.now)


@router.promise(ENDS)
def ends(due: Due) -> None:
    """It is over; the next card comes, by day."""
    lifecycle.end(due.tx, int(due.promise.subject), due.now)


@router.promise(CLOSES)
def closes(due: Due) -> None:
    """The card loses its last button, and its place at the top of the group."""
    card = lifecycle.finish_card(due.tx, int(due.promise.subject), due.now)
    if card is not None and card.message_id is not None:
        payload = {"message_id": card.message_id}
        due.call("unpinChatMessage", card.chat_id, Lane.CARD, payload, effect={"kind": "ignore"})
