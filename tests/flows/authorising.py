"""A world in which everything that can be kept is kept, and everybody who could press something in it."""

import dataclasses
import itertools
import sqlite3
import typing
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot.forgetting import Ledger
from domain.people import Member
from handlers.callbacks import Payload
from handlers.routing import Table
from storage.migrate import migrate
from storage.transaction import Store
from tests.circle import Circle, a_circle
from tests.storage import world

TABLE = Table(handlers.ROUTERS)
OURS, THEIRS = 1, 2  # the ids of the group that everything is about, and of another one
BOOKKEEPING = {"cards", "inbox", "outbox", "sqlite_sequence", "holds", "alembic_version", "agenda", "watch"}
SEEN = ("seen_at",)  # of people: that somebody did something
WORDS = ("2026-12-01", "1800", "en", "1")  # what a text field of a payload may hold
MOST = 4  # variants of one payload
AT_ONCE = 30  # presses, before the bot is given time
ROBOT = 7_000_000_999
Rows = dict[str, set[tuple[Any, ...]]]


@dataclasses.dataclass
class World:
    """Ours: Fay facilitates, Mara did everything that can be done, Tom is a member, Dora was an administrator. Another
    group: Olga facilitates, Ben is a member. Sam is in neither, and there is another bot. room, theirs: chats.
    """

    circle: Circle
    people: dict[str, int]
    room: int
    theirs: int

    @property
    def ours(self) -> int:
        """The chat of the group."""
        return self.circle.group


