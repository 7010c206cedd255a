"""Forget, in a database file at rest, everybody who asked for it after they were last seen in it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from storage.people import forget
from storage.tables import cards, inbox, outbox, people, rsvps
from storage.tables_attendance import attendance


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
            gone = [
                person_id
                for person_id, seen_at in connection.execute(sa.select(people.c.id, people.c.seen_at))
                if (forgotten := forgotten_at(person_id)) is not None and seen_at <= forgotten
            ]
            for person_id in gone:
                _forget(connection, person_id)
        return len(gone)
    finally:
        engine.dispose()


def _forget(connection: sa.Connection, person_id: int) -> None:
    answered = sa.select(rsvps.c.meetup_id).where(rsvps.c.person_id == person_id)
    met = answered.union(sa.select(attendance.c.meetup_id).where(attendance.c.person_id == person_id))
    # What their cards show now is unknown: without a fingerprint they are drawn anew.
    shown = cards.update().where(cards.c.kind.in_(("meetup", "ticks")), cards.c.subject_id.in_(met)).values(shown=None)
    connection.execute(shown)
    connection.execute(outbox.delete().where(outbox.c.chat_id == person_id))
    # What they had written and nobody had handled yet. Bodies are JSON without spaces, the sender's id comes first.
    connection.execute(inbox.delete().where(inbox.c.body.contains(f'"id":{person_id},')))
    forget(connection, person_id)
