"""The steps of /schedule that its handlers share: words are read, the zone is asked for, the preview is shown."""

from datetime import datetime, time
from typing import Any

from domain.drafts import Draft
from domain.errors import Done, InPast, NotYours
from domain.grammar import Problem, ScheduleSpec, Unreadable, parse_schedule, write_schedule
from domain.groups import Group
from domain.meetups import Series
from domain.planning import today, zone_of
from domain.recurrence import Rule, at, occurrences
from domain.series import of_spec, preview
from domain.timezones import likely_zones
from handlers.context import Act
from handlers.keyboards import Rows
from handlers.replays import SHOWN
from handlers.unreadable import SCHEDULE_EXAMPLE, explain
from handlers.views_schedule import (
    ONCE,
    cancel,
    day_buttons,
    often_buttons,
    preview_buttons,
    time_buttons,
    title_buttons,
    zone_buttons,
)
from handlers.views_schedule import preview as preview_words

KIND = "schedule"
WORDS, TIME, TITLE, ZONE = "schedule_words", "schedule_time", "schedule_title", "schedule_zone"


def drafted(act: Act) -> tuple[Draft, Group]:
    """The draft that was pressed or written for, and its group, of which this user is a facilitator.

    Whoever of the facilitators goes on with it has it from then on.
    """
    draft = act.draft or act.tx.drafts.get(getattr(act.payload, "draft_id", 0))
    if draft is None:
        raise Done
    allowed = any(group.id == draft.group_id for group in act.groups)
    group = act.tx.groups.get(draft.group_id or 0)
    if draft.kind != KIND or draft.chat_id != act.chat.id or not allowed or group is None:
        raise NotYours
    return draft.changed(person_id=act.person.id), group


def keep(act: Act, draft: Draft, *, expects: str | None = None, **data: Any) -> Draft:
    """The draft with these answers, waiting for these words."""
    kept = draft.changed(data={**draft.data, **data}, expects=expects)
    act.tx.drafts.save(kept)
    return kept


def take_words(act: Act, draft: Draft, group: Group, words: str) -> bool:
    """Read the words and go on; False where they could not be read, which was explained."""
    try:
        spec = parse_schedule(words, today=today(group, act.now), language=act.t.language)
        preview(series_of(act, group, spec), group, act.now)
    except (Unreadable, InPast) as error:
        past = isinstance(error, InPast) or error.code is Problem.IN_PAST
        if past and group.zone is None:  # not where they live, perhaps
            ask_zone(act, keep(act, draft, words=words), group)
            return True
        if isinstance(error, InPast):
            act.reply(_over(act))
        else:
            act.reply(explain(act.t, error, example=f"/schedule {SCHEDULE_EXAMPLE}"))
        return False
    go_on(act, keep(act, draft, words=words, spec=spec.model_dump(mode="json")), group)
    return True


def go_on(act: Act, draft: Draft, group: Group) -> None:
    """Ask what is still missing, else show the preview."""
    if group.zone is None:
        ask_zone(act, draft, group)
    elif "spec" in draft.data:
        show_preview(act, draft, group)
    else:
        ask_next(act, draft)


def zone_is_known(act: Act, draft: Draft, group: Group) -> None:
    """The zone was chosen: words are read again, as today may be another day there."""
    words = draft.data.get("words")
    if words is None:
        go_on(act, draft, group)
    else:
        take_words(act, draft, group, str(words))


def show_preview(act: Act, draft: Draft, group: Group) -> None:
    """Everything in full words, with Confirm."""
    series = series_in(act, draft, group)
    try:
        dates = preview(series, group, act.now)
    except InPast:
        act.edit_here(_over(act))
        return
    _show(act, draft, preview_words(act.t, series, group, dates), preview_buttons(act.t, draft.id))


def ask_zone(act: Act, draft: Draft, group: Group) -> None:
    """Once for each group, before its first Confirm."""
    zones = likely_zones(act.user.language_code or group.language, group.country)
    text = act.t("Which time zone does the group live in? I ask only once.")
    _show(act, draft, text, zone_buttons(act.t, draft.id, zones, act.now))


