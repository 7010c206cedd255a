"""Reminders: in the group as a reply to the card, in private to those who asked for it."""

from typing import Any

from domain.groups import Group
from domain.meetups import Meetup
from domain.outbox import Lane
from domain.planning import CARD, PRIVATE_REMINDER, REMINDER
from domain.reminding import recipients, speaks_for_all, take
from handlers.cards import hanging_on
from handlers.context import Due
from handlers.keyboards import markup
from handlers.routing import Router
from handlers.views_card import answers
from handlers.views_meetups import bold, soon, this_week, where
from handlers.words import Words

router = Router("reminders")


@router.promise(REMINDER)
def remind_group(due: Due) -> None:
    """Everybody in the group."""
    found = take(due.tx, due.promise, due.now)
    if found is None or not speaks_for_all(due.tx, found, due.promise, due.now):
        return
    group, meetup = found.group, found.meetup
    series = due.tx.meetups.series(meetup.series_id)
    card = due.tx.cards.of(CARD, meetup.id)
    text = "\n".join(_lines(due.words(group.language), meetup, group, due))
    due.send(
        group.chat_id,
        text,
        lane=Lane.REMINDER,
        thread_id=series.thread_id if series else None,
        reply_to=card.message_id if card else None,
        effect=hanging_on(card),
        not_after=meetup.starts_at,
    )


@router.promise(PRIVATE_REMINDER)
def remind_in_private(due: Due) -> None:
    """Those who asked for it this long before; thousands at once are one loop over what was read beforehand."""
    found = take(due.tx, due.promise, due.now)
    if found is None:
        return
    group, meetup = found.group, found.meetup
    drawn: dict[str, tuple[str, dict[str, Any]]] = {}
    for person in recipients(due.tx, found, due.now):
        t = due.words_for(person, group)
        if t.language not in drawn:
            text = "\n".join([*_lines(t, meetup, group, due), t("Your group: {group}", group=group.title)])
            drawn[t.language] = (text, markup(answers(t, meetup)))
        text, keyboard = drawn[t.language]
        due.send(person.id, text, lane=Lane.REMINDER, keyboard=keyboard, not_after=meetup.starts_at)


def _lines(t: Words, meetup: Meetup, group: Group, due: Due) -> list[str]:
    line = t("A reminder: we meet {when}.", when=soon(t, meetup, group, due.now))
    return [bold(meetup.title), line, *where(t, meetup.place, meetup.link), *this_week(t, meetup)]
