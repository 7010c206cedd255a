"""What is to be said: rows written with the transaction, sent by the delivery, struck off when Telegram has them."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.outbox import Card, Lane, Outgoing
from storage.prepared import Prepared, prepared
from storage.rows import Rows
from storage.tables import cards, holds, outbox

WAITING, SENDING, GIVEN_UP = "waiting", "sending", "given_up"


def _dump(message: Outgoing) -> dict[str, Any]:
    row = {c.name: getattr(message, c.name, None) for c in outbox.columns}
    return row | {"lane": int(message.lane), "state": WAITING}


# Built once: run for each message, or for each press that changes a card.
@lru_cache
def _insert() -> Prepared:
    return prepared(outbox.insert(), *(column.name for column in outbox.columns))


@lru_cache
def _is_there() -> Prepared:
    return prepared(sa.select(outbox.c.id).where(outbox.c.id == sa.bindparam("number")))


@lru_cache
def _leave() -> Prepared:
    return prepared(outbox.update().where(outbox.c.id == sa.bindparam("number")).values(state=SENDING))


@lru_cache
def _touch() -> Prepared:
    return prepared(cards.update().where(cards.c.id == sa.bindparam("of_card")).values(version=cards.c.version + 1))


@lru_cache
def _save_card() -> Prepared:
    values = {c.name: sa.bindparam(f"to_{c.name}", type_=c.type) for c in _written()}
    return prepared(cards.update().where(cards.c.id == sa.bindparam("of_card")).values(values))


def _written() -> list[sa.Column[Any]]:
    """Of a card every column but the version, which only `Outbox.touch` raises."""
    return [column for column in cards.columns if column.name not in ("id", "version")]


class OutboxRows:
    """Fulfils `domain.ports.Outbox`; new rows are written together when the transaction ends.

    ids: a counter of the process, so that thousands of rows can be inserted in one statement. There is one running
    instance (a file lock sees to it), and a number that a failed transaction used is never used again.
    """

    def __init__(self, connection: Connection, ids: Iterator[int]) -> None:
        self._connection = connection
        self._ids = ids
        self._rows = Rows(connection, outbox, Outgoing, None, _dump)
        self._cards = Rows(connection, cards, Card)
        self._new: list[Outgoing] = []
        self.said: list[Outgoing] = []

    def add(self, message: Outgoing) -> None:
        """Promise to send it."""
        message = message.changed(id=next(self._ids))
        self._new.append(message)
        self.said.append(message)

    def touch(self, card: Card, now: datetime, lane: Lane = Lane.CARD) -> None:
        """The card's content changed: it is drawn anew once, however often this is called before."""
        _touch().run(self._connection, {"of_card": card.id})
        self.flush()
        if not self._rows.having(card_id=card.id, state=WAITING):
            row = {"lane": lane, "method": "card", "chat_id": card.chat_id, "card_id": card.id, "created_at": now}
            self.add(Outgoing(**row, payload={"new": card.message_id is None}))

    def flush(self) -> None:
        """Write what was added since the last time, in one statement."""
        new, self._new = self._new, []
        if new:
            _insert().run_many(self._connection, [_dump(message) for message in new])

    def waiting(self, chat_id: int) -> list[Outgoing]:
        """What is still to be said in this chat."""
        self.flush()
        return self._rows.having(chat_id=chat_id, state=WAITING)

    def drop_for_person(self, person_id: int) -> None:
        """Say nothing more to this person in private."""
        self.flush()
        self._rows.remove_having(chat_id=person_id)
        self.said = [message for message in self.said if message.chat_id != person_id]

    def drop(self, message: Outgoing) -> None:
        """It is not to be said any more; nothing changes where it is on its way already."""
        self.flush()
        self._rows.remove_having(id=message.id)
        self.said = [one for one in self.said if one.id != message.id]

    def load(self, after: tuple[int, int], limit: int) -> list[Outgoing]:
        """What waits, most urgent lane first; after: the last `(lane, id)` already seen."""
        beyond = sa.tuple_(outbox.c.lane, outbox.c.id) > sa.tuple_(*after)
        return self._rows.all(outbox.c.state == WAITING, beyond, order=(outbox.c.lane, outbox.c.id), limit=limit)

    def sending(self, message: Outgoing) -> bool:
        """A message that must never go twice leaves now; False where it was taken back meanwhile."""
        return _leave().run(self._connection, {"number": message.id}).rowcount > 0

    def still_wanted(self, message: Outgoing) -> bool:
        """Whether the row is there: a use case may have taken it back."""
        return _is_there().first(self._connection, {"number": message.id}) is not None

    def sent(self, message: Outgoing) -> None:
        """Telegram has it."""
        self._rows.remove_having(id=message.id)

    def again(self, message: Outgoing, not_before: datetime) -> Outgoing:
        """To be tried again, not before this moment."""
        self._set(message, state=WAITING, not_before=not_before, tries=message.tries + 1)
        return message.changed(not_before=not_before, tries=message.tries + 1)

    def give_up(self, message: Outgoing, error: str) -> None:
        """It will not be sent: the reason stays, the words go, and a card may be drawn anew by a later row."""
        self._set(message, state=GIVEN_UP, error=error, payload={}, effect=None, card_id=None)

    def interrupted(self) -> int:
        """After a crash: messages that may have gone and must not go twice are given up. How many there were.

        An edit that waits may have arrived, too: nobody knows what such a card shows.
        """
        edited = sa.select(outbox.c.card_id).where(outbox.c.state == WAITING, outbox.c.card_id.is_not(None))
        self._connection.execute(cards.update().where(cards.c.id.in_(edited)).values(shown=None))
        values = {"state": GIVEN_UP, "error": "unknown whether it was sent", "payload": {}}
        return self._connection.execute(outbox.update().where(outbox.c.state == SENDING).values(**values)).rowcount

    def prune(self, before: datetime) -> None:
        """Forget what was given up before this moment."""
        self._rows.remove(outbox.c.state == GIVEN_UP, outbox.c.created_at < before)

    def hold(self, chat_id: int, until: datetime) -> None:
        """Telegram asked for silence in this chat until then; kept, so that a restart does not ask again."""
        self._connection.execute(holds.delete().where(holds.c.chat_id == chat_id))
        self._connection.execute(holds.insert().values(chat_id=chat_id, until=until))

    def holds(self, now: datetime) -> dict[int, datetime]:
        """Chats that must still be left alone, and until when; those that are over are forgotten."""
        self._connection.execute(holds.delete().where(holds.c.until <= now))
        return {row[0]: row[1] for row in self._connection.execute(sa.select(holds.c.chat_id, holds.c.until))}

    def counts(self) -> dict[str, int]:
        """How many rows there are in each state."""
        statement = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def _set(self, message: Outgoing, **values: object) -> bool:
        return self._connection.execute(outbox.update().where(outbox.c.id == message.id).values(**values)).rowcount > 0