@asynccontextmanager
async def a_world(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Filled before the bot starts, so that every id is known: it is 1, or 2 where there are two."""
    async with a_circle(folder, booted=False, timezone="Europe/London") as circle:
        people = {"Fay": circle.fay, "Mara": circle.mara, "Tom": circle.tom}
        for name in ("Dora", "Olga", "Ben", "Sam"):
            people[name] = int((await circle.client.person(name, language_code="en"))["id"])
        await circle.client.act(people["Dora"], "join", chat=circle.group)
        room = int((await circle.client.group("Room", circle.fay, bot="administrator"))["id"])
        other = await circle.client.group(
            "Harbour parents", people["Olga"], members=[people["Ben"]], bot="administrator"
        )
        for name, value in (("MARA", circle.mara), ("FAY", circle.fay), ("CHAT", circle.group), ("ROOM", room)):
            monkeypatch.setattr(world, name, value)
        await _fill(circle, people, int(other["id"]))
        await circle.boot()
        await circle.settle()
        for person in people.values():
            await circle.start(person)
        yield World(circle, people | {"Robot": ROBOT}, room, int(other["id"]))


async def _fill(circle: Circle, people: dict[str, int], other: int) -> None:
    url = circle.bot_settings().database_url
    migrate(url)
    store = await Store.open(url, Ledger(circle.database))

    def fill(tx: Any) -> None:
        world.fill(tx)
        theirs = tx.groups.add(world.group(chat_id=other, title="Harbour parents"))
        assert theirs.id == THEIRS
        for name, group_id, was in (
            ("Tom", OURS, False),
            ("Dora", OURS, True),
            ("Olga", THEIRS, True),
            ("Ben", THEIRS, False),
        ):
            tx.people.save(world.person(people[name], first_name=name, last_name=None, private_open=True))
            member = {"person_id": people[name], "joined_at": world.NOW, "administrator_seen": was}
            tx.people.save_member(Member(group_id=group_id, **member))

    await store.transact(fill)
    await store.close()
    with closing(sqlite3.connect(circle.database)) as connection:  # nothing is to be done before somebody presses
        for table in ("inbox", "outbox", "holds", "agenda"):
            connection.execute(f"DELETE FROM {table}")
        connection.commit()


def forged(kind: type[Payload]) -> list[str]:
    """What somebody could write into a button of this kind: our ids; and our ids with the other group's beside them."""
    hints = typing.get_type_hints(kind)
    fields = [field.name for field in dataclasses.fields(typing.cast("Any", kind))]
    found = []
    for group_id, number in ((OURS, 1), (THEIRS, 1), (OURS, 2)):
        values = [list(_values(name, hints[name], group_id, number)) for name in fields]
        found += [kind(*chosen).pack() for chosen in itertools.islice(itertools.product(*values), MOST)]
    return list(dict.fromkeys(found))


def _values(name: str, hint: Any, group_id: int, number: int) -> Iterator[Any]:
    if hint is bool:
        yield from (True, False)
    elif isinstance(hint, type) and issubclass(hint, StrEnum):
        yield from hint
    elif hint is str:
        yield from WORDS
    else:
        yield group_id if name == "group_id" else number


async def press(world: World, who: str, data: str, chat: int | None = None) -> None:
    """A press that Telegram would bring from a changed app: any data, under any message of the bot's."""
    person = world.people[who]
    place = {"id": person, "type": "private", "first_name": who}
    if chat is not None:
        place = {"id": chat, "type": "supergroup", "title": "…"}
    buttons = {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}
    message = {"message_id": 1, "date": 1796029200, "chat": place, "text": "…", "reply_markup": buttons}
    sender = {"id": person, "is_bot": who == "Robot", "first_name": who}
    query = {"id": "1", "from": sender, "chat_instance": "1", "data": data, "message": message}
    await world.circle.client.inject({"callback_query": query})


def rows(path: Path) -> Rows:
    """All that is kept, without the bookkeeping."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: Rows = {}
        for name in names:
            if name in BOOKKEEPING:
                continue
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            keep = [f'"{column}"' for column in columns if column not in SEEN]
            found[name] = set(connection.execute(f'SELECT {", ".join(keep)} FROM "{name}"'))
    return found


def changed(before: Rows, after: Rows) -> list[tuple[str, tuple[Any, ...]]]:
    """Each row that is new, other or gone, with its table."""
    return [(name, row) for name in after for row in before.get(name, set()) ^ after[name]]


def by_noun(names: set[str]) -> dict[str, list[type[Payload]]]:
    """The kinds of buttons of these names, by their module; to be forgotten comes last."""
    found: dict[str, list[type[Payload]]] = {}
    for kind in sorted(TABLE.presses, key=lambda kind: kind.__name__ == "Forget"):
        if name_of(kind) in names:
            found.setdefault(kind.__module__, []).append(kind)
    return found


def name_of(kind: type[Payload]) -> str:
    """`views_card.Say`."""
    return f"{kind.__module__.removeprefix('handlers.')}.{kind.__name__}"


def listed(text: str) -> list[str]:
    """The names of a table of `authorised.py`."""
    lines = text.replace("\n  ", " ").strip().splitlines()
    nouns = [line.partition(": ") for line in lines]
    return [f"{noun}.{name}" for noun, _, names in nouns for name in names.split()]


@dataclasses.dataclass
class Came:
    """What came of what somebody did: the rows that changed, and what was said to anybody, by chat."""

    what: str
    rows: list[tuple[str, tuple[Any, ...]]]
    said: list[tuple[int, str]]


@asynccontextmanager
async def watching(world: World, what: str) -> AsyncIterator[Came]:
    """What comes of what is done meanwhile."""
    circle, came = world.circle, Came(what, [], [])
    before, last = rows(circle.database), await circle.client.calls(limit=1)
    yield came
    await circle.settle()
    calls = await circle.client.calls(since=last[0]["seq"] if last else 0)
    came.rows = changed(before, rows(circle.database))
    came.said = [(call["params"].get("chat_id", 0), str(call["params"])) for call in calls if speaks(call)]


def speaks(call: dict[str, Any]) -> bool:
    """Whether somebody reads something by this call."""
    return (
        call["method"].startswith(("send", "edit", "answer", "copy", "forward")) and call["method"] != "sendChatAction"
    )


async def press_all(world: World, who: str, names: set[str], chat: int | None = None, most: int = 99) -> list[Came]:
    """They press every button of these that can be forged, at most so many of a kind, one noun after the other."""
    found = []
    for noun, kinds in by_noun(names).items():
        async with watching(world, f"{who} {noun}") as came:
            pressing = [data for kind in kinds for data in forged(kind)[:most]]
            for number, data in enumerate(pressing, 1):
                await press(world, who, data, chat)
                if number % AT_ONCE == 0:
                    await world.circle.settle()
        found.append(came)
    return found
