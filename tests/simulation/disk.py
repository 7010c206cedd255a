"""The real database in memory: what was committed outlives every crash, and it keeps a record that only we read.

The record is written by triggers, so inside the very transactions that it tells of.
"""

import asyncio
import random
import sqlite3
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from storage.columns import metadata
from storage.database import Database, StorageUnavailable, Thread
from storage.migrate import migrate
from tests.simulation.virtual import Clock

T = TypeVar("T")
PRAGMAS = ("foreign_keys=ON", "secure_delete=ON")
RECORD = """
CREATE TABLE record (n INTEGER PRIMARY KEY, what TEXT, a, b, c, d);
CREATE TRIGGER r_stored AFTER INSERT ON inbox BEGIN
  INSERT INTO record (what, a) VALUES ('stored', NEW.update_id); END;
CREATE TRIGGER r_inbox AFTER UPDATE OF state ON inbox BEGIN
  INSERT INTO record (what, a, b, c, d) VALUES ('update', NEW.update_id, NEW.state, OLD.state, OLD.lane); END;
CREATE TRIGGER r_said AFTER INSERT ON outbox BEGIN
  INSERT INTO record (what, a, b, c, d) VALUES ('said', NEW.id, NEW.chat_id, NEW.method,
    coalesce(json_extract(NEW.payload, '$.callback_query_id'), '') || '|' || NEW.lane || '|' || NEW.once || '|' ||
    coalesce(NEW.card_id, '') || '|' || coalesce(NEW.not_before, '') || '|' ||
    coalesce((SELECT NOT private_open FROM people WHERE id = NEW.chat_id), 0)); END;
CREATE TRIGGER r_struck AFTER DELETE ON outbox BEGIN
  INSERT INTO record (what, a, b, c) VALUES ('struck', OLD.id, OLD.chat_id, OLD.state); END;
CREATE TRIGGER r_given_up AFTER UPDATE OF state ON outbox WHEN NEW.state = 'given_up' BEGIN
  INSERT INTO record (what, a, b) VALUES ('given up', NEW.id, NEW.error); END;
CREATE TRIGGER r_promised AFTER INSERT ON agenda BEGIN
  INSERT INTO record (what, a, b, c) VALUES ('promised', NEW.kind, NEW.subject, NEW.due_at); END;
CREATE TRIGGER r_unpromised AFTER DELETE ON agenda BEGIN
  INSERT INTO record (what, a, b, c) VALUES ('unpromised', OLD.kind, OLD.subject, OLD.due_at); END;
CREATE TRIGGER r_aside AFTER UPDATE OF set_aside ON agenda WHEN NEW.set_aside BEGIN
  INSERT INTO record (what, a, b, c) VALUES ('promise set aside', NEW.kind, NEW.subject, NEW.due_at); END;
CREATE TRIGGER r_known AFTER INSERT ON people BEGIN INSERT INTO record (what, a) VALUES ('known', NEW.id); END;
CREATE TRIGGER r_erased AFTER DELETE ON people BEGIN INSERT INTO record (what, a) VALUES ('erased', OLD.id); END;
"""


class Line(NamedTuple):
    """One line of the record."""

    n: int
    what: str
    a: Any
    b: Any
    c: Any
    d: Any


@cache
def empty() -> bytes:
    """A database at the newest schema, with the record."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        migrate(f"sqlite+aiosqlite:///{path}")
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("PRAGMA journal_mode=DELETE")  # an image in memory cannot have a log beside it
        raw.executescript(RECORD + "\n".join(_touches()))
        image = raw.serialize()
        raw.close()
    return image


def _touches() -> list[str]:
    """Triggers that tell which group's rows were written."""
    tables = [(table.name, "group_id") for table in metadata.sorted_tables if "group_id" in table.c]
    return [
        f"CREATE TRIGGER t_{name}_{when} AFTER {when} ON {name} BEGIN "
        f"INSERT INTO record (what, a, b) VALUES ('touched', '{name}', {row}.{column}); END;"
        for name, column in [*tables, ("groups", "id")]
        for when, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ]


class Disk:
    """What a power cut leaves. image: as `sqlite3` serializes it."""

    def __init__(self, image: bytes) -> None:
        self.raw = sqlite3.connect(":memory:", isolation_level=None, cached_statements=512)
        self.raw.deserialize(image)
        for pragma in PRAGMAS:
            self.raw.execute(f"PRAGMA {pragma}")
        _current.append(self.raw)
        self.connection = _engine().connect().execution_options(isolation_level="AUTOCOMMIT")
        self.connection.begin()
        self.full = 0.0  # how likely a commit fails
        self.off = False  # no current
        self.on_commit: Callable[[list[Line]], None] = lambda lines: None

    def image(self) -> bytes:
        return self.raw.serialize()

    def tell(self) -> None:
        """Let it be known what was recorded by the transactions that were just committed."""
        found = [Line(*row) for row in self.raw.execute("SELECT n, what, a, b, c, d FROM record ORDER BY n")]
        if found:
            self.raw.execute("DELETE FROM record")
            self.on_commit(found)

    def rows(self, sql: str, *given: Any) -> list[Any]:
        return self.raw.execute(sql, given).fetchall()

    def close(self) -> None:
        self.connection.close()


_current: list[sqlite3.Connection] = []


@cache
def _engine() -> sa.Engine:
    """One for the whole process, as what it has compiled is kept with it."""
    return sa.create_engine("sqlite://", creator=lambda: _current.pop(), poolclass=NullPool, hide_parameters=True)


class Inline(Thread):
    """aiosqlite's thread, played: visits one after the other, each of which takes a moment."""

    def __init__(self, disk: Disk, clock: Clock, rng: random.Random, *, read_only: bool) -> None:
        super().__init__(SimpleNamespace(_conn=disk.raw), begin="BEGIN" if read_only else "BEGIN IMMEDIATE")  # type: ignore[arg-type]
        self._disk, self._clock, self._random, self._read_only = disk, clock, rng, read_only
        self._connection: Connection | None = disk.connection
        self._free_at = 0.0

    async def visit(self, function: Callable[[], T]) -> T:
        took = self._random.uniform(0.0002, 0.004) if self._random.random() < 0.97 else self._random.uniform(0.01, 0.5)
        self._free_at = max(self._free_at, self._clock.ticks) + took
        await asyncio.sleep(self._free_at - self._clock.ticks)
        if self._disk.off:
            raise StorageUnavailable("no current")
        result = function()
        if not self._read_only:
            self._disk.tell()
        return result

    def begin(self) -> None:
        if self._read_only:
            self.say("PRAGMA query_only=1")
        super().begin()

    def rollback(self) -> None:
        super().rollback()
        if self._read_only:
            self.say("PRAGMA query_only=0")

    def say(self, sql: str) -> None:
        if sql == "COMMIT" and self._disk.full and self._random.random() < self._disk.full:
            raise _disk_full()
        super().say(sql)
        if sql == "SAVEPOINT one":
            super().say("INSERT INTO record (what) VALUES ('begin')")

    async def close(self) -> None:
        self._connection = None


def _disk_full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


def database(disk: Disk, clock: Clock, rng: random.Random) -> Database:
    """The real queue of transactions on the played threads."""
    if disk.raw.in_transaction:
        disk.raw.execute("ROLLBACK")
    disk.raw.execute("PRAGMA query_only=0")
    writer, reader = (Inline(disk, clock, rng, read_only=read_only) for read_only in (False, True))
    return Database(Path("simulated.db"), writer, reader)
