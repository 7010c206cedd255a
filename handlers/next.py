"""`/next`: the next meetup, to be answered and as a file for the calendar, in one message."""

import base64
import html

from domain.groups import Group
from domain.lifecycle import CALLED_OFF, next_of
from domain.meetups import Answer, Meetup
from domain.outbox import Card, Lane
from domain.planning import CARD
from handlers.calendar_file import FILE_NAME, calendar_file
from handlers.cards import hanging_on
from handlers.context import Act
from handlers.doors import ToNext
from handlers.keyboards import markup
from handlers.routing import Asked, Router, groups_here
from handlers.views_card import buttons, counts
from handlers.views_meetups import bold, this_week, when, where

router = Router("next")

MOST_GROUPS = 5


@router.command("next")
@router.press(ToNext)
def next_meetup(act: Act) -> None:
    """In a group its own; in a room and in private those of each group."""
    for group in _groups(act)[:MOST_GROUPS]:
        meetup = next_of(act.tx, group, act.now)
        if meetup is not None:
            _send(act, meetup, group)
        elif act.group is not None:
            act.reply(act.t("No meetup is planned just now."))
        else:
            act.reply(act.t("No meetup is planned in {group} just now.", group=group.title))
    if not _groups(act):
        act.reply(act.t("I don’t know your group yet. Tap a button on a card there, and I will."))


def _groups(act: Act) -> list[Group]:
    if act.private:
        return act.tx.people.groups_of(act.user.id)
    return groups_here(act.tx, Asked(act.chat.id, act.user.id, private=False))


def _send(act: Act, meetup: Meetup, group: Group) -> None:
    act.refuse_forged()
    series = act.tx.meetups.series(meetup.series_id)
    card = _card_here(act, meetup)
    file = calendar_file(meetup, series, group, act.now, bot=act.me.username)
    payload = {
        "document": {"file_name": FILE_NAME, "base64": base64.b64encode(file).decode()},
        "caption": "\n".join(_lines(act, meetup, group)),
        "parse_mode": "HTML",
        "message_thread_id": act.thread_id,
        "reply_parameters": _reply_to(act, card),
        "reply_markup": markup(buttons(act.t, meetup, act.now)) if act.private or act.group else None,
    }
    act.call("sendDocument", act.chat.id, Lane.ANSWER, payload, effect=hanging_on(card))


def _lines(act: Act, meetup: Meetup, group: Group) -> list[str]:
    """At most a caption's 1024 units: the address of an online meetup is behind a word.

    People are counted for the one who asks in private; in a group the copy would go on showing what was true once.
    """
    t = act.t
    lines = [bold(meetup.title), when(t, meetup, group), *where(t, meetup.place, None)]
    if meetup.link:
        lines.append(f'<a href="{html.escape(meetup.link)}">{t("Join online")}</a>')
    lines += this_week(t, meetup)
    rsvps = act.tx.meetups.rsvps(meetup.id)
    if act.private and any(rsvp.answer in (Answer.GOING, Answer.MAYBE) for rsvp in rsvps):
        lines.append(counts(t, meetup, rsvps))
    if act.group is None:
        lines.append(t("Group: {group}", group=group.title))
    return [*_called_off_before(act, meetup, group), *lines]


def _called_off_before(act: Act, meetup: Meetup, group: Group) -> list[str]:
    """Whoever counted on an earlier one should not wait for it."""
    coming = act.tx.meetups.coming(group.id, act.now, limit=3)
    off = [m for m in coming if m.state in CALLED_OFF and m.series_id == meetup.series_id and m.day < meetup.day]
    return [act.t("There is none on {day}.", day=act.t.day(off[0].day))] if off else []


def _card_here(act: Act, meetup: Meetup) -> Card | None:
    """In the group it hangs on the card, so that a tap leads there."""
    card = act.tx.cards.of(CARD, meetup.id)
    here = card is not None and card.chat_id == act.chat.id and card.thread_id == act.thread_id
    return card if here else None


def _reply_to(act: Act, card: Card | None) -> dict[str, object] | None:
    message_id = card.message_id if card is not None else None
    if message_id is None and not act.private and act.message is not None:
        message_id = act.message.message_id
    return {"message_id": message_id, "allow_sending_without_reply": True} if message_id is not None else None
