"""Services out of the tables of HSDS (services.csv and its neighbours): put beside each other on the disk, then joined.

The tables can stand in any order and be larger than memory, so they go through a temporary database.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.resource_files import File, Unusable
from bot.text_files import Told, table

# Each table with the columns by which its rows are looked up.
TABLES: dict[str, tuple[str, ...]] = {
    "services": ("id",),
    "organizations": ("id",),
    "programs": ("id",),
    "service_at_location": ("service_id",),
    "locations": ("id",),
    "addresses": ("location_id",),
    "accessibility": ("location_id",),
    "phones": ("service_id", "service_at_location_id", "location_id", "organization_id"),
    "schedules": ("service_id", "service_at_location_id", "location_id"),
    "languages": ("service_id", "location_id"),
    "service_areas": ("service_id",),
    "required_documents": ("service_id",),
    "cost_options": ("service_id",),
    "funding": ("service_id",),
    "contacts": ("service_id",),
    "attributes": ("link_id",),
    "taxonomy_terms": ("id",),
    "metadata": ("resource_id",),
}
_OTHER_NAMES = {
    "service_at_location": ("services_at_location", "service_at_locations"),
    "organizations": ("organisations",),
}
NAMES = {*TABLES, *(name for names in _OTHER_NAMES.values() for name in names)}
_SIMPLE = ("service_areas", "required_documents", "cost_options", "funding", "contacts")
_PLACED = ("service_at_location_id", "location_id")
LOADING = 0.3  # of the time goes into loading the tables
Row = dict[str, Any]


def services(files: Mapping[str, File], told: Told) -> Iterator[tuple[int, Row | str]]:
    """Each service with the line it stands on; words instead where its line does not fit the header. Unusable."""
    with (
        tempfile.TemporaryDirectory(prefix="circlekeeper-") as folder,
        closing(sqlite3.connect(Path(folder) / "tables.db", isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        whole = sum(file.size for file in files.values())
        tables = _Tables(connection)
        tables.load(files, lambda read: told(int(read * LOADING)))
        for done, (line, service) in tables.joined():
            told(int(whole * (LOADING + (1 - LOADING) * done)))
            yield line, service


class _Tables:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def load(self, files: Mapping[str, File], told: Told) -> None:
        """Every table that is there; the others stay empty."""
        before = 0
        self._connection.execute("BEGIN")
        for name, keys in TABLES.items():
            columns = ", ".join(f"{key} TEXT" for key in keys)
            self._connection.execute(f"CREATE TABLE {name} (line INTEGER, fields TEXT, wrong TEXT, {columns})")
            found = [files[f"{one}.csv"] for one in (name, *_OTHER_NAMES.get(name, ())) if f"{one}.csv" in files]
            for file in found[:1]:
                self._fill(name, keys, file, lambda read, start=before: told(start + read))  # type: ignore[misc]
                before += file.size
            for key in keys:
                self._connection.execute(f"CREATE INDEX {name}_{key} ON {name} ({key})")
        self._connection.execute("COMMIT")

    def _fill(self, name: str, keys: tuple[str, ...], file: File, told: Told) -> None:
        lines = table(file, told)
        _, first = next(lines, (0, []))
        columns = [column.strip().casefold() for column in first]
        if len(set(columns)) < len(columns) or not set(columns) & {*keys, "id"}:
            raise Unusable(f"{file.name} does not begin with the names of its columns ({', '.join(keys)} …)")
        marks = ", ".join("?" for _ in range(3 + len(keys)))
        self._connection.executemany(
            f"INSERT INTO {name} VALUES ({marks})",  # noqa: S608 - our own table's name
            (self._row(line, columns, cells, keys) for line, cells in lines),
        )

    @staticmethod
    def _row(line: int, columns: list[str], cells: list[str], keys: tuple[str, ...]) -> tuple[Any, ...]:
        fields = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()}
        wrong = None
        if len(cells) > len(columns):
            wrong = f"has {len(cells)} cells, and the first line names {len(columns)} columns"
        return line, json.dumps(fields, ensure_ascii=False), wrong, *(fields.get(key) for key in keys)

    def joined(self) -> Iterator[tuple[float, tuple[int, Row | str]]]:
        """Services in the order of their table, with how much is done then: 0 … 1."""
        (count,) = self._connection.execute("SELECT count(*) FROM services").fetchone()
        found = self._connection.execute("SELECT line, fields, wrong FROM services ORDER BY line")
        for number, (line, fields, wrong) in enumerate(found, 1):
            yield number / count, (line, wrong or self._service(json.loads(fields)))

    def _service(self, service: Row) -> Row:
        key = service.get("id")
        if key is None:
            return service
        places = [self._at(row, key) for row in self._where("service_at_location", service_id=key)]
        service |= {name: self._where(name, service_id=key) for name in _SIMPLE}
        service |= {
            "organization": self._one("organizations", service.get("organization_id")),
            "program": self._one("programs", service.get("program_id")),
            "service_at_locations": places,
            # What names a place as well belongs to the place.
            "phones": [row for row in self._where("phones", service_id=key) if not _at_a_place(row, places)],
            "schedules": [row for row in self._where("schedules", service_id=key) if not _at_a_place(row, places)],
            "languages": self._where("languages", service_id=key),
            "attributes": [self._attribute(row) for row in self._where("attributes", link_id=key)],
            "metadata": self._where("metadata", resource_id=key),
        }
        if not service["phones"] and service["organization"]:
            organization = service["organization"]
            organization["phones"] = self._where("phones", organization_id=organization.get("id"))
        return {name: value for name, value in service.items() if value is not None and value != []}

    def _at(self, at: Row, service: str) -> Row:
        place = self._one("locations", at.get("location_id"))
        found = {**at, "phones": self._where("phones", service_at_location_id=at.get("id"))}
        found["schedules"] = self._where("schedules", service_at_location_id=at.get("id"))
        if place is not None:
            key = place.get("id")
            place |= {name: self._where(name, location_id=key) for name in ("addresses", "accessibility")}
            for name in ("phones", "schedules", "languages"):
                rows = self._where(name, location_id=key)
                place[name] = [row for row in rows if row.get("service_id") in (None, service)]
            found["location"] = place
        return found

    def _attribute(self, row: Row) -> Row:
        return {**row, "taxonomy_term": self._one("taxonomy_terms", row.get("taxonomy_term_id"))}

    def _one(self, name: str, key: str | None) -> Row | None:
        return next(iter(self._where(name, id=key)), None)

    def _where(self, name: str, **key: str | None) -> list[Row]:
        ((column, value),) = key.items()
        if value is None:
            return []
        statement = f"SELECT fields FROM {name} WHERE {column} = ? ORDER BY line"  # noqa: S608 - our own names
        return [json.loads(fields) for (fields,) in self._connection.execute(statement, (value,))]


def _at_a_place(row: Row, places: list[Row]) -> bool:
    known = {place.get("id") for place in places} | {place.get("location_id") for place in places}
    return any(row.get(name) in known for name in _PLACED if row.get(name))
