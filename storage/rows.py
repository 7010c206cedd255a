"""Between tables and frozen models: the few statements that every repository needs."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.model import Model
from storage.prepared import Prepared, as_list, one_of, prepared

M = TypeVar("M", bound=Model)
Row = Mapping[Any, Any]
MANY = (list, tuple, set, frozenset)


# Building a statement costs more than running it; those by primary key are built once for each table.
@lru_cache
def _columns(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


@lru_cache
def _keys(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns)


@lru_cache
def _select_by_key(table: sa.Table) -> sa.Select[Any]:
    return table.select().where(*_key_is(table))


Shape = tuple[tuple[str, ...], ...]  # which columns have a value, have none, have one of several


@lru_cache(maxsize=1024)
def _having(table: sa.Table, shape: Shape) -> list[sa.ColumnElement[bool]]:
    given, null, several = shape
    where: list[sa.ColumnElement[bool]] = [table.c[n] == sa.bindparam(f"is_{n}", type_=table.c[n].type) for n in given]
    where += [table.c[name].is_(None) for name in null]
    return where + [one_of(table.c[name], f"is_{name}") for name in several]


@lru_cache(maxsize=1024)
def _select_having(table: sa.Table, shape: Shape, order: tuple[str, ...], limit: int | None) -> Prepared:
    by = (table.c[n[1:]].desc() if n.startswith("-") else table.c[n] for n in order or _keys(table))
    return prepared(table.select().where(*_having(table, shape)).order_by(*by).limit(limit))


@lru_cache(maxsize=1024)
def _delete_having(table: sa.Table, shape: Shape) -> Prepared:
    return prepared(table.delete().where(*_having(table, shape)))


def _shape(values: Mapping[str, Any]) -> tuple[Shape, dict[str, Any]]:
    """The columns by what they are compared with, and the parameters."""
    given = tuple(name for name, value in values.items() if value is not None and not isinstance(value, MANY))
    null = tuple(name for name, value in values.items() if value is None)
    several = tuple(name for name, value in values.items() if isinstance(value, MANY))
    parameters = {f"is_{n}": as_list(v) if isinstance(v, MANY) else v for n, v in values.items() if v is not None}
    return (given, null, several), parameters


@lru_cache
def _update_by_key(table: sa.Table) -> sa.Update:
    rest = {c.name: sa.bindparam(c.name, type_=c.type) for c in table.columns if c.name not in _keys(table)}
    return table.update().where(*_key_is(table)).values(rest)


@lru_cache
def _insert_into(table: sa.Table) -> sa.Insert:
    return table.insert()


@lru_cache
def delete_by_key(table: sa.Table) -> sa.Delete:
    """Delete the row whose primary key is given as `key_<column>`."""
    return table.delete().where(*_key_is(table))


def _key_is(table: sa.Table) -> list[sa.ColumnElement[bool]]:
    return [c == sa.bindparam(f"key_{c.name}", type_=c.type) for c in table.primary_key.columns]


class Rows(Generic[M]):
    """The rows of one table as models of one kind.

    `load` makes a model of a row and `dump` a row of a model, where the fields do not simply bear the same names.
    """

    def __init__(
        self,
        connection: Connection,
        table: sa.Table,
        model: type[M],
        load: Callable[[Row], M] | None = None,
        dump: Callable[[M], dict[str, Any]] | None = None,
    ) -> None:
        self._connection = connection
        self._table = table
        self._load = load or model.model_validate
        self._dump = dump or (lambda item: {name: getattr(item, name) for name in _columns(table)})
        self._keys = _keys(table)

    def by_key(self, *key: Any) -> M | None:
        """The row with this primary key."""
        row = prepared(_select_by_key(self._table)).first(self._connection, self._key(key))
        return None if row is None else self._model(row)

    def having(self, *order: str, limit: int | None = None, **values: Any) -> list[M]:
        """Every row whose columns have these values, None for null, a list for any of these.

        By primary key or by the columns that `order` names (`-name`: the largest first). The statement is built once
        for each table and set of columns: for what is asked often.
        """
        shape, parameters = _shape(values)
        return self.found(_select_having(self._table, shape, order, limit), parameters)

    def first_having(self, *order: str, **values: Any) -> M | None:
        """The first of these."""
        found = self.having(*order, limit=1, **values)
        return found[0] if found else None

    def remove_having(self, **values: Any) -> int:
        """Delete the rows that `having` would find; how many there were."""
        shape, parameters = _shape(values)
        return _delete_having(self._table, shape).run(self._connection, parameters).rowcount

    def found(self, statement: Prepared, values: Mapping[str, Any]) -> list[M]:
        """The rows that a statement of whole rows of this table finds."""
        return [self._model(row) for row in statement.rows(self._connection, values)]

    def one(self, *where: sa.ColumnElement[bool]) -> M | None:
        """The first row for which all of this holds."""
        row = self._connection.execute(self._table.select().where(*where).limit(1)).first()
        return None if row is None else self._model(row)

    def all(self, *where: sa.ColumnElement[bool], order: Any = None, limit: int | None = None) -> list[M]:
        """Every row for which all of this holds, by primary key or as told."""
        statement = self._table.select().where(*where)
        statement = statement.order_by(
            *(order if isinstance(order, tuple) else (order,)) if order is not None else self._primary()
        )
        if limit is not None:
            statement = statement.limit(limit)
        return [self._model(row) for row in self._connection.execute(statement)]

    def add(self, item: M) -> M:
        """Insert with an id of the database's choosing; the model comes back with it."""
        values = self._dump(item)
        values.pop("id", None)
        new = self._insert(values)
        return item.changed(id=new) if "id" in self._keys else item

    def save(self, item: M) -> None:
        """Write the row of this primary key, new or known."""
        values = self._dump(item)
        update = prepared(_update_by_key(self._table))
        if update.run(self._connection, self._with_key(values)).rowcount == 0:
            self._insert(values)

    def insert(self, item: M) -> None:
        """Write a row that is known to be new."""
        self._insert(self._dump(item))

    def _insert(self, values: Mapping[str, Any]) -> int | None:
        statement = prepared(_insert_into(self._table), *values)
        return statement.run(self._connection, values).lastrowid

    def remove(self, *where: sa.ColumnElement[bool]) -> int:
        """Delete the rows for which all of this holds; how many there were."""
        return self._connection.execute(self._table.delete().where(*where)).rowcount

    def _model(self, row: Sequence[Any]) -> M:
        return self._load(dict(zip(_columns(self._table), row, strict=True)))

    def _key(self, key: tuple[Any, ...]) -> dict[str, Any]:
        return {f"key_{name}": value for name, value in zip(self._keys, key, strict=True)}

    def _with_key(self, values: dict[str, Any]) -> dict[str, Any]:
        return {(f"key_{name}" if name in self._keys else name): value for name, value in values.items()}

    def _primary(self) -> tuple[sa.ColumnElement[Any], ...]:
        return tuple(self._table.primary_key.columns)
