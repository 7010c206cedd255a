"""`/rota`: who is on call when. Everybody takes times for themselves; nobody is put down by others."""

from dataclasses import dataclass
from datetime import time

from domain.errors import Gone
from domain.groups import Group
from domain.rota_changes import ask_quiet, give_up_time, take_break, take_time
from handlers.callbacks import Payload
from handlers.choices import named_group, read_hours
from handlers.context import Act
from handlers.keyboards import Button, Rows, columns, link, press
from handlers.managing import pressed
from handlers.privately import privately
from handlers.rota_buttons import GiveTurn, ShowRota, of_slot, rota_group, serving
from handlers.routing import Router, Who
from handlers.views_rota import rota_text, slot_time
from handlers.which_group import the_group
from handlers.words import Words

router = Router("rota")

STARTS = ("0000", "0600", "0800", "0900", "1000", "1200", "1400", "1600", "1800", "2000", "2200")
LASTS = (2, 3, 4, 6, 8, 12, 24)  # hours
WEEKS = (1, 2, 4, 8)
DAY = 24 * 60  # minutes
QUIET = (("2100", "0800"), ("2200", "0700"), ("2300", "0600"))


@dataclass(frozen=True)
class PickDay(Payload, code="od"):
    """Take a weekly time: on which day?"""

    group_id: int


@dataclass(frozen=True)
class PickStart(Payload, code="os"):
    """From when?"""

    group_id: int
    weekday: int


@dataclass(frozen=True)
class PickEnd(Payload, code="oe"):
    """For how long?"""

    group_id: int
    weekday: int
    starts: str


@dataclass(frozen=True)
class TakeTime(Payload, code="ot"):
    """On call each week from then on, so many hours. starts: minutes since Monday's midnight."""

    group_id: int
    starts: int
    hours: int


@dataclass(frozen=True)
class MyTimes(Payload, code="om"):
    """One's own weekly times, to stop one."""

    group_id: int


@dataclass(frozen=True)
class StopTime(Payload, code="ox"):
    """Not on call then any more."""

    slot_id: int


@dataclass(frozen=True)
class NeedBreak(Payload, code="ob"):
    """For how many weeks; 0 ends it, none: asks."""

    group_id: int
    weeks: int | None


@dataclass(frozen=True)
class Quiet(Payload, code="oq"):
    """Between which hours no request comes; both empty: asks, equal ones: at any hour."""

    group_id: int
    start: str
    end: str


@router.command("rota", who=Who.FACILITATOR)
def rota(act: Act) -> None:
    """In the room it is shown, and each opens their own buttons in private; in the group the answer is private."""
    group = the_group(act, "rota")
    if group is None:
        return
    if not act.private and act.chat.id == group.room_chat_id:
        door = link(act.t.plain("Open in private"), act.me.link(ShowRota(group.id).deep_link()))
        act.reply(rota_text(act.t, act.tx, group, act.now), [[door]])
    else:
        privately(act, *_shown(act, group))


@router.press(ShowRota, who=Who.FACILITATOR, candidates=rota_group)
def show(act: Act) -> None:
    """The rota with one's own buttons."""
    act.edit_here(*_shown(act, serving(act, pressed(act, ShowRota).group_id)))


@router.press(PickDay, who=Who.FACILITATOR, candidates=named_group)
def pick_day(act: Act) -> None:
    """Which weekday."""
    group, t = serving(act, pressed(act, PickDay).group_id), act.t
    days = columns([press(t.weekday(day), PickStart(group.id, day)) for day in range(7)], 2)
    act.edit_here(
        t("On which day can you be on call each week? It is for you alone to choose."), [*days, _back(t, group)]
    )


@router.press(PickStart, who=Who.FACILITATOR, candidates=named_group)
def pick_start(act: Act) -> None:
    """From which wall time."""
    payload, t = pressed(act, PickStart), act.t
    group = serving(act, payload.group_id)
    buttons = [press(t.clock(_time(start)), PickEnd(group.id, payload.weekday, start)) for start in STARTS]
    act.edit_here(t("From when?"), [*columns(buttons, 4), _back(t, group)])


@router.press(PickEnd, who=Who.FACILITATOR, candidates=named_group)
def pick_end(act: Act) -> None:
    """For how long."""
    payload, t = pressed(act, PickEnd), act.t
    group = serving(act, payload.group_id)
    first = _time(payload.starts)
    starts = payload.weekday * DAY + first.hour * 60 + first.minute
    buttons = [
        press(t.many("{count} hour", "{count} hours", hours), TakeTime(group.id, starts, hours)) for hours in LASTS
    ]
    act.edit_here(t("For how long?"), [*columns(buttons, 2), _back(t, group)])


