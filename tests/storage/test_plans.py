"""No step of what people do looks through a whole table that grows with them: SQLite itself says how it would go."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Thread
from storage.migrate import migrate
from tests.circle import a_circle
from tests.flows.meetups import wish
from tests.flows.missing import a_regular, held, missed_by, week
from tests.flows.requesting import ask

# What does not grow with people who meet: the host's and the groups' knowledge, and what is kept for weeks only.
SMALL = {
    "alembic_version",
    "entries",
    "entry_changes",
    "entry_files",
    "holds",
    "join_requests",
    "knowledge_revision",
    "newcomers",
    "rota_swaps",
    "shares",
    "synonyms",
    "unanswered",
    "unanswered_wordings",
    "watch",
}
# Only what is still to do stands in this index.
PARTIAL = "USING INDEX ix_inbox_waiting"
SCAN = re.compile(r"SCAN (\w+)")


def scans(database: Path, statements: set[str]) -> list[str]:
    """Each of these that looks through a table that can be large from end to end, with SQLite's word for it."""
    found = []
    with closing(sqlite3.connect(database)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        large = tables - SMALL
        for statement in sorted(statements):
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                scanned = SCAN.match(step)
                if scanned is not None and scanned[1] in large and PARTIAL not in step:
                    found.append(f"{step}: {statement}")
    return found


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Everything that the program asks of SQLite from now on, with its values."""
    heard: set[str] = set()
    prepare: Callable[[Thread], None] = Thread._prepare

    def prepare_and_listen(self: Thread) -> None:
        prepare(self)
        self._raw._conn.set_trace_callback(heard.add)

    monkeypatch.setattr(Thread, "_prepare", prepare_and_listen)
    return heard


def asked(heard: set[str]) -> set[str]:
    """What reads or changes rows."""
    return {one for one in heard if one.split(maxsplit=1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")}


async def test_nothing_that_people_do_looks_through_a_whole_table(tmp_path: Path, statements: set[str]) -> None:
    async with a_circle(tmp_path, timezone="Europe/London") as circle:
        number = await a_regular(circle, circle.mara, circle.tom)
        await wish(circle, circle.tom)
        await held(circle, number, missed="Mara", going=circle.mara)
        await circle.travel(week(number, days=1, hours=2))
        assert len(await missed_by(circle, circle.mara)) == 1
        await circle.say(circle.fay, "/topic sleep")
        await circle.say(circle.tom, "/next")
        await circle.private(circle.tom, "/ask how do I sleep")
        await ask(circle)
        await circle.press(circle.fay, "Claim", chat=circle.fay)
        await circle.private(circle.mara, "/mydata")
        await circle.private(circle.tom, "/away 2w")
        await circle.private(circle.mara, "/forgetme")
        await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
        await circle.restart()
        await circle.travel(hours=7)
        health = await circle.health()
    assert health["at_rest"]
    assert len(asked(statements)) > 300
    assert scans(circle.database, asked(statements)) == []


def test_who_is_looked_up_without_a_key_is_found_out(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "small.db")) as connection:
        connection.executescript("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)")
    asks = {"SELECT * FROM people WHERE name = 'Mara'", "SELECT * FROM people WHERE id = 5"}
    assert scans(tmp_path / "small.db", asks) == ["SCAN people: SELECT * FROM people WHERE name = 'Mara'"]


def test_whatever_goes_with_something_else_is_found_by_a_key(path: Path, url: str) -> None:
    """Where a row is removed SQLite looks for those that point to it, and no plan tells of that."""
    migrate(url)
    without = []
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            indexes = [row[1] for row in connection.execute(f"PRAGMA index_list({table!r})")]
            found = [connection.execute(f"PRAGMA index_info({index!r})").fetchone() for index in indexes]
            keys = {row[2] for row in found}
            keys |= {row[1] for row in connection.execute(f"PRAGMA table_info({table!r})") if row[5] == 1}
            pointing = {row[3] for row in connection.execute(f"PRAGMA foreign_key_list({table!r})")}
            without += [f"{table}.{column}" for column in pointing - keys]
    assert without == []
