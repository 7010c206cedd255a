"""Telling those who waited for a place that they have one."""

from collections.abc import Sequence

from domain.groups import Group
from domain.meetups import Meetup, Rsvp
from handlers.context import Context
from handlers.views_card import answers
from handlers.views_meetups import bold, soon


def tell_moved_up(context: Context, meetup: Meetup, group: Group, moved_up: Sequence[Rsvp]) -> None:
    """In private where that is open; elsewhere the card shows it."""
    people = context.tx.people.many([rsvp.person_id for rsvp in moved_up])
    for person in people.values():
        if not person.private_open:
            continue
        t = context.words_for(person, group)
        text = t(
            "A place is free now, and it is yours. You are going: {when}.", when=soon(t, meetup, group, context.now)
        )
        asked = t("If you can’t come any more, please say so here. Then somebody else gets the place.")
        context.send(person.id, f"{bold(meetup.title)}\n{text}\n{asked}", answers(t, meetup))
