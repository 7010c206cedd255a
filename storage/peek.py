"""A look at a database file from another process: for the jumps in time on the demo's page, and for the export."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from domain.entries import Entry, EntryFile, Synonym
from storage.entries import EntryRows
from storage.tables import agenda, groups, meetups


class Held(NamedTuple):
    """A meetup as far as time goes. Instants are UTC, zone is IANA's name."""

    starts_at: datetime
    ends_at: datetime
    zone: str


def around_now(path: Path) -> tuple[Held | None, Held | None]:
    """The latest meetup that is over and the next one that is planned, of all groups; None where there is none."""
    engine = sa.create_engine(f"sqlite:///file:{path.resolve()}?mode=ro&uri=true")
    columns = (meetups.c.starts_at, meetups.c.minutes, groups.c.zone)
    every = sa.select(*columns).join(groups, groups.c.id == meetups.c.group_id).limit(1)
    over = every.where(meetups.c.state.in_(("ended", "not_held"))).order_by(meetups.c.starts_at.desc())
    planned = every.where(meetups.c.state == "planned").order_by(meetups.c.starts_at)
    try:
        with engine.connect() as connection:
            return _held(connection.execute(over).first()), _held(connection.execute(planned).first())
    except sa.exc.OperationalError:
        return None, None  # not made or not migrated yet
    finally:
        engine.dispose()


def promised(path: Path, kinds: Sequence[str]) -> dict[str, datetime]:
    """When the first promise of each of these kinds is due, by kind; what is not promised is left out."""
    engine = sa.create_engine(f"sqlite:///file:{path.resolve()}?mode=ro&uri=true")
    soonest = sa.func.min(agenda.c.due_at, type_=agenda.c.due_at.type)
    statement = sa.select(agenda.c.kind, soonest).where(agenda.c.kind.in_(kinds)).group_by(agenda.c.kind)
    try:
        with engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}
    except sa.exc.OperationalError:
        return {}  # not made or not migrated yet
    finally:
        engine.dispose()


def _held(row: Any) -> Held | None:
    if row is None:
        return None
    return Held(row.starts_at, row.starts_at + timedelta(minutes=row.minutes), row.zone or "UTC")


class Knowledge(NamedTuple):
    """The shared knowledge as it is kept. files: by name. chats: the Telegram id of each group's chat."""

    entries: list[Entry]
    files: dict[str, EntryFile]
    synonyms: list[Synonym]
    chats: dict[int, int]


def knowledge(path: Path) -> Knowledge:
    """All entries of all groups."""
    engine = sa.create_engine(f"sqlite:///file:{path.resolve()}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            rows = EntryRows(connection)
            every = rows.every()
            files = {
                name: found for name in {e.file for e in every if e.file} if (found := rows.file(name)) is not None
            }
            chats = {row.id: row.chat_id for row in connection.execute(sa.select(groups.c.id, groups.c.chat_id))}
            return Knowledge(every, files, rows.synonyms(), chats)
    finally:
        engine.dispose()
