"""A database in which groups met yesterday and most of their members were missed: what nudges begin with."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from bot.forgetting import Ledger
from domain.attendance import Attended, Mark
from domain.groups import Facilitator, Group
from domain.meetups import Answer, Meetup, MeetupState, Rsvp, Series
from domain.nudges import attendance_saved
from domain.people import Member, Person
from domain.planning import promise
from domain.recurrence import Rule
from storage.migrate import migrate
from storage.transaction import Store, Transaction


class Circle(NamedTuple):
    """A group of Telegram's with its facilitator and its other members."""

    chat: int
    facilitator: int
    members: Sequence[int]


async def remember_missed(
    database: Path, circles: Sequence[Circle], met: datetime, saved: datetime, *, weeks: int = 1, over: bool = True
) -> None:
    """Everybody said Going and was missed at `met`; the decisions are due at `saved`.

    weeks: so many meetups before it are known, to which everybody came. over: whether this one has ended; else
    everything that belongs to its end is still promised.
    """
    url = f"sqlite+aiosqlite:///{database}"
    migrate(url)
    store = await Store.open(url, Ledger(database))
    for circle in circles:
        await store.transact(lambda tx, circle=circle: _write(tx, circle, met, saved, weeks, over=over))  # type: ignore[misc]
    await store.close()


def _write(tx: Transaction, circle: Circle, met: datetime, saved: datetime, weeks: int, *, over: bool) -> None:
    long_ago = met - timedelta(weeks=weeks + 1)
    group = tx.groups.add(Group(chat_id=circle.chat, title="Missed group", zone="UTC", leads=(), created_at=long_ago))
    for person_id in (circle.facilitator, *circle.members):
        if tx.people.get(person_id) is None:
            person = Person(id=person_id, first_name=f"Parent {person_id}", private_open=True, seen_at=long_ago)
            tx.people.save(person)
        tx.people.save_member(Member(group_id=group.id, person_id=person_id, joined_at=long_ago))
    serving = {"group_id": group.id, "person_id": circle.facilitator}
    tx.groups.add_facilitator(Facilitator(**serving, added_by=circle.facilitator, added_at=long_ago))
    series = Series(
        group_id=group.id,
        title="Coffee and chat",
        rule=Rule(frequency="weekly", weekday=met.weekday()),
        starts_on=long_ago.date(),
        local_time=time(met.hour, met.minute),
        created_by=circle.facilitator,
        created_at=long_ago,
    )
    series = tx.meetups.add_series(series)
    for ago in range(weeks, -1, -1):
        meetup = tx.meetups.add(_meetup(series, met - timedelta(weeks=ago), saved - timedelta(weeks=ago)))
        mark = Mark.CAME if ago else Mark.MISSED
        for person_id in circle.members:
            given = {"meetup_id": meetup.id, "person_id": person_id}
            tx.attendance.mark(Attended(**given, mark=mark, marked_by=circle.facilitator, marked_at=meetup.ends_at))
            said_at = meetup.starts_at - timedelta(hours=1)
            tx.meetups.save_rsvp(Rsvp(**given, answer=Answer.GOING, changed_at=said_at))
    if not over:
        meetup = meetup.changed(state=MeetupState.PLANNED)
        tx.meetups.save(meetup)
        promise(tx, meetup, group, meetup.starts_at)
    attendance_saved(tx, meetup, group, saved)


def _meetup(series: Series, starts: datetime, saved: datetime) -> Meetup:
    return Meetup(
        series_id=series.id,
        group_id=series.group_id,
        key=starts.date(),
        day=starts.date(),
        local_time=series.local_time,
        starts_at=starts,
        minutes=90,
        title=series.title,
        state=MeetupState.ENDED,
        attendance_saved_at=saved,
        attendance_saved_by=series.created_by,
    )
