"""Messages that told of a change: remembered, so that a name can go from them and a newer change can close them."""

from collections.abc import Sequence
from datetime import datetime

from domain.meetups import Meetup
from domain.notice import Notice
from domain.people import Person
from domain.ports import Tx

REDRAW = "notice"  # a notice is to be written anew


def replace_notices(tx: Tx, meetup: Meetup, now: datetime) -> None:
    """Something newer is told of this meetup: what stands in earlier messages does not hold any more."""
    for notice in tx.notices.of_meetup(meetup.id):
        if not notice.replaced:
            tx.notices.save(notice.changed(replaced=True))
            tx.agenda.add(REDRAW, notice.id, now)


def names_changed(tx: Tx, notices: Sequence[Notice], now: datetime) -> None:
    """The names in these messages are to be looked up again."""
    for notice in notices:
        tx.agenda.add(REDRAW, notice.id, now)


def named(tx: Tx, notice: Notice) -> list[Person]:
    """Whom it still names: those who are known and did not choose to stay unnamed."""
    people = tx.people.many(notice.people)
    return [people[person_id] for person_id in notice.people if person_id in people and people[person_id].name]