@router.press(TakeTime, who=Who.FACILITATOR, candidates=named_group)
def take(act: Act) -> None:
    """They are on call then from now on."""
    payload, t = pressed(act, TakeTime), act.t
    group = serving(act, payload.group_id)
    weekday, minutes = divmod(payload.starts, DAY)
    starts = time(minutes // 60, minutes % 60)
    slot = take_time(act.tx, group, act.person.id, weekday, starts, payload.hours)
    act.answer(t.plain("Thank you. {time} is yours.", time=slot_time(t, slot)))
    act.edit_here(*_shown(act, group))


@router.press(MyTimes, who=Who.FACILITATOR, candidates=named_group)
def my_times(act: Act) -> None:
    """One's own, each with a button that stops it."""
    group, t = serving(act, pressed(act, MyTimes).group_id), act.t
    own = [slot for slot in act.tx.rota.slots(group.id) if slot.person_id == act.user.id]
    text = (
        t("Tap the time that you want to stop.")
        if own
        else t("You have no weekly times in {group}.", group=group.title)
    )
    act.edit_here(text, [*([press(slot_time(t, slot), StopTime(slot.id))] for slot in own), _back(t, group)])


@router.press(StopTime, who=Who.FACILITATOR, candidates=of_slot)
def stop_time(act: Act) -> None:
    """It is nobody's from now on."""
    slot = give_up_time(act.tx, pressed(act, StopTime).slot_id, act.user.id)
    act.answer(act.t.plain("Stopped. Thank you for the time you gave."))
    act.edit_here(*_shown(act, serving(act, slot.group_id)))


@router.press(NeedBreak, who=Who.FACILITATOR, candidates=named_group)
def need_break(act: Act) -> None:
    """No questions: only until when."""
    payload, t = pressed(act, NeedBreak), act.t
    group = serving(act, payload.group_id)
    if payload.weeks is None:
        weeks = [press(t.many("{count} week", "{count} weeks", n), NeedBreak(group.id, n)) for n in WEEKS]
        here = [press(t.plain("I’m here"), NeedBreak(group.id, 0))]
        act.edit_here(t("For how long? Nobody is asked to give a reason."), [*columns(weeks, 2), here, _back(t, group)])
        return
    wishes = take_break(act.tx, group, act.person.id, payload.weeks, act.now)
    if wishes.break_until is None:
        act.answer(t.plain("Good to have you here."))
    else:
        act.answer(t.plain("No requests come to you until {day}.", day=t.day(wishes.break_until)))
    act.edit_here(*_shown(act, group))


@router.press(Quiet, who=Who.FACILITATOR, candidates=named_group)
def quiet(act: Act) -> None:
    """The hours in which no request comes to them."""
    payload, t = pressed(act, Quiet), act.t
    group = serving(act, payload.group_id)
    start, end = read_hours(payload.start), read_hours(payload.end)
    if start is None or end is None:
        spans = [press(f"{t.clock(_time(a))}–{t.clock(_time(b))}", Quiet(group.id, a, b)) for a, b in QUIET]
        always = press(t.plain("Any hour"), Quiet(group.id, "0000", "0000"))
        text = t("When should no request reach you? Whoever asks then is told honestly, and the next is asked.")
        act.edit_here(text, [*columns([*spans, always], 2), _back(t, group)])
        return
    none = start == end
    ask_quiet(act.tx, group, act.person.id, None if none else start, None if none else end)
    act.answer(t.plain("Noted."))
    act.edit_here(*_shown(act, group))


def _shown(act: Act, group: Group) -> tuple[str, Rows]:
    t = act.t
    rows = [
        [press(t.plain("I take a time"), PickDay(group.id)), press(t.plain("My times"), MyTimes(group.id))],
        [press(t.plain("Give a turn away"), GiveTurn(group.id))],
        [
            press(t.plain("I need a break"), NeedBreak(group.id, None)),
            press(t.plain("Quiet hours"), Quiet(group.id, "", "")),
        ],
    ]
    return rota_text(t, act.tx, group, act.now), rows


def _back(t: Words, group: Group) -> list[Button]:
    return [press(t.plain("Back"), ShowRota(group.id))]


def _time(word: str) -> time:
    found = read_hours(word)
    if found is None:
        raise Gone
    return found
