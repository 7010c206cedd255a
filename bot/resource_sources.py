"""Where resources come from: HSDS as JSON or tables, or the volunteers' spreadsheet. Each row with where it stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot import json_services, tabular_services
from bot.resource_files import File, Unusable, files_in
from bot.text_files import Told, table
from domain.hsds_reading import Problem, Read, Refused, read_service
from domain.plain_resources import COLUMNS, MORE_COLUMNS, header, is_header, name_of, read_line

_JSON = (".json", ".ndjson", ".jsonl")


@dataclass(frozen=True)
class Row:
    """One service as it was found. where: file and line. id: its own where it has one. read: what it says, checked.

    name: by which it is known where it has no id (`domain.plain_resources.key_of`).
    """

    where: str
    id: str | None
    read: Callable[[date], Read]
    name: str | None = None


@dataclass(frozen=True)
class Source:
    """kind: "hsds" or "plain". size: in bytes, for the bar. rows: one after the other; telling how far it is."""

    kind: str
    size: int
    rows: Callable[[Told], Iterator[Row]]


def source_of(path: Path) -> Source:
    """What this file, folder or zip is. Unusable, with what would be right."""
    files = files_in(path)
    if "services.csv" in files:
        tables = {name: file for name, file in files.items() if name.removesuffix(".csv") in tabular_services.NAMES}
        size = sum(file.size for file in tables.values())
        return Source("hsds", size, lambda told: _tables(tables, told))
    found = [file for name, file in files.items() if name.endswith((*_JSON, ".csv"))]
    if len(files) == 1 and not found:
        found = list(files.values())
    if len(found) != 1:
        kinds = "services.csv with its neighbours, one .json, or one .csv"
        raise Unusable(f"{path} holds {'none' if not found else len(found)} of what can be read; wanted: {kinds}")
    file = found[0]
    if _is_json(file):
        return Source("hsds", file.size, lambda told: _json(file, told))
    return _spreadsheet(file)


def _is_json(file: File) -> bool:
    with file.open() as stream:
        start: bytes = stream.read(512)
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unusable(f"{file.name} is no text; wanted: HSDS as JSON or CSV, or the spreadsheet as CSV")
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _json(file: File, told: Told) -> Iterator[Row]:
    for number, raw in enumerate(json_services.services(file, told), 1):
        yield _service(f"{file.name}, service {number:,}", raw)


def _tables(files: Mapping[str, File], told: Told) -> Iterator[Row]:
    name = files["services.csv"].name
    for line, raw in tabular_services.services(files, told):
        where = f"{name}:{line}"
        yield _wrong(where, Problem("line", raw)) if isinstance(raw, str) else _service(where, raw)


def _service(where: str, raw: Any) -> Row:
    id_ = raw.get("id") if isinstance(raw, dict) else None
    return Row(where, str(id_) if isinstance(id_, str | int) else None, lambda today: read_service(raw, today))


def _wrong(where: str, problem: Problem) -> Row:
    def refuse(_today: date) -> Read:
        raise Refused([problem])

    return Row(where, None, refuse)


def _spreadsheet(file: File) -> Source:
    _, names = next(table(file), (0, []))
    if not is_header(names):
        raise Unusable(f"{file.name} does not begin with the names of its columns: {', '.join(COLUMNS)}")
    columns = header(names)
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise Unusable(f"{file.name} has the column {twice[0]} twice")
    unknown = [name for name in columns if name and name not in (*COLUMNS, *MORE_COLUMNS)]
    if unknown:
        known = ", ".join((*COLUMNS, *MORE_COLUMNS))
        raise Unusable(f"{file.name} has a column {unknown[0][:40]}, which nobody reads; there are: {known}")
    return Source("plain", file.size, lambda told: _lines(file, columns, told))


def _lines(file: File, columns: list[str], told: Told) -> Iterator[Row]:
    lines = table(file, told)
    next(lines)
    for number, cells in lines:
        where = f"{file.name}:{number}"
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            words = f"has {len(cells)} cells, and the first line names {len(columns)} columns"
            yield _wrong(where, Problem("line", words))
            continue
        cell_of = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        id_ = cell_of.get("id", "").strip() or None
        yield Row(where, id_, lambda today, line=cell_of: read_line(line, today), name_of(cell_of))  # type: ignore[misc]
