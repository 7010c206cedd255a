"""Who came: the tick list comes by itself when a meetup ends, and with `/attendance` for seven days."""

from datetime import datetime
from typing import Any

from domain.agenda import Promise
from domain.attendance import TICKS_DUE
from domain.attendance_lists import (
    CLOSES,
    DOOR,
    DOOR_DUE,
    MORNING,
    TICKS,
    close,
    closes_at,
    door_due,
    morning,
    offer,
    open_lists,
    show,
)
from domain.attendance_marks import addable, tick_list
from domain.errors import Gone, ListClosed
from domain.facilitators import facilitators_of
from domain.groups import Group
from domain.meetups import Meetup
from domain.outbox import Card, Lane
from domain.ports import Tx
from handlers.context import Act, Context, Due
from handlers.keyboards import link, press
from handlers.managing import of_meetup
from handlers.privately import private_chat, privately
from handlers.routing import Drawing, Router, Who
from handlers.views_attendance import OpenList, View, adding, door, the_list
from handlers.which_group import the_group
from handlers.words import Words, best_language, words

router = Router("attendance")

MOST_OTHERS = 3  # lists of other meetups that are offered below one


@router.command("attendance", who=Who.FACILITATOR)
def attendance(act: Act) -> None:
    """The list of the last meetup, in private."""
    group = the_group(act, "attendance")
    if group is None:
        return
    found = open_lists(act.tx, group.id, act.now)
    if not found:
        privately(act, act.t("No meetup has ended in the last seven days, so there is no list now."))
        return
    chat_id = private_chat(act)
    if chat_id is not None:
        _show(act, found[0], chat_id)


@router.press(OpenList, who=Who.FACILITATOR, candidates=of_meetup)
def open_list(act: Act) -> None:
    """The list of this meetup; also where a link leads."""
    meetup = act.tx.meetups.get(act.payload.meetup_id) if isinstance(act.payload, OpenList) else None
    if meetup is None or meetup.group_id not in {group.id for group in act.groups}:
        raise Gone
    if act.now >= closes_at(meetup):
        raise ListClosed
    if meetup not in open_lists(act.tx, meetup.group_id, act.now):
        raise Gone
    chat_id = private_chat(act)
    if chat_id is not None:
        _show(act, meetup, chat_id)


def _show(act: Act, meetup: Meetup, chat_id: int) -> None:
    act.person  # noqa: B018 - the list is drawn in their language
    before = show(act.tx, meetup, chat_id, act.now)
    if before is not None:
        act.edit(chat_id, before, act.t("The list is further down."))


def _group_of(tx: Tx, promise: Promise) -> Group | None:
    meetup = tx.meetups.get(int(promise.subject))
    return tx.groups.get(meetup.group_id) if meetup else None


def _link(context: Context, meetup_id: int) -> str:
    return context.me.link(OpenList(meetup_id).deep_link())


@router.promise(TICKS_DUE, administrators_of=_group_of)
def ended(due: Due) -> None:
    """A meetup is over: its facilitators get the list."""
    meetup_id = int(due.promise.subject)
    offer(due.tx, meetup_id, due.administrators, _link(due, meetup_id), due.now)


@router.promise(DOOR_DUE)
def nobody_reached(due: Due) -> None:
    """Nobody could be reached in private: the group shows the way."""
    meetup_id = int(due.promise.subject)
    door_due(due.tx, meetup_id, _link(due, meetup_id), due.now)


@router.promise(MORNING, administrators_of=_group_of)
def remind(due: Due) -> None:
    """One friendly reminder, then peace."""
    found = morning(due.tx, int(due.promise.subject), due.administrators, due.now)
    if found is None:
        return
    meetup, group = found.meetup, found.group
    for person in found.people:
        t = due.words_for(person, group)
        due.send(person.id, _reminder(t, meetup, group), [[_door_in_private(t, meetup)]], lane=Lane.REMINDER)
    if found.room is not None:
        t = due.words(group.language)
        button = link(t.plain("Continue in private"), _link(due, meetup.id))
        due.send(found.room, _reminder(t, meetup, group), [[button]], lane=Lane.REMINDER)


def _door_in_private(t: Words, meetup: Meetup) -> Any:
    return press(t.plain("Open the list"), OpenList(meetup.id))


def _reminder(t: Words, meetup: Meetup, group: Group) -> str:
    return t(
        "Good morning. Nobody has saved yet who came on {day} ({group}). If you have a minute, please do. "
        "I won’t ask again.",
        day=t.day(meetup.day),
        group=group.title,
    )


@router.promise(CLOSES)
def closed(due: Due) -> None:
    """Seven days are over."""
    close(due.tx, int(due.promise.subject), due.now)


@router.painter(TICKS)
def paint_list(tx: Tx, card: Card, now: datetime) -> Drawing:
    """The list in one facilitator's private chat. Who facilitates no longer sees it no longer."""
    meetup = tx.meetups.get(card.subject_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    reader = tx.people.get(card.chat_id)
    if meetup is None or group is None or reader is None:
        return Drawing(None)
    t = words(best_language(reader.language, group.language))
    if card.closed or not any(person.id == reader.id for person in facilitators_of(tx, group)):
        return Drawing(t("This list is closed.") if card.message_id is not None else None)
    page = int(card.data.get("page", 0))
    if card.data.get("view") == View.ADD and now < closes_at(meetup):
        return adding(t, meetup, addable(tx, meetup), page)
    shown = tick_list(tx, meetup)
    saver = tx.people.get(shown.last_saved.by) if shown.last_saved else None
    others = [one for one in open_lists(tx, group.id, now) if one.id != meetup.id][:MOST_OTHERS]
    return the_list(t, shown, group, page, saver, others, now)


@router.painter(DOOR)
def paint_door(tx: Tx, card: Card, now: datetime) -> Drawing:
    """The way to the list."""
    meetup = tx.meetups.get(card.subject_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None:
        return Drawing(None)
    t = words(best_language(group.language))
    return door(t, meetup, group, card.data, closed=card.closed, room=card.chat_id != group.chat_id)
