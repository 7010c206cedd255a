"""Forget, in a database file at rest, everybody who asked for it after they were last seen in it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from domain.introductions import OFF
from domain.notices import REDRAW
from domain.outbox import Lane
from domain.requests import OPEN
from domain.requests_asking import OF_A_REQUEST, PAGE, SETTLE
from storage.outbox import WAITING
from storage.people import forget
from storage.tables import agenda, cards, inbox, outbox, people, rsvps
from storage.tables_attendance import attendance
from storage.tables_newcomers import join_requests, kept_apart, newcomers
from storage.tables_notices import notice_names
from storage.tables_questions import shares
from storage.tables_requests import requests


def forget_again(path: Path, forgotten_at: Callable[[int], datetime | None]) -> int:
    """Apply the ledger to a restored backup; how many people it concerned.

    forgotten_at: when the person of this Telegram id was forgotten, None if never. Somebody who was seen later came
    back by themselves and stays.
    """
    engine = sa.create_engine(f"sqlite:///{path}")
    sa.event.listen(
        engine, "connect", lambda raw, _: raw.executescript("PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON")
    )
    try:
        with engine.begin() as connection:
            gone = {
                person_id: forgotten
                for person_id, seen_at in _last_seen(connection).items()
                if (forgotten := forgotten_at(person_id)) is not None and (seen_at is None or seen_at <= forgotten)
            }
            for person_id, forgotten in gone.items():
                _forget(connection, person_id, forgotten)
        return len(gone)
    finally:
        engine.dispose()


def _last_seen(connection: sa.Connection) -> dict[int, datetime | None]:
    """Everybody in the file, also who only joined or asked to join, with when they were last seen (None: never)."""
    found: dict[int, datetime | None] = {}
    for person, at in (
        (kept_apart.c.other_id, sa.null()),
        (shares.c.author_id, sa.null()),
        (join_requests.c.person_id, join_requests.c.asked_at),
        (newcomers.c.person_id, newcomers.c.arrived_at),
        (people.c.id, people.c.seen_at),
    ):
        for person_id, seen_at in connection.execute(sa.select(person, at)):
            known = found.get(person_id)
            found[person_id] = max(known, seen_at) if known and seen_at else known or seen_at
    return found


def _forget(connection: sa.Connection, person_id: int, now: datetime) -> None:
    answered = sa.select(rsvps.c.meetup_id).where(rsvps.c.person_id == person_id)
    met = answered.union(sa.select(attendance.c.meetup_id).where(attendance.c.person_id == person_id))
    _draw_anew(connection, sa.and_(cards.c.kind.in_(("meetup", "ticks")), cards.c.subject_id.in_(met)), now)
    _take_the_name_out(connection, person_id, now)
    connection.execute(outbox.delete().where(outbox.c.chat_id == person_id))
    # What they had written and nobody had handled yet. Bodies are JSON without spaces, the sender's id comes first.
    connection.execute(inbox.delete().where(inbox.c.body.contains(f'"id":{person_id},')))
    theirs = agenda.c.kind == OFF, agenda.c.subject.startswith(f"{person_id}:")
    connection.execute(agenda.delete().where(*theirs))
    _carry_requests_on(connection, person_id, now)
    forget(connection, person_id)


def _carry_requests_on(connection: sa.Connection, person_id: int, now: datetime) -> None:
    """What they asked is over; what they had or were asked for is to be carried to the next."""
    open_ones = sa.select(requests.c.id).where(requests.c.state.in_(OPEN))
    theirs = connection.scalars(open_ones.where(requests.c.person_id == person_id)).all()
    had = sa.or_(requests.c.claimed_by == person_id, requests.c.offered_to == person_id)
    for request_id in theirs:
        gone = agenda.c.kind.in_(OF_A_REQUEST), agenda.c.subject == str(request_id)
        connection.execute(agenda.delete().where(*gone))
    promised = [(SETTLE, one) for one in theirs]
    promised += [(PAGE, one) for one in connection.scalars(open_ones.where(had)).all() if one not in theirs]
    for kind, request_id in promised:
        promise = {"kind": kind, "subject": str(request_id), "due_at": now}
        connection.execute(agenda.insert().prefix_with("OR IGNORE").values(promise))


def _take_the_name_out(connection: sa.Connection, person_id: int, now: datetime) -> None:
    """Messages that told of a change are promised to be written anew."""
    named = sa.select(notice_names.c.notice_id).where(notice_names.c.person_id == person_id)
    for notice_id in connection.scalars(named).all():
        promise = {"kind": REDRAW, "subject": str(notice_id), "due_at": now}
        connection.execute(agenda.insert().prefix_with("OR IGNORE").values(promise))


def _draw_anew(connection: sa.Connection, which: sa.ColumnElement[bool], now: datetime) -> None:
    """What these cards show now is unknown: without a fingerprint, with a row of the outbox, they are drawn anew."""
    connection.execute(cards.update().where(which).values(shown=None))
    queued = sa.select(outbox.c.card_id).where(outbox.c.card_id.is_not(None))
    standing = sa.select(cards.c.id, cards.c.chat_id).where(which, cards.c.message_id.is_not(None))
    for card_id, chat_id in connection.execute(standing.where(cards.c.id.not_in(queued))).all():
        drawing = {"lane": int(Lane.CARD), "method": "card", "chat_id": chat_id, "card_id": card_id, "once": False}
        drawing |= {"payload": {"new": False}, "state": WAITING, "tries": 0, "created_at": now}
        connection.execute(outbox.insert().values(drawing))
