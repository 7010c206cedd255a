"""Moving, skipping, calling off, another place: begun, previewed, confirmed and undone."""

from dataclasses import dataclass

from domain.change_words import read_place, read_when
from domain.changes import Edit, audience, change, preview, refuse_over, tell_at, undo
from domain.errors import ChangedMeanwhile, Gone, NotNow
from domain.grammar import Unreadable
from domain.groups import Group
from domain.meetups import ChangeKind, Meetup, MeetupState
from domain.planning import CARD, today
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import columns, press
from handlers.managing import (
    KIND,
    Begin,
    Listing,
    Open,
    answered,
    ask,
    of_change,
    of_draft,
    of_meetup,
    pressed,
    stop_expecting,
    the_draft,
    the_meetup,
    typed_about,
)
from handlers.routing import Router, Who
from handlers.unreadable import WHEN_EXAMPLE, explain
from handlers.views_changes import confirmed, moved_by, now_is, shift_words, waits, what_changes, who_is_told
from handlers.views_meetups import full_words

router = Router("changes")

WHEN, WHERE, WHY = "change_when", "change_where", "change_why"
PLACE_EXAMPLE = "Calderwood Library, room 2"
SHIFTS = (-60, 60, -24 * 60, 24 * 60)  # minutes


@dataclass(frozen=True)
class Shift(Payload, code="ch"):
    """Move it by so many minutes of the clock on the wall."""

    meetup_id: int
    minutes: int


@dataclass(frozen=True)
class NoReason(Payload, code="cn"):
    """Call it off without saying why."""

    meetup_id: int


@dataclass(frozen=True)
class Confirm(Payload, code="cc"):
    """The preview is right."""

    draft_id: int


@dataclass(frozen=True)
class Undo(Payload, code="cu"):
    """It was wrong; nobody has heard of it yet."""

    change_id: int


@router.press(Begin, who=Who.FACILITATOR, candidates=of_meetup)
def begin(act: Act) -> None:
    """Ask for what the change needs, or show the preview where it needs nothing."""
    payload = pressed(act, Begin)
    meetup, group = the_meetup(act, payload.meetup_id)
    if payload.kind is ChangeKind.SERIES:
        raise Gone
    refuse_over(meetup, act.now)
    asked = {ChangeKind.MOVED: _ask_when, ChangeKind.PLACE: _ask_where, ChangeKind.CANCELLED: _ask_why}
    if payload.kind not in asked:
        show(act, Edit(kind=payload.kind), meetup, group)
        return
    if meetup.state is not MeetupState.PLANNED:
        raise NotNow
    asked[payload.kind](act, meetup, group)


def _ask_when(act: Act, meetup: Meetup, group: Group) -> None:
    t = act.t
    text = t(
        "When instead? Write a day, a time or both, for example <code>{example}</code>. What you leave out stays.",
        example=WHEN_EXAMPLE,
    )
    shifts = [press(shift_words(t, minutes), Shift(meetup.id, minutes)) for minutes in SHIFTS]
    ask(act, meetup, WHEN, f"{full_words(t, meetup, group)}\n\n{text}", columns(shifts, 2))


def _ask_where(act: Act, meetup: Meetup, group: Group) -> None:
    t = act.t
    text = t("Where instead? Write the place, a link, or both. It takes the place of what stands there now.")
    ask(act, meetup, WHERE, f"{full_words(t, meetup, group)}\n\n{text}", [])


def _ask_why(act: Act, meetup: Meetup, group: Group) -> None:
    t = act.t
    text = t("Why is it called off? Write a few words for the people who come, or give no reason.")
    none = press(t.plain("No reason"), NoReason(meetup.id))
    ask(act, meetup, WHY, f"{full_words(t, meetup, group)}\n\n{text}", [[none]])


@router.expecting(WHEN, who=Who.FACILITATOR, candidates=of_draft)
def when_typed(act: Act) -> None:
    """Another day or time, in words."""
    meetup, group = typed_about(act)
    try:
        when = read_when(act.args, meetup, today=today(group, act.now), language=act.t.language)
    except Unreadable as problem:
        act.reply(explain(act.t, problem, WHEN_EXAMPLE))
        return
    show(act, Edit(kind=ChangeKind.MOVED, day=when.date, local_time=when.time), meetup, group)
    answered(act)


