"""Newcomers, what they are told and agreed to, and requests to join."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.newcomers import Agreement, JoinRequest, Newcomer, Welcome
from storage.rows import Rows
from storage.tables_newcomers import agreements, join_requests, newcomers, welcomes


class NewcomerRows:
    """Fulfils `domain.ports.Newcomers`."""

    def __init__(self, connection: Connection) -> None:
        self._welcomes = Rows(connection, welcomes, Welcome)
        self._newcomers = Rows(connection, newcomers, Newcomer)
        self._agreements = Rows(connection, agreements, Agreement)
        self._requests = Rows(connection, join_requests, JoinRequest)

    def welcome(self, group_id: int) -> Welcome:
        """What the group tells its newcomers; the usual where nothing was chosen."""
        return self._welcomes.by_key(group_id) or Welcome(group_id=group_id)

    def save_welcome(self, item: Welcome) -> None:
        """Add, or write every field."""
        self._welcomes.save(item)

    def get(self, group_id: int, person_id: int) -> Newcomer | None:
        """One newcomer."""
        return self._newcomers.by_key(group_id, person_id)

    def save(self, item: Newcomer) -> None:
        """Add, or write every field."""
        self._newcomers.save(item)

    def remove(self, group_id: int, person_id: int) -> None:
        """They are gone, or not new any more."""
        self._newcomers.remove(newcomers.c.group_id == group_id, newcomers.c.person_id == person_id)

    def of_group(self, group_id: int) -> list[Newcomer]:
        """All of the group, first come first."""
        order = (newcomers.c.arrived_at, newcomers.c.person_id)
        return self._newcomers.all(newcomers.c.group_id == group_id, order=order)

    def agreement(self, group_id: int, person_id: int) -> Agreement | None:
        """Whether and when somebody agreed."""
        return self._agreements.by_key(group_id, person_id)

    def save_agreement(self, item: Agreement) -> None:
        """Add, or renew."""
        self._agreements.save(item)

    def remove_agreement(self, group_id: int, person_id: int) -> bool:
        """Whether there was one."""
        where = (agreements.c.group_id == group_id, agreements.c.person_id == person_id)
        return self._agreements.remove(*where) > 0

    def request(self, request_id: int) -> JoinRequest | None:
        """One request to join."""
        return self._requests.by_key(request_id)

    def request_of(self, group_id: int, person_id: int) -> JoinRequest | None:
        """This person's request to join this group."""
        return self._requests.one(join_requests.c.group_id == group_id, join_requests.c.person_id == person_id)

    def add_request(self, item: JoinRequest) -> JoinRequest:
        """A new one; it comes back with its id."""
        return self._requests.add(item)

    def save_request(self, item: JoinRequest) -> None:
        """Write every field."""
        self._requests.save(item)

    def remove_request(self, request_id: int) -> None:
        """It was decided, or is of no use any more."""
        self._requests.remove(join_requests.c.id == request_id)

    def prune(self, arrived_before: datetime, asked_before: datetime) -> None:
        """Forget who came, and who asked to join, before these moments."""
        self._newcomers.remove(newcomers.c.arrived_at < arrived_before)
        self._requests.remove(join_requests.c.asked_at < asked_before)


def forget_newcomer(connection: Connection, person_id: int) -> None:
    """Delete what no foreign key reaches."""
    for table in (newcomers, join_requests):
        connection.execute(table.delete().where(table.c.person_id == person_id))
    decided = join_requests.c.decided_by
    connection.execute(join_requests.update().where(decided == person_id).values(decided_by=sa.null()))