def ask_which(act: Act, draft: Draft, zones: list[str]) -> None:
    """A place that could be several."""
    _show(act, draft, act.t("Which of these?"), zone_buttons(act.t, draft.id, zones, act.now), expects=ZONE)


def ask_next(act: Act, draft: Draft) -> None:
    """The next question that has no answer yet."""
    t, data = act.t, draft.data
    if "day" not in data:
        _show(act, draft, t("Let’s plan a meetup. On which day?"), day_buttons(t, draft.id))
    elif "time" not in data:
        _show(act, draft, t("At what time?"), time_buttons(t, draft.id), expects=TIME)
    elif "often" not in data:
        _show(act, draft, t("How often?"), often_buttons(t, draft.id, t.weekday(data["day"])))
    else:
        question = t("What is it called, and where is it? An online meetup needs its link.")
        example = t("For example: <code>{example}</code>", example="Coffee and chat @ Calderwood Hall")
        text = "\n".join([question, example, how_to_answer(act)])
        _show(act, draft, text, title_buttons(t, draft.id), expects=TITLE)


def ask_words(act: Act, draft: Draft, text: str, *, expects: str) -> None:
    """A question that is answered by typing."""
    _show(act, draft, f"{text}\n{how_to_answer(act)}", [[cancel(act.t, draft.id)]], expects=expects)


def how_to_answer(act: Act) -> str:
    """In a group the bot only hears replies to its messages."""
    if act.private:
        return act.t("Just write it here.")
    return act.t("Please write it as a reply to this message.")


def from_answers(act: Act, draft: Draft, group: Group, words: str) -> bool:
    """The guided questions are answered; words: title and place, as after a schedule's time."""
    day, often = int(draft.data["day"]), str(draft.data["often"])
    spec = _guided(day, time.fromisoformat(draft.data["time"]), often, group, act.now)
    return take_words(act, draft, group, f"{write_schedule(spec, act.t.language)} {words}".strip())


def rule_of(often: str, weekday: int) -> Rule:
    """The rule that a choice stands for; ValueError for what is none. A single date has its day beside it."""
    unit, number = often[:1], int(often[1:])
    if unit == "w":
        return Rule(frequency="weekly", interval=number, weekday=weekday)
    if unit != "m":
        raise ValueError(often)
    return Rule(frequency="monthly", weekday=weekday, nth=number)


def _guided(weekday: int, local_time: time, often: str, group: Group, now: datetime) -> ScheduleSpec:
    weekly = Rule(frequency="weekly", weekday=weekday)
    rule = weekly if often == ONCE else rule_of(often, weekday)
    local_day = today(group, now)
    days = occurrences(rule, local_day, local_day, count=2)
    first = next(day for day in days if at(day, local_time, zone_of(group)) > now)
    return ScheduleSpec(rule=Rule(frequency="once") if often == ONCE else rule, starts_on=first, local_time=local_time)


def series_in(act: Act, draft: Draft, group: Group) -> Series:
    """The series that the draft has come to."""
    spec = ScheduleSpec.model_validate(draft.data["spec"])
    return series_of(act, group, spec, places=draft.data.get("places"))


def series_of(act: Act, group: Group, spec: ScheduleSpec, *, places: int | None = None) -> Series:
    """The series that these words ask for; without a title it gets a plain one in the group's language."""
    title = act.words(group.language).plain("Our meetup")
    return of_spec(spec, group, by=act.user.id, title=title, now=act.now, places=places)


def _over(act: Act) -> str:
    return act.t("That time is over already. Please give one that is still to come.")


def _show(act: Act, draft: Draft, text: str, buttons: Rows, *, expects: str | None = None) -> None:
    """One step stands in the chat at a time: it takes the place of the one before, or sends it away."""
    if act.query is not None and act.message is not None:
        keep(act, draft.changed(message_id=act.message.message_id), expects=expects)
        act.edit_here(text, buttons)
        return
    if draft.message_id is not None:
        act.delete(act.chat.id, draft.message_id)
    keep(act, draft.changed(message_id=None), expects=expects)
    act.reply(text, buttons, effect={"kind": SHOWN, "draft_id": draft.id})
