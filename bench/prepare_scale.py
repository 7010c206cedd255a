"""A database of very many groups: one is written as the program would, and SQLite copies it with other ids."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.prepare_nudges import Circle, remember_missed
from bot.forgetting import Ledger
from domain.attendance import Entry, What
from domain.groups import Group
from domain.nudges import DECIDE
from domain.outbox import Card
from domain.planning import CARD, keep_ahead, subject
from storage.transaction import Store, Transaction

MEMBERS = 30
WEEKS = 4  # that the group met before
APART = 1_000  # between the ids of two groups' things, people and chats; more than a group has of any
CHAT, PERSON = -1_000_000_000_000, 6_000_000_000  # the first group's chat, and its facilitator; the others follow

# Which columns hold ids that are another group's own; everything else is the same in each.
IDS: Mapping[str, tuple[str, ...]] = {
    "groups": ("id", "chat_id"),
    "people": ("id",),
    "members": ("group_id", "person_id"),
    "facilitators": ("group_id", "person_id", "added_by"),
    "series": ("id", "group_id", "created_by"),
    "meetups": ("id", "series_id", "group_id", "attendance_saved_by"),
    "rsvps": ("meetup_id", "person_id"),
    "attendance": ("id", "meetup_id", "person_id", "marked_by"),
    "attendance_log": ("id", "meetup_id", "person_id", "by"),
    "cards": ("id", "subject_id", "chat_id"),
    "agenda": ("subject",),  # the meetup's id, and perhaps more behind it: the text is counted up as a number
}


class Place(NamedTuple):
    """The group of this number, from 0, with what is asked about there. card: the id of its message."""

    chat: int
    facilitator: int
    member: int
    meetup: int
    card: int
    missed: int  # the meetup about whose missed people is to be decided
    lead: str  # what a reminder of the meetup is about


async def remember_many(database: Path, groups: int) -> list[Place]:
    """So many groups of MEMBERS people who met WEEKS times, with all that is promised; their places."""
    now = datetime.now(UTC).replace(microsecond=0)
    saved = now + timedelta(hours=2)
    circle = Circle(CHAT, PERSON, range(PERSON + 1, PERSON + MEMBERS))
    await remember_missed(database, [circle], now - timedelta(days=1), saved, weeks=WEEKS)
    store = await Store.open(f"sqlite+aiosqlite:///{database}", Ledger(database))
    first = await store.transact(lambda tx: _coming(tx, circle, now))
    await store.close()
    _copy(database, groups)
    return [_place(first, number * APART) for number in range(groups)]


def _place(first: Place, by: int) -> Place:
    card, missed, lead = first.card, first.missed + by, first.lead.partition(":")[2]
    meetup = first.meetup + by
    return Place(first.chat + by, first.facilitator + by, first.member + by, meetup, card, missed, f"{meetup}:{lead}")


def _coming(tx: Transaction, circle: Circle, now: datetime) -> Place:
    """The coming meetups, and a card that stands in the chat."""
    group = tx.groups.by_chat(circle.chat)
    if group is None:
        raise RuntimeError("there is no group to begin with")
    group = group.changed(zone="Europe/London", leads=(1440, 60))
    tx.groups.save(group.changed(quiet=group.quiet.changed(start=time(0), end=time(0))))
    series = tx.meetups.series_of(group.id)[0].changed(local_time=time(18, 30))
    tx.meetups.save_series(series)
    keep_ahead(tx, series, group, now)
    meetup = tx.meetups.coming(group.id, now)[0]
    tx.cards.add(Card(kind=CARD, subject_id=meetup.id, chat_id=circle.chat, message_id=100, shown="…"))
    missed = _missed(tx, group)
    for person in circle.members:
        note = Entry(meetup_id=missed, person_id=person, what=What.MISSED, by=circle.facilitator, at=now)
        tx.attendance.note(note)
    return Place(circle.chat, circle.facilitator, circle.members[0], meetup.id, 100, missed, subject(meetup, 60))


def _missed(tx: Transaction, group: Group) -> int:
    meetup = tx.meetups.last_ended(group.id)
    if meetup is None or not tx.agenda.of(DECIDE, meetup.id):
        raise RuntimeError("nobody is to be decided about")
    return meetup.id


def _copy(database: Path, groups: int) -> None:
    """All of the first group's rows, once for each other group."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000")
        connection.execute("CREATE TEMP TABLE other (by INTEGER)")
        connection.executemany("INSERT INTO other VALUES (?)", [(number * APART,) for number in range(1, groups)])
        for table, ids in IDS.items():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            values = [_value(table, name, ids) for name in names]
            columns = ", ".join(f'"{name}"' for name in names)
            own = "WHERE subject GLOB '[0-9]*'" if table == "agenda" else ""
            rows = f"SELECT {', '.join(values)} FROM other, (SELECT * FROM {table} {own}) t"
            connection.execute(f"INSERT INTO {table} ({columns}) {rows}")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _value(table: str, name: str, ids: tuple[str, ...]) -> str:
    if name not in ids:
        return f't."{name}"'
    if table == "agenda":
        behind = "CASE instr(t.subject, ':') WHEN 0 THEN '' ELSE substr(t.subject, instr(t.subject, ':')) END"
        return f"(CAST(t.subject AS INTEGER) + other.by) || {behind}"
    return f't."{name}" + other.by'
