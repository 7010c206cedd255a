"""A group with a weekly series and people, made in a transaction."""

from datetime import UTC, date, datetime, time
from typing import Any

from domain.groups import Group
from domain.meetups import Meetup, Series
from domain.members import see_member, see_person
from domain.recurrence import Rule
from domain.series import begin
from storage.transaction import Transaction

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)  # a Monday
CHAT = -1001


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in December 2026."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def a_group(tx: Transaction, chat_id: int = CHAT, **fields: Any) -> Group:
    """A group in London."""
    given = {"chat_id": chat_id, "title": "Parents", "zone": "Europe/London", "created_at": NOW}
    return tx.groups.add(Group(**{**given, **fields}))


def a_series(tx: Transaction, group: Group, now: datetime = NOW, **fields: Any) -> tuple[Series, Meetup]:
    """Tuesdays at 10:00 for 90 minutes, begun."""
    given = {
        "group_id": group.id,
        "title": "Coffee and chat",
        "rule": Rule(frequency="weekly", weekday=1),
        "starts_on": date(2026, 12, 1),
        "local_time": time(10),
        "created_by": 1,
        "created_at": now,
    }
    started = begin(tx, Series(**{**given, **fields}), group, now)
    return started.series, started.first


def people(tx: Transaction, group: Group, *ids: int, **fields: Any) -> None:
    """Members of the group."""
    for person_id in ids:
        person = see_person(tx, person_id, first_name=f"P{person_id}", last_name=None, private_open=True, now=NOW)
        tx.people.save(person.changed(**fields))
        see_member(tx, group.id, person_id, NOW)
