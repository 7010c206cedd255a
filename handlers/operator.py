"""What the operator hears of the program itself: short, once an hour of each kind, and nothing about anybody."""

from datetime import datetime

from domain.helplines import country_here
from domain.outages import CLEAR, MARK, MESSAGES_LOST, mark, resumed
from domain.outbox import Lane
from domain.watch import LOOK_EVERY, WATCH, Trouble
from domain.watching import is_time, news, waits_too_long
from handlers.context import Context, Due
from handlers.routing import Router
from handlers.words import Words

router = Router("operator")


def tell_operator(context: Context, trouble: Trouble, words: str | None = None) -> None:
    """Say it in the operator's chat, where one is set and they have not heard of this kind within the hour."""
    if context.me.operator_chat is None:
        return
    count = news(context.tx, trouble, context.now)
    if count is None:
        return
    t = context.words(context.me.language)
    parts = [t("Circlekeeper, about itself:"), words or _said(t, trouble)]
    if count > 1:
        parts.append(t("Since I last told you: {count} times.", count=count))
    context.send(context.me.operator_chat, " ".join(parts), lane=Lane.REQUEST)


def back_from_away(context: Context, since: datetime) -> None:
    """Telegram was out of reach so long that presses are lost: cards ask again."""
    resumed(context.tx, context.now)
    t = context.words(context.me.language)
    frame = {"since": f"{since:%Y-%m-%d %H:%M}", "until": f"{context.now:%Y-%m-%d %H:%M}"}
    said = t("I could not reach Telegram from {since} to {until} (UTC).", **frame)
    if context.now - since > MESSAGES_LOST:
        lost = t("Telegram keeps messages for a day and presses for minutes: of both, some are lost.")
    else:
        lost = t("Messages came later; presses on buttons are lost, and the cards ask to be tapped again.")
    tell_operator(context, Trouble.AWAY, f"{said} {lost}")


def _said(t: Words, trouble: Trouble) -> str:
    sentences = {
        Trouble.POISON: t("An update failed three times and was set aside. The log has the reason."),
        Trouble.PROMISE: t("Something that was due failed three times. It is tried again at the next start."),
        Trouble.UPDATES: t("Updates have waited for more than two minutes. Is the disk full or slow?"),
        Trouble.MESSAGES: t("Messages have waited for more than ten minutes. Can Telegram be reached?"),
        Trouble.UNREACHABLE: t("I may no longer write to a group, so it rests until I am added again."),
        Trouble.HELPLINES: t("Helplines are unverified or were last checked over a year ago. See circlekeeper check."),
    }
    return sentences[trouble]


@router.promise(WATCH)
def look(due: Due) -> None:
    """Do the queues stand still? Are the helplines current? And again in some minutes."""
    for trouble in waits_too_long(due.tx, due.now):
        tell_operator(due, trouble)
    if due.me.operator_chat is not None and is_time(due.tx, Trouble.HELPLINES, due.now) and _stale_helplines(due):
        tell_operator(due, Trouble.HELPLINES)
    due.tx.agenda.add(WATCH, "all", due.now + LOOK_EVERY)


def _stale_helplines(due: Due) -> bool:
    """Whether any line of a country in use was not checked within a year."""
    countries = {country_here(group, due.me.country) for group in due.tx.groups.active()}
    return any(line.country in countries for line in due.me.helplines.unchecked(due.now.date()))


@router.promise(MARK)
def ask_again(due: Due) -> None:
    """Cards ask to be tapped again."""
    mark(due.tx, int(due.promise.subject), due.now, asks=True)


@router.promise(CLEAR)
def ask_no_longer(due: Due) -> None:
    """Who wanted to has tapped again by now."""
    mark(due.tx, int(due.promise.subject), due.now, asks=False)