@router.expecting(WHERE, who=Who.FACILITATOR, candidates=of_draft)
def where_typed(act: Act) -> None:
    """Another place or address, in words."""
    meetup, group = typed_about(act)
    try:
        place, link = read_place(act.args, act.t.language)
    except Unreadable as problem:
        act.reply(explain(act.t, problem, PLACE_EXAMPLE))
        return
    show(act, Edit(kind=ChangeKind.PLACE, place=place, link=link), meetup, group)
    answered(act)


@router.expecting(WHY, who=Who.FACILITATOR, candidates=of_draft)
def why_typed(act: Act) -> None:
    """The reason, in words."""
    meetup, group = typed_about(act)
    show(act, Edit(kind=ChangeKind.CANCELLED, reason=act.args), meetup, group)
    answered(act)


@router.press(Shift, who=Who.FACILITATOR, candidates=of_meetup)
def shifted(act: Act) -> None:
    """A simple move, by a button."""
    payload = pressed(act, Shift)
    meetup, group = the_meetup(act, payload.meetup_id)
    if payload.minutes not in SHIFTS:
        raise Gone
    day, clock = moved_by(meetup, payload.minutes)
    show(act, Edit(kind=ChangeKind.MOVED, day=day, local_time=clock), meetup, group)


@router.press(NoReason, who=Who.FACILITATOR, candidates=of_meetup)
def no_reason(act: Act) -> None:
    """Called off without a word about why."""
    meetup, group = the_meetup(act, pressed(act, NoReason).meetup_id)
    show(act, Edit(kind=ChangeKind.CANCELLED), meetup, group)


def show(act: Act, edit: Edit, meetup: Meetup, group: Group) -> None:
    """The preview: what will change, who will hear of it, and Confirm."""
    t = act.t
    after = preview(act.tx, meetup, edit, group, act.now)
    told = who_is_told(
        t,
        len(audience(act.tx, meetup)),
        at_once=tell_at(meetup, after, act.now) <= act.now,
        again=edit.kind is ChangeKind.MOVED,
        on_card=act.tx.cards.of(CARD, meetup.id) is not None,
    )
    stop_expecting(act)
    draft = act.begin(
        KIND, group_id=group.id, meetup=meetup.id, sequence=meetup.sequence, edit=edit.model_dump(mode="json")
    )
    rows = [[press(t.plain("Confirm"), Confirm(draft.id))]]
    if edit.kind in (ChangeKind.MOVED, ChangeKind.PLACE, ChangeKind.CANCELLED):
        rows.append([press(t.plain("Change"), Begin(meetup.id, edit.kind))])
    rows.append([press(t.plain("Back"), Open(meetup.id))])
    act.edit_here("\n\n".join([what_changes(t, edit.kind, meetup, after, group), told]), rows)


@router.press(Confirm, who=Who.FACILITATOR, candidates=of_draft)
def confirm(act: Act) -> None:
    """Do what the preview said, once."""
    draft = the_draft(act, pressed(act, Confirm).draft_id)
    meetup, group = the_meetup(act, int(draft.data["meetup"]))
    if meetup.sequence != draft.data["sequence"]:
        raise ChangedMeanwhile
    count = len(audience(act.tx, meetup))
    kept = change(act.tx, meetup, Edit.model_validate(draft.data["edit"]), group, act.user.id, act.now)
    if act.message is not None:
        act.tx.meetups.save_change(kept.changed(chat_id=act.chat.id, message_id=act.message.message_id))
    act.tx.drafts.remove(draft.id)
    after = act.tx.meetups.get(meetup.id) or meetup
    at_once = kept.tell_at <= act.now
    rows = [] if at_once else [[press(act.t.plain("Undo"), Undo(kept.id))]]
    rows.append([press(act.t.plain("All meetups"), Listing(group.id))])
    act.edit_here(confirmed(act.t, after, group, waits(act.t, count, at_once=at_once)), rows)
    act.answer(act.t.plain("Done."))


@router.press(Undo, who=Who.FACILITATOR, candidates=of_change)
def take_back(act: Act) -> None:
    """As it was before, and nobody has heard of it."""
    kept = act.tx.meetups.change(pressed(act, Undo).change_id)
    if kept is None:
        raise Gone
    _, group = the_meetup(act, kept.meetup_id)
    before = undo(act.tx, kept, group, act.now)
    text = "\n\n".join([act.t("<b>Undone.</b> Nobody was told."), now_is(act.t, before, group)])
    act.edit_here(text, [[press(act.t.plain("Change it again"), Open(before.id))]])
    act.answer(act.t.plain("Undone. Nobody was told."))
