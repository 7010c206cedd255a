"""Two people brought together: facilitators confirm, both are asked, both hear of each other; later, did they meet?"""

from dataclasses import dataclass
from typing import ClassVar

from domain.agenda import Promise
from domain.buddies import Buddy, Met
from domain.errors import Done, Gone, NotNow
from domain.groups import Group
from domain.introductions import (
    FOLLOW_UP,
    LAPSES,
    OFF,
    SUGGEST,
    Two,
    confirm,
    follow_up,
    lapse,
    met,
    refuse,
    say,
    suggest,
    take_back,
    waiting,
)
from domain.outbox import Lane
from domain.people import Person
from domain.planning import today
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.context import Act, Context, Due
from handlers.doors import ToBuddy
from handlers.keyboards import Rows, press
from handlers.names import safe_name, whole
from handlers.routing import Asked, Router, Who
from handlers.to_facilitators import tell_facilitators
from handlers.views_introductions import called, mention, profile
from handlers.words import Words

router = Router("introductions of pairs")


@dataclass(frozen=True)
class Decide(Payload, code="wd"):
    """A facilitator: ask these two, or not these two."""

    match_id: int
    yes: bool


@dataclass(frozen=True)
class ShowPair(Payload, code="wP"):
    """Who could be introduced to whom, for a facilitator."""

    linked: ClassVar[bool] = True
    match_id: int


@dataclass(frozen=True)
class SayToPair(Payload, code="wy"):
    """One of the two: yes, or not this time."""

    match_id: int
    yes: bool


@dataclass(frozen=True)
class SayMet(Payload, code="wm"):
    """Two weeks later."""

    match_id: int
    met: Met


def group_of_pair(tx: Tx, asked: Asked) -> list[Group]:
    """The group of the pair that a button names; only in private. Gone: somebody of the two was forgotten."""
    match = tx.introductions.match(getattr(asked.payload, "match_id", 0))
    if match is None:
        raise Gone
    group = tx.groups.get(match.group_id) if asked.private else None
    return [group] if group is not None and not group.resting else []


def _group_of(tx: Tx, promise: Promise) -> Group | None:
    return tx.groups.get(int(promise.subject))


@router.promise(SUGGEST, administrators_of=_group_of)
def suggest_due(due: Due) -> None:
    """The facilitators see the next pair; who is one of the two sees it from a facilitator's side as well."""
    two = suggest(due.tx, int(due.promise.subject), due.now)
    if two is None:
        return
    heard = tell_facilitators(
        due,
        two.group,
        lambda t: _suggestion(t, due, two),
        door=lambda t: t("{group}: two people could be introduced. It opens in private.", group=two.group.title),
        opens=ShowPair(two.match.id),
    )
    if not heard:
        take_back(due.tx, two.match, due.now)


def _suggestion(t: Words, context: Context, two: Two) -> tuple[str, Rows]:
    seeker, buddy = _profiles(context.tx, two)
    text = "\n".join(
        [
            t("<b>Two people for an introduction</b> ({group})", group=two.group.title),
            "",
            t("<b>{name}</b> asks for a buddy.", name=safe_name(t, whole(two.seeker))),
            profile(t, seeker),
            "",
            t("<b>{name}</b> offers to be one.", name=safe_name(t, whole(two.buddy))),
            profile(t, buddy),
            "",
            t("If you think they go well together, I ask them both. Please keep it to yourself that they take part."),
        ]
    )
    yes = press(t.plain("Confirm"), Decide(two.match.id, yes=True))
    no = press(t.plain("Not these two"), Decide(two.match.id, yes=False))
    return text, [[yes, no]]


def _profiles(tx: Tx, two: Two) -> tuple[Buddy, Buddy]:
    seeker = tx.introductions.buddy(two.group.id, two.seeker.id)
    buddy = tx.introductions.buddy(two.group.id, two.buddy.id)
    if seeker is None or buddy is None:
        raise Gone
    return seeker, buddy


@router.press(ShowPair, who=Who.FACILITATOR, candidates=group_of_pair)
def show(act: Act) -> None:
    """The same for a facilitator who came by the room."""
    if not isinstance(act.payload, ShowPair):
        raise Gone
    act.reply(*_suggestion(act.t, act, waiting(act.tx, act.payload.match_id)))


@router.press(Decide, who=Who.FACILITATOR, candidates=group_of_pair)
def decided(act: Act) -> None:
    """The first facilitator who decides decides."""
    if not isinstance(act.payload, Decide):
        raise Gone
    t = act.t
    if not act.payload.yes:
        refuse(act.tx, act.payload.match_id, act.now)
        act.answer(t.plain("Not these two, then."))
        act.edit_here(t("I won’t suggest these two again. Nobody hears of it."))
        return
    two = confirm(act.tx, act.payload.match_id, act.user.id, act.now)
    seeker, buddy = _profiles(act.tx, two)
    _ask(act, two, two.seeker, buddy, offers=True)
    _ask(act, two, two.buddy, seeker, offers=False)
    act.answer(t.plain("I’m asking them both."))
    act.edit_here(
        t(
            "I have asked {seeker} and {buddy}. Only when both say yes they hear of each other.",
            seeker=safe_name(t, whole(two.seeker)),
            buddy=safe_name(t, whole(two.buddy)),
        )
    )


