"""Bring a database file to the newest schema. Alembic goes forward only; going back is a restore.

Almost every start finds the newest schema, and plain SQL can see that: Alembic is imported where there is something to
do, as it costs a twentieth of a start.
"""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from storage.database import StorageUnavailable, is_passing, path_of

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY = 5.0  # seconds that another program may hold the file, as everywhere


class TooNew(Exception):
    """the database is of a newer Circlekeeper; install that one, or restore the backup from before the upgrade"""


def config() -> "Config":
    """Alembic's settings, made here so that no ini file has to be found."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return settings


def migrate(url: str, revision: str = "head") -> None:
    """Upgrade the file (created where there is none) to `revision`. TooNew where it is beyond all that are known.

    StorageUnavailable where another program holds the file or the disk is full: that passes.
    """
    path = path_of(url)
    try:
        current = _free_to_write(path)
        if current not in (None, *revisions()):
            raise TooNew
        if revision != "head" or current != revisions()[-1]:
            _upgrade(path, revision)
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        if is_passing(error):
            raise StorageUnavailable(str(error).partition("\n")[0]) from error
        raise


def _free_to_write(path: Path) -> str | None:
    """The file's revision, read as a writer: whoever starts on a file that another one holds waits here."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("BEGIN IMMEDIATE")
        return _revision(raw)


def _revision(raw: sqlite3.Connection) -> str | None:
    """What Alembic wrote down."""
    if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
        return None
    found = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])


def _upgrade(path: Path, revision: str) -> None:
    from alembic import command

    engine = sa.create_engine(f"sqlite:///{path}")
    # sqlite3 would commit before each CREATE TABLE; with BEGIN said by us a migration happens whole or not at all.
    sa.event.listen(engine, "connect", _autocommit)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            settings = config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, revision)
    finally:
        engine.dispose()


def _autocommit(raw: Any, _: object) -> None:
    raw.isolation_level = None


def revision_of(path: Path) -> str | None:
    """The revision that a database file is at, None for an empty one. sqlite3.Error where it is no database."""
    with closing(sqlite3.connect(path, timeout=BUSY)) as raw:
        return _revision(raw)


@cache
def revisions() -> tuple[str, ...]:
    """Every revision, first to last: the numbers that the files of the migrations begin with."""
    return tuple(sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))
