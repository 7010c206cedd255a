"""The schema: every earlier revision comes to the newest one with all it holds, and tables and migrations agree."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.columns import UtcDateTime
from storage.migrate import config, migrate, revision_of, revisions
from storage.tables import metadata

BOOKKEEPING = "alembic_version"
MOMENT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
ROWS = 3


def _value(column: sa.Column[Any], number: int) -> Any:
    if column.foreign_keys:
        return number
    match column.type:
        case sa.JSON():
            return {"number": number}
        case sa.Boolean():
            return number % 2 == 0
        case sa.Integer():
            return number
        case sa.DateTime():
            return MOMENT.replace(day=number, tzinfo=None)
        case sa.Date():
            return date(2026, 12, number)
        case sa.Time():
            return time(number)
        case sa.LargeBinary():
            return bytes([number])
        case _:
            return f"{column.name} {number} é"[: getattr(column.type, "length", None) or 99]


def _fill(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Rows in every table of a file of any revision, as its own schema wants them."""
    engine = sa.create_engine(f"sqlite:///{path}")
    found = sa.MetaData()
    found.reflect(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        for table in found.sorted_tables:
            if table.name != BOOKKEEPING:
                rows = [{c.name: _value(c, number) for c in table.columns} for number in range(1, ROWS + 1)]
                connection.execute(table.insert(), rows)
    engine.dispose()
    return _dump(path)


def _dump(path: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]
            for (name,) in names.fetchall()
        }


@pytest.mark.parametrize("revision", revisions())
def test_a_full_database_of_every_revision_comes_to_the_newest_with_all_it_holds(
    path: Path, url: str, revision: str
) -> None:
    migrate(url, revision)
    assert revision_of(path) == revision
    before = _fill(path)
    assert all(len(rows) == ROWS for name, rows in before.items() if name != BOOKKEEPING)
    migrate(url)
    assert revision_of(path) == revisions()[-1]
    after = _dump(path)
    for name, rows in before.items():
        if name == BOOKKEEPING:
            continue
        assert len(after[name]) == len(rows)
        for old, new in zip(rows, after[name], strict=True):
            assert {column: new[column] for column in old if column in new} == {c: old[c] for c in old if c in new}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_tables_and_migrations_agree(path: Path, url: str) -> None:
    migrate(url)
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_every_column_is_made_as_the_tables_say_nullable_and_unique_alike(path: Path, url: str, tmp_path: Path) -> None:
    """compare_metadata looks away from some things that SQLite's own words show."""
    migrate(url)
    straight = tmp_path / "straight.db"
    engine = sa.create_engine(f"sqlite:///{straight}")
    metadata.create_all(engine)
    engine.dispose()
    assert _schema(path) == _schema(straight)


def _schema(path: Path) -> dict[str, Any]:
    shape: dict[str, Any] = {}
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table != BOOKKEEPING and not table.startswith("sqlite_"):
                columns = sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({table})"))
                keys = sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({table})"))
                indexes = sorted(
                    (row[2], row[4], tuple(c[2] for c in connection.execute(f"PRAGMA index_info({row[1]})")))
                    for row in connection.execute(f"PRAGMA index_list({table})")
                )
                shape[table] = (columns, keys, indexes)
    return shape


def test_ids_that_buttons_carry_are_never_used_again(path: Path, url: str) -> None:
    migrate(url)
    with closing(sqlite3.connect(path)) as connection:
        made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    assert all("AUTOINCREMENT" in made[name] for name in ("drafts", "meetups", "nudges"))


def test_a_migration_happens_whole_or_not_at_all(path: Path, url: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE rsvps (in_the_way TEXT)")  # made late in the first revision
    with pytest.raises(sa.exc.OperationalError, match="already exists"):
        migrate(url)
    assert set(_dump(path)) == {"rsvps"}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE rsvps")
    migrate(url)
    assert revision_of(path) == revisions()[-1]


def test_migrating_once_more_changes_nothing(path: Path, url: str) -> None:
    migrate(url)
    before = _fill(path)
    migrate(url)
    assert _dump(path) == before


def test_the_revisions_that_the_files_are_named_after_are_those_that_alembic_follows() -> None:
    followed = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]
    assert list(revisions()) == followed[::-1]


def test_an_empty_file_has_no_revision(path: Path) -> None:
    path.touch()
    assert revision_of(path) is None


def test_every_moment_is_kept_by_the_type_that_knows_zones() -> None:
    plain = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.DateTime) and not isinstance(column.type, UtcDateTime)
    ]
    assert plain == []


def test_ids_of_telegram_have_room_for_64_bits() -> None:
    narrow = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_id") and not isinstance(column.type, sa.BigInteger)
    ]
    assert narrow == []
