"""What facilitators choose for their own peace, in one group or in all of theirs: a break, hours without requests."""

from domain.facilitators import seems_to_serve
from domain.groups import Group
from domain.ports import Tx
from domain.rota_changes import ask_quiet, take_break
from handlers.choices import named_group, read_hours
from handlers.context import Act
from handlers.keyboards import Button, Rows, columns, press
from handlers.managing import pressed
from handlers.rota import back, shown, wall_time
from handlers.rota_buttons import NeedBreak, Quiet, serving
from handlers.routing import Asked, Router, Who, likely
from handlers.words import Words

router = Router("peace of facilitators")

WEEKS = (1, 2, 4, 8)
QUIET = (("2100", "0800"), ("2200", "0700"), ("2300", "0600"))
ALL = 0  # instead of a group's id


def chosen_groups(tx: Tx, asked: Asked) -> list[Group]:
    """Candidates: the group that is named, or all that they belong to, which each are asked for live."""
    if getattr(asked.payload, "group_id", None) != ALL:
        return named_group(tx, asked)
    return likely(tx, asked.user_id, tx.people.groups_of(asked.user_id)) if asked.private else []


def _groups(act: Act, group_id: int) -> list[Group]:
    """Those that it is for: all are served by them. NotYours: not the one that is named."""
    return act.groups if group_id == ALL else [serving(act, group_id)]


def _in_all(act: Act, button: Button, group_id: int) -> Rows:
    """Who seems to facilitate several groups can choose for all of them at once."""
    groups = act.tx.people.groups_of(act.person.id)
    several = [group for group in groups if seems_to_serve(act.tx, group, act.user.id)]
    return [[button]] if group_id != ALL and len(several) > 1 else []


@router.press(NeedBreak, who=Who.FACILITATOR, candidates=chosen_groups)
def need_break(act: Act) -> None:
    """No questions: only until when."""
    payload = pressed(act, NeedBreak)
    groups = _groups(act, payload.group_id)
    if payload.weeks is None:
        act.edit_here(*_how_long(act, payload, groups))
        return
    wishes = [take_break(act.tx, group, act.person.id, payload.weeks, act.now) for group in groups]
    until = min((one.break_until for one in wishes if one.break_until is not None), default=None)
    if until is None:
        _chosen(act, groups, act.t.plain("Good to have you here."))
    else:
        _chosen(act, groups, act.t.plain("No requests come to you until {day}.", day=act.t.day(until)))


def _how_long(act: Act, payload: NeedBreak, groups: list[Group]) -> tuple[str, Rows]:
    t = act.t
    weeks = [press(t.many("{count} week", "{count} weeks", n), NeedBreak(payload.group_id, n)) for n in WEEKS]
    here = [press(t.plain("I’m here"), NeedBreak(payload.group_id, 0))]
    in_all = _in_all(act, press(t.plain("In all my groups"), NeedBreak(ALL, None)), payload.group_id)
    text = f"{t('For how long? Nobody is asked to give a reason.')} {_where(t, groups, payload.group_id)}"
    return text, [*columns(weeks, 2), here, *in_all, back(t, groups[0])]


@router.press(Quiet, who=Who.FACILITATOR, candidates=chosen_groups)
def quiet(act: Act) -> None:
    """The hours in which no request comes to them."""
    payload = pressed(act, Quiet)
    groups = _groups(act, payload.group_id)
    start, end = read_hours(payload.start), read_hours(payload.end)
    if start is None or end is None:
        act.edit_here(*_which_hours(act, payload, groups))
        return
    none = start == end
    for group in groups:
        ask_quiet(act.tx, group, act.person.id, None if none else start, None if none else end)
    _chosen(act, groups, act.t.plain("Noted."))


def _which_hours(act: Act, payload: Quiet, groups: list[Group]) -> tuple[str, Rows]:
    t = act.t
    spans = [press(f"{t.clock(wall_time(a))}–{t.clock(wall_time(b))}", Quiet(payload.group_id, a, b)) for a, b in QUIET]
    always = press(t.plain("Any hour"), Quiet(payload.group_id, "0000", "0000"))
    in_all = _in_all(act, press(t.plain("In all my groups"), Quiet(ALL, "", "")), payload.group_id)
    text = t("When should no request reach you? Whoever asks then is told honestly, and the next is asked.")
    return f"{text} {_where(t, groups, payload.group_id)}", [
        *columns([*spans, always], 2),
        *in_all,
        back(t, groups[0]),
    ]


def _where(t: Words, groups: list[Group], group_id: int) -> str:
    """For which groups it is chosen."""
    if group_id == ALL:
        return t("This is for all your groups: {groups}.", groups=", ".join(group.title for group in groups))
    return t("This is for {group} alone.", group=groups[0].title)


def _chosen(act: Act, groups: list[Group], text: str) -> None:
    """Of one group its rota follows; of several, which they are."""
    act.answer(text)
    if len(groups) == 1:
        act.edit_here(*shown(act, groups[0]))
        return
    titles = ", ".join(group.title for group in groups)
    act.edit_here(act.t("{said} This is for: {groups}.", said=text, groups=titles), [back(act.t, groups[0])])
