"""Buddies, who is kept apart, and pairs."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.buddies import OPEN, Buddy, Match
from storage.rows import Rows
from storage.tables_newcomers import buddies, kept_apart, matches

NOBODY = 0


class IntroductionRows:
    """Fulfils `domain.ports.Introductions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._buddies = Rows(connection, buddies, Buddy)
        self._matches = Rows(connection, matches, Match)

    def buddy(self, group_id: int, person_id: int) -> Buddy | None:
        """What this person said."""
        return self._buddies.by_key(group_id, person_id)

    def buddies(self, group_id: int) -> list[Buddy]:
        """Everybody who offers or asks."""
        return self._buddies.all(buddies.c.group_id == group_id)

    def save_buddy(self, item: Buddy) -> None:
        """Add, or write every field."""
        self._buddies.save(item)

    def remove_buddy(self, group_id: int, person_id: int) -> bool:
        """Whether there was one."""
        return self._buddies.remove(buddies.c.group_id == group_id, buddies.c.person_id == person_id) > 0

    def match(self, match_id: int) -> Match | None:
        """One pair."""
        return self._matches.by_key(match_id)

    def add_match(self, item: Match) -> Match:
        """A new one; it comes back with its id."""
        return self._matches.add(item)

    def save_match(self, item: Match) -> None:
        """Write every field."""
        self._matches.save(item)

    def remove_match(self, match_id: int) -> None:
        """As if it had never been."""
        self._matches.remove(matches.c.id == match_id)

    def matches(self, group_id: int) -> list[Match]:
        """Every pair there was in the group."""
        return self._matches.all(matches.c.group_id == group_id)

    def open_of(self, group_id: int, person_id: int) -> list[Match]:
        """This person's pairs that are not over."""
        theirs = sa.or_(matches.c.seeker_id == person_id, matches.c.buddy_id == person_id)
        return self._matches.all(matches.c.group_id == group_id, theirs, matches.c.state.in_(OPEN))

    def keep_apart(self, group_id: int, person_id: int, other_id: int) -> None:
        """This person does not want to be introduced to that one; nobody else ever sees it."""
        self.let_together(group_id, person_id, other_id)
        values = {"group_id": group_id, "person_id": person_id, "other_id": other_id}
        self._connection.execute(kept_apart.insert(), values)

    def let_together(self, group_id: int, person_id: int, other_id: int | None = None) -> None:
        """Take that back; without other_id for everybody."""
        where = [kept_apart.c.group_id == group_id, kept_apart.c.person_id == person_id]
        if other_id is not None:
            where.append(kept_apart.c.other_id == other_id)
        self._connection.execute(kept_apart.delete().where(*where))

    def apart(self, group_id: int) -> list[tuple[int, int]]:
        """Who does not want to be introduced to whom."""
        columns = (kept_apart.c.person_id, kept_apart.c.other_id)
        rows = self._connection.execute(sa.select(*columns).where(kept_apart.c.group_id == group_id))
        return [(row[0], row[1]) for row in rows]

    def prune(self, before: datetime) -> None:
        """Forget the pairs that were over before this moment."""
        self._matches.remove(matches.c.ended_at < before)


def forget_wishes(connection: Connection, person_id: int) -> None:
    """Delete what no foreign key reaches."""
    connection.execute(kept_apart.delete().where(kept_apart.c.other_id == person_id))
    confirmed = matches.update().where(matches.c.confirmed_by == person_id)
    connection.execute(confirmed.values(confirmed_by=NOBODY))
