"""`circlekeeper import-resources`: local help out of files, beside the running bot; what became of each row is told."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout

from bot.backups import Impossible
from bot.resource_files import Unusable
from bot.resource_sources import Row, Source, source_of
from bot.settings import Settings
from domain.hsds_reading import Problem, Read, Refused
from domain.plain_resources import key_of
from storage.migrate import migrate, revision_of, revisions
from storage.resource_import import GONE, Known, ResourceImport, Taken, print_of

BREATH = 0.005  # seconds between two transactions, in which the bot gets its turn
LONGEST_LINE = 500  # characters of what is told of one row
Say = Callable[[str], None]
Bar = Callable[[str, float], None]  # hears what is being done, and how much of it: 0 … 1


@dataclass
class Counts:
    """What became of the rows."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    retired: int = 0

    def words(self, *, dry_run: bool, nothing: bool) -> str:
        """One line."""
        told = f"{self.added:,} added, {self.changed:,} changed, {self.same:,} as before, {self.refused:,} refused"
        told += f", {self.retired:,} retired" if self.retired else ""
        if nothing:
            return f"nothing was taken, as not everything could be: {told}"
        return f"this is what would happen: {told}" if dry_run else told


@dataclass
class Choices:
    """What was asked for."""

    dry_run: bool = False
    strict: bool = False
    retire_missing: bool = False


@dataclass
class _Import:
    """One run over a file."""

    source: Source
    today: date
    say: Say
    by_id: dict[str, Known]
    by_name: dict[str, str]
    said: Callable[[int], tuple[dict[str, Any], dict[str, Any]]]
    counts: Counts = field(default_factory=Counts)
    seen: dict[str, str] = field(default_factory=dict)
    unknown: int = 0  # refused rows of which nobody can tell which resource they are

    def taken(self, rows: Iterator[Row]) -> Iterator[Taken]:
        """What is to be written, in the order of the file; each row is told."""
        for row in rows:
            try:
                read = row.read(self.today)
                found = self._one(row, read)
            except Refused as refused:
                self.counts.refused += 1
                self._keep_in_mind(row)
                self._tell("refused", row, "; ".join(map(str, refused.problems)))
            else:
                if found is not None:
                    yield found

    def _one(self, row: Row, read: Read) -> Taken | None:
        resource = read.resource
        key = resource.hsds_id
        if row.id is None:
            key = self.by_name.get(key_of(resource.name, resource.organization_name), key)
        known = self.by_id.get(key)
        key = known.hsds_id if known is not None else key
        if key in self.seen:
            raise Refused([Problem("id" if row.id else "name", f"stands in {self.seen[key]} already")])
        self.seen[key] = row.where
        if known is not None and known.group_id is not None:
            raise Refused([Problem("id", "is one group's own resource, which its facilitators look after")])
        body, fingerprint = print_of(resource)
        title = f"{resource.name} ({resource.organization_name})" if resource.organization_name else resource.name
        if known is None:
            self.counts.added += 1
            self._tell("added", row, title)
        elif known.fingerprint != fingerprint:
            self.counts.changed += 1
            self._tell("changed", row, f"{title}: {self._difference(known, body)}")
        else:
            self.counts.same += 1
            return None
        for note in read.notes:
            self._tell("noted", row, str(note))
        return Taken(key, known.id if known is not None else None, body, fingerprint)

    def missing(self) -> list[Known]:
        """What this kind of file brought once and does not hold any more."""
        mine = {known.id: known for known in self.by_id.values() if known.source == self.source.kind}
        return [one for one in mine.values() if one.hsds_id not in self.seen and one.fingerprint != GONE]

    def _keep_in_mind(self, row: Row) -> None:
        """What was refused is still there: it has not vanished."""
        key = row.id or self.by_name.get(row.name or "")
        known = self.by_id.get(key or "")
        if known is not None:
            self.seen.setdefault(known.hsds_id, row.where)
        elif key is None and row.name is None:
            self.unknown += 1

    def _difference(self, known: Known, body: str) -> str:
        before, edits = self.said(known.id)
        after: dict[str, Any] = json.loads(body)
        fields = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        kept = sorted(set(fields) & set(edits) - {"assured_date"})
        words = ", ".join(fields) or "it is back"
        return f"{words} (as a facilitator wrote it stays: {', '.join(kept)})" if kept else words

    def _tell(self, what: str, row: Row, words: str) -> None:
        line = f"{what:8} {row.where}: {words}"
        # Names come from elsewhere; what a terminal would obey is not printed.
        line = "".join(sign if sign.isprintable() else "·" for sign in line)
        self.say(line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…")


def import_resources(settings: Settings, path: Path, now: datetime, choices: Choices, say: Say, bar: Bar) -> Counts:
    """Take every row that can be taken. Impossible where there is nothing to read or nowhere to keep it."""
    _schema(settings)
    with _alone(settings.database_path):
        database = ResourceImport(settings.database_path)
        try:
            source = source_of(path)
            with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
                return _run(source, database, spool, now.date(), choices, say, bar)
        except Unusable as error:
            raise Impossible(str(error)) from None
        finally:
            database.close()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One import at a time: what a second one read before the first one wrote would be wrong by then."""
    lock = FileLock(f"{path}.import.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Impossible("another import is at work; try again when it has ended") from None
    try:
        yield
    finally:
        lock.release()


def _schema(settings: Settings) -> None:
    path = settings.database_path
    if not path.exists():
        migrate(settings.database_url)
    elif revision_of(path) != revisions()[-1]:
        raise Impossible(f"{path} is of another version; start the bot once, it brings it up to date")


def _run(
    source: Source, database: ResourceImport, spool: IO[str], today: date, choices: Choices, say: Say, bar: Bar
) -> Counts:
    work = _Import(source, today, say, *database.known(), database.said)
    # Everything is read and checked before anything is written: a broken file changes nothing.
    for taken in work.taken(source.rows(lambda read: bar("reading", read / max(1, source.size)))):
        spool.write(json.dumps(asdict(taken), ensure_ascii=False) + "\n")
    if not work.seen and not work.counts.refused:
        raise Impossible("there is no service in it")
    counts = work.counts
    nothing = choices.strict and counts.refused > 0
    gone = work.missing() if choices.retire_missing else []
    if gone and not work.seen:
        raise Impossible("not one row could be taken, so nothing is retired either")
    if gone and work.unknown:
        say("nothing is retired: of a refused row nobody can tell which service it is")
        gone = []
    counts.retired = len(gone)
    if not choices.dry_run and not nothing:
        spool.seek(0)
        rows = (Taken(**json.loads(line)) for line in spool)
        wanted = max(1, counts.added + counts.changed)
        ids = [one.id for one in gone]
        for done in database.write(rows, source.kind, today, at_once=choices.strict, gone=ids):
            bar("writing", done / wanted)
            time.sleep(BREATH)
    if not nothing:
        for one in gone:
            say(f"retired  {one.hsds_id}: it is not in the file any more")
    say(counts.words(dry_run=choices.dry_run, nothing=nothing))
    return counts
