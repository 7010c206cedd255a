"""Who came, as rows."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.attendance import Attended, Entry, Mark
from domain.meetups import Meetup, MeetupState
from storage.prepared import Prepared, as_list, is_any, one_of, prepared
from storage.rows import Rows
from storage.tables import meetups, rsvps
from storage.tables_attendance import attendance, attendance_log

NOBODY = 0


# Built once: hundreds of groups can save their attendance in the same minute.
@lru_cache
def _marks(*, alone: bool) -> Prepared:
    a = attendance.c
    whose = a.person_id == sa.bindparam("of_person") if alone else a.person_id.is_not(None)
    there = one_of(a.meetup_id, "of_meetups")
    return prepared(sa.select(a.person_id, a.meetup_id, a.mark).where(whose, a.mark.is_not(None), there))


@lru_cache
def _saved_meetups() -> Prepared:
    m = meetups.c
    held = (m.state == MeetupState.ENDED, m.attendance_saved_at.is_not(None))
    before = m.starts_at < sa.bindparam("before", type_=m.starts_at.type)
    found = meetups.select().where(m.group_id == sa.bindparam("of_group"), *held, before)
    return prepared(found.order_by(m.starts_at.desc(), m.id.desc()).limit(sa.bindparam("most")))


@lru_cache
def _ended_since() -> Prepared:
    m = meetups.c
    over = is_any(m.state, (MeetupState.ENDED, MeetupState.NOT_HELD))
    since = m.starts_at >= sa.bindparam("since", type_=m.starts_at.type)
    found = meetups.select().where(m.group_id == sa.bindparam("of_group"), over, since)
    return prepared(found.order_by(m.starts_at.desc(), m.id.desc()))


class AttendanceRows:
    """Fulfils `domain.ports.Attendance`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lines = Rows(connection, attendance, Attended)
        self._log = Rows(connection, attendance_log, Entry)
        self._meetups = Rows(connection, meetups, Meetup)

    def marks(self, meetup_id: int) -> list[Attended]:
        """Every line that somebody touched, the first touched first."""
        return self._lines.having(meetup_id=meetup_id)

    def get(self, line_id: int) -> Attended | None:
        """One line."""
        return self._lines.by_key(line_id)

    def of(self, meetup_id: int, person_id: int) -> Attended | None:
        """One person's line."""
        return self._lines.first_having(meetup_id=meetup_id, person_id=person_id)

    def mark(self, line: Attended) -> Attended:
        """Add, or write every field; a new one comes back with its id."""
        if line.id == 0:
            return self._lines.add(line)
        self._lines.save(line)
        return line

    def remove(self, line_id: int) -> None:
        """As if it had never been on the list."""
        self._lines.remove_having(id=line_id)

    def note(self, entry: Entry) -> None:
        """Keep what was changed, by whom and when."""
        self._log.add(entry)

    def log(self, meetup_id: int) -> list[Entry]:
        """Every change of a meetup's list, first to last."""
        return self._log.having(meetup_id=meetup_id)

    def saved_meetups(self, group_id: int, before: datetime, limit: int) -> list[Meetup]:
        """The held ones whose attendance is saved and that began before this moment, latest first."""
        values = {"of_group": group_id, "before": before, "most": limit}
        return self._meetups.found(_saved_meetups(), values)

    def ended_since(self, group_id: int, since: datetime) -> list[Meetup]:
        """Those that began since this moment and are over, held or not, latest first."""
        return self._meetups.found(_ended_since(), {"of_group": group_id, "since": since})

    def meetups_of(self, person_id: int) -> list[int]:
        """The ids of the meetups on whose lists they were touched."""
        statement = sa.select(attendance.c.meetup_id).where(attendance.c.person_id == person_id)
        return [row[0] for row in self._connection.execute(statement)]

    def history(self, person_id: int, group_id: int, meetups: Sequence[Meetup]) -> dict[int, Mark]:
        """What was ticked for one person at these meetups of a group, by meetup; open ones are left out."""
        return self.histories([one for one in meetups if one.group_id == group_id], person_id).get(person_id, {})

    def histories(self, meetups: Sequence[Meetup], person_id: int | None = None) -> dict[int, dict[int, Mark]]:
        """What was ticked at these meetups, by person and meetup; of one person alone where one is given."""
        values = {"of_meetups": as_list(meetup.id for meetup in meetups), "of_person": person_id}
        found: dict[int, dict[int, Mark]] = {}
        for person, meetup_id, mark in _marks(alone=person_id is not None).rows(self._connection, values):
            found.setdefault(person, {})[meetup_id] = Mark(mark)
        return found

    def forget_people(self, before: datetime) -> None:
        """Of meetups that began before this moment only marks without anybody stay."""
        old = sa.select(meetups.c.id).where(meetups.c.starts_at < before)
        run = self._connection.execute
        run(attendance.delete().where(attendance.c.mark.is_(None), attendance.c.meetup_id.in_(old)))
        named = attendance.c.person_id.is_not(None) | attendance.c.guest_name.is_not(None)
        unnamed = {"person_id": None, "guest_name": None, "marked_by": NOBODY}
        run(attendance.update().where(named, attendance.c.meetup_id.in_(old)).values(unnamed))
        run(attendance_log.delete().where(attendance_log.c.meetup_id.in_(old)))
        run(rsvps.update().where(rsvps.c.here_at.is_not(None), rsvps.c.meetup_id.in_(old)).values(here_at=None))
