"""The life of a meetup after it was planned: its card is posted, it begins, it ends, the card is finished."""

from datetime import datetime

from domain.attendance import TICKS_DUE
from domain.groups import Group
from domain.meetups import Meetup, MeetupState, Series
from domain.outbox import Card
from domain.planning import CARD, CARD_DUE, keep_ahead, promise_private, redraw, zone_of
from domain.ports import Tx

CALLED_OFF = (MeetupState.SKIPPED, MeetupState.CANCELLED)


def post_card(tx: Tx, meetup: Meetup, group: Group, now: datetime) -> Card | None:
    """Post the meetup's card where its series lives; None where it stands already or nothing may be said."""
    if group.resting or tx.cards.of(CARD, meetup.id) is not None:
        return None
    series = tx.meetups.series(meetup.series_id)
    card = Card(
        kind=CARD,
        subject_id=meetup.id,
        chat_id=group.chat_id,
        thread_id=series.thread_id if series else None,
        language=group.language,
    )
    card = tx.cards.add(card)
    tx.outbox.touch(card, now)
    tx.agenda.remove(CARD_DUE, meetup.id)
    promise_private(tx, meetup, group, now)
    return card


def card_due(tx: Tx, meetup_id: int, now: datetime) -> None:
    """The card should stand by now. After a long silence of the program it comes late, but not at night or too late."""
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None or meetup.state is not MeetupState.PLANNED or now >= meetup.starts_at:
        return
    opens = group.quiet.next_open(now, zone_of(group))
    if now < opens < meetup.starts_at:
        tx.agenda.add(CARD_DUE, meetup.id, opens)
    else:
        post_card(tx, meetup, group, now)


def end(tx: Tx, meetup_id: int, now: datetime) -> Meetup | None:
    """Its time is over: the next card may come. Returns the meetup if it ended just now."""
    meetup = tx.meetups.get(meetup_id)
    if meetup is None or meetup.state is not MeetupState.PLANNED or now < meetup.ends_at:
        return None
    ended = meetup.changed(state=MeetupState.ENDED)
    tx.meetups.save(ended)
    redraw(tx, meetup.id, now)
    tx.agenda.add(TICKS_DUE, meetup.id, now)
    go_on(tx, ended, now)
    return ended


def finish_card(tx: Tx, meetup_id: int, now: datetime) -> Card | None:
    """The card loses its buttons for good. Returns it if it should be unpinned."""
    meetup = tx.meetups.get(meetup_id)
    if meetup is None or now < meetup.here_until:
        return None
    if meetup.state in CALLED_OFF:
        go_on(tx, meetup, now)
    return close_card(tx, meetup_id, now)


def close_card(tx: Tx, meetup_id: int, now: datetime) -> Card | None:
    """Draw the card one last time. Returns it if it was pinned and should be no longer."""
    card = tx.cards.of(CARD, meetup_id)
    if card is None or card.closed:
        return None
    tx.cards.save(card.changed(closed=True, pinned=False))
    tx.outbox.touch(card, now)
    return card if card.pinned else None


def go_on(tx: Tx, over: Meetup, now: datetime) -> None:
    """The series goes on after this meetup: more dates come into sight, and the next card is posted, by day."""
    series = tx.meetups.series(over.series_id)
    group = tx.groups.get(over.group_id)
    if series is None or group is None:
        return
    keep_ahead(tx, series, group, now)
    following = next_of(tx, group, now, series_id=series.id) or _of_successor(tx, series, group, now)
    if following is None or group.resting or tx.cards.of(CARD, following.id) is not None:
        return
    tx.agenda.remove(CARD_DUE, following.id)
    card_due(tx, following.id, now)


def _of_successor(tx: Tx, series: Series, group: Group, now: datetime) -> Meetup | None:
    """The next meetup of the series as which this one goes on, where facilitators changed it from a date on."""
    successor = tx.meetups.successor(series.id)
    return next_of(tx, group, now, series_id=successor.id) if successor else None


def next_of(tx: Tx, group: Group, now: datetime, *, series_id: int | None = None) -> Meetup | None:
    """The next meetup that takes place and is not over yet; of one series: that has not begun."""
    for meetup in tx.meetups.coming(group.id, now, limit=50):
        if meetup.state is not MeetupState.PLANNED:
            continue
        if series_id is None or (meetup.series_id == series_id and meetup.starts_at > now):
            return meetup
    return None
