"""Going, Maybe, Can't make it, children, "I'm here": each press is answered at once in words."""

from datetime import timedelta

from domain.errors import Full, Gone, LeftGroup, NotNow, NotYours
from domain.firsttime import said_going
from domain.groups import Group
from domain.meetups import Answer, Meetup, MeetupState, Rsvp
from domain.places import come_alone
from domain.planning import CARD, promise_private
from domain.rsvps import MOST_CHILDREN, Said, arrive, bring, free_places, say
from handlers.context import Act
from handlers.places import Alone, tell_moved_up
from handlers.routing import Router
from handlers.views_card import Bring, Here, Say
from handlers.words import Words

router = Router("rsvps")

NEAR = timedelta(days=6)  # within these a weekday alone says which day


@router.press(Say)
def answer(act: Act) -> None:
    """An answer. The same one again takes it back on the card only: elsewhere it answers what the bot has asked."""
    if not isinstance(act.payload, Say):
        raise Gone
    meetup, group = pressed(act, act.payload.meetup_id)
    try:
        on_card = _on_card(act, meetup)
        said = say(act.tx, meetup, act.person.id, act.payload.answer, act.now, takes_back=on_card)
    except NotNow:
        act.answer(too_late(act.t, meetup), alert=True)
        return
    if not said.different:
        act.answer(_already(act, said.rsvp))
        return
    _settled(act, meetup, group, said)
    act.answer(_without(act, said) or in_words(act, meetup, said.rsvp))


def _on_card(act: Act, meetup: Meetup) -> bool:
    """Whether the button stands on the card itself, which shows what the answer is."""
    card, message = act.tx.cards.of(CARD, meetup.id), act.query.message if act.query else None
    if card is None or message is None:
        return False
    return (card.chat_id, card.message_id) == (message.chat.id, message.message_id)


@router.press(Bring)
def children(act: Act) -> None:
    """A child more or less; whoever brings a child is going."""
    if not isinstance(act.payload, Bring) or act.payload.more not in (1, -1):
        raise Gone
    meetup, group = pressed(act, act.payload.meetup_id)
    try:
        said = bring(act.tx, meetup, act.person.id, act.payload.more, act.now)
    except NotNow:
        act.answer(too_late(act.t, meetup), alert=True)
        return
    except Full:
        act.answer(act.t.plain("There is no place left for one more child. You keep the ones you have."), alert=True)
        return
    if not said.different:
        act.answer(_no_more(act))
        return
    _settled(act, meetup, group, said)
    act.answer(in_words(act, meetup, said.rsvp))


@router.press(Alone)
def alone(act: Act) -> None:
    """Fewer places are free than they wait for: one of them is enough."""
    if not isinstance(act.payload, Alone):
        raise Gone
    meetup, group = pressed(act, act.payload.meetup_id)
    try:
        said = come_alone(act.tx, meetup, act.person.id, act.now)
    except NotNow:
        act.answer(too_late(act.t, meetup), alert=True)
        return
    except Full:
        act.answer(act.t.plain("That place is taken again. You stay on the waiting list."), alert=True)
        return
    if said.different:
        _settled(act, meetup, group, said)
    act.answer(in_words(act, meetup, said.rsvp))


@router.press(Here)
def here(act: Act) -> None:
    """Self check-in, from 15 minutes before the start until 30 after the end."""
    if not isinstance(act.payload, Here):
        raise Gone
    meetup, _ = pressed(act, act.payload.meetup_id)
    try:
        first = arrive(act.tx, meetup, act.person.id, act.now)
    except NotNow:
        early = meetup.state is MeetupState.PLANNED and act.now < meetup.here_from
        text = act.t.plain("That opens 15 minutes before the start.") if early else too_late(act.t, meetup)
        act.answer(text, alert=True)
        return
    act.answer(
        act.t.plain("Good to have you here.") if first else act.t.plain("I have noted already that you are here.")
    )


def pressed(act: Act, meetup_id: int) -> tuple[Meetup, Group]:
    """The meetup and its group; Gone, NotYours or LeftGroup where this person cannot answer for it here."""
    meetup = act.tx.meetups.get(meetup_id)
    group = act.tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None:
        raise Gone
    if act.chat.id == group.chat_id:
        return meetup, group
    member = act.tx.people.member(group.id, act.user.id)
    if not act.private or member is None:
        raise NotYours
    if member.left_at is not None:
        raise LeftGroup
    return meetup, group


