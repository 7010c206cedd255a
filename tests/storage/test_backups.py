"""Backup and restore: a copy that is whole, put back only when it is sound and nobody is at work."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from filelock import FileLock

from bot.backups import Impossible, backup, restore
from bot.forgetting import Ledger
from storage.transaction import Store
from tests.storage.world import CHAT, MARA, NAME, NOW, fill, group, places_of, say


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "monday.db"


@pytest.fixture
def settings(path: Path) -> Any:
    return SimpleNamespace(database_path=path)


def words_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM outbox").fetchone()[0]


async def test_a_copy_made_while_it_is_written_to_is_whole(store: Store, path: Path, copy: Path) -> None:
    await store.transact(fill)
    done = asyncio.Event()

    async def keep_writing() -> int:
        count = 0
        while not done.is_set():
            # Two rows belong together: a copy has both or neither.
            await store.transact(lambda tx: [say(tx, CHAT, "left"), say(tx, CHAT, "right")])
            count += 1
        return count

    writing = asyncio.create_task(keep_writing())
    await asyncio.sleep(0.05)
    told = await asyncio.to_thread(backup, path, copy)
    await asyncio.sleep(0.05)
    done.set()
    assert await writing > 2
    assert "verified" in told
    with closing(sqlite3.connect(copy)) as connection:
        texts = [row[0] for row in connection.execute("SELECT payload FROM outbox")]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    left, right = (sum(word in text for text in texts) for word in ("left", "right"))
    assert left == right > 0
    assert sorted(file.name for file in copy.parent.iterdir()) == ["monday.db"]


async def test_a_copy_never_overwrites_another(store: Store, path: Path, copy: Path) -> None:
    await store.transact(fill)
    backup(path, copy)
    before = copy.read_bytes()
    with pytest.raises(Impossible, match=r"monday-2\.db"):
        backup(path, copy)
    assert copy.read_bytes() == before


def test_there_is_nothing_to_copy_before_the_first_run(path: Path, copy: Path) -> None:
    with pytest.raises(Impossible, match="run the bot once"):
        backup(path, copy)
    assert not copy.exists()
    assert not path.exists()


async def test_what_is_restored_is_what_was_copied_and_the_old_one_is_kept(
    store: Store, path: Path, copy: Path, settings: Any, url: str
) -> None:
    await store.transact(fill)
    backup(path, copy)
    await store.transact(lambda tx: tx.groups.add(group(chat_id=CHAT - 1, title="Came later")))
    await store.close()
    told = restore(settings, copy)
    assert "verified" in told
    assert "before-" in told
    assert places_of(path, "Came later") == []
    assert places_of(path, NAME) != []
    (kept,) = path.parent.glob("circle.db.before-*")
    assert places_of(kept, "Came later") != []
    again = await Store.open(url, Ledger(path))
    assert [g.title for g in await again.look(lambda tx: tx.groups.active())] == ["Calderwood parents"]
    await again.close()


async def test_the_write_ahead_log_of_the_old_database_does_not_meet_the_new_one(
    store: Store, path: Path, copy: Path, settings: Any
) -> None:
    await store.transact(fill)
    backup(path, copy)
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("SELECT count(*) FROM people").fetchone()
        # A process that was killed leaves its log behind.
        await store.transact(lambda tx: tx.groups.add(group(chat_id=CHAT - 1, title="In the log only")))
        log = path.with_name("circle.db-wal").read_bytes()
        await store.close()
    path.with_name("circle.db-wal").write_bytes(log)
    restore(settings, copy)
    assert places_of(path, "In the log only") == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_restored_backup_forgets_who_was_forgotten_meanwhile(
    store: Store, path: Path, copy: Path, settings: Any
) -> None:
    await store.transact(fill)
    backup(path, copy)
    await store.close()
    Ledger(path).add(MARA, NOW + timedelta(days=1))
    assert "1 who asked to be forgotten" in restore(settings, copy)
    assert places_of(path, MARA, NAME) == []
    assert NAME.encode() not in path.read_bytes()  # not even in pages that are free now
    assert places_of(copy, NAME) != []


@pytest.mark.parametrize("damage", ["torn", "text", "empty", "foreign"])
async def test_a_damaged_or_foreign_file_is_refused_and_nothing_is_touched(
    store: Store, path: Path, copy: Path, settings: Any, damage: str
) -> None:
    await store.transact(fill)
    backup(path, copy)
    await store.close()
    before = path.read_bytes()
    there = {file.name for file in path.parent.iterdir()}
    whole = copy.read_bytes()
    match damage:
        case "torn":
            copy.write_bytes(whole[: len(whole) // 2])
        case "text":
            copy.write_bytes(b"a list of groceries, not a database at all")
        case "empty":
            copy.write_bytes(b"")
        case "foreign":
            copy.unlink()
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(Impossible, match=r"is damaged|is no backup") as refused:
        restore(settings, copy)
    assert "\n" not in str(refused.value)
    assert str(copy) in str(refused.value)  # the file by the name that was typed
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} <= there | {"circle.db.lock"}


async def test_a_backup_of_a_newer_program_is_refused(store: Store, path: Path, copy: Path, settings: Any) -> None:
    await store.transact(fill)
    backup(path, copy)
    await store.close()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(Impossible, match="newer"):
        restore(settings, copy)


async def test_nothing_is_restored_under_a_running_program(store: Store, path: Path, copy: Path, settings: Any) -> None:
    await store.transact(fill)
    backup(path, copy)
    with FileLock(f"{path}.lock"), pytest.raises(Impossible, match="stop it first"):
        restore(settings, copy)
    await store.transact(lambda tx: say(tx, CHAT, "goes on"))


def test_a_file_that_is_not_there_is_said(copy: Path, settings: Any) -> None:
    with pytest.raises(Impossible, match="there is no file"):
        restore(settings, copy)
