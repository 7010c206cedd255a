"""The bot comes to a group, leaves it, comes back, and the group moves house."""

from datetime import datetime

from domain.groups import Group
from domain.meetups import MeetupState
from domain.model import Model
from domain.planning import CARD, keep_ahead, promise_again, withdraw
from domain.ports import Tx
from domain.requests import Stage
from domain.requests_asking import PAGE


class Start(Model):
    """What a new group begins with, until its facilitators choose."""

    zone: str | None = None
    language: str = "en"
    country: str | None = None


class Arrival(Model):
    """The group the bot came to. returned: it knew the group from before."""

    group: Group
    returned: bool


def arrive(tx: Tx, chat_id: int, title: str, start: Start, now: datetime) -> Arrival | None:
    """The bot was added to a group. None: it is there already, or this is a room, and there is nothing to say."""
    known = tx.groups.by_chat(chat_id)
    if known is None and tx.groups.by_room(chat_id):
        return None
    if known is None:
        fresh = Group(chat_id=chat_id, title=title, created_at=now, **start.model_dump())
        return Arrival(group=tx.groups.add(fresh), returned=False)
    if not known.resting:
        return None
    return Arrival(group=wake(tx, known.changed(title=title), now), returned=True)


def depart(tx: Tx, chat_id: int, now: datetime) -> None:
    """The bot was removed: the group rests and nothing is promised to it; a room is bound no longer."""
    group = tx.groups.by_chat(chat_id)
    if group is not None:
        tx.groups.save(group.changed(resting=True))
        for meetup in tx.meetups.coming(group.id, now, limit=200):
            withdraw(tx, meetup)
    for served in tx.groups.by_room(chat_id):
        tx.groups.save(served.changed(room_chat_id=None))


def move_house(tx: Tx, old: int, new: int, now: datetime) -> None:
    """A group became a supergroup: everything about it goes along, and open cards are posted there again."""
    tx.migrate_chat(old, new)
    group = tx.groups.by_chat(new)
    if group is not None and group.resting:
        wake(tx, group, now)
    for card in tx.cards.in_chat(new):
        if not card.closed:
            tx.outbox.touch(card, now)


def wake(tx: Tx, group: Group, now: datetime) -> Group:
    """The series go on. What came and went meanwhile is over: its card is finished, nothing is said about it."""
    group = group.changed(resting=False)
    tx.groups.save(group)
    for series in tx.meetups.series_of(group.id):
        for meetup in tx.meetups.of_series(series.id):
            if meetup.state is MeetupState.PLANNED and meetup.ends_at <= now:
                tx.meetups.save(meetup.changed(state=MeetupState.ENDED))
                _finish_card(tx, meetup.id, now)
        keep_ahead(tx, series, group, now)
    promise_again(tx, group, now)
    show_again(tx, group.chat_id, now)
    for request in tx.requests.open_in(group.id):
        if not request.held and request.stage is Stage.TOLD:  # nobody could be asked meanwhile
            tx.agenda.add(PAGE, request.id, now)
    return group


def show_again(tx: Tx, chat_id: int, now: datetime) -> None:
    """The bot may write here again: cards that changed meanwhile show what is true, and nobody who was erased."""
    for card in tx.cards.in_chat(chat_id):
        if card.message_id is not None:
            tx.outbox.touch(card, now)


def _finish_card(tx: Tx, meetup_id: int, now: datetime) -> None:
    card = tx.cards.of(CARD, meetup_id)
    if card is not None and not card.closed:
        tx.cards.save(card.changed(closed=True))
        if card.message_id is not None:
            tx.outbox.touch(card, now)
