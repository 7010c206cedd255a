"""A look at a database file from another process: what the demo's page needs to offer its jumps in time."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from storage.tables import groups, meetups


class Coming(NamedTuple):
    """The next meetup that is not over. Instants are UTC, zone is IANA's name."""

    title: str
    starts_at: datetime
    minutes: int
    zone: str


def next_meetup(path: Path) -> Coming | None:
    """The next planned meetup of any group, None where there is none or no database yet."""
    engine = sa.create_engine(f"sqlite:///file:{path.resolve()}?mode=ro&uri=true")
    columns = (meetups.c.title, meetups.c.starts_at, meetups.c.minutes, groups.c.zone)
    statement = (
        sa.select(*columns)
        .join(groups, groups.c.id == meetups.c.group_id)
        .where(meetups.c.state == "planned", groups.c.resting.is_(False))
        .order_by(meetups.c.starts_at)
        .limit(1)
    )
    try:
        with engine.connect() as connection:
            row = connection.execute(statement).first()
    except sa.exc.OperationalError:
        return None  # not made or not migrated yet
    finally:
        engine.dispose()
    return Coming(row.title, row.starts_at, row.minutes, row.zone or "UTC") if row is not None else None
