"""Two minutes after a change: those who said they come hear of it, in the group and in private."""

from domain.changes import TELL, News
from domain.outbox import Lane
from domain.planning import CARD
from domain.telling import Telling, tell
from handlers.context import Context, Due
from handlers.keyboards import Rows, press
from handlers.managing import Open
from handlers.places import tell_moved_up
from handlers.routing import Router
from handlers.views_card import answers
from handlers.views_changes import addressed, confirmed, news
from handlers.words import Words

router = Router("telling")


@router.promise(TELL)
def due(due: Due) -> None:
    """Tell of everything that was changed in one meetup, once."""
    telling = tell(due.tx, int(due.promise.subject), due.now)
    if telling is None:
        return
    if telling.news and telling.people:
        _in_group(due, telling)
        _in_private(due, telling)
        tell_moved_up(due, telling.after, telling.group, telling.moved_up)
    _no_undo_any_more(due, telling)


def _in_group(context: Context, telling: Telling) -> None:
    """A reply to the card, which names who it is for."""
    group, meetup = telling.group, telling.after
    t = context.words(group.language)
    card, series = context.tx.cards.of(CARD, meetup.id), context.tx.meetups.series(meetup.series_id)
    thread_id = card.thread_id if card else series.thread_id if series else None
    buttons = _buttons(t, telling)
    for text in addressed(t, news(t, telling), telling.people, named=group.names_shown):
        context.send(
            group.chat_id,
            text,
            buttons,
            lane=Lane.REMINDER,
            thread_id=thread_id,
            reply_to=card.message_id if card else None,
            silent=telling.silent,
        )
        buttons = None


def _in_private(context: Context, telling: Telling) -> None:
    for person in telling.people:
        if person.private_open:
            t = context.words_for(person, telling.group)
            text = t("A change in {group}:", group=telling.group.title) + "\n\n" + news(t, telling)
            context.send(person.id, text, _buttons(t, telling), lane=Lane.REMINDER, silent=telling.silent)


def _buttons(t: Words, telling: Telling) -> Rows | None:
    """To answer again, where the old answer may not hold."""
    return answers(t, telling.after) if telling.asked_again or News.ON in telling.news else None


def _no_undo_any_more(context: Context, telling: Telling) -> None:
    """The confirmations lose their Undo and say how it ended."""
    count = len(telling.people) if telling.news else 0
    for kept in telling.confirmed:
        person = context.tx.people.get(kept.by)
        if kept.chat_id is None or kept.message_id is None or person is None:
            continue
        t = context.words_for(person, telling.group)
        status = t.many("{count} person has been told.", "{count} people have been told.", count)
        if not count:
            status = t("Nobody had to be told.")
        again = press(t.plain("Change it again"), Open(telling.after.id))
        context.edit(kept.chat_id, kept.message_id, confirmed(t, telling.after, telling.group, status), [[again]])
