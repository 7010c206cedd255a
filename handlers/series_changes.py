"""Letting a series go on differently from a date on, or ending it: previewed, confirmed and undone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.change_words import says_length
from domain.drafts import Draft
from domain.errors import ChangedMeanwhile, Gone
from domain.grammar import ScheduleSpec, Unreadable, parse_schedule, write_schedule
from domain.groups import Group
from domain.meetups import Meetup, Series
from domain.planning import CARD, today
from domain.series_changes import (
    SETTLES,
    SeriesPlan,
    carry_out,
    plan_change,
    plan_end,
    settle,
    successor_of,
    told_at,
    undo_series,
)
from handlers.callbacks import Payload
from handlers.context import Act, Due
from handlers.keyboards import Button, press
from handlers.managing import (
    ChangeSeries,
    EndSeries,
    Listing,
    Open,
    answered,
    ask,
    of_draft,
    of_meetup,
    of_series_change,
    pressed,
    stop_expecting,
    the_draft,
    the_meetup,
    typed_about,
)
from handlers.routing import Router, Who
from handlers.unreadable import explain
from handlers.views_changes import waits, who_is_told
from handlers.views_series import card_reason, outcome, plan_words

router = Router("series changes")

KIND = "series_change"
WORDS = "series_words"
USUAL_MINUTES = 90


@dataclass(frozen=True)
class ConfirmSeries(Payload, code="cv"):
    """The preview is right."""

    draft_id: int


@dataclass(frozen=True)
class UndoSeries(Payload, code="cw"):
    """It was wrong; nobody has heard of it yet."""

    change_id: int


@router.press(ChangeSeries, who=Who.FACILITATOR, candidates=of_meetup)
def begin_change(act: Act) -> None:
    """Ask how it goes on, with how it is now as words to copy."""
    meetup, _ = the_meetup(act, pressed(act, ChangeSeries).meetup_id)
    t = act.t
    text = "\n\n".join(
        [
            t("How does it go on from {day}? Until now:", day=t.day(meetup.key)),
            t("<code>{words}</code>", words=_as_words(act, _series(act, meetup), meetup)),
            t("Write it as for /schedule. Title, place and length stay if you leave them out."),
        ]
    )
    ask(act, meetup, WORDS, text, [])


def _as_words(act: Act, series: Series, meetup: Meetup) -> str:
    spec = ScheduleSpec(
        rule=series.rule,
        starts_on=meetup.key,
        local_time=series.local_time,
        duration=timedelta(minutes=series.minutes),
        title=series.title,
        place=series.place,
        link=series.link,
    )
    return write_schedule(spec, act.t.language)


@router.expecting(WORDS, who=Who.FACILITATOR, candidates=of_draft)
def words_typed(act: Act) -> None:
    """How it goes on, in the words of /schedule."""
    meetup, group = typed_about(act)
    series = _series(act, meetup)
    try:
        spec = parse_schedule(act.args, today=today(group, act.now), language=act.t.language)
    except Unreadable as problem:
        act.reply(explain(act.t, problem))
        return
    minutes = spec.duration // timedelta(minutes=1)
    said = minutes != USUAL_MINUTES or says_length(act.args, minutes, act.t.language)
    successor = successor_of(series, spec, meetup, length=minutes if said else None, by=act.user.id, now=act.now)
    plan = plan_change(act.tx, successor, series, meetup, group, act.now)
    again = press(act.t.plain("Change"), ChangeSeries(meetup.id))
    _show(act, meetup, group, plan, [[again]], successor=successor.model_dump(mode="json"))
    answered(act)


@router.press(EndSeries, who=Who.FACILITATOR, candidates=of_meetup)
def begin_end(act: Act) -> None:
    """The preview of the end: with this meetup as the last one, or without it."""
    payload = pressed(act, EndSeries)
    meetup, group = the_meetup(act, payload.meetup_id)
    last = meetup.key - timedelta(days=1) if payload.without else meetup.key
    plan = plan_end(act.tx, _series(act, meetup), last, act.now)
    label = act.t.plain("Keep this one") if payload.without else act.t.plain("This one goes too")
    other = press(label, EndSeries(meetup.id, without=not payload.without))
    _show(act, meetup, group, plan, [[other]], last=last.isoformat())


def _series(act: Act, meetup: Meetup) -> Series:
    series = act.tx.meetups.series(meetup.series_id)
    if series is None:
        raise Gone
    return series


def _show(act: Act, meetup: Meetup, group: Group, plan: SeriesPlan, more: list[list[Button]], **data: Any) -> None:
    t = act.t
    at_once = told_at(plan, act.now) <= act.now
    again = any(before.starts_at != after.starts_at for before, after in plan.going_on)
    on_card = any(act.tx.cards.of(CARD, before.id) is not None for before in plan.touched)
    told = who_is_told(t, plan.people, at_once=at_once, again=again, on_card=on_card)
    stop_expecting(act)
    draft = act.begin(KIND, group_id=group.id, meetup=meetup.id, print=plan.fingerprint, **data)
    rows = [[press(t.plain("Confirm"), ConfirmSeries(draft.id))], *more]
    rows.append([press(t.plain("Back"), Open(meetup.id))])
    act.edit_here("\n\n".join([plan_words(t, plan, group, act.now), told]), rows)


@router.press(ConfirmSeries, who=Who.FACILITATOR, candidates=of_draft)
def confirm(act: Act) -> None:
    """Do what the preview said, once."""
    draft = the_draft(act, pressed(act, ConfirmSeries).draft_id)
    meetup, group = the_meetup(act, int(draft.data["meetup"]))
    plan = _plan_again(act, draft, meetup, group)
    if plan.fingerprint != draft.data["print"]:
        raise ChangedMeanwhile
    reason = card_reason(act.words(group.language), plan)
    kept = carry_out(act.tx, plan, group, act.user.id, act.now, reason=reason)
    if act.message is not None:
        act.tx.meetups.save_series_change(kept.changed(chat_id=act.chat.id, message_id=act.message.message_id))
    act.tx.drafts.remove(draft.id)
    at_once = kept.tell_at <= act.now
    rows = [] if at_once else [[press(act.t.plain("Undo"), UndoSeries(kept.id))]]
    rows.append([press(act.t.plain("All meetups"), Listing(group.id))])
    status = waits(act.t, plan.people, at_once=at_once)
    act.edit_here(outcome(act.t, plan.series, plan.until, plan.successor, group, act.now, status), rows)
    act.answer(act.t.plain("Done."))


def _plan_again(act: Act, draft: Draft, meetup: Meetup, group: Group) -> SeriesPlan:
    """The plan as it would be now."""
    series = _series(act, meetup)
    if "last" in draft.data:
        return plan_end(act.tx, series, date.fromisoformat(draft.data["last"]), act.now)
    successor = Series.model_validate(draft.data["successor"])
    return plan_change(act.tx, successor, series, meetup, group, act.now)


@router.press(UndoSeries, who=Who.FACILITATOR, candidates=of_series_change)
def take_back(act: Act) -> None:
    """Everything as it was before, and nobody has heard of it."""
    kept = act.tx.meetups.series_change(pressed(act, UndoSeries).change_id)
    series = act.tx.meetups.series(kept.series_id) if kept else None
    group = next((g for g in act.groups if series and g.id == series.group_id), None)
    if kept is None or group is None:
        raise Gone
    undo_series(act.tx, kept, group, act.now)
    back = press(act.t.plain("All meetups"), Listing(group.id))
    act.edit_here(act.t("<b>Undone.</b> Nobody was told, and the series is as it was before."), [[back]])
    act.answer(act.t.plain("Undone. Nobody was told."))


@router.promise(SETTLES)
def settled(due: Due) -> None:
    """The time for undoing is over: the confirmation loses its Undo."""
    kept = settle(due.tx, int(due.promise.subject))
    series = due.tx.meetups.series(kept.series_id) if kept else None
    person = due.tx.people.get(kept.by) if kept else None
    group = due.tx.groups.get(series.group_id) if series else None
    if kept is None or series is None or group is None or person is None:
        return
    if kept.chat_id is None or kept.message_id is None or series.until is None:
        return
    successor = due.tx.meetups.series(kept.successor_id) if kept.successor_id is not None else None
    t = due.words_for(person, group)
    status = t("This stands now. /meetups can change it again.")
    back = press(t.plain("All meetups"), Listing(group.id))
    text = outcome(t, series, series.until, successor, group, due.now, status)
    due.edit(kept.chat_id, kept.message_id, text, [[back]])
