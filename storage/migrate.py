"""Bring a database file to the newest schema. Alembic goes forward only; going back is a restore."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import path_of


def config() -> Config:
    """Alembic's settings, made here so that no ini file has to be found."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return settings


def migrate(url: str, revision: str = "head") -> None:
    """Upgrade the file (created where there is none) to `revision`."""
    engine = sa.create_engine(f"sqlite:///{path_of(url)}")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            settings = config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, revision)
    finally:
        engine.dispose()


def revision_of(path: Path) -> str | None:
    """The revision that a database file is at, None for an empty one."""
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def revisions() -> list[str]:
    """Every revision, first to last."""
    found = ScriptDirectory.from_config(config()).walk_revisions()
    return [script.revision for script in found][::-1]
