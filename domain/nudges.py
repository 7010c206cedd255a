"""From saved attendance to "we missed you": whom to write to and when, taken back where it is not right any more."""

from datetime import datetime

from domain.groups import Group
from domain.meetups import Meetup
from domain.ports import Tx

DECIDE = "nudges_decide"  # attendance was saved: whom to write to, and when


def attendance_saved(tx: Tx, meetup: Meetup, group: Group, now: datetime) -> None:
    """Attendance was saved, or changed and saved again: decide anew, in a transaction of its own right after this."""
    tx.agenda.remove(DECIDE, meetup.id)
    tx.agenda.add(DECIDE, meetup.id, now)


def not_held(tx: Tx, meetup: Meetup, now: datetime) -> None:
    """The meetup did not take place after all: nobody is told that they were missed there."""
    tx.agenda.remove(DECIDE, meetup.id)
