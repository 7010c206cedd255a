"""`/schedule`: words or guided questions, a preview in full words, and Confirm."""

from domain.errors import Gone
from domain.grammar import ScheduleSpec, write_schedule
from domain.series import begin
from handlers.context import Act
from handlers.routing import Router, Who, group_of_draft
from handlers.schedule_steps import (
    KIND,
    WORDS,
    ask_words,
    drafted,
    go_on,
    keep,
    series_in,
    show_preview,
    take_words,
)
from handlers.views_schedule import AskPlaces, Cancel, Change, Confirm, Places, places_buttons, scheduled
from handlers.which_group import the_group

router = Router("schedule")

MOST_PLACES = 1000


@router.command("schedule", who=Who.FACILITATOR)
def schedule(act: Act) -> None:
    """`/schedule every tue 10:00 Coffee and chat @ Calderwood Hall`, or without words by buttons."""
    group = the_group(act, "schedule")
    if group is None:
        return
    draft = act.begin(KIND, group_id=group.id)
    if not act.args:
        go_on(act, draft, group)
    elif not take_words(act, draft, group, act.args):
        act.tx.drafts.remove(draft.id)


@router.expecting(WORDS, who=Who.FACILITATOR, candidates=group_of_draft)
def other_words(act: Act) -> None:
    """The words in place of those that were wrong."""
    draft, group = drafted(act)
    take_words(act, draft, group, act.args)


@router.press(Confirm, who=Who.FACILITATOR, candidates=group_of_draft)
def confirm(act: Act) -> None:
    """The series begins. InPast and Done are told by handlers.errors."""
    draft, group = drafted(act)
    if group.zone is None or "spec" not in draft.data:
        raise Gone
    here = act.chat.id == group.chat_id
    series = series_in(act, draft, group).changed(thread_id=act.thread_id if here else group.thread_id)
    started = begin(act.tx, series, group, act.now)
    act.tx.drafts.remove(draft.id)
    act.answer(act.t.plain("Scheduled."))
    act.edit_here(scheduled(act.t, started.series, group, started.first.day, here=here))


@router.press(Change, who=Who.FACILITATOR, candidates=group_of_draft)
def change(act: Act) -> None:
    """Something is wrong: the words once more, with the old ones to start from."""
    draft, _ = drafted(act)
    if "spec" not in draft.data:
        raise Gone
    spec = ScheduleSpec.model_validate(draft.data["spec"])
    words = write_schedule(spec, act.t.language)
    text = act.t("Please write it as it should be. So far it is:\n<code>{words}</code>", words=words)
    ask_words(act, draft, text, expects=WORDS)


@router.press(Cancel, who=Who.FACILITATOR, candidates=group_of_draft)
def cancel(act: Act) -> None:
    """Nothing is scheduled."""
    draft, _ = drafted(act)
    act.tx.drafts.remove(draft.id)
    act.edit_here(act.t("Nothing was scheduled."))


@router.press(AskPlaces, who=Who.FACILITATOR, candidates=group_of_draft)
def ask_places(act: Act) -> None:
    """How many can come?"""
    draft, _ = drafted(act)
    act.edit_here(act.t("How many people can come, children counted?"), places_buttons(act.t, draft.id))


@router.press(Places, who=Who.FACILITATOR, candidates=group_of_draft)
def places(act: Act) -> None:
    """So many; back to the preview."""
    draft, group = drafted(act)
    limit = act.payload.places if isinstance(act.payload, Places) else None
    if "spec" not in draft.data or (limit is not None and not 0 < limit <= MOST_PLACES):
        raise Gone
    show_preview(act, keep(act, draft, places=limit), group)
