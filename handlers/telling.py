"""Two minutes after a change: those who said they come hear of it, in the group and in private.

What was told is written anew when a name goes from it or something newer is told.
"""

from domain.changes import TELL, News
from domain.notice import Notice
from domain.notices import REDRAW, named
from domain.outbox import Lane
from domain.planning import CARD
from domain.rsvps import is_open
from domain.telling import Telling, tell
from handlers.context import Context, Due, Sent
from handlers.keyboards import Rows, press
from handlers.managing import Open
from handlers.places import tell_moved_up
from handlers.routing import Router
from handlers.views_card import answers
from handlers.views_changes import addressed, changed_since, confirmed, news, portions

router = Router("telling")

POSTED = "notice_posted"


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
    asks = bool(telling.asked) or News.ON in telling.news
    for text, people, count in portions(t, news(t, telling), telling.people, named=group.names_shown):
        ids = tuple(person.id for person in people)
        notice = Notice(meetup_id=meetup.id, chat_id=group.chat_id, text=text, people=ids, count=count, asks=asks)
        _post(
            context,
            context.tx.notices.add(notice),
            thread_id=thread_id,
            reply_to=card.message_id if card else None,
            silent=telling.silent,
        )
        asks = False


def _in_private(context: Context, telling: Telling) -> None:
    for person in telling.people:
        if person.private_open:
            t = context.words_for(person, telling.group)
            text = t("A change in {group}:", group=telling.group.title) + "\n\n" + news(t, telling, person.id)
            asks = person.id in telling.asked or News.ON in telling.news
            notice = Notice(meetup_id=telling.after.id, chat_id=person.id, text=text, asks=asks)
            _post(context, context.tx.notices.add(notice), silent=telling.silent)


def _post(
    context: Context, notice: Notice, *, silent: bool, thread_id: int | None = None, reply_to: int | None = None
) -> None:
    """Say it, and remember which message it became."""
    written = _written(context, notice)
    if written is None:
        return
    context.send(
        notice.chat_id,
        *written,
        lane=Lane.REMINDER,
        thread_id=thread_id,
        reply_to=reply_to,
        silent=silent,
        effect={"kind": POSTED, "notice_id": notice.id},
    )


def _written(context: Context, notice: Notice) -> tuple[str, Rows | None] | None:
    """What it says now, and its buttons. None: its meetup is gone."""
    meetup = context.tx.meetups.get(notice.meetup_id)
    group = context.tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None:
        return None
    text, t = notice.text, context.words(group.language)
    if notice.chat_id == group.chat_id:
        people = named(context.tx, notice) if group.names_shown else []
        text = addressed(t, text, people, notice.count)
    elif (person := context.tx.people.get(notice.chat_id)) is not None:
        t = context.words_for(person, group)
    if notice.replaced:
        return changed_since(t, text), None
    return text, answers(t, meetup) if notice.asks and is_open(meetup, context.now) else None


@router.effect(POSTED)
def posted(sent: Sent) -> None:
    """It stands. What has changed while it was on its way is put right at once."""
    notice = sent.tx.notices.get(int(sent.data["notice_id"]))
    if notice is None or not isinstance(sent.result, dict):
        return
    notice = notice.changed(message_id=int(sent.result["message_id"]))
    sent.tx.notices.save(notice)
    written = _written(sent, notice)
    if written is not None and written[0] != sent.message.payload.get("text"):
        _edit(sent, notice)


@router.promise(REDRAW)
def redraw(due: Due) -> None:
    """Something in it does not hold any more."""
    notice = due.tx.notices.get(int(due.promise.subject))
    if notice is not None:
        _edit(due, notice)


def _edit(context: Context, notice: Notice) -> None:
    written = _written(context, notice)
    if written is not None and notice.message_id is not None:
        context.edit(notice.chat_id, notice.message_id, *written)


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
