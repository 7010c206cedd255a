"""Bring a database file to the newest schema. Alembic goes forward only; going back is a restore."""

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import StorageUnavailable, is_passing, path_of


class TooNew(Exception):
    """the database is of a newer Circlekeeper; install that one, or restore the backup from before the upgrade"""


def config() -> Config:
    """Alembic's settings, made here so that no ini file has to be found."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return settings


def migrate(url: str, revision: str = "head") -> None:
    """Upgrade the file (created where there is none) to `revision`. TooNew where it is beyond all that are known.

    StorageUnavailable where another program holds the file or the disk is full: that passes.
    """
    try:
        _upgrade(url, revision)
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        if is_passing(error):
            raise StorageUnavailable(str(error).partition("\n")[0]) from error
        raise


def _upgrade(url: str, revision: str) -> None:
    engine = sa.create_engine(f"sqlite:///{path_of(url)}")
    # sqlite3 would commit before each CREATE TABLE; with BEGIN said by us a migration happens whole or not at all.
    sa.event.listen(engine, "connect", _autocommit)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            current, known = MigrationContext.configure(connection).get_current_revision(), revisions()
            if current not in (None, *known):
                raise TooNew
            if revision == "head" and current == known[-1]:
                return
            settings = config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, revision)
    finally:
        engine.dispose()


def _autocommit(raw: Any, _: object) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")


def revision_of(path: Path) -> str | None:
    """The revision that a database file is at, None for an empty one."""
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


@cache
def revisions() -> tuple[str, ...]:
    """Every revision, first to last."""
    found = ScriptDirectory.from_config(config()).walk_revisions()
    return tuple(script.revision for script in found)[::-1]
