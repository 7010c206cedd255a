"""The writer and the reader: commits that are shared, failures that are not, and a disk that says no."""

import asyncio
import sqlite3
import sys
from asyncio.subprocess import PIPE
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.database import Database, StorageUnavailable, path_of

HOLDS_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
ADD = sa.text("INSERT INTO notes (words) VALUES (:words)")


@pytest.fixture
async def database(tmp_path: Path):
    found = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'notes.db'}")
    await found.transact(lambda c: c.execute(sa.text("CREATE TABLE notes (words TEXT UNIQUE)")))
    yield found
    await found.close()


def note(words: str):
    return lambda connection: connection.execute(ADD, {"words": words})


async def notes(database: Database) -> set[str]:
    return await database.look(lambda c: set(c.scalars(sa.text("SELECT words FROM notes"))))


async def test_transactions_that_wait_together_share_a_commit(database: Database) -> None:
    before = database.commits
    await asyncio.gather(*(database.transact(note(str(number))) for number in range(100)))
    assert len(await notes(database)) == 100
    assert database.commits - before <= 4


async def test_one_that_fails_takes_nobody_with_it_and_leaves_nothing_behind(database: Database) -> None:
    def half(connection: Connection) -> None:
        connection.execute(ADD, {"words": "half"})
        raise KeyError("after the first of two")

    results = await asyncio.gather(
        database.transact(note("before")),
        database.transact(half),
        database.transact(note("before")),  # the same once more: its own constraint
        database.transact(note("after")),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results][1:3] == ["KeyError", "IntegrityError"]
    assert await notes(database) == {"before", "after"}


async def test_a_statement_that_sqlite_cannot_run_is_the_fault_of_who_asked_and_of_nobody_else(
    database: Database,
) -> None:
    results = await asyncio.gather(
        database.transact(note("kept")),
        database.transact(lambda c: c.execute(sa.text("SELECT no_such_column FROM notes"))),
        return_exceptions=True,
    )
    assert isinstance(results[1], sa.exc.OperationalError)
    assert await notes(database) == {"kept"}
    with pytest.raises(sa.exc.OperationalError):
        await database.look(lambda c: c.execute(sa.text("SELECT no_such_column FROM notes")))


async def test_nothing_is_seen_before_it_is_committed(database: Database) -> None:
    seen: list[int] = []

    def work(connection: Connection) -> None:
        connection.execute(ADD, {"words": "not yet"})
        with closing(sqlite3.connect(database.path)) as other:
            seen.append(other.execute("SELECT count(*) FROM notes").fetchone()[0])

    await database.transact(work)
    assert seen == [0]
    assert await notes(database) == {"not yet"}


async def test_the_reader_can_write_nothing(database: Database) -> None:
    with pytest.raises((StorageUnavailable, sa.exc.OperationalError), match="readonly"):
        await database.look(note("forbidden"))
    assert await notes(database) == set()


async def test_a_full_disk_is_said_and_goes_over(database: Database) -> None:
    def limit(pages: int):
        return lambda c: c.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await database.transact(limit(1))  # SQLite takes the size it has already
    with pytest.raises(StorageUnavailable, match="full"):
        await asyncio.gather(*(database.transact(note(str(n) * 3000)) for n in range(8)))
    await database.transact(limit(1_000_000))
    await database.transact(note("room again"))
    assert await notes(database) == {"room again"}


async def test_a_file_locked_by_another_process_is_said_and_goes_over(database: Database) -> None:
    await database._writer.visit(lambda: database._writer.say("PRAGMA busy_timeout=50"))
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDS_THE_LOCK, str(database.path), stdin=PIPE, stdout=PIPE
    )
    assert other.stdin is not None
    assert other.stdout is not None
    await other.stdout.readline()
    with pytest.raises(StorageUnavailable, match="locked"):
        await database.transact(note("waits"))
    assert await notes(database) == set()  # reading goes on meanwhile
    other.stdin.close()
    await other.wait()
    await database.transact(note("goes on"))
    assert await notes(database) == {"goes on"}


async def test_whoever_stopped_waiting_leaves_nothing_half_done(database: Database) -> None:
    waiting = asyncio.create_task(database.transact(note("nobody waits for it")))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await database.transact(note("the next"))
    assert "the next" in await notes(database)


async def test_a_closed_database_finishes_what_waits_and_then_takes_nothing(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'notes.db'}")
    made = asyncio.create_task(database.transact(lambda c: c.execute(sa.text("CREATE TABLE notes (words TEXT)"))))
    await asyncio.sleep(0)
    await database.close()
    await made
    with pytest.raises(StorageUnavailable):
        await database.transact(note("too late"))
    with pytest.raises(StorageUnavailable):
        await notes(database)
    with closing(sqlite3.connect(database.path)) as other:
        assert other.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


async def test_every_commit_is_on_the_disk_foreign_keys_are_kept_and_what_is_deleted_is_overwritten(
    database: Database,
) -> None:
    def pragmas(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await database.transact(pragmas) == ["wal", 2, 1, 1]  # 2 is FULL


@pytest.mark.parametrize("url", ["postgresql://localhost/x", "sqlite+aiosqlite:///:memory:", "sqlite://", "sqlite:///"])
def test_only_a_file_is_a_place_for_memory(url: str) -> None:
    with pytest.raises(ValueError, match="not a SQLite file"):
        path_of(url)
    assert path_of("sqlite+aiosqlite:///circle.db") == Path("circle.db")
    assert path_of("sqlite+aiosqlite:////var/lib/circle.db") == Path("/var/lib/circle.db")
