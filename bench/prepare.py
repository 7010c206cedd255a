"""A database and a local Telegram in which a large group is about to meet."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from bot.forgetting import Ledger
from domain.groups import Group
from domain.meetups import Series
from domain.outbox import Card
from domain.people import Member, Person
from domain.planning import keep_ahead
from domain.recurrence import Rule
from sandbox import Client
from storage.migrate import migrate
from storage.transaction import Store, Transaction

LEAD = 60  # minutes before the meetup for every private reminder


class Prepared(NamedTuple):
    """chat: of the group. people: their ids. card: the id under which the meetup's card will be drawn."""

    chat: int
    people: list[int]


async def crowd(client: Client, count: int) -> Prepared:
    """A group of so many people who all started the bot; what the bot would hear of that is thrown away."""
    people = [int((await client.person(f"Parent {number}"))["id"]) for number in range(count)]
    for person in people:
        await client.start(person)
    group = await client.group("Large group", people[0], members=people[1:], bot="administrator")
    await client.drop()
    return Prepared(int(group["id"]), people)


async def circles(client: Client, groups: int, people: int, *, started: bool = False) -> list[Prepared]:
    """So many groups of so many people. started: whether they pressed Start in private."""
    found = []
    for number in range(groups):
        members = [int((await client.person(f"Parent {number}-{one}"))["id"]) for one in range(people)]
        for person in members if started else ():
            await client.start(person)
        group = await client.group(f"Group {number}", members[0], members=members[1:], bot="administrator")
        found.append(Prepared(int(group["id"]), members))
    await client.drop()
    return found


async def remember(database: Path, prepared: Prepared, begins: datetime) -> None:
    """Write the same into the bot's database: everybody is a member and wants a private reminder."""
    await remember_all(database, [prepared], begins)


async def remember_all(database: Path, groups: Sequence[Prepared], begins: datetime) -> None:
    """The same of several groups."""
    url = f"sqlite+aiosqlite:///{database}"
    migrate(url)
    store = await Store.open(url, Ledger(database))
    now = datetime.now(UTC)
    for prepared in groups:
        await store.transact(lambda tx, prepared=prepared: _write(tx, prepared, begins, now))  # type: ignore[misc]
    await store.close()


def _write(tx: Transaction, prepared: Prepared, begins: datetime, now: datetime, *, day: bool = False) -> None:
    leads, lead = ((LEAD,), None) if day else ((), LEAD)
    group = tx.groups.add(Group(chat_id=prepared.chat, title="Large group", zone="UTC", leads=leads, created_at=now))
    group = group.changed(quiet=group.quiet.model_copy(update={"start": time(0), "end": time(0)}))
    tx.groups.save(group)
    for number, person in enumerate(prepared.people):
        tx.people.save(Person(id=person, first_name=f"Parent {number}", private_open=True, lead=lead, seen_at=now))
        tx.people.save_member(Member(group_id=group.id, person_id=person, joined_at=now))
    series = tx.meetups.add_series(
        Series(
            group_id=group.id,
            title="Coffee and chat",
            place="Calderwood Hall",
            rule=Rule(frequency="weekly", weekday=begins.weekday()),
            starts_on=begins.date(),
            local_time=begins.time(),
            created_by=prepared.people[0],
            created_at=now,
        )
    )
    keep_ahead(tx, series, group, now)
    meetup = tx.meetups.coming(group.id, now)[0]
    card = tx.cards.add(Card(kind="meetup", subject_id=meetup.id, chat_id=group.chat_id))
    tx.outbox.touch(card, now)


async def remember_day(database: Path, groups: Sequence[Prepared], begins: datetime, over: timedelta) -> None:
    """Each of these groups meets once from then on, evenly spread over so long; an hour before, it is reminded."""
    url = f"sqlite+aiosqlite:///{database}"
    migrate(url)
    store = await Store.open(url, Ledger(database))
    now = datetime.now(UTC)
    for number, prepared in enumerate(groups):
        at = (begins + over * number / len(groups)).replace(microsecond=0)
        await store.transact(lambda tx, prepared=prepared, at=at: _write(tx, prepared, at, now, day=True))  # type: ignore[misc]
    await store.close()


def soon(seconds: float) -> datetime:
    """A start for a meetup whose reminders are due in so many seconds."""
    return (datetime.now(UTC) + timedelta(minutes=LEAD, seconds=seconds)).replace(microsecond=0)
