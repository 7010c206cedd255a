"""`/schedule` without words: one question after another, by buttons, ending in the same preview."""

from typing import Any

from domain.drafts import Draft
from domain.errors import Gone
from domain.grammar import Unreadable, parse_time_of_day
from domain.groups import Group
from handlers.choices import read_hours
from handlers.context import Act
from handlers.routing import Router, Who, group_of_draft
from handlers.schedule_steps import TIME, TITLE, ask_words, drafted, from_answers, go_on, keep, rule_of
from handlers.unreadable import explain
from handlers.views_schedule import ONCE, OTHER, Pick

router = Router("schedule_guided")


@router.press(Pick, who=Who.FACILITATOR, candidates=group_of_draft)
def pick(act: Act) -> None:
    """One of the questions was answered by a button."""
    draft, group = drafted(act)
    if not isinstance(act.payload, Pick):
        raise Gone
    step, value = act.payload.step, act.payload.value
    try:
        if step == "title" and {"day", "time", "often"} <= draft.data.keys():
            from_answers(act, draft, group, "")
        elif step == "time" and value == OTHER:
            ask_words(act, draft, act.t("At what time? For example: <code>18:30</code>"), expects=TIME)
        else:
            _answered(act, draft, group, step, _read(step, value))
    except ValueError as error:  # nothing that our buttons carry
        raise Gone from error


@router.expecting(TIME, who=Who.FACILITATOR, candidates=group_of_draft)
def typed_time(act: Act) -> None:
    """Any other time."""
    draft, group = drafted(act)
    try:
        found = parse_time_of_day(act.args, act.t.language)
    except Unreadable as error:
        act.reply(explain(act.t, error, example="18:30"))
        return
    _answered(act, draft, group, "time", found.isoformat())


@router.expecting(TITLE, who=Who.FACILITATOR, candidates=group_of_draft)
def typed_title(act: Act) -> None:
    """Title and place."""
    draft, group = drafted(act)
    from_answers(act, draft, group, act.args)


def _answered(act: Act, draft: Draft, group: Group, step: str, value: Any) -> None:
    go_on(act, keep(act, draft, **{step: value}), group)


def _read(step: str, value: str) -> object:
    """What a button carried, checked; ValueError for anything else."""
    if step == "day" and value in "0123456" and len(value) == 1:
        return int(value)
    if step == "time" and (clock := read_hours(value)) is not None:
        return clock.isoformat()
    if step == "often":
        if value != ONCE:
            rule_of(value, 0)
        return value
    raise ValueError(step)
