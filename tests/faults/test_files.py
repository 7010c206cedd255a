"""The files of the running program: for its own user only, and never taken by a program that is too old for them."""

import asyncio
import os
import sqlite3
from contextlib import closing

from tests.faults.conftest import Small, until


async def test_what_the_running_program_writes_is_for_its_own_user_only(bare: Small) -> None:
    mask = os.umask(0o022)
    try:
        await bare.launched()
        await bare.client.send(bare.mara, "/note kept")
        await until(lambda: bare.notes(), "kept")
    finally:
        os.umask(mask)
    files = sorted(bare.folder.glob("circle.db*"))
    assert {file.name for file in files} >= {"circle.db", "circle.db-wal", "circle.db-shm"}
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []


async def test_an_older_program_leaves_a_newer_database_alone_and_says_so_in_one_line(bare: Small) -> None:
    await bare.launched()
    assert (await bare.terminate())[0] == 0
    with closing(sqlite3.connect(bare.database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    process = bare.launch()
    await asyncio.to_thread(process.join, 20)
    assert process.exitcode == 2, "systemd does not try again"
    assert "restore the backup from before the upgrade" in bare.output.read_text().splitlines()[-1]
    assert bare.query("SELECT version_num FROM alembic_version") == [{"version_num": "9999"}]
