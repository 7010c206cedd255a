"""A transaction on a real SQLite file, for use cases; nothing is committed."""

import itertools
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.migrate import migrate
from storage.transaction import Transaction


class Ledger:
    """Stands where the ledger of the forgotten is."""

    def add(self, person_id: int, now: datetime) -> None:
        """Nothing is kept."""


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without anything in it."""
    path = tmp_path_factory.mktemp("empty") / "circle.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def tx(tmp_path: Path, empty: Path) -> Iterator[Transaction]:
    """One transaction; what it did is gone after the test."""
    path = shutil.copy(empty, tmp_path / "circle.db")
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        yield Transaction(connection, itertools.count(1), Ledger())
    engine.dispose()
