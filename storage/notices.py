"""Notices as rows, with whom each of them names."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.notice import Notice
from storage.rows import Row, Rows
from storage.tables_notices import notice_names, notices


def _dump(item: Notice) -> dict[str, Any]:
    return {column.name: getattr(item, column.name) for column in notices.columns}


class NoticeRows:
    """Fulfils `domain.ports.Notices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows = Rows(connection, notices, Notice, self._load, _dump)

    def get(self, notice_id: int) -> Notice | None:
        """One notice."""
        return self._rows.by_key(notice_id)

    def of_meetup(self, meetup_id: int) -> list[Notice]:
        """Every message that told of a change of this meetup, first to last."""
        return self._rows.all(notices.c.meetup_id == meetup_id)

    def naming(self, person_id: int) -> list[Notice]:
        """Every message that names this person."""
        named = sa.select(notice_names.c.notice_id).where(notice_names.c.person_id == person_id)
        return self._rows.all(notices.c.id.in_(named))

    def in_chat(self, chat_id: int) -> list[Notice]:
        """Every message that stands in this chat."""
        return self._rows.all(notices.c.chat_id == chat_id)

    def add(self, item: Notice) -> Notice:
        """A new one; it comes back with its id."""
        added = self._rows.add(item)
        rows = [{"notice_id": added.id, "person_id": who, "place": place} for place, who in enumerate(item.people)]
        if rows:
            self._connection.execute(notice_names.insert(), rows)
        return added

    def save(self, item: Notice) -> None:
        """Write every field but the people, who only ever become fewer, by being forgotten."""
        self._rows.save(item)

    def _load(self, row: Row) -> Notice:
        named = sa.select(notice_names.c.person_id).where(notice_names.c.notice_id == row["id"])
        people = self._connection.scalars(named.order_by(notice_names.c.place))
        return Notice.model_validate(dict(row) | {"people": tuple(people)})
