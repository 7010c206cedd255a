"""What is passed on between two people: which message became which, and the opening of names."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.relayed import NameOpening, Relayed
from storage.rows import Rows
from storage.tables_relay import name_openings, relayed
from storage.tables_requests import requests

NOBODY = 0


class RelayRows:
    """Fulfils `domain.repositories_relay.Relay`."""

    def __init__(self, connection: Connection) -> None:
        self._relayed = Rows(connection, relayed, Relayed)
        self._openings = Rows(connection, name_openings, NameOpening)

    def get(self, row_id: int) -> Relayed | None:
        """One message that was passed on."""
        return self._relayed.by_key(row_id)

    def add(self, row: Relayed) -> Relayed:
        """A new one; it comes back with its id."""
        return self._relayed.add(row)

    def save(self, row: Relayed) -> None:
        """Write every field."""
        self._relayed.save(row)

    def remove(self, row_id: int) -> None:
        """It never arrived."""
        self._relayed.remove(relayed.c.id == row_id)

    def copies_of(self, chat_id: int, message_id: int) -> list[Relayed]:
        """Where this message went, the newest first."""
        return self._relayed.having(from_chat=chat_id, from_message=message_id)[::-1]

    def originals_of(self, chat_id: int, message_id: int) -> list[Relayed]:
        """Of what this message is the copy, the newest first."""
        return self._relayed.having(to_chat=chat_id, to_message=message_id)[::-1]

    def of_request(self, request_id: int) -> list[Relayed]:
        """All that was passed on, oldest first."""
        return self._relayed.having(request_id=request_id)

    def opening(self, opening_id: int) -> NameOpening | None:
        """One opening of a name."""
        return self._openings.by_key(opening_id)

    def add_opening(self, opening: NameOpening) -> NameOpening:
        """A new one; it comes back with its id."""
        return self._openings.add(opening)

    def save_opening(self, opening: NameOpening) -> None:
        """Write every field."""
        self._openings.save(opening)

    def openings(self, request_id: int) -> list[NameOpening]:
        """All of a request, oldest first."""
        return self._openings.having(request_id=request_id)


def prune_relayed(connection: Connection, due: sa.Select[Any]) -> None:
    """Of these requests nothing stays that tells who wrote to whom. due: selects their ids."""
    for table in (relayed, name_openings):
        connection.execute(table.delete().where(table.c.request_id.in_(due)))


def forget_relayed(connection: Connection, person_id: int) -> None:
    """What they wrote and what reached them; where they said that somebody is in danger, their id."""
    run = connection.execute
    theirs = sa.select(requests.c.id).where(requests.c.person_id == person_id)
    prune_relayed(connection, theirs)
    run(relayed.delete().where(sa.or_(relayed.c.from_chat == person_id, relayed.c.to_chat == person_id)))
    alone = sa.and_(name_openings.c.declared_by == person_id, name_openings.c.reason.is_not(None))
    run(name_openings.update().where(alone).values(reason=None))  # in their words
    for column in (name_openings.c.declared_by, name_openings.c.agreed_by):
        run(name_openings.update().where(column == person_id).values({column: NOBODY}))
