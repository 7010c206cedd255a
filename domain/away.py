"""A time of peace: no reminders and no nudges until a day that people choose themselves."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.people import Person
from domain.ports import Tx


def today_for(tx: Tx, person_id: int, fallback_zone: str | None, now: datetime) -> date:
    """The local date of the first of their groups that has a zone."""
    zones = [group.zone for group in tx.people.groups_of(person_id) if group.zone]
    zone = next(iter(zones), fallback_zone or "UTC")
    return now.astimezone(ZoneInfo(zone)).date()


def last_day(today: date, weeks: int) -> date:
    """The last day of so many weeks away, today being the first."""
    return today + timedelta(weeks=weeks, days=-1)


def go_away(tx: Tx, person: Person, until: date) -> Person:
    """Away up to and including that day."""
    changed = person.changed(away_until=until)
    tx.people.save(changed)
    return changed


def come_back(tx: Tx, person: Person) -> Person:
    """Here again."""
    changed = person.changed(away_until=None)
    tx.people.save(changed)
    return changed
