"""Telling those who waited for a place that they have one, or that fewer are free than they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.groups import Group
from domain.meetups import Answer, Meetup, Rsvp
from domain.places import Offer, offer
from handlers.callbacks import Payload
from handlers.context import Context
from handlers.keyboards import press
from handlers.views_card import Say, answers
from handlers.views_meetups import bold, soon


@dataclass(frozen=True)
class Alone(Payload, code="ma"):
    """Come without the children, as there are not places enough for all."""

    meetup_id: int


def tell_moved_up(context: Context, meetup: Meetup, group: Group, moved_up: Sequence[Rsvp]) -> None:
    """In private where that is open; elsewhere the card shows it. Who needs more than is free hears of that, once."""
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
    if (few := offer(context.tx, meetup, context.now)) is not None:
        _tell_of_few(context, meetup, group, few)


def _tell_of_few(context: Context, meetup: Meetup, group: Group, few: Offer) -> None:
    t = context.words_for(few.person, group)
    free = t.many("{count} place is free now", "{count} places are free now", few.free)
    text = t("and you wait for {count}: {when}.", count=few.rsvp.seats, when=soon(t, meetup, group, context.now))
    more = t("You can come without the children, or keep waiting until there is room for all of you.")
    alone = press(t.plain("Come without the children"), Alone(meetup.id))
    no = press(t.plain("Can't make it"), Say(meetup.id, Answer.DECLINED))
    context.send(few.person.id, f"{bold(meetup.title)}\n{free}, {text}\n{more}", [[alone], [no]])
