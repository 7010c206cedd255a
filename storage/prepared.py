"""Statements that are compiled once and then run straight on sqlite3.

They are SQLAlchemy's as everywhere, and its types turn values to and fro. But each time that SQLAlchemy runs a
statement it takes five times as long as SQLite itself, and to build one anew as long again: of a press, most of it.
So what is asked often is built once, by a function that `lru_cache` remembers, and goes through here.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

Process = Callable[[Any], Any]
Values = Mapping[str, Any]


class Prepared:
    """One statement as SQLite is given it. names: of the columns that come back."""

    def __init__(self, statement: Any, columns: tuple[str, ...]) -> None:
        compiled = statement.compile(dialect=_dialect(), column_keys=list(columns) or None)
        self._sql = str(compiled)
        self._given = [(name, _to_sqlite(compiled.binds[name])) for name in compiled.positiontup or ()]
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        found = list(statement.selected_columns) if isinstance(statement, sa.sql.Select | sa.CompoundSelect) else []
        self.names = tuple(column.name for column in found)
        read = ((place, _from_sqlite(column.type)) for place, column in enumerate(found))
        self._read = [(place, process) for place, process in read if process is not None]

    def run(self, connection: Connection, values: Values) -> sqlite3.Cursor:
        """Run it; sqlite3's own errors."""
        return _raw(connection).execute(self._sql, self._row(values))

    def run_many(self, connection: Connection, rows: Iterable[Values]) -> None:
        """Run it with each of these."""
        _raw(connection).executemany(self._sql, [self._row(values) for values in rows])

    def rows(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """What it finds."""
        found = self.run(connection, values).fetchall()
        return [self._value(row) for row in found] if self._read else found

    def first(self, connection: Connection, values: Values) -> tuple[Any, ...] | None:
        """The first row that it finds."""
        row = self.run(connection, values).fetchone()
        return None if row is None else self._value(row)

    def _row(self, values: Values) -> list[Any]:
        row = []
        for name, process in self._given:
            value = values[name] if name in values else self._fixed[name]
            row.append(value if process is None else process(value))
        return row

    def _value(self, row: Sequence[Any]) -> tuple[Any, ...]:
        processed = list(row)
        for place, process in self._read:
            processed[place] = process(processed[place])
        return tuple(processed)


@lru_cache(maxsize=2048)
def prepared(statement: Any, *columns: str) -> Prepared:
    """The statement, which must be one that is built once. columns: those that an insert is given."""
    return Prepared(statement, columns)


def is_any(column: sa.ColumnElement[Any], values: Iterable[Any]) -> sa.ColumnElement[bool]:
    """Whether the column has one of these values, which are the same each time."""
    return sa.or_(*(column == value for value in values))


def one_of(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """Whether the column has one of the values of the list that `as_list` makes of the parameter of this name.

    SQLAlchemy's own `in_` writes another statement for each number of values.
    """
    every = sa.func.json_each(sa.bindparam(name, type_=sa.Text)).table_valued("value")
    return column.in_(sa.select(every.c.value))


def as_list(values: Iterable[Any]) -> str:
    """The parameter for `one_of`: numbers or texts."""
    return json.dumps(list(values))


def _raw(connection: Connection) -> sqlite3.Connection:
    raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    return raw


@lru_cache(maxsize=1)
def _dialect() -> sa.Dialect:
    return sqlite.dialect(paramstyle="qmark")


def _to_sqlite(bind: sa.BindParameter[Any]) -> Process | None:
    process: Process | None = bind.type.dialect_impl(_dialect()).bind_processor(_dialect())
    return process


def _from_sqlite(kind: sa.types.TypeEngine[Any]) -> Process | None:
    process: Process | None = kind.dialect_impl(_dialect()).result_processor(_dialect(), None)
    return process
