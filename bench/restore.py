"""How long a backup and a restore take, with everything that `circlekeeper backup` and `restore` do.

    python -m bench.restore [--gigabytes 2]

The database is made up: people in a hundred groups who each answered to a hundred meetups; ten of them ask to be
forgotten after the backup. There is no stock peer beside it, as python-telegram-bot has no database.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from pathlib import Path
from typing import NamedTuple

from bench.local import TOKEN, machine
from bot.backups import backup, restore
from bot.forgetting import Ledger
from bot.settings import Settings
from domain.groups import Group
from domain.meetups import Series
from domain.planning import keep_ahead
from domain.recurrence import Rule
from storage.migrate import migrate
from storage.transaction import Store, Transaction

GROUPS = 100
AT_A_TIME = 30  # people who are added to a group together
ANSWERS = 100  # of each person
FORGOTTEN = 10
SEEN = "2026-11-01 10:00:00.000000"


class Restored(NamedTuple):
    """gigabytes: of the file, 10^9 bytes. people, forgotten: how many. backup, restore: seconds."""

    gigabytes: float
    people: int
    forgotten: int
    backup: float
    restore: float


def measure(folder: Path, gigabytes: float) -> Restored:
    """Make a database of at least this size in the folder, back it up, restore the backup."""
    database, kept = folder / "full.db", folder / "kept.db"
    people = make(database, gigabytes)
    size = database.stat().st_size / 1e9
    began = time.monotonic()
    backup(database, kept)
    backed_up = time.monotonic() - began
    ledger = Ledger(database)
    for person_id in range(1, FORGOTTEN + 1):
        ledger.add(person_id, datetime.now(UTC) + timedelta(seconds=1))
    settings = Settings(
        bot_token=TOKEN,
        database_url=f"sqlite+aiosqlite:///{database}",
        _env_file=None,
    )
    began = time.monotonic()
    restore(settings, kept)
    restored = time.monotonic() - began
    with closing(sqlite3.connect(database)) as connection:
        left = connection.execute("SELECT count(*) FROM people").fetchone()[0]
    return Restored(size, people, people - left, backed_up, restored)


async def _groups(database: Path) -> None:
    """GROUPS of them, each with a weekly series and its next meetups."""
    url = f"sqlite+aiosqlite:///{database}"
    migrate(url)
    store = await Store.open(url, Ledger(database))
    now = datetime.now(UTC)
    await store.transact(lambda tx: _fill(tx, now))
    await store.close()


def _fill(tx: Transaction, now: datetime) -> None:
    first = (now + timedelta(days=2)).date()
    for number in range(GROUPS):
        title = f"Group {number}"
        group = tx.groups.add(
            Group(chat_id=-1_000_000_000_000 - number, title=title, zone="Europe/London", created_at=now)
        )
        series = Series(
            group_id=group.id,
            title="Coffee and chat",
            rule=Rule(frequency="weekly", weekday=first.weekday()),
            starts_on=first,
            local_time=wall(10),
            created_by=1,
            created_at=now,
        )
        keep_ahead(tx, tx.meetups.add_series(series), group, now)


def make(database: Path, gigabytes: float) -> int:
    """Fill the file until it is as large; how many people are in it."""
    asyncio.run(_groups(database))
    people = 0
    with closing(sqlite3.connect(database)) as connection:
        meetups = {
            group: [row[0] for row in connection.execute("SELECT id FROM meetups WHERE group_id = ?", (group,))]
            for (group,) in connection.execute("SELECT id FROM groups").fetchall()
        }
        while database.stat().st_size < gigabytes * 1e9:
            for group in meetups:
                with connection:
                    _people(connection, group, range(people + 1, people + 1 + AT_A_TIME), [*meetups.values()])
                people += AT_A_TIME
                if people % 3000 == 0 and _size(connection) >= gigabytes * 1e9:
                    break
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return people


def _size(connection: sqlite3.Connection) -> int:
    pages, each = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages * each)


def _people(connection: sqlite3.Connection, group: int, ids: range, meetups: list[list[int]]) -> None:
    connection.executemany(
        "INSERT INTO people (id, first_name, last_name, name_style, private_open, nudges, seen_at)"
        " VALUES (?, ?, 'Okafor', 'first', 1, 1, ?)",
        ((person, f"Mara {person}", SEEN) for person in ids),
    )
    connection.executemany(
        "INSERT INTO members (group_id, person_id, joined_at, administrator_seen) VALUES (?, ?, ?, 0)",
        ((group, person, SEEN) for person in ids),
    )
    connection.executemany(
        "INSERT INTO rsvps (meetup_id, person_id, answer, children, offered, changed_at)"
        " VALUES (?, ?, 'going', 0, 0, ?)",
        ((meetup, person, SEEN) for meetup, person in _answers(ids, meetups)),
    )


def _answers(ids: range, meetups: list[list[int]]) -> Iterator[tuple[int, int]]:
    """(meetup, person), as many of each person as they would have in two years."""
    every = [meetup for group in meetups for meetup in group][:ANSWERS]
    return ((meetup, person) for person in ids for meetup in every)


def main() -> None:
    """One run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=2.0)
    asked = parser.parse_args().gigabytes
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), asked)
    print(
        f"{machine()}; {found.gigabytes:.2f} GB with {found.people:,} people: backup {found.backup:.1f} s, "
        f"restore {found.restore:.1f} s with {found.forgotten} forgotten again"
    )


if __name__ == "__main__":
    main()
