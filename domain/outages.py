"""After a time without Telegram: what may be lost, and cards that ask to be tapped again.

Telegram throws away presses that nobody fetched for about two and a half minutes, and everything else after a day.
"""

from datetime import datetime, timedelta

from domain.planning import CARD
from domain.ports import Tx
from domain.watch import Noticed

CONTACT = "contact"  # of `watch`: when Telegram was last reached
PRESSES_LOST = timedelta(seconds=150)
MESSAGES_LOST = timedelta(hours=24)
SHOWN_FOR = timedelta(hours=6)  # the line on a card
AT_ONCE = 100  # cards to a transaction

MARK = "outage_mark"  # of the agenda: cards ask to be tapped again; the subject is the last card's id that does
CLEAR = "outage_clear"  # and no longer do
TAP_AGAIN = "tap_again"  # in a card's data: since when it asks


def contact(tx: Tx, now: datetime) -> None:
    """Telegram was reached just now."""
    tx.watch.save(Noticed(what=CONTACT, at=now))


def last_contact(tx: Tx) -> datetime | None:
    """When Telegram was last reached, None before the first time."""
    known = tx.watch.get(CONTACT)
    return known.at if known is not None else None


def resumed(tx: Tx, now: datetime) -> None:
    """Presses are lost: the cards that stand ask to be tapped again, and stop asking some hours later."""
    contact(tx, now)
    for kind in (MARK, CLEAR):
        tx.agenda.remove_like(kind, "")
    tx.agenda.add(MARK, 0, now)
    tx.agenda.add(CLEAR, 0, now + SHOWN_FOR)


def mark(tx: Tx, after: int, now: datetime, *, asks: bool) -> None:
    """The next hundred cards ask, or ask no longer; the others follow in transactions of their own."""
    found = tx.watch.standing(CARD, after, AT_ONCE)
    for card in found:
        rest = {name: value for name, value in card.data.items() if name != TAP_AGAIN}
        data = rest | ({TAP_AGAIN: now.isoformat()} if asks else {})
        if data != card.data:
            tx.cards.save(card.changed(data=data))
            tx.outbox.touch(card, now)
    if len(found) == AT_ONCE:
        tx.agenda.add(MARK if asks else CLEAR, found[-1].id, now)
