"""What facilitators hear in private about somebody to whom the bot may not write; never the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from domain.agenda import Promise
from domain.errors import Gone
from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.meetups import Meetup
from domain.nudge import Nudge, NudgeState
from domain.nudge_sending import still_right, told, until_of
from domain.nudges import TELL, place_of
from domain.outbox import Lane
from domain.people import Person
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.context import Act, Due, Leaving
from handlers.keyboards import link
from handlers.nudge_words import personal_hello
from handlers.routing import Asked, Router, Who

router = Router("nudge telling")

HELLO = "nudge_hello"  # the effect of a message that asks a facilitator for a personal hello


@dataclass(frozen=True)
class ShowHellos(Payload, code="nh"):
    """Who was missed at this meetup and cannot be written to."""

    linked: ClassVar[bool] = True
    meetup_id: int


def group_of_nudge(tx: Tx, promise: Promise) -> Group | None:
    """The group of the nudge that a promise is about."""
    nudge = tx.nudges.get(int(promise.subject))
    return tx.groups.get(nudge.group_id) if nudge is not None else None


def group_of_meetup(tx: Tx, asked: Asked) -> list[Group]:
    """The group of the meetup that a button or a link names; only in private or in its room."""
    meetup = tx.meetups.get(getattr(asked.payload, "meetup_id", 0))
    group = tx.groups.get(meetup.group_id) if meetup is not None else None
    here = group is not None and (asked.private or asked.chat_id == group.room_chat_id)
    return [group] if group is not None and here else []


@router.promise(TELL, administrators_of=group_of_nudge)
def tell_of_one(due: Due) -> None:
    """A private chat turned out to be closed just as it was written to."""
    nudge = due.tx.nudges.get(int(due.promise.subject))
    place = place_of(due.tx, nudge.meetup_id) if nudge else None
    person = due.tx.people.get(nudge.person_id) if nudge else None
    if nudge is None or place is None or person is None or nudge.state is not NudgeState.SENT:
        return
    if (reason := still_right(due.tx, nudge, due.now)) is not None:
        due.tx.nudges.save(nudge.to(NudgeState.WITHDRAWN, why=reason, sent_at=None))
        return
    tell_facilitators(due, *place, [(nudge, person)])


def tell_facilitators(due: Due, meetup: Meetup, group: Group, found: Sequence[tuple[Nudge, Person]]) -> None:
    """Each who can be reached hears once; where nobody can, the room shows a line without names, the group nothing."""
    if not found:
        return
    hearing = reachable(facilitators_of(due.tx, group, due.administrators))
    nudge_ids = [nudge.id for nudge, _ in found]
    until = until_of(meetup, group, due.now)
    for facilitator in hearing:
        text = personal_hello(due.words_for(facilitator, group), [person for _, person in found], meetup, group)
        effect = {"kind": HELLO, "nudges": nudge_ids}
        due.send(facilitator.id, text, lane=Lane.NUDGE, once=True, effect=effect, not_after=until)
    if not hearing and group.room_chat_id is not None:
        t = due.words(group.language)
        text = t("{group}: somebody was missed, and I may not write to them. It opens in private.", group=group.title)
        button = link(t.plain("Open in private"), due.me.link(ShowHellos(meetup.id).deep_link()))
        due.send(group.room_chat_id, text, [[button]], lane=Lane.NUDGE, once=True, not_after=until)
    for nudge, _ in found:
        told(due.tx, nudge, due.now, anybody=bool(hearing or group.room_chat_id))


@router.guard(HELLO)
def still_to_tell(leaving: Leaving) -> bool:
    """Whether every name in it is still right; where not, it goes anew with those that are."""
    nudges = [leaving.tx.nudges.get(int(nudge_id)) for nudge_id in leaving.data["nudges"]]
    right = [n for n in nudges if n is not None and still_right(leaving.tx, n, leaving.now) is None]
    facilitator = leaving.tx.people.get(leaving.message.chat_id or 0)
    if len(right) == len(nudges) or not right or facilitator is None:
        return bool(right) and facilitator is not None
    place = place_of(leaving.tx, right[0].meetup_id)
    people = leaving.tx.people.many([nudge.person_id for nudge in right])
    if place is not None:
        text = personal_hello(leaving.words_for(facilitator, place[1]), [*people.values()], *place)
        effect = {"kind": HELLO, "nudges": [nudge.id for nudge in right]}
        until = leaving.message.not_after
        leaving.send(facilitator.id, text, lane=Lane.NUDGE, once=True, effect=effect, not_after=until)
    return False


@router.press(ShowHellos, who=Who.FACILITATOR, candidates=group_of_meetup)
def show_hellos(act: Act) -> None:
    """In private, after a live check: who they are, without those who have stopped or left since."""
    meetup = act.tx.meetups.get(act.payload.meetup_id) if isinstance(act.payload, ShowHellos) else None
    if meetup is None or not act.private:
        raise Gone
    group = act.groups[0]
    nudges = [one for one in act.tx.nudges.of_meetup(meetup.id) if one.state is NudgeState.TOLD]
    people = act.tx.people.many([nudge.person_id for nudge in nudges])
    members = {member.person_id for member in act.tx.people.members(group.id)}
    named = [person for person in people.values() if person.nudges and person.id in members]
    if named:
        act.reply(personal_hello(act.t, named, meetup, group))
    else:
        act.reply(act.t("There is nobody to write to any more. Thank you for looking."))
