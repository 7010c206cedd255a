"""Local help out of a database at rest or in use, one after the other."""

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from domain.resources import Resource
from storage.resources import load_resource
from storage.tables import groups
from storage.tables_resources import resources


def every_resource(path: Path) -> Iterator[tuple[int | None, Resource]]:
    """Each resource with the chat of the group whose own it is (None: everybody's): everybody's first, by id."""
    engine = sa.create_engine(f"sqlite:///file:{path.resolve().as_posix()}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            joined = resources.outerjoin(groups, groups.c.id == resources.c.group_id)
            statement = sa.select(resources, groups.c.chat_id).select_from(joined)
            statement = statement.order_by(groups.c.chat_id.is_not(None), groups.c.chat_id, resources.c.id)
            for row in connection.execution_options(yield_per=200).execute(statement).mappings():
                yield row["chat_id"], load_resource(row)
    finally:
        engine.dispose()
