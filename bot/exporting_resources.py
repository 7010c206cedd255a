"""Local help as HSDS 3: a page of services as its APIs give them, which `import-resources` takes back."""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from domain.hsds_writing import write_service
from storage.resource_export import every_resource


def export_resources(database: Path, folder: Path) -> str:
    """Write everybody's into `services.json`, each group's own into a file of its own. Returns what to tell."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    written = {_everybodys(folder)}
    _write(_everybodys(folder), iter(()))  # also where there is none, so that a repeated export leaves nothing old
    for chat_id, found in groupby(every_resource(database), key=lambda one: one[0]):
        path = _everybodys(folder) if chat_id is None else folder / f"group{chat_id}.json"
        total += _write(path, (write_service(resource) for _, resource in found))
        written.add(path)
    for old in folder.glob("group*.json"):
        if old not in written:
            old.unlink()
    return f"{total:,} services"


def _everybodys(folder: Path) -> Path:
    return folder / "services.json"


def _write(path: Path, services: Iterator[dict[str, Any]]) -> int:
    """One page that holds them all; what has to be counted stands behind them. How many there were."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"contents": [')
        for service in services:
            file.write((",\n" if count else "\n") + json.dumps(service, ensure_ascii=False))
            count += 1
        page = {"total_items": count, "total_pages": 1, "page_number": 1, "size": count}
        around = page | {"first_page": True, "last_page": True, "empty": count == 0}
        file.write("\n]," + json.dumps(around)[1:] + "\n")
    return count
