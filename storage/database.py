"""The database: one writer and one reader, each a thread of aiosqlite's own, with synchronous SQLAlchemy Core inside.

A transaction is one synchronous function that visits the writer's thread once. Those that wait together are
committed together: a savepoint each, one commit, so that one failing function takes nobody with it.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import StaticPool

T = TypeVar("T")
LARGEST_COMMIT = 64
# SQLite's results that speak of the disk, of memory or of another process, and never of what a statement asked for.
BEYOND_US = (
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
)


class StorageUnavailable(Exception):
    """The database could not commit (full disk, lock, closed): nobody's fault who asked, worth another try."""


def is_unavailable(error: BaseException) -> bool:
    """Whether the database itself is in trouble, rather than what was asked of it."""
    return _result(error) in BEYOND_US


def is_passing(error: BaseException) -> bool:
    """Whether it is trouble that ends: another program holds the file, or the disk is full."""
    return _result(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)


def _result(error: BaseException) -> int | None:
    """SQLite's result: of its error's number the lowest byte, the higher ones say more about it."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF if isinstance(cause, sqlite3.Error) else None


def path_of(url: str) -> Path:
    """The file that a `sqlite+aiosqlite:///…` URL names; ValueError for any other kind of URL."""
    parsed = make_url(url)
    if parsed.drivername not in ("sqlite+aiosqlite", "sqlite") or not parsed.database or parsed.database == ":memory:":
        raise ValueError("not a SQLite file")
    return Path(parsed.database)


class Thread:
    """One aiosqlite connection seen as a place where synchronous SQLAlchemy functions run.

    This is the only code that knows aiosqlite's inside: `_execute` queues a function for the thread, `_conn` is
    the sqlite3 connection that lives there. aiosqlite's version is pinned because of it.
    """

    def __init__(self, raw: aiosqlite.Connection, *, begin: str) -> None:
        self._raw = raw
        self._begin = begin
        self._engine: Engine | None = None
        self._connection: Connection | None = None

    @classmethod
    async def open(cls, path: Path, *, read_only: bool) -> "Thread":
        """Open the file; a reader sees only what was committed and can write nothing."""
        mode = "ro" if read_only else "rwc"
        uri = f"{path.resolve().as_uri()}?mode={mode}"
        raw = await aiosqlite.connect(uri, uri=True, isolation_level=None, cached_statements=512)
        thread = cls(raw, begin="BEGIN" if read_only else "BEGIN IMMEDIATE")
        await thread.visit(thread._prepare)
        return thread

    async def visit(self, function: Callable[[], T]) -> T:
        """Run the function on the thread and give back what it returns."""
        result: T = await self._raw._execute(function)  # type: ignore[no-untyped-call]
        return result

    def _prepare(self) -> None:
        raw = self._raw._conn
        # What is forgotten is overwritten, not only unlinked.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "busy_timeout=5000",
        ):
            raw.execute(f"PRAGMA {pragma}")
        self._engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool, hide_parameters=True)
        # sqlite3 is left in autocommit: begin, savepoints and commit are said in so many words below.
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # Outside a transaction of its own, SQLAlchemy would roll back ours at a statement that cannot be built.
        self._connection.begin()

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection; to be used on this thread only."""
        if self._connection is None:
            raise StorageUnavailable("the database is closed")
        return self._connection

    def say(self, sql: str) -> None:
        """One statement about the transaction itself, straight to sqlite3; raises its errors."""
        if self._connection is None:
            raise StorageUnavailable("the database is closed")
        self._raw._conn.execute(sql)

    def begin(self) -> None:
        """Start a transaction of this thread's kind."""
        self.say(self._begin)

    def rollback(self) -> None:
        """Undo everything since begin; nothing where SQLite did so already."""
        if self._raw._conn.in_transaction:
            self.say("ROLLBACK")

    async def close(self) -> None:
        """Close the connection and end the thread."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await self.visit(connection.close)
        await self._raw.close()


Work = Callable[[Connection], Any]


class Database:
    """The writer, the reader, and the queue of those who wait for the writer."""

    def __init__(self, path: Path, writer: Thread, reader: Thread) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._waiting: list[tuple[Work, asyncio.Future[Any]]] = []
        self._wake = asyncio.Event()
        self._closing = False
        self._pump = asyncio.create_task(self._run(), name="database")
        self.commits = 0
        self.transactions = 0

    @classmethod
    async def open(cls, url: str) -> "Database":
        """Open (and create) the file that the URL names. The schema is `storage.migrate`'s business."""
        path = path_of(url)
        writer = await Thread.open(path, read_only=False)
        reader = await Thread.open(path, read_only=True)
        return cls(path, writer, reader)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction of its own and return once it is on the disk.

        Whatever `work` raises is raised here and leaves nothing behind; StorageUnavailable if the commit failed.
        """
        if self._closing:
            raise StorageUnavailable("the database is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        self._wake.set()
        return await future

    async def look(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on the read-only connection, in one consistent view of what is committed.

        StorageUnavailable where the file cannot be read now.
        """
        if self._closing:
            raise StorageUnavailable("the database is closed")

        def view() -> T:
            self._reader.begin()
            try:
                return work(self._reader.connection)
            finally:
                self._reader.rollback()

        try:
            return await self._reader.visit(view)
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            if is_unavailable(error):
                raise StorageUnavailable(str(error)) from error
            raise

    async def close(self) -> None:
        """Finish what waits, then close both connections."""
        self._closing = True
        self._wake.set()
        await self._pump
        await self._reader.close()
        await self._writer.close()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                batch, self._waiting = self._waiting[:LARGEST_COMMIT], self._waiting[LARGEST_COMMIT:]
                outcomes = await self._writer.visit(lambda batch=batch: self._commit(batch))  # type: ignore[misc]
                for (_, future), (result, error) in zip(batch, outcomes, strict=True):
                    if future.cancelled():
                        continue
                    if error is None:
                        future.set_result(result)
                    else:
                        future.set_exception(error)
            if self._closing:
                return

    def _commit(self, batch: list[tuple[Work, asyncio.Future[Any]]]) -> list[tuple[Any, Exception | None]]:
        """On the writer's thread: a savepoint each, one commit. Never raises: a thread must outlive its visitors."""
        outcomes: list[tuple[Any, Exception | None]] = []
        try:
            self._writer.begin()
            for work, future in batch:
                outcomes.append((None, None) if future.cancelled() else self._savepoint(work))
            self._writer.say("COMMIT")
        except (sa.exc.DBAPIError, sqlite3.Error, StorageUnavailable) as error:
            self._abandon()
            unavailable = StorageUnavailable(str(error))
            unavailable.__cause__ = error
            return [(None, unavailable)] * len(batch)
        self.commits += 1
        self.transactions += len(batch)
        return outcomes

    def _abandon(self) -> None:
        try:
            self._writer.rollback()
        except (sa.exc.DBAPIError, sqlite3.Error, StorageUnavailable):
            return  # SQLite has rolled back by itself where it could not go on

    def _savepoint(self, work: Work) -> tuple[Any, Exception | None]:
        self._writer.say("SAVEPOINT one")
        try:
            result = work(self._writer.connection)
        except Exception as error:
            if is_unavailable(error):
                raise  # the whole commit fails, nobody is blamed
            self._writer.say("ROLLBACK TO one")
            self._writer.say("RELEASE one")
            return None, error
        self._writer.say("RELEASE one")
        return result, None
