"""Local help out of files, written in short transactions of a process of its own, beside the running bot."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.hsds_rest import uuid_of
from domain.plain_resources import key_of
from domain.resources import Resource, ResourceState
from storage.resources import body_text, merged
from storage.tables_resources import resources

T = TypeVar("T")
r = resources.c
AT_ONCE = 100  # rows of one transaction: some hundredths of a second
PATIENCE = 30  # seconds that it waits for the bot beside it
GONE = "gone"  # stands as the fingerprint of what vanished from its source, so that it may come back


@dataclass(frozen=True)
class Known:
    """What is kept of a resource, as far as an import has to know. group_id: whose own it is."""

    id: int
    hsds_id: str
    group_id: int | None
    state: str
    source: str | None
    fingerprint: str | None


@dataclass(frozen=True)
class Taken:
    """A row that is to be written. body: what it says, as JSON text."""

    hsds_id: str
    known_id: int | None
    body: str
    fingerprint: str


def print_of(resource: Resource) -> tuple[str, str]:
    """What it says as JSON text, and a fingerprint of it."""
    body = body_text(resource)
    return body, hashlib.blake2b(body.encode(), digest_size=16).hexdigest()


class ResourceImport:
    """The database of a running or resting bot. Its schema is up to date."""

    def __init__(self, path: Path) -> None:
        self._engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": PATIENCE})
        sa.event.listen(self._engine, "connect", _prepare)
        sa.event.listen(self._engine, "begin", _begin)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def known(self) -> tuple[dict[str, Known], dict[str, str]]:
        """Every resource by its source's id (also as the export writes it), and ids by name and organisation."""
        by_id: dict[str, Known] = {}
        by_name: dict[str, str] = {}
        columns = (r.id, r.hsds, r.group_id, r.state, r.source, r.fingerprint, r.name, r.organization_name)
        with self._engine.connect() as connection:
            for id_, hsds, group_id, state, source, fingerprint, name, organisation in connection.execute(
                sa.select(*columns)
            ):
                by_id[hsds] = by_id[uuid_of(hsds)] = Known(id_, hsds, group_id, state, source, fingerprint)
                if group_id is None:
                    by_name.setdefault(key_of(name, organisation), hsds)
        return by_id, by_name

    def said(self, resource_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """What its source said last, and what facilitators put in the place of some of it."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(r.body, r.edits).where(r.id == resource_id)).one()
            return found.body, found.edits

    def write(
        self, rows: Iterator[Taken], source: str, today: date, *, at_once: bool, gone: Sequence[int] = ()
    ) -> Iterator[int]:
        """Write them, and retire what is gone from its source; yields how many are done.

        at_once: in one transaction, all or nothing. What a facilitator retired stays theirs.
        """
        done = 0
        if at_once:
            with self._begin() as connection:
                for batch in _batches(rows):
                    _write(connection, batch, source, today)
                    done += len(batch)
                _retire(connection, gone)
            yield done
            return
        for batch in _batches(rows):
            with self._begin() as connection:
                _write(connection, batch, source, today)
            done += len(batch)
            yield done
        for some in _batches(iter(gone)):
            with self._begin() as connection:
                _retire(connection, some)
            yield done

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        """A transaction; the database's own error where it cannot be had, as everywhere on the command line."""
        try:
            with self._engine.connect() as connection:
                connection = connection.execution_options(writes=True)
                with connection.begin():
                    yield connection
        except sa.exc.DBAPIError as error:
            raise error.orig or error from None


def _prepare(raw: Any, _record: object) -> None:
    raw.isolation_level = None  # what begins a transaction is said below
    raw.executescript("PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _batches(rows: Iterator[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _next_revision(connection: Connection) -> int:
    return (connection.scalar(sa.select(sa.func.coalesce(sa.func.max(r.revision), 0))) or 0) + 1


def _retire(connection: Connection, ids: Sequence[int]) -> None:
    for number, id_ in enumerate(ids, _next_revision(connection)):
        gone = {"state": ResourceState.RETIRED, "fingerprint": GONE, "revision": number}
        connection.execute(resources.update().where(r.id == id_).values(**gone, version=r.version + 1))


def _write(connection: Connection, batch: list[Taken], source: str, today: date) -> None:
    revision = _next_revision(connection)
    ids = [row.known_id for row in batch if row.known_id is not None]
    kept = {
        row["id"]: row
        for row in connection.execute(
            sa.select(r.id, r.edits, r.state, r.fingerprint, r.added_on).where(r.id.in_(ids))
        ).mappings()
    }
    new: list[dict[str, Any]] = []
    for number, row in enumerate(batch, revision):
        body = json.loads(row.body)
        said = {"body": body, "fingerprint": row.fingerprint, "source": source, "revision": number}
        known = kept.get(row.known_id or 0)
        if known is None:
            new.append({**said, **_columns(body, today), "hsds": row.hsds_id, **_FRESH, "added_on": today})
            continue
        back = known["fingerprint"] == GONE and known["state"] == ResourceState.RETIRED
        changed = said | _columns(merged(body, known["edits"]), known["added_on"]) | {"version": r.version + 1}
        changed |= {"state": ResourceState.SHOWN} if back else {}
        connection.execute(resources.update().where(r.id == known["id"]).values(changed))
    if new:
        connection.execute(resources.insert(), new)


_FRESH: dict[str, Any] = {"state": "shown", "helped": 0, "outdated": 0, "version": 0, "edits": {}, "group_id": None}


def _columns(said: dict[str, Any], added_on: date) -> dict[str, Any]:
    checked = said.get("assured_date")
    return {
        "name": said["name"],
        "organization_name": said.get("organization_name"),
        "checked_on": date.fromisoformat(checked) if checked else added_on,
    }
