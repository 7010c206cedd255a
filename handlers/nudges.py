""" "We missed you": decided when attendance is saved, said in private the next day, checked once more as it leaves."""

from domain.agenda import Promise
from domain.groups import Group
from domain.nudge_answers import next_meetup
from domain.nudge_deciding import decide_all
from domain.nudge_sending import due as due_now
from domain.nudge_sending import leave, refused
from domain.nudges import DECIDE, SEND
from domain.outbox import Lane
from domain.ports import Tx
from handlers.context import Due, Leaving, Sent
from handlers.nudge_telling import tell_facilitators
from handlers.nudge_views import message
from handlers.nudge_words import HELLOS
from handlers.routing import Router

router = Router("nudges")

NUDGE = "nudge"  # the effect of the message itself
UNKNOWN = "unknown"  # bot.refusals: it may have arrived, so it counts as sent


def group_of_promise(tx: Tx, promise: Promise) -> Group | None:
    """The group of the meetup that a promise is about."""
    meetup = tx.meetups.get(int(promise.subject))
    return tx.groups.get(meetup.group_id) if meetup is not None else None


@router.promise(DECIDE)
def decide(due: Due) -> None:
    """Attendance was saved: who came again, and who was missed."""
    decide_all(due.tx, int(due.promise.subject), due.now)


@router.promise(SEND, administrators_of=group_of_promise)
def send(due: Due) -> None:
    """A window has opened: each is written to in private, or the facilitators are told instead."""
    ready = due_now(due.tx, int(due.promise.subject), due.administrators, len(HELLOS), due.now)
    if ready is None:
        return
    following = next_meetup(due.tx, ready.group, due.now)
    for nudge, person in ready.write:
        text, rows = message(due.words_for(person, ready.group), nudge, person, ready, following, due.now)
        effect = {"kind": NUDGE, "nudge": nudge.id}
        due.send(person.id, text, rows, lane=Lane.NUDGE, once=True, effect=effect, not_after=ready.until)
    tell_facilitators(due, ready.meetup, ready.group, ready.tell)


@router.guard(NUDGE)
def leaving(leaving: Leaving) -> bool:
    """Whether it is still right, decided as it leaves."""
    return leave(leaving.tx, int(leaving.data["nudge"]), leaving.now)


@router.effect(NUDGE)
def sent(sent: Sent) -> None:
    """Where Telegram refused it, it has not been read. Unknown counts as read."""
    if sent.refusal is not None and sent.refusal != UNKNOWN:
        refused(sent.tx, int(sent.data["nudge"]), sent.refusal, sent.now)