class CardRows:
    """Fulfils `domain.ports.Cards`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cards = Rows(connection, cards, Card)

    def get(self, card_id: int) -> Card | None:
        """One card."""
        return self._cards.by_key(card_id)

    def of(self, kind: str, subject_id: int) -> Card | None:
        """The card of this kind about this thing."""
        return self._cards.first_having(kind=kind, subject_id=subject_id)

    def at(self, kind: str, subject_id: int, chat_id: int) -> Card | None:
        """The card of this kind about this thing in this chat."""
        return self._cards.first_having(kind=kind, subject_id=subject_id, chat_id=chat_id)

    def about(self, kind: str, subject_id: int) -> list[Card]:
        """Every chat's card of this kind about this thing."""
        return self._cards.having(kind=kind, subject_id=subject_id)

    def add(self, card: Card) -> Card:
        """A new one; it comes back with its id."""
        return self._cards.add(card)

    def save(self, card: Card) -> None:
        """Write every field but the version, which only `Outbox.touch` raises."""
        values = {f"to_{c.name}": getattr(card, c.name) for c in _written()}
        _save_card().run(self._connection, values | {"of_card": card.id})

    def in_chat(self, chat_id: int) -> list[Card]:
        """Every card that stands in this chat."""
        return self._cards.having(chat_id=chat_id)