def _settled(act: Act, meetup: Meetup, group: Group, said: Said) -> None:
    if said.rsvp.answer is Answer.GOING:
        said_going(act.tx, meetup, group, act.user.id, act.now)
    if act.person.lead is not None:  # new here, perhaps: their lead may be one that nobody in the group had yet
        promise_private(act.tx, meetup, group, act.now)
    tell_moved_up(act, meetup, group, said.moved_up)


def in_words(act: Act, meetup: Meetup, rsvp: Rsvp) -> str:
    """What stands now, for the toast."""
    t = act.t
    if rsvp.answer is Answer.GOING and rsvp.waiting_since is not None:
        return _waits(act, meetup, rsvp)
    if rsvp.answer is Answer.GOING:
        going = t.plain("You’re going.")
        if rsvp.children:
            going = t.many("You’re going with {count} child.", "You’re going with {count} children.", rsvp.children)
        return f"{going} {_see_you(t, meetup, near=meetup.starts_at - act.now < NEAR)}"
    if rsvp.answer is Answer.MAYBE:
        return t.plain("Noted as maybe. You can change that at any time.")
    if rsvp.answer is Answer.DECLINED:
        return t.plain("Thank you for saying so. See you another time.")
    return t.plain("Taken back. You are not down for anything.")


def _already(act: Act, rsvp: Rsvp) -> str:
    """The same answer again."""
    t = act.t
    if rsvp.answer is Answer.GOING and rsvp.waiting_since is not None:
        return t.plain("You are on the waiting list already. If you can’t come any more, tap “Can't make it”.")
    if rsvp.answer is Answer.GOING:
        return t.plain("You are down as Going already. If you can’t come any more, tap “Can't make it”.")
    if rsvp.answer is Answer.MAYBE:
        return t.plain("You are down as Maybe already. You can change that at any time.")
    return t.plain("I have noted already that you can’t make it. You can change that at any time.")


def _without(act: Act, said: Said) -> str | None:
    """Who goes from Going to Maybe hears that their children went with it; with a no it goes without saying."""
    if not said.lost or said.rsvp.answer is not Answer.MAYBE:
        return None
    return act.t.many(
        "Noted as maybe. Your {count} child is not down any more: only with Going are children counted.",
        "Noted as maybe. Your {count} children are not down any more: only with Going are children counted.",
        said.lost,
    )


def _see_you(t: Words, meetup: Meetup, *, near: bool) -> str:
    day = t.weekday(meetup.day.weekday()) if near else t.day(meetup.day)
    return t.plain("See you on {day}.", day=day)


def _waits(act: Act, meetup: Meetup, rsvp: Rsvp) -> str:
    if rsvp.children:
        return _waits_with_children(act, meetup, rsvp)
    if act.person.private_open:
        return act.t.plain("All places are taken. You are on the waiting list, and I’ll tell you when one is free.")
    return act.t.plain(
        "All places are taken. You are on the waiting list. Look at the card: it shows when you get one."
    )


def _waits_with_children(act: Act, meetup: Meetup, rsvp: Rsvp) -> str:
    t, free = act.t, free_places(meetup, act.tx.meetups.rsvps(meetup.id)) or 0
    why = t.plain("All places are taken.")
    if free > 0:
        why = t.many("Only {count} place is free.", "Only {count} places are free.", free)
    waits = t.many(
        "You are on the waiting list with {count} child ({places} places).",
        "You are on the waiting list with {count} children ({places} places).",
        rsvp.children,
        places=rsvp.seats,
    )
    hears = t.plain("I’ll tell you when it is your turn.")
    if not act.person.private_open:
        hears = t.plain("Look at the card: it shows when you get them.")
    return f"{why} {waits} {hears}"


def _no_more(act: Act) -> str:
    if isinstance(act.payload, Bring) and act.payload.more < 0:
        return act.t.plain("You have no children down for this one.")
    return act.t.plain("At most {count} children fit on one card.", count=MOST_CHILDREN)


def too_late(t: Words, meetup: Meetup) -> str:
    """Why this meetup takes no answers."""
    if meetup.state is MeetupState.SKIPPED:
        return t.plain("There is no meetup this time, so there is nothing to answer.")
    if meetup.state is MeetupState.CANCELLED:
        return t.plain("This meetup is called off, so there is nothing to answer.")
    return t.plain("This meetup is over. The next card takes your answer.")
