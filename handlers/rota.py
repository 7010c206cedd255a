"""`/rota`: who is on call when. Everybody takes times for themselves; nobody is put down by others."""

from dataclasses import dataclass
from datetime import time

from domain.errors import Gone
from domain.groups import Group
from domain.rota_changes import give_up_time, take_time
from handlers.callbacks import Payload
from handlers.choices import named_group, read_hours
from handlers.context import Act
from handlers.keyboards import Button, Rows, columns, link, press
from handlers.managing import pressed
from handlers.privately import privately
from handlers.rota_buttons import GiveTurn, NeedBreak, Quiet, ShowRota, of_slot, rota_group, serving
from handlers.routing import Router, Who
from handlers.views_rota import rota_text, slot_time
from handlers.which_group import the_group
from handlers.words import Words

router = Router("rota")

STARTS = ("0000", "0600", "0800", "0900", "1000", "1200", "1400", "1600", "1800", "2000", "2200")
LASTS = (2, 3, 4, 6, 8, 12, 24)  # hours
DAY = 24 * 60  # minutes


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
        privately(act, *shown(act, group))


@router.press(ShowRota, who=Who.FACILITATOR, candidates=rota_group)
def show(act: Act) -> None:
    """The rota with one's own buttons."""
    act.edit_here(*shown(act, serving(act, pressed(act, ShowRota).group_id)))


@router.press(PickDay, who=Who.FACILITATOR, candidates=named_group)
def pick_day(act: Act) -> None:
    """Which weekday."""
    group, t = serving(act, pressed(act, PickDay).group_id), act.t
    days = columns([press(t.weekday(day), PickStart(group.id, day)) for day in range(7)], 2)
    act.edit_here(
        t("On which day can you be on call each week? It is for you alone to choose."), [*days, back(t, group)]
    )


@router.press(PickStart, who=Who.FACILITATOR, candidates=named_group)
def pick_start(act: Act) -> None:
    """From which wall time."""
    payload, t = pressed(act, PickStart), act.t
    group = serving(act, payload.group_id)
    buttons = [press(t.clock(wall_time(start)), PickEnd(group.id, payload.weekday, start)) for start in STARTS]
    act.edit_here(t("From when?"), [*columns(buttons, 4), back(t, group)])


@router.press(PickEnd, who=Who.FACILITATOR, candidates=named_group)
def pick_end(act: Act) -> None:
    """For how long."""
    payload, t = pressed(act, PickEnd), act.t
    group = serving(act, payload.group_id)
    first = wall_time(payload.starts)
    starts = payload.weekday * DAY + first.hour * 60 + first.minute
    buttons = [
        press(t.many("{count} hour", "{count} hours", hours), TakeTime(group.id, starts, hours)) for hours in LASTS
    ]
    act.edit_here(t("For how long?"), [*columns(buttons, 2), back(t, group)])


@router.press(TakeTime, who=Who.FACILITATOR, candidates=named_group)
def take(act: Act) -> None:
    """They are on call then from now on."""
    payload, t = pressed(act, TakeTime), act.t
    group = serving(act, payload.group_id)
    weekday, minutes = divmod(payload.starts, DAY)
    starts = time(minutes // 60, minutes % 60)
    slot = take_time(act.tx, group, act.person.id, weekday, starts, payload.hours)
    act.answer(t.plain("Thank you. {time} is yours.", time=slot_time(t, slot)))
    act.edit_here(*shown(act, group))


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
    act.edit_here(text, [*([press(slot_time(t, slot), StopTime(slot.id))] for slot in own), back(t, group)])


@router.press(StopTime, who=Who.FACILITATOR, candidates=of_slot)
def stop_time(act: Act) -> None:
    """It is nobody's from now on."""
    slot = give_up_time(act.tx, pressed(act, StopTime).slot_id, act.user.id)
    act.answer(act.t.plain("Stopped. Thank you for the time you gave."))
    act.edit_here(*shown(act, serving(act, slot.group_id)))


def shown(act: Act, group: Group) -> tuple[str, Rows]:
    """The rota, with what they can do."""
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


def back(t: Words, group: Group) -> list[Button]:
    """To the rota."""
    return [press(t.plain("Back"), ShowRota(group.id))]


def wall_time(word: str) -> time:
    """What a button carried; Gone for what none of ours does."""
    found = read_hours(word)
    if found is None:
        raise Gone
    return found
