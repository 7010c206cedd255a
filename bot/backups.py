"""`circlekeeper backup` and `restore`: a consistent copy of the live database, and back again, verified."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from bot.forgetting import Ledger
from bot.settings import Settings
from storage.forget import forget_again
from storage.migrate import migrate, revision_of, revisions

Work = Callable[[Settings], str]


class Impossible(Exception):
    """It cannot be done; the message says why and what to do."""


def backup(database: Path, file: Path) -> str:
    """Copy the database into `file` while it may be in use. Returns what to tell."""
    if not database.exists():
        raise Impossible(f"there is no database at {database} yet; run the bot once")
    if file.exists():
        raise Impossible(f"{file} is there already; choose another name, like {file.stem}-2{file.suffix}")
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".part")
    unfinished.unlink(missing_ok=True)
    live = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    with closing(live) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    _verify(unfinished, file)
    unfinished.replace(file)
    return f"{file} holds everything, verified"


def restore(settings: Settings, file: Path) -> str:
    """Put a backup in the database's place. The old database is kept beside it. Returns what to tell."""
    if not file.exists():
        raise Impossible(f"there is no file {file}")
    database = settings.database_path
    try:
        with FileLock(f"{database}.lock").acquire(timeout=0):
            return _put_back(settings, file, database)
    except Timeout:
        raise Impossible("the bot is running; stop it first") from None


def _put_back(settings: Settings, file: Path, database: Path) -> str:
    with tempfile.TemporaryDirectory(dir=database.resolve().parent) as folder:
        fresh = Path(folder) / "fresh.db"
        shutil.copyfile(file, fresh)
        _verify(fresh, file, check="quick_check")  # before it is worked on; thoroughly when it is done
        if revision_of(fresh) is None:
            raise Impossible(f"{file} is no backup of Circlekeeper; choose another file")
        if revision_of(fresh) not in revisions():
            raise Impossible(f"{file} is of a newer Circlekeeper; install that one first")
        migrate(f"sqlite+aiosqlite:///{fresh}")
        count = forget_again(fresh, Ledger(database).read_once())
        _verify(fresh, file)
        kept = _set_aside(database)
        fresh.replace(database)
    told = f"{database} is restored from {file}, verified"
    told += f"; {count} who asked to be forgotten were forgotten again" if count else ""
    return told + (f"; the old one is {kept}" if kept else "")


def _set_aside(database: Path) -> Path | None:
    """The database as it was, with what its write-ahead log holds, under another name."""
    if not database.exists():
        return None
    with closing(sqlite3.connect(database)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = database.with_name(f"{database.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    database.replace(kept)
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    return kept


def _verify(file: Path, called: Path, check: str = "integrity_check") -> None:
    """Impossible if the file is damaged; called: as whoever asked knows it."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute(f"PRAGMA {check}").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError:
        found, broken = "not a database", None
    if found != "ok" or broken is not None:
        raise Impossible(f"{called} is damaged ({found}); use another backup")
