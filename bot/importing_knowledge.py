"""`circlekeeper import-knowledge`: Markdown files or a CSV into the shared knowledge; each row is told of."""

import asyncio
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import abbreviations, knowledge_folder
from bot.backups import Impossible
from bot.forgetting import Ledger
from bot.knowledge_folder import Found
from bot.knowledge_words import malformed_words, unfit_words
from bot.settings import Settings
from domain.entries_fields import Unfit
from domain.entries_files import Malformed, Written, write_markdown
from domain.entries_importing import Keys, NoSuchGroup, Step, carry_out, group_named, step
from domain.errors import Full, Unchanged
from domain.ports import Tx
from domain.synonyms import add_synonym
from storage.database import StorageUnavailable
from storage.migrate import migrate, revision_of, revisions
from storage.transaction import Store

AT_ONCE = 50  # rows of one transaction: about a tenth of a second
BREATH = 0.03  # seconds between two, in which a bot beside it gets its turn: SQLite looks every 25 ms by then


@dataclass
class Report:
    """What became of each row. lines: what to tell; refused: how many rows were."""

    lines: list[str] = field(default_factory=list)
    refused: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """One more."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def refuse(self, where: str, line: int, why: str) -> None:
        """This row cannot be taken."""
        self.refused += 1
        self.lines.append(f"refused  {where}:{line}: {why}")


class NothingTaken(Exception):
    """All or nothing was wanted, or only a look: the transaction leaves no trace."""


@dataclass(frozen=True)
class Read:
    """One row that was read: its values by the names in `Entry`, and what is wrong with them, each with its line."""

    found: Found
    row: Written
    values: dict[str, Any]
    wrong: list[tuple[int, Unfit]]


async def import_knowledge(settings: Settings, path: Path, now: datetime, *, dry_run: bool, strict: bool) -> Report:
    """Take every row that can be taken. Raises Impossible where there is nothing to read or nowhere to keep it."""
    found, synonyms = knowledge_folder.read(path), knowledge_folder.abbreviations_of(path)
    report = Report()
    work = _Import(report, now, dry_run=dry_run, strict=strict)
    rows = [_read(one) for one in found]
    at_once = max(1, len(rows)) if dry_run or strict else AT_ONCE
    store = await open_store(settings)
    try:
        for start in range(0, max(1, len(rows)), at_once):
            last = start + at_once >= len(rows)
            some, words = rows[start : start + at_once], synonyms if last else ""
            await store.transact(lambda tx, some=some, words=words: work.take(tx, some, words))  # type: ignore[misc]
            await asyncio.sleep(BREATH)
    except NothingTaken:
        pass
    except StorageUnavailable as error:
        cause = error.__cause__ or error
        raise Impossible(f"{cause}; try again, what was taken is passed over") from None
    finally:
        await store.close()
    _conclude(report, dry_run=dry_run, strict=strict)
    return report


def _read(found: Found) -> Read | Found:
    """Read before the transaction, so that a bot at work waits no longer than it must."""
    if isinstance(found.row, Malformed):
        return found
    return Read(found, found.row, *found.row.values())


async def open_store(settings: Settings) -> Store:
    """The database, also while the bot runs on it; made where there is none yet."""
    path = settings.database_path
    if not path.exists():
        migrate(settings.database_url)
    elif revision_of(path) != revisions()[-1]:
        raise Impossible(f"{path} is of another version; start the bot once, it brings it up to date")
    return await Store.open(settings.database_url, Ledger(path))


class _Import:
    """One import: as one transaction where it is all or nothing, else in some, between which the bot gets its turn."""

    def __init__(self, report: Report, now: datetime, *, dry_run: bool, strict: bool) -> None:
        self._report, self._now = report, now
        self._dry_run, self._strict = dry_run, strict
        self._taken: dict[tuple[int | None, str], str] = {}

    def take(self, tx: Tx, rows: Sequence[Read | Found], synonyms: str) -> None:
        """These rows; NothingTaken where none of it is to stay."""
        keys = Keys(tx)
        for row in rows:
            if isinstance(row, Read):
                self._one(tx, row, keys)
            elif isinstance(row.row, Malformed):
                self._report.refuse(row.where, row.row.line, malformed_words(row.row))
        self._abbreviations(tx, synonyms)
        if self._dry_run or (self._strict and self._report.refused):
            raise NothingTaken

    def _one(self, tx: Tx, read: Read, keys: Keys) -> None:
        done = self._step(tx, read, keys)
        if done is None:
            return
        scope, where = (done.after.group_id, done.after.key), read.found.where
        if scope in self._taken:
            self._report.refuse(where, read.row.line, f"{done.after.key} was in {self._taken[scope]} already")
            return
        self._taken[scope] = f"{where}:{read.row.line}"
        what = "same" if done.same else "added" if done.before is None else "changed"
        self._report.count(what)
        if what != "same":
            self._report.lines.append(f"{what:8} {done.after.key}: {done.after.question}")
            if self._dry_run:
                self._report.lines += _difference(done)
        carry_out(tx, done, self._now)

    def _step(self, tx: Tx, read: Read, keys: Keys) -> Step | None:
        """None: it was refused, with every reason."""
        where, row, values = read.found.where, read.row, dict(read.values)
        for line, error in read.wrong:
            self._report.refuse(where, line, unfit_words(error))
        if read.wrong:
            return None
        try:
            if values.get("file"):
                values["file"] = knowledge_folder.take_file(tx, read.found, row, str(values["file"]))
            return step(tx, row, values, self._now, keys)
        except Impossible as error:
            self._report.refuse(where, row.lines.get("file", row.line), str(error))
        except NoSuchGroup:
            self._report.refuse(where, row.lines.get("group", row.line), _no_such_group(row.group))
        return None

    def _abbreviations(self, tx: Tx, synonyms: str) -> None:
        """Those that are new; none goes by this."""
        good, wrong = abbreviations.read_synonyms(synonyms) if synonyms else ([], [])
        for line, why in wrong:
            self._report.refuse(abbreviations.FILE_NAME, line, why)
        for line, group, short, long in good:
            try:
                add_synonym(tx, group_named(tx, group), short, long)
            except Unchanged:
                self._report.count("same")
            except Full:
                self._report.refuse(abbreviations.FILE_NAME, line, "there are too many of this group already")
            except NoSuchGroup:
                self._report.refuse(abbreviations.FILE_NAME, line, _no_such_group(group))
            else:
                self._report.count("added")
                self._report.lines.append(f"added    {short} = {long}")


def _no_such_group(group: str) -> str:
    return f"group: the bot knows no group with the id {group[:24]}; leave it out for all groups"


def _difference(done: Step) -> Iterator[str]:
    before = write_markdown(done.before).splitlines() if done.before is not None else []
    for line in difflib.unified_diff(before, write_markdown(done.after).splitlines(), lineterm="", n=1):
        if not line.startswith(("---", "+++", "@@")):
            yield f"    {line}"


def _conclude(report: Report, *, dry_run: bool, strict: bool) -> None:
    told = [f"{report.counts.get(what, 0)} {what}" for what in ("added", "changed", "same")]
    told.append(f"{report.refused} refused")
    end = ""
    if dry_run:
        end = "; this was only a look, nothing was kept"
    elif strict and report.refused:
        end = "; nothing was taken, as --strict wants all or nothing"
    report.lines.append(", ".join(told) + end)
