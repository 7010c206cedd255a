"""The drill: the machine burns down, and what is kept elsewhere brings the circle back. See docs/operations.md."""

import asyncio
import contextlib
import os
import shutil
import sqlite3
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.restore import measure
from bot.backups import backup, restore
from tests.circle import Circle, a_circle
from tests.faults.conftest import Small, until
from tests.flows.meetups import schedule

CONFIG = Path(__file__).parents[2] / "docs/deploy/litestream.yml"
LITESTREAM = shutil.which("litestream", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
MOST_LOST = 10.0  # seconds
LONGEST = 15 * 60.0  # seconds, for 2 GB

needs_litestream = pytest.mark.skipif(LITESTREAM is None, reason="litestream is not installed; none for this machine")


def config(circle: Circle) -> Path:
    """The documented configuration, with this test's paths."""
    text = CONFIG.read_text(encoding="utf-8")
    for documented, here in (
        ("/srv/circlekeeper/circlekeeper.db", circle.database),
        ("/mnt/copy/circlekeeper", circle.folder / "copy"),
    ):
        assert documented in text
        text = text.replace(documented, str(here))
    made = circle.folder / "litestream.yml"
    made.write_text(text, encoding="utf-8")
    return made


@contextlib.asynccontextmanager
async def copying(circle: Circle) -> AsyncIterator[Process]:
    """The continuous copy runs."""
    command = (str(LITESTREAM), "replicate", "-config", str(config(circle)))
    with (circle.folder / "litestream.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=STDOUT)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def from_the_copy(circle: Circle) -> Path:
    """What the copy holds, as a database file."""
    file = circle.folder / "from-copy.db"
    command = (str(LITESTREAM), "restore", "-config", str(config(circle)), "-o", str(file), str(circle.database))
    process = await asyncio.create_subprocess_exec(*command, stdout=DEVNULL, stderr=PIPE)
    _, said = await process.communicate()
    assert process.returncode == 0, said.decode()
    return file


def the_disk_is_gone(circle: Circle) -> None:
    """Everything of the database, also what the two programs keep beside it; not the copy."""
    for path in circle.folder.glob(f"*{circle.database.name}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def sound(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return found == "ok" and connection.execute("PRAGMA foreign_key_check").fetchone() is None


@needs_litestream
async def test_after_the_loss_of_the_machine_nothing_older_than_ten_seconds_is_missing(bare: Small) -> None:
    await bare.launched()
    await bare.client.send(bare.mara, "/note first")
    await until(lambda: bare.notes(), "the database is there")
    sent: dict[str, float] = {}
    async with copying(bare) as copy:
        end = time.monotonic() + 6
        while time.monotonic() < end:
            words = f"note-{len(sent)}"
            await bare.client.send(bare.mara, f"/note {words}")
            await until(lambda words=words: words in bare.notes(), "kept")
            sent[words] = time.monotonic()
            await asyncio.sleep(0.05)
        killed = time.monotonic()
        copy.kill()
        await bare.kill()
        await copy.wait()
    assert copy.returncode == -9
    the_disk_is_gone(bare)
    began = time.monotonic()
    file = await from_the_copy(bare)
    assert sound(file)
    assert "verified" in restore(bare.bot_settings(), file)
    found = bare.notes()
    missing = [words for words in sent if words not in found]
    lost = killed - min((sent[words] for words in missing), default=killed)
    assert lost <= MOST_LOST
    assert len(found) > 1, "something was copied while it went on"
    assert missing == [*sent][len(sent) - len(missing) :], "what is missing is the newest"
    await bare.launched()
    await bare.client.send(bare.tom, "/note after")
    await until(lambda: "after" in bare.notes(), "it goes on")
    assert time.monotonic() - began <= LONGEST


@needs_litestream
async def test_the_copy_goes_on_over_restarts_of_the_bot_and_of_itself(bare: Small) -> None:
    await bare.launched()
    await bare.client.send(bare.mara, "/note one")
    await until(lambda: "one" in bare.notes(), "kept")
    async with copying(bare):
        await asyncio.sleep(2)
        assert (await bare.terminate())[0] == 0
        await bare.launched()
        await bare.client.send(bare.mara, "/note two")
        await until(lambda: "two" in bare.notes(), "kept")
    await bare.client.send(bare.mara, "/note three")
    await until(lambda: "three" in bare.notes(), "kept while nobody copied")
    async with copying(bare):
        await asyncio.sleep(4)
        await bare.kill()
    the_disk_is_gone(bare)
    restore(bare.bot_settings(), await from_the_copy(bare))
    assert set(bare.notes()) == {"one", "two", "three"}


@needs_litestream
async def test_whoever_was_forgotten_stays_so_in_the_copy_and_in_an_older_backup(tmp_path: Path) -> None:
    async with a_circle(tmp_path, timezone="Europe/London") as circle:
        await schedule(circle)
        await circle.press(circle.mara, "Going")
        await circle.press(circle.tom, "Going")
        older = tmp_path / "older.db"
        assert "verified" in await asyncio.to_thread(backup, circle.database, older)
        async with copying(circle):
            await circle.start(circle.mara)
            await circle.travel(minutes=1)
            await circle.private(circle.mara, "/forgetme")
            await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
            await asyncio.sleep(4)
            await circle.stop()
        ledger = {path: path.read_bytes() for path in tmp_path.glob("circle.db.forgotten*")}
        assert len(ledger) == 2
        the_disk_is_gone(circle)
        newest = await from_the_copy(circle)
        assert people_in(newest) == {circle.tom, circle.fay}, "the copy forgot with the database"
        assert circle.mara in people_in(older)
        for path, content in ledger.items():
            path.write_bytes(content)
        assert "1 who asked to be forgotten" in restore(circle.bot_settings(), older)
        assert people_in(circle.database) == {circle.tom, circle.fay}
        assert b"Okafor" not in circle.database.read_bytes()


def people_in(file: Path) -> set[int]:
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM people")}


def test_backup_and_restore_of_two_gigabytes_would_be_done_in_a_quarter_of_an_hour(tmp_path: Path) -> None:
    found = measure(tmp_path, gigabytes=0.02)
    assert found.gigabytes >= 0.02
    assert found.people > 100
    assert found.forgotten == 10
    assert (found.backup + found.restore) / found.gigabytes * 2 <= LONGEST