def _ask(act: Act, two: Two, person: Person, other: Buddy, *, offers: bool) -> None:
    """Without a name: a no must not be felt by anybody."""
    t = act.words_for(person, two.group)
    asked = (
        t("There may be a buddy for you in {group}:", group=two.group.title)
        if offers
        else t("A parent in {group} would like a buddy:", group=two.group.title)
    )
    how = t(
        "May I introduce you? If you both say yes, each of you gets the other’s first name and a link to write. "
        "If not, nobody hears what you said."
    )
    yes = press(t.plain("Yes, please"), SayToPair(two.match.id, yes=True))
    no = press(t.plain("Not this time"), SayToPair(two.match.id, yes=False))
    change = press(t.plain("Change or stop"), ToBuddy(two.group.id))
    act.send(person.id, f"{asked}\n{profile(t, other)}\n\n{how}", [[yes, no], [change]], lane=Lane.REMINDER)


@router.press(SayToPair)
def said(act: Act) -> None:
    """Yes or no. Only when both said yes is anything told."""
    if not isinstance(act.payload, SayToPair) or not act.private:
        raise Gone
    t = act.t
    try:
        two = say(act.tx, act.payload.match_id, act.user.id, act.now, yes=act.payload.yes)
    except NotNow:
        raise Done from None
    if not act.payload.yes:
        act.answer(t.plain("That is fine."))
        act.edit_here(t("That is fine. Nobody hears of it. /buddy changes what you are looking for, or stops it."))
        return
    act.answer(t.plain("Thank you."))
    if two is None:
        act.edit_here(t("Thank you. If it comes to it, you hear from me."))
        return
    act.edit_here(t("Thank you. You both said yes."))
    for person, other in ((two.seeker, two.buddy), (two.buddy, two.seeker)):
        _introduce(act, two.group, person, other)


def _introduce(act: Act, group: Group, person: Person, other: Person) -> None:
    t = act.words_for(person, group)
    this = t("You both said yes. From {group}, this is", group=group.title)
    how = t("A short hello is enough. What you write to each other I don’t see.")
    act.send(person.id, f"{this} {mention(t, other)}.\n{how}", lane=Lane.REMINDER)


@router.promise(LAPSES)
def lapses(due: Due) -> None:
    """Nobody decided, or not both answered."""
    lapse(due.tx, int(due.promise.subject), due.now)


@router.promise(OFF)
def off(due: Due) -> None:
    """Somebody said yes, and it will not be this time; why is nobody's business."""
    person_id, group_id = (int(part) for part in due.promise.subject.split(":"))
    person, group = due.tx.people.get(person_id), due.tx.groups.get(group_id)
    member = due.tx.people.member(group_id, person_id)
    if person is None or group is None or not person.private_open or member is None or member.left_at is not None:
        return
    t = due.words_for(person, group)
    text = t("The introduction in {group} will not be this time. I go on looking.", group=group.title)
    due.send(person.id, text, lane=Lane.REMINDER)


@router.promise(FOLLOW_UP)
def two_weeks_later(due: Due) -> None:
    """Each is asked once whether they met."""
    two = follow_up(due.tx, int(due.promise.subject), due.now)
    if two is None:
        return
    for person, other in ((two.seeker, two.buddy), (two.buddy, two.seeker)):
        if person.private_open and not person.is_away(today(two.group, due.now)):
            t = due.words_for(person, two.group)
            text = t("Two weeks ago I introduced you and {name}. Did you meet, or write?", name=called(t, other))
            due.send(person.id, text, _mets(t, two.match.id), lane=Lane.NUDGE, once=True)


def _mets(t: Words, match_id: int) -> Rows:
    return [
        [press(t.plain("Yes"), SayMet(match_id, Met.YES)), press(t.plain("Not yet"), SayMet(match_id, Met.NOT_YET))],
        [press(t.plain("I’d like somebody else"), SayMet(match_id, Met.OTHER))],
    ]


@router.press(SayMet)
def met_said(act: Act) -> None:
    """Whatever it is, the other does not hear it."""
    if not isinstance(act.payload, SayMet) or not act.private:
        raise Gone
    what, t = act.payload.met, act.t
    met(act.tx, act.payload.match_id, act.user.id, what, act.now)
    act.answer(t.plain("Thank you."))
    act.edit_here(
        {
            Met.YES: t("That’s good to hear. Thank you."),
            Met.NOT_YET: t("That is fine, too. Thank you."),
            Met.OTHER: t("Thank you for saying so. They don’t hear of it. I go on looking."),
        }[what]
        + " "
        + t("/buddy changes it, or stops it.")
    )
