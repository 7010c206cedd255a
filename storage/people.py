"""People and their belonging to groups."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.groups import Group
from domain.people import Member, Person
from storage.entries import forget_editor
from storage.groups import load_group
from storage.introductions import forget_wishes
from storage.newcomers import forget_newcomer
from storage.prepared import Prepared, prepared
from storage.relay import forget_relayed
from storage.requests import forget_asking
from storage.resources import forget_voice
from storage.rows import Rows
from storage.shares import forget_author
from storage.tables import (
    cards,
    changes,
    facilitators,
    groups,
    holds,
    members,
    people,
    series,
    series_changes,
)
from storage.tables_attendance import attendance, attendance_log
from storage.tables_notices import notices

NOBODY = 0  # stands where the id of somebody stood who is forgotten
_TICKED_BY = (attendance.c.marked_by, attendance_log.c.by)


def forget(connection: Connection, person_id: int) -> None:
    """Delete the person and, by foreign key, everything that is theirs; take their id from what they signed.

    That they came or missed stays as a mark without anybody, so that figures keep their counts.
    """
    theirs = attendance.update().where(attendance.c.person_id == person_id, attendance.c.mark.is_not(None))
    connection.execute(theirs.values(person_id=None))
    forget_newcomer(connection, person_id)
    forget_wishes(connection, person_id)
    forget_relayed(connection, person_id)  # while it can be seen whose requests these are
    forget_asking(connection, person_id)
    forget_voice(connection, person_id, NOBODY)
    forget_editor(connection, person_id)
    forget_author(connection, person_id)
    connection.execute(people.delete().where(people.c.id == person_id))
    connection.execute(holds.delete().where(holds.c.chat_id == person_id))
    for told in (cards, notices):
        connection.execute(told.delete().where(told.c.chat_id == person_id))
    for signed in (facilitators.c.added_by, series.c.created_by, changes.c.by, series_changes.c.by, *_TICKED_BY):
        connection.execute(signed.table.update().where(signed == person_id).values({signed: NOBODY}))


# Built once: asked at presses, private messages and reminders.
@lru_cache
def _groups_of() -> Prepared:
    person: sa.BindParameter[Any] = sa.bindparam("of_person")
    belongs = sa.select(members.c.group_id).where(members.c.person_id == person, members.c.left_at.is_(None))
    serves = sa.select(facilitators.c.group_id).where(facilitators.c.person_id == person)
    found = groups.select().where(groups.c.resting.is_(False), groups.c.id.in_(belongs.union(serves)))
    return prepared(found.order_by(groups.c.id))


def _present() -> sa.Select[tuple[int]]:
    return sa.select(members.c.person_id).where(
        members.c.group_id == sa.bindparam("of_group"), members.c.left_at.is_(None)
    )


@lru_cache
def _wanting() -> Prepared:
    wanting = (people.c.lead == sa.bindparam("of_lead"), people.c.id.in_(_present()))
    return prepared(people.select().where(*wanting).order_by(people.c.id))


@lru_cache
def _leads() -> Prepared:
    wanted = (people.c.lead.is_not(None), people.c.id.in_(_present()))
    return prepared(sa.select(people.c.lead).where(*wanted).distinct().order_by(people.c.lead))


class PeopleRows:
    """Fulfils `domain.ports.People`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._people = Rows(connection, people, Person)
        self._members = Rows(connection, members, Member)
        self._groups = Rows(connection, groups, Group, load_group)

    def get(self, person_id: int) -> Person | None:
        """By Telegram's user id."""
        return self._people.by_key(person_id)

    def many(self, person_ids: Sequence[int]) -> dict[int, Person]:
        """Those of these ids who are known."""
        return {person.id: person for person in self._people.having(id=list(person_ids))} if person_ids else {}

    def save(self, person: Person) -> None:
        """Add, or write every field."""
        self._people.save(person)

    def erase(self, person_id: int) -> None:
        """The person and, by foreign key, everything that is theirs; what they did for others stays, unsigned."""
        forget(self._connection, person_id)

    def member(self, group_id: int, person_id: int) -> Member | None:
        """Their belonging to this group, also when they have left."""
        return self._members.by_key(group_id, person_id)

    def save_member(self, member: Member) -> None:
        """Add, or write every field."""
        self._members.save(member)

    def members(self, group_id: int) -> list[Member]:
        """Those who have not left."""
        return self._members.having(group_id=group_id, left_at=None)

    def groups_of(self, person_id: int) -> list[Group]:
        """Active groups to which they belong or whose facilitator they were made."""
        return self._groups.found(_groups_of(), {"of_person": person_id})

    def wanting_reminder(self, group_id: int, lead: int) -> list[Person]:
        """Members who asked for a private reminder this many minutes before."""
        return self._people.found(_wanting(), {"of_lead": lead, "of_group": group_id})

    def leads_wanted(self, group_id: int) -> list[int]:
        """The different lead times, in minutes, that members asked for."""
        return [row[0] for row in _leads().rows(self._connection, {"of_group": group_id})]
