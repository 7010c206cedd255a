"""`circlekeeper export`: the data in open formats, with pseudonyms unless names are asked for."""

import csv
import hashlib
import json
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.backups import Impossible
from bot.exporting_knowledge import export_knowledge
from bot.exporting_resources import export_resources

PERSON_COLUMNS = (
    "person_id",
    "created_by",
    "added_by",
    "by",
    "marked_by",
    "decided_by",
    "seeker_id",
    "buddy_id",
    "confirmed_by",
    "taken_by",
    "claimed_by",
    "offered_to",
    "to_id",
)
NAMES = ("first_name", "last_name", "called", "guest_name", "name", "credit")
LEFT_OUT = (
    "request_words",
    "request_pages",
    "relayed",
    "name_openings",
    "unanswered",
    "unanswered_wordings",
    "unanswered_wishes",
    "entry_uses",
    "entry_opinions",
    "shares",
    "kept_apart",
    "notices",
    "notice_names",
    "inbox",
    "outbox",
    "holds",
    "agenda",
    "drafts",
    "alembic_version",
    "entry_files",
    "resources",  # written as HSDS
    "child_ages",
)
# A spreadsheet would run a cell that starts with one of these, some also behind blanks or in their wide form.
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANKS = ("\t", "\r", "\n")


def safe(value: Any) -> Any:
    """The value as a cell that no spreadsheet runs: text that could be a formula gets an apostrophe before it."""
    if isinstance(value, str) and (value.startswith(BLANKS) or value.lstrip().startswith(RISKY)):
        return f"'{value}"
    return value


class Pseudonyms:
    """The same short code for the same person within one export, another one in the next."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)

    def __call__(self, person_id: int) -> str:
        """The code."""
        return "p" + hashlib.blake2b(str(person_id).encode(), key=self._key, digest_size=5).hexdigest()


def export(database: Path, folder: Path, *, names: bool) -> str:
    """Write a CSV and a JSON file per table into `folder`. Returns what to tell."""
    if not database.exists():
        raise Impossible(f"there is no database at {database} yet; run the bot once")
    folder.mkdir(parents=True, exist_ok=True)
    pseudonym = None if names else Pseudonyms()
    written = []
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (table,) in tables:
            if table not in LEFT_OUT and not table.startswith("sqlite_"):
                found = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table's name
                columns = [column[0] for column in found.description]
                _write(folder, table, columns, [_plain(table, dict(row), pseudonym) for row in found])
                written.append(table)
    entries = export_knowledge(database, folder / "knowledge", names=names)
    services = export_resources(database, folder / "resources")
    told = "with names" if names else "without names"
    files = f"{entries} in knowledge/ and {services} in resources/"
    return f"{folder} holds {', '.join(written)} as CSV and JSON, {told}, {files}"


def _plain(table: str, row: dict[str, Any], pseudonym: Pseudonyms | None) -> dict[str, Any]:
    if table == "requests" and not row["named"]:
        row = row | {"person_id": None, "receipt_id": None}  # who chose to be unnamed is so here as well, names or not
    if table == "people":  # to the second it would tell who wrote when somebody unnamed asked
        row = row | {"seen_at": str(row["seen_at"])[:10]}
    if pseudonym is None:
        return row
    hidden: dict[str, Any] = {name: pseudonym(row[name]) for name in PERSON_COLUMNS if row.get(name) is not None}
    hidden |= {name: None for name in NAMES if name in row}
    if table == "entry_changes":
        hidden["after"] = json.dumps(json.loads(row["after"]) | {"credit": None}, ensure_ascii=False)
    if table == "people":
        hidden["id"] = pseudonym(row["id"])
    if table == "cards" and row["chat_id"] > 0:  # a private chat has the id of its person
        hidden["chat_id"] = pseudonym(row["chat_id"])
    return row | hidden


def _write(folder: Path, table: str, columns: list[str], rows: list[dict[str, Any]]) -> None:
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (folder / f"{table}.json").write_text(text, encoding="utf-8")
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns)
        writer.writeheader()
        writer.writerows({name: safe(value) for name, value in row.items()} for row in rows)
