"""What facilitators tap on a tick list. Each press names what it wants, so two at once both count."""

from domain.attendance import Mark
from domain.attendance_lists import TICKS, open_lists, show, turn
from domain.attendance_marks import Line, add_guest, add_member, save, say_held, say_not_held, tick, tick_guest
from domain.errors import Gone, NotYours
from domain.groups import Group
from domain.meetups import Meetup
from handlers.choices import draft_group, stop_waiting
from handlers.context import Act
from handlers.managing import of_meetup
from handlers.names import safe_name
from handlers.routing import Router, Who
from handlers.views_attendance import AddGuest, AddMember, Choice, Held, Save, Tick, TickGuest, Turn

router = Router("attendance_list")

KIND = GUEST = "attendance_guest"
MARKS = {Choice.CAME: Mark.CAME, Choice.MISSED: Mark.MISSED, Choice.OPEN: None}


def _pressed(act: Act) -> tuple[Meetup, Group]:
    """The meetup and its group, of a press in the facilitator's own chat."""
    if not act.private:
        raise NotYours
    return _named(act, getattr(act.payload, "meetup_id", 0))


def _named(act: Act, meetup_id: int) -> tuple[Meetup, Group]:
    meetup = act.tx.meetups.get(meetup_id)
    group = next((group for group in act.groups if meetup is not None and group.id == meetup.group_id), None)
    if meetup is None or group is None:
        raise Gone
    return meetup, group


def _say(act: Act, line: Line) -> None:
    match line.mark:
        case Mark.CAME:
            act.answer(act.t.plain("{name}: came.", name=safe_name(act.t, line.full_name)))
        case Mark.MISSED:
            act.answer(act.t.plain("{name}: missed.", name=safe_name(act.t, line.full_name)))
        case _:
            act.answer(act.t.plain("{name}: left open.", name=safe_name(act.t, line.full_name)))


@router.press(Tick, who=Who.FACILITATOR, candidates=of_meetup)
def tick_pressed(act: Act) -> None:
    """Came, missed, or open."""
    if isinstance(act.payload, Tick):
        meetup, _ = _pressed(act)
        mark = MARKS[act.payload.choice]
        _say(act, tick(act.tx, meetup, act.payload.person_id, mark, act.user.id, act.now))


@router.press(TickGuest, who=Who.FACILITATOR, candidates=of_meetup)
def guest_pressed(act: Act) -> None:
    """The same for a guest."""
    if isinstance(act.payload, TickGuest):
        meetup, _ = _pressed(act)
        mark = MARKS[act.payload.choice]
        _say(act, tick_guest(act.tx, meetup, act.payload.line_id, mark, act.user.id, act.now))


@router.press(Turn, who=Who.FACILITATOR, candidates=of_meetup)
def turned(act: Act) -> None:
    """Another page of this reader's own message."""
    meetup, _ = _pressed(act)
    stop_waiting(act, KIND)
    card = act.tx.cards.at(TICKS, meetup.id, act.user.id)
    if card is None or not isinstance(act.payload, Turn):
        raise Gone
    turn(act.tx, card, {"view": act.payload.view, "page": act.payload.page}, act.now)


@router.press(AddMember, who=Who.FACILITATOR, candidates=of_meetup)
def member_added(act: Act) -> None:
    """A member who had said nothing was there."""
    meetup, _ = _pressed(act)
    if isinstance(act.payload, AddMember):
        _say(act, add_member(act.tx, meetup, act.payload.person_id, act.user.id, act.now))
        card = act.tx.cards.at(TICKS, meetup.id, act.user.id)
        if card is not None:
            turn(act.tx, card, {}, act.now)


@router.press(AddGuest, who=Who.FACILITATOR, candidates=of_meetup)
def guest_asked(act: Act) -> None:
    """Ask for a first name."""
    meetup, group = _pressed(act)
    stop_waiting(act, KIND)
    act.begin(KIND, group_id=group.id, expects=GUEST, meetup_id=meetup.id)
    act.reply(act.t("Who was there without Telegram? Write the first name only."), ask=True)


@router.expecting(GUEST, who=Who.FACILITATOR, candidates=draft_group)
def guest_named(act: Act) -> None:
    """Somebody without Telegram was there; the list comes below, with them on it."""
    meetup, _ = _named(act, int(act.draft.data["meetup_id"]) if act.draft else 0)
    add_guest(act.tx, meetup, act.args, act.user.id, act.now)
    stop_waiting(act, KIND)
    if meetup in open_lists(act.tx, meetup.group_id, act.now):
        before = show(act.tx, meetup, act.user.id, act.now)
        if before is not None:
            act.edit(act.user.id, before, act.t("The list is further down."))


@router.press(Held, who=Who.FACILITATOR, candidates=of_meetup)
def held_pressed(act: Act) -> None:
    """It wasn't held, or it was after all."""
    meetup, _ = _pressed(act)
    if isinstance(act.payload, Held) and act.payload.held:
        say_held(act.tx, meetup, act.user.id, act.now)
        act.answer(act.t.plain("Good. Please tick who came, and save."))
    else:
        say_not_held(act.tx, meetup, act.user.id, act.now)
        act.answer(act.t.plain("Noted: it wasn’t held. It counts for nobody."))


@router.press(Save, who=Who.FACILITATOR, candidates=of_meetup)
def saved(act: Act) -> None:
    """It counts from now on."""
    meetup, group = _pressed(act)
    if save(act.tx, meetup, group, act.user.id, act.now):
        act.answer(act.t.plain("Saved. Thank you."))
    else:
        act.answer(act.t.plain("It is saved already, and nothing has changed since."))
