"""Series, meetups, RSVPs and changes."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.meetups import Change, Meetup, MeetupState, Rsvp, Series, SeriesChange
from domain.recurrence import Rule
from storage.prepared import Prepared, is_any, prepared
from storage.rows import Row, Rows
from storage.tables import changes, meetups, rsvps, series, series_changes

LONGEST = timedelta(hours=12)  # no meetup lasts longer, so none that began before is still on


def _load_series(row: Row) -> Series:
    return Series.model_validate(dict(row) | {"rule": Rule.from_rrule(row["rule"])})


def _dump_series(item: Series) -> dict[str, Any]:
    return {c.name: getattr(item, c.name) for c in series.columns} | {"rule": item.rule.to_rrule()}


def _dump_change(item: Change) -> dict[str, Any]:
    return {c.name: getattr(item, c.name) for c in changes.columns} | {"before": item.before.model_dump(mode="json")}


def _dump_series_change(item: SeriesChange) -> dict[str, Any]:
    before = [meetup.model_dump(mode="json") for meetup in item.before]
    return {c.name: getattr(item, c.name) for c in series_changes.columns} | {"before": before}


@lru_cache
def _coming() -> Prepared:
    """Built once: asked for each card, reminder and `/next`."""
    m = meetups.c
    coming = is_any(m.state, (MeetupState.PLANNED, MeetupState.SKIPPED, MeetupState.CANCELLED))
    later = m.starts_at > sa.bindparam("since", type_=m.starts_at.type)
    found = meetups.select().where(m.group_id == sa.bindparam("of_group"), coming, later)
    return prepared(found.order_by(m.starts_at, m.id).limit(sa.bindparam("most")))


class MeetupRows:
    """Fulfils `domain.ports.Meetups`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._series = Rows(connection, series, Series, _load_series, _dump_series)
        self._meetups = Rows(connection, meetups, Meetup)
        self._rsvps = Rows(connection, rsvps, Rsvp)
        self._changes = Rows(connection, changes, Change, None, _dump_change)
        self._series_changes = Rows(connection, series_changes, SeriesChange, None, _dump_series_change)

    def series(self, series_id: int) -> Series | None:
        """One series."""
        return self._series.by_key(series_id)

    def add_series(self, item: Series) -> Series:
        """A new one; it comes back with its id."""
        return self._series.add(item)

    def save_series(self, item: Series) -> None:
        """Write every field."""
        self._series.save(item)

    def series_of(self, group_id: int) -> list[Series]:
        """Every series of the group, the ended ones too."""
        return self._series.having(group_id=group_id)

    def get(self, meetup_id: int) -> Meetup | None:
        """One meetup."""
        return self._meetups.by_key(meetup_id)

    def by_key(self, series_id: int, key: date) -> Meetup | None:
        """The occurrence that the rule put on this local date, wherever it was moved."""
        return self._meetups.first_having(series_id=series_id, key=key)

    def of_series(self, series_id: int) -> list[Meetup]:
        """Every occurrence, earliest first."""
        return self._meetups.having("starts_at", series_id=series_id)

    def add(self, meetup: Meetup) -> Meetup:
        """A new one; it comes back with its id."""
        return self._meetups.add(meetup)

    def save(self, meetup: Meetup) -> None:
        """Write every field."""
        self._meetups.save(meetup)

    def remove(self, meetup_id: int) -> None:
        """As if it had never been; its RSVPs go with it."""
        self._meetups.remove_having(id=meetup_id)

    def coming(self, group_id: int, now: datetime, limit: int = 10) -> list[Meetup]:
        """Those not yet over, soonest first, whatever their state but ended."""
        values = {"of_group": group_id, "since": now - LONGEST, "most": limit + 20}
        found = self._meetups.found(_coming(), values)
        return [meetup for meetup in found if meetup.ends_at > now][:limit]

    def last_ended(self, group_id: int) -> Meetup | None:
        """The latest one that is over."""
        ended = (MeetupState.ENDED, MeetupState.NOT_HELD)
        return self._meetups.first_having("-starts_at", group_id=group_id, state=ended)

    def rsvp(self, meetup_id: int, person_id: int) -> Rsvp | None:
        """One person's word on one meetup."""
        return self._rsvps.by_key(meetup_id, person_id)

    def rsvps(self, meetup_id: int) -> list[Rsvp]:
        """Everybody's, in the order in which they said it."""
        return self._rsvps.having("changed_at", "person_id", meetup_id=meetup_id)

    def save_rsvp(self, item: Rsvp) -> None:
        """Add, or write every field."""
        self._rsvps.save(item)

    def rsvps_of(self, person_id: int) -> list[Rsvp]:
        """Everything this person said, meetup by meetup."""
        return self._rsvps.having(person_id=person_id)

    def change(self, change_id: int) -> Change | None:
        """One change."""
        return self._changes.by_key(change_id)

    def add_change(self, item: Change) -> Change:
        """A new one; it comes back with its id."""
        return self._changes.add(item)

    def save_change(self, item: Change) -> None:
        """Write every field."""
        self._changes.save(item)

    def changes(self, meetup_id: int) -> list[Change]:
        """Every change of a meetup, first to last."""
        return self._changes.having(meetup_id=meetup_id)

    def remove_series(self, series_id: int) -> None:
        """As if it had never been; its meetups go with it."""
        self._series.remove_having(id=series_id)

    def successor(self, series_id: int) -> Series | None:
        """The series as which this one goes on since it was changed from a date on."""
        kept = self._series_changes.all(
            series_changes.c.series_id == series_id,
            series_changes.c.successor_id.is_not(None),
            series_changes.c.undone.is_(False),
            order=series_changes.c.id.desc(),
            limit=1,
        )
        return self.series(kept[0].successor_id) if kept and kept[0].successor_id is not None else None

    def series_change(self, change_id: int) -> SeriesChange | None:
        """One change of a series."""
        return self._series_changes.by_key(change_id)

    def add_series_change(self, item: SeriesChange) -> SeriesChange:
        """A new one; it comes back with its id."""
        return self._series_changes.add(item)

    def save_series_change(self, item: SeriesChange) -> None:
        """Write every field."""
        self._series_changes.save(item)
