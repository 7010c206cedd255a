"""The four buttons of a nudge. Each is answered at once, in the message itself; each can still be changed."""

from domain.errors import Gone
from domain.nudge import Nudge, NudgeAnswer
from domain.nudge_answers import BREAKS, answered, own, see_you, stop, take_break
from domain.nudge_answers import SeeYou as Seen
from domain.planning import promise_private
from handlers import asking
from handlers.context import Act
from handlers.doors import ToSettings
from handlers.keyboards import Rows, press
from handlers.nudge_views import Break, Chat, SeeYou, Stop, breaks, chat_door, stop_door
from handlers.routing import Router
from handlers.views_meetups import soon

router = Router("nudge answers")


def _own(act: Act) -> Nudge:
    nudge_id = getattr(act.payload, "nudge_id", 0)
    if not act.private:
        raise Gone
    return own(act.tx, nudge_id, act.user.id)


@router.press(SeeYou)
def see_you_pressed(act: Act) -> None:
    """Going for the next one."""
    nudge = _own(act)
    seen = see_you(act.tx, nudge, act.now)
    group = act.tx.groups.get(nudge.group_id)
    if seen.meetup is not None and group is not None and act.person.lead is not None:
        promise_private(act.tx, seen.meetup, group, act.now)
    text = _seen(act, seen, nudge)
    act.answer(act.t.plain("See you then.") if seen.meetup else act.t.plain("Thank you. You are welcome any time."))
    act.edit_here(text, _doors(act, nudge))


def _seen(act: Act, seen: Seen, nudge: Nudge) -> str:
    t, group = act.t, act.tx.groups.get(nudge.group_id)
    if seen.meetup is None or seen.said is None or group is None:
        return t("Thank you. No next date is planned yet. When there is one, you will see it in the group.")
    when = soon(t, seen.meetup, group, act.now)
    if seen.said.rsvp.waiting_since is not None:
        return t(
            "Thank you. For “{title}”, {when}, all places are taken. You are on the waiting list, "
            "and I’ll tell you when one is free.",
            title=seen.meetup.title,
            when=when,
        )
    return t(
        "Thank you. You are down as Going for “{title}”, {when}. "
        "If it does not work out after all, tap “Can't make it” on the card in the group, or on /next.",
        title=seen.meetup.title,
        when=when,
    )


@router.press(Chat)
def chat_pressed(act: Act) -> None:
    """A request for a human of that group: by name or unnamed, as any other."""
    nudge = _own(act)
    group = act.tx.groups.get(nudge.group_id)
    if group is None:
        raise Gone
    answered(act.tx, nudge, NudgeAnswer.CHAT, act.now)
    text, rows = asking.ask(act, [group], [])
    act.edit_here(text, [*rows, [stop_door(act.t, nudge.id)]])


@router.press(Break)
def break_pressed(act: Act) -> None:
    """How long, then away."""
    nudge = _own(act)
    weeks = act.payload.weeks if isinstance(act.payload, Break) else 0
    if weeks not in BREAKS:
        answered(act.tx, nudge, NudgeAnswer.BREAK, act.now)
        act.answer(act.t.plain("Good idea. For how long?"))
        act.edit_here(
            act.t("A break is a good thing. For how long? I won’t write to you meanwhile."), breaks(act.t, nudge.id)
        )
        return
    person = take_break(act.tx, nudge, act.person, weeks, act.now)
    until = person.away_until or act.now.date()
    act.answer(act.t.plain("Enjoy your break."))
    act.edit_here(
        act.t(
            "Noted: you are away until {day}. No reminders and no messages like this one until then. "
            "/back ends it sooner. The door stays open.",
            day=act.t.day(until),
        ),
        _doors(act, nudge),
    )


@router.press(Stop)
def stop_pressed(act: Act) -> None:
    """At once, confirmed, and to be taken back in the settings."""
    nudge = _own(act)
    stop(act.tx, nudge, act.person, act.now)
    act.answer(act.t.plain("Stopped."))
    act.edit_here(
        act.t(
            "Stopped: I won’t send you these messages any more. You are as welcome as ever. "
            "If you want them again one day, you find them in /settings."
        ),
        [[chat_door(act.t, nudge.id), press(act.t.plain("Settings"), ToSettings())]],
    )


def _doors(act: Act, nudge: Nudge) -> Rows:
    return [[chat_door(act.t, nudge.id)], [stop_door(act.t, nudge.id)]]
