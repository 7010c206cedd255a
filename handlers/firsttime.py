"""The first meetup of somebody new: facilitators hear of it the day before, and afterwards: "how was it?"."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.agenda import Promise
from domain.errors import Gone
from domain.firsttime import (
    FirstTimers,
    announced,
    felt,
    first_timers,
    how_was_it,
    was_asked,
)
from domain.groups import Group
from domain.newcomers import Felt
from domain.outbox import Lane
from domain.planning import FIRST_TIMERS, HOW_WAS_IT
from domain.ports import Tx
from handlers import asking
from handlers.callbacks import Payload
from handlers.context import Act, Due
from handlers.keyboards import Rows, press
from handlers.managing import of_meetup
from handlers.names import safe_name, whole
from handlers.routing import Router, Who
from handlers.to_facilitators import tell_facilitators
from handlers.views_meetups import soon
from handlers.words import Words

router = Router("first time")


@dataclass(frozen=True)
class ShowFirstTimers(Payload, code="wt"):
    """Who comes to this meetup for the first time, for a facilitator."""

    linked: ClassVar[bool] = True
    meetup_id: int


@dataclass(frozen=True)
class Feel(Payload, code="wf"):
    """How it was."""

    group_id: int
    how: Felt


@dataclass(frozen=True)
class LikeAChat(Payload, code="wc"):
    """A human, please."""

    group_id: int


def _group_of(tx: Tx, promise: Promise) -> Group | None:
    meetup = tx.meetups.get(int(promise.subject))
    return tx.groups.get(meetup.group_id) if meetup is not None else None


@router.promise(FIRST_TIMERS, administrators_of=_group_of)
def day_before(due: Due) -> None:
    """The facilitators hear in private who comes for the first time; nowhere else."""
    found = first_timers(due.tx, int(due.promise.subject), due.now)
    if found is None:
        return
    tell_facilitators(
        due,
        found.group,
        lambda t: (_news(t, found, due.now), ()),
        door=lambda t: t("{group}: somebody comes for the first time. It opens in private.", group=found.group.title),
        opens=ShowFirstTimers(found.meetup.id),
        not_after=found.meetup.starts_at,
    )


@router.press(ShowFirstTimers, who=Who.FACILITATOR, candidates=of_meetup)
def show(act: Act) -> None:
    """The same for a facilitator who came by the room."""
    found = announced(act.tx, act.payload.meetup_id) if isinstance(act.payload, ShowFirstTimers) else None
    if found is None or not act.private or found.group.id not in {group.id for group in act.groups}:
        raise Gone
    act.reply(_news(act.t, found, act.now))


def _news(t: Words, found: FirstTimers, now: datetime) -> str:
    names = ", ".join(safe_name(t, whole(person)) for person in found.people)
    when = soon(t, found.meetup, found.group, now)
    if len(found.people) == 1:
        said = t("Somebody comes for the first time {when}: {names}.", when=when, names=names)
    else:
        said = t.many(
            "{count} person comes for the first time {when}: {names}.",
            "{count} people come for the first time {when}: {names}.",
            len(found.people),
            when=when,
            names=names,
        )
    return f"{said} {t('A hello at the door might be nice. ({group})', group=found.group.title)}"


@router.promise(HOW_WAS_IT)
def after(due: Due) -> None:
    """Each newcomer who was there is asked once."""
    found = how_was_it(due.tx, int(due.promise.subject), due.now)
    if found is None:
        return
    for person in found.people:
        t = due.words_for(person, found.group)
        text = t("You were at {title} for the first time. How was it?", title=found.meetup.title)
        due.send(person.id, text, _answers(t, found.group.id), lane=Lane.NUDGE, once=True)


def _answers(t: Words, group_id: int) -> Rows:
    return [
        [
            press(t.plain("Good"), Feel(group_id, Felt.GOOD)),
            press(t.plain("So-so"), Feel(group_id, Felt.MIXED)),
            press(t.plain("Hard"), Feel(group_id, Felt.HARD)),
        ],
        [press(t.plain("I'd like a chat"), LikeAChat(group_id))],
    ]


@router.press(Feel)
def feel(act: Act) -> None:
    """Thanks, and the door to a human stays open."""
    if not isinstance(act.payload, Feel) or not act.private:
        raise Gone
    if felt(act.tx, act.payload.group_id, act.user.id, act.payload.how) is None:
        raise Gone
    t = act.t
    said = {
        Felt.GOOD: t("That’s good to hear. Thank you for coming."),
        Felt.MIXED: t("Thank you for saying so. The first time is often a bit strange."),
        Felt.HARD: t("Thank you for saying so. It is fine not to come again, and fine to try once more."),
    }[act.payload.how]
    offer = t("If you’d like to talk to somebody, a facilitator will write to you.")
    act.answer(t.plain("Thank you."))
    act.edit_here(f"{said} {offer}", _answers(t, act.payload.group_id)[1:])


@router.press(LikeAChat)
def like_a_chat(act: Act) -> None:
    """A request for a human of that group: by name or unnamed, as any other."""
    if not isinstance(act.payload, LikeAChat) or not act.private:
        raise Gone
    group = act.tx.groups.get(act.payload.group_id)
    if group is None or not was_asked(act.tx, group.id, act.user.id):
        raise Gone
    act.edit_here(*asking.ask(act, [group], []))
