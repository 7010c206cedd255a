"""What people choose for themselves, and what follows from it at once."""

from datetime import datetime

from domain.attendance_lists import lists_naming, touch_lists
from domain.notices import names_changed
from domain.people import NameStyle, Person
from domain.planning import promise_again, redraw
from domain.ports import Tx

LONGEST_CALLED = 64  # characters, as Telegram's own first names


def set_lead(tx: Tx, person: Person, lead: int | None, now: datetime) -> Person:
    """A private reminder so many minutes before each meetup, or none."""
    changed = person.changed(lead=lead)
    tx.people.save(changed)
    for group in tx.people.groups_of(person.id):
        promise_again(tx, group, now)
    return changed


def set_nudges(tx: Tx, person: Person, *, wanted: bool) -> Person:
    """Whether "we missed you" may ever be said."""
    changed = person.changed(nudges=wanted)
    tx.people.save(changed)
    return changed


def set_language(tx: Tx, person: Person, language: str) -> Person:
    """The language in which this person is answered."""
    changed = person.changed(language=language)
    tx.people.save(changed)
    return changed


def set_name_style(tx: Tx, person: Person, style: NameStyle, now: datetime) -> Person:
    """How the name stands on cards."""
    return _renamed(tx, person.changed(name_style=style), now)


def set_called(tx: Tx, person: Person, called: str | None, now: datetime) -> Person:
    """How they want to be called; None: Telegram's name."""
    return _renamed(tx, person.changed(called=called), now)


def _renamed(tx: Tx, person: Person, now: datetime) -> Person:
    tx.people.save(person)
    for rsvp in tx.meetups.rsvps_of(person.id):
        redraw(tx, rsvp.meetup_id, now, finished=True)
    for meetup_id in lists_naming(tx, person.id, now):
        touch_lists(tx, meetup_id, now)
    names_changed(tx, tx.notices.naming(person.id), now)
    return person
