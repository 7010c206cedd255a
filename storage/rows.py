"""Between tables and frozen models: the few statements that every repository needs."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.model import Model

M = TypeVar("M", bound=Model)
Row = Mapping[Any, Any]


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


@lru_cache(maxsize=1024)
def _select_having(table: sa.Table, given: tuple[str, ...], null: tuple[str, ...], order: tuple[str, ...]) -> Any:
    where = [table.c[name] == sa.bindparam(f"is_{name}", type_=table.c[name].type) for name in given]
    where += [table.c[name].is_(None) for name in null]
    return table.select().where(*where).order_by(*(table.c[name] for name in order or _keys(table)))


@lru_cache(maxsize=128)
def _select_among(table: sa.Table, name: str) -> sa.Select[Any]:
    among: sa.BindParameter[Any] = sa.bindparam("among", expanding=True)
    return table.select().where(table.c[name].in_(among)).order_by(*(table.c[key] for key in _keys(table)))


@lru_cache
def _update_by_key(table: sa.Table) -> sa.Update:
    rest = {c.name: sa.bindparam(c.name, type_=c.type) for c in table.columns if c.name not in _keys(table)}
    return table.update().where(*_key_is(table)).values(rest)


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
        row = self._connection.execute(_select_by_key(self._table), self._key(key)).first()
        return None if row is None else self._model(row)

    def having(self, *order: str, **values: Any) -> list[M]:
        """Every row whose columns have these values, by primary key or by the columns that `order` names.

        The statement is built once for each table and set of columns: for what is asked often.
        """
        given = tuple(name for name, value in values.items() if value is not None)
        null = tuple(name for name, value in values.items() if value is None)
        statement = _select_having(self._table, given, null, order)
        found = self._connection.execute(statement, {f"is_{name}": values[name] for name in given})
        return [self._model(row) for row in found]

    def among(self, name: str, values: Sequence[Any]) -> list[M]:
        """Every row whose column of this name has one of these values, by primary key; a statement built once."""
        found = self._connection.execute(_select_among(self._table, name), {"among": list(values)})
        return [self._model(row) for row in found]

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
        result = self._connection.execute(self._table.insert(), values)
        key = result.inserted_primary_key
        return item.changed(id=key[0]) if "id" in self._keys and key is not None else item

    def save(self, item: M) -> None:
        """Write the row of this primary key, new or known."""
        values = self._dump(item)
        changed = self._connection.execute(_update_by_key(self._table), self._with_key(values))
        if changed.rowcount == 0:
            self._connection.execute(self._table.insert(), values)

    def insert(self, item: M) -> None:
        """Write a row that is known to be new."""
        self._connection.execute(self._table.insert(), self._dump(item))

    def remove(self, *where: sa.ColumnElement[bool]) -> int:
        """Delete the rows for which all of this holds; how many there were."""
        return self._connection.execute(self._table.delete().where(*where)).rowcount

    def _model(self, row: Sequence[Any]) -> M:
        # A dict of the values costs a third of asking SQLAlchemy's mapping for each of them by name.
        return self._load(dict(zip(_columns(self._table), row, strict=True)))

    def _key(self, key: tuple[Any, ...]) -> dict[str, Any]:
        return {f"key_{name}": value for name, value in zip(self._keys, key, strict=True)}

    def _with_key(self, values: dict[str, Any]) -> dict[str, Any]:
        return {(f"key_{name}" if name in self._keys else name): value for name, value in values.items()}

    def _primary(self) -> tuple[sa.ColumnElement[Any], ...]:
        return tuple(self._table.primary_key.columns)
