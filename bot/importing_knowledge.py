"""`circlekeeper import-knowledge`: Markdown files or a CSV into the shared knowledge; what became of each row is told."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from bot import abbreviations, knowledge_folder
from bot.backups import Impossible
from bot.forgetting import Ledger
from bot.knowledge_folder import Found
from bot.knowledge_words import malformed_words, unfit_words
from bot.settings import Settings
from domain.entries_files import Malformed, Written, write_markdown
from domain.entries_importing import NoSuchGroup, Step, carry_out, group_named, step
from domain.errors import Full, Unchanged
from domain.ports import Tx
from domain.synonyms import add_synonym
from storage.migrate import migrate, revision_of, revisions
from storage.transaction import Store


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
    """All or nothing was wanted, or nothing at all: the transaction leaves no trace."""


async def import_knowledge(settings: Settings, path: Path, now: datetime, *, dry_run: bool, strict: bool) -> Report:
    """Take every row that can be taken. Raises Impossible where there is nothing to read or nowhere to keep it."""
    found, synonyms = knowledge_folder.read(path), knowledge_folder.abbreviations_of(path)
    store = await open_store(settings)
    report = Report()
    try:
        await store.transact(partial(_import, report, found, synonyms, now, dry_run, strict))
    except NothingTaken:
        pass
    finally:
        await store.close()
    _conclude(report, dry_run=dry_run, strict=strict)
    return report


async def open_store(settings: Settings) -> Store:
    """The database, also while the bot runs on it; made where there is none yet."""
    path = settings.database_path
    if not path.exists():
        migrate(settings.database_url)
    elif revision_of(path) != revisions()[-1]:
        raise Impossible(f"{path} is of another version; start the bot once, it brings it up to date")
    return await Store.open(settings.database_url, Ledger(path))


def _import(
    report: Report, found: list[Found], synonyms: str, now: datetime, dry_run: bool, strict: bool, tx: Tx
) -> None:
    report.lines.clear()
    report.counts.clear()
    report.refused = 0
    taken: dict[tuple[int | None, str], str] = {}
    for one in found:
        _one(report, tx, one, taken, now, dry_run=dry_run)
    _abbreviations(report, tx, synonyms)
    if dry_run or (strict and report.refused):
        raise NothingTaken


def _one(
    report: Report, tx: Tx, one: Found, taken: dict[tuple[int | None, str], str], now: datetime, *, dry_run: bool
) -> None:
    if isinstance(one.row, Malformed):
        report.refuse(one.where, one.row.line, malformed_words(one.row))
        return
    done = _step(report, tx, one, one.row, now)
    if done is None:
        return
    scope = (done.after.group_id, done.after.key)
    if scope in taken:
        report.refuse(one.where, one.row.line, f"{done.after.key} was in {taken[scope]} already")
        return
    taken[scope] = f"{one.where}:{one.row.line}"
    what = "same" if done.same else "added" if done.before is None else "changed"
    report.count(what)
    if what != "same":
        report.lines.append(f"{what:8} {done.after.key}: {done.after.question}")
        if dry_run:
            report.lines += _difference(done)
    carry_out(tx, done, now)


def _step(report: Report, tx: Tx, one: Found, row: Written, now: datetime) -> Step | None:
    """None: it was refused, with every reason."""
    values, wrong = row.values()
    for line, error in wrong:
        report.refuse(one.where, line, unfit_words(error))
    name = values.get("file")
    if name and not wrong:
        try:
            values["file"] = knowledge_folder.take_file(tx, one, row, str(name))
        except Impossible as error:
            report.refuse(one.where, row.lines.get("file", row.line), str(error))
            return None
    if wrong:
        return None
    try:
        return step(tx, row, values, now)
    except NoSuchGroup:
        report.refuse(one.where, row.lines.get("group", row.line), _no_such_group(row.group))
        return None


def _abbreviations(report: Report, tx: Tx, text: str) -> None:
    """Those that are new; none goes by this."""
    good, wrong = abbreviations.read_synonyms(text) if text else ([], [])
    for line, why in wrong:
        report.refuse(abbreviations.FILE_NAME, line, why)
    for line, group, short, long in good:
        try:
            add_synonym(tx, group_named(tx, group), short, long)
        except Unchanged:
            report.count("same")
        except Full:
            report.refuse(abbreviations.FILE_NAME, line, "there are too many of this group already")
        except NoSuchGroup:
            report.refuse(abbreviations.FILE_NAME, line, _no_such_group(group))
        else:
            report.count("added")
            report.lines.append(f"added    {short} = {long}")


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
