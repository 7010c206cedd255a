"""Another program holds the database for a while: people wait, and nothing is lost."""

import asyncio
import sqlite3
from contextlib import closing

from tests.faults.conftest import Small, until

LONGER_THAN_IT_WAITS = 6.0  # seconds; `busy_timeout` is 5


async def test_a_database_that_another_program_holds_loses_nothing_and_goes_on_by_itself(bare: Small) -> None:
    await bare.launched()
    await bare.client.send(bare.mara, "/note before")
    await until(lambda: "before" in bare.notes(), "kept")
    with closing(sqlite3.connect(bare.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for number in range(5):
            await bare.client.send(bare.mara, f"/note {number}")
        await asyncio.sleep(LONGER_THAN_IT_WAITS)
        assert set(bare.notes()) == {"before"}
        other.execute("ROLLBACK")
    await until(lambda: len(bare.notes()) == 6, "kept when it was free", 20)
    assert set(bare.notes().values()) == {1}
    assert "database is locked" in bare.output.read_text()
    assert (await bare.terminate())[0] == 0
