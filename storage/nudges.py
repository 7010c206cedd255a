"""Nudges as rows, and the counts that stay when they are forgotten."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection

from domain.nudge import Nudge
from storage.prepared import Prepared, as_list, one_of, prepared
from storage.rows import Rows
from storage.tables import meetups, rsvps
from storage.tables_attendance import attendance
from storage.tables_nudges import nudge_counts, nudge_silences, nudges


# Built once: hundreds of groups can save their attendance in the same minute.
@lru_cache
def _sent_to() -> Prepared:
    sent = (one_of(nudges.c.person_id, "of_people"), nudges.c.sent_at.is_not(None))
    return prepared(nudges.select().where(*sent).order_by(nudges.c.sent_at, nudges.c.id))


@lru_cache
def _seen_again() -> Prepared:
    since = sa.bindparam("since", type_=meetups.c.starts_at.type)
    later = sa.select(meetups.c.id).where(meetups.c.group_id == sa.bindparam("of_group"), meetups.c.starts_at > since)
    answered = sa.and_(rsvps.c.answer.is_not(None), rsvps.c.changed_at >= since)
    said = sa.select(rsvps.c.person_id).where(
        one_of(rsvps.c.person_id, "of_people"),
        rsvps.c.meetup_id.in_(later),
        sa.or_(answered, rsvps.c.here_at.is_not(None)),
    )
    came = sa.select(attendance.c.person_id).where(
        one_of(attendance.c.person_id, "of_people"), attendance.c.meetup_id.in_(later), attendance.c.mark == "came"
    )
    return prepared(said.union(came))


@lru_cache
def _silenced() -> Prepared:
    here = nudge_silences.c.group_id == sa.bindparam("of_group")
    return prepared(sa.select(nudge_silences.c.person_id).where(here))


@lru_cache
def _not_returned() -> Prepared:
    n = nudges.c
    here = n.group_id == sa.bindparam("of_group")
    return prepared(nudges.select().where(here, n.sent_at.is_not(None), n.returned_to.is_(None)).order_by(n.id))


@lru_cache
def _add() -> Prepared:
    return prepared(nudges.insert(), *(column.name for column in nudges.columns if column.name != "id"))


class NudgeRows:
    """Fulfils `domain.ports.Nudges`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._nudges = Rows(connection, nudges, Nudge)

    def get(self, nudge_id: int) -> Nudge | None:
        """One nudge."""
        return self._nudges.by_key(nudge_id)

    def of_meetup(self, meetup_id: int) -> list[Nudge]:
        """Everybody's whom this meetup missed, in the order of ids."""
        return self._nudges.having(meetup_id=meetup_id)

    def sent_to(self, person_ids: Sequence[int]) -> list[Nudge]:
        """What these people were sent in any group, or what facilitators were told instead, the earliest first."""
        return self._nudges.found(_sent_to(), {"of_people": as_list(person_ids)})

    def returned_to(self, meetup_id: int) -> list[Nudge]:
        """Those after which somebody came again first to this meetup."""
        return self._nudges.having(returned_to=meetup_id)

    def not_returned(self, group_id: int) -> list[Nudge]:
        """Those of the group after which the person has not come again so far."""
        return self._nudges.found(_not_returned(), {"of_group": group_id})

    def add(self, found: Sequence[Nudge]) -> None:
        """New ones, all at once."""
        rows = [{c.name: getattr(one, c.name) for c in nudges.columns if c.name != "id"} for one in found]
        if rows:
            _add().run_many(self._connection, rows)

    def save(self, nudge: Nudge) -> None:
        """Write every field."""
        self._nudges.save(nudge)

    def seen_again(self, group_id: int, person_ids: Sequence[int], since: datetime) -> set[int]:
        """Who has, since a meetup that began then, answered for a later one of the group or come to one."""
        values = {"of_group": group_id, "of_people": as_list(person_ids), "since": since}
        return {row[0] for row in _seen_again().rows(self._connection, values)}

    def silenced(self, group_id: int) -> set[int]:
        """Who hears nothing more in this group until they come back."""
        return {row[0] for row in _silenced().rows(self._connection, {"of_group": group_id})}

    def silence(self, group_id: int, person_id: int, *, on: bool) -> None:
        """Begin or end the silence."""
        row = {"group_id": group_id, "person_id": person_id}
        if on:
            self._connection.execute(sqlite.insert(nudge_silences).on_conflict_do_nothing(), row)
        else:
            self._connection.execute(nudge_silences.delete().where(*(nudge_silences.c[n] == v for n, v in row.items())))

    def count(self, group_id: int, month: date, what: str, by: int = 1) -> None:
        """One more of this, in the month that begins on this day; names nobody."""
        row = {"group_id": group_id, "month": month, "what": what, "count": by}
        statement = sqlite.insert(nudge_counts).values(row)
        more = {"count": nudge_counts.c.count + statement.excluded.count}
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=("group_id", "month", "what"), set_=more)
        )

    def counts(self, group_id: int, since: date) -> dict[str, int]:
        """What was counted in the months from this day on."""
        total = sa.func.sum(nudge_counts.c.count)
        statement = (
            sa.select(nudge_counts.c.what, total)
            .where(nudge_counts.c.group_id == group_id, nudge_counts.c.month >= since)
            .group_by(nudge_counts.c.what)
        )
        return {row[0]: int(row[1]) for row in self._connection.execute(statement)}

    def prune(self, before: datetime) -> int:
        """Forget those that were to go before this moment; how many there were. Counts and silences stay."""
        return self._nudges.remove(nudges.c.send_at < before)
