""" "I'd like a chat": the facilitators hear it in private, and the one who asked hears whom it has reached."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Gone
from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.nudge import Nudge
from domain.nudges import CHAT
from domain.outbox import Lane
from domain.people import Person
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.context import Act, Context, Due, Sent
from handlers.keyboards import link
from handlers.names import safe_name
from handlers.nudge_telling import group_of_nudge
from handlers.nudge_views import stop_door
from handlers.nudge_words import mention
from handlers.routing import Asked, Router, Who
from handlers.words import Words

router = Router("nudge chats")

WISH = "nudge_chat"  # the effect of telling a facilitator
_LANE = Lane.REQUEST


@dataclass(frozen=True)
class ShowChat(Payload, code="nw"):
    """Who would like a chat."""

    linked: ClassVar[bool] = True
    nudge_id: int


def _group_of(tx: Tx, asked: Asked) -> list[Group]:
    nudge = tx.nudges.get(getattr(asked.payload, "nudge_id", 0))
    group = tx.groups.get(nudge.group_id) if nudge is not None else None
    return [group] if group is not None and asked.private else []


@router.promise(CHAT, administrators_of=group_of_nudge)
def tell(due: Due) -> None:
    """Everybody who can be reached; where nobody can, the room or the group shows a door without names."""
    nudge = due.tx.nudges.get(int(due.promise.subject))
    group = due.tx.groups.get(nudge.group_id) if nudge else None
    person = due.tx.people.get(nudge.person_id) if nudge else None
    if nudge is None or group is None or person is None or nudge.chat_reached:
        return
    hearing = [one for one in reachable(facilitators_of(due.tx, group, due.administrators)) if one.id != person.id]
    for facilitator in hearing:
        effect = {"kind": WISH, "nudge": nudge.id}
        due.send(facilitator.id, _wish(due.words_for(facilitator, group), person, group), lane=_LANE, effect=effect)
    if not hearing:
        _leave_a_door(due, nudge, group, person)


def _wish(t: Words, person: Person, group: Group) -> str:
    asked = t("{group}: after being missed, this person would like a chat with one of you:", group=group.title)
    please = t("Tap the name to write to them. Everybody who facilitates and can be reached got this.")
    return f"{asked}\n{mention(t, person)}\n\n{please}"


def _leave_a_door(due: Due, nudge: Nudge, group: Group, person: Person) -> None:
    t, address = due.words(group.language), due.me.link(ShowChat(nudge.id).deep_link())
    if group.room_chat_id is not None:
        text = t("{group}: somebody would like a chat. It opens in private.", group=group.title)
        due.send(group.room_chat_id, text, [[link(t.plain("Open in private"), address)]], lane=_LANE)
    else:
        button = link(t.plain("Continue in private"), address)
        text = t("Let’s continue in private.")
        due.send(group.chat_id, text, [[button]], lane=_LANE, thread_id=group.thread_id, silent=True)
    _say(due, nudge, person, _not_reached(due.words_for(person, group), group))


def _not_reached(t: Words, group: Group) -> str:
    if group.room_chat_id is not None:
        said = t("I could not write to a facilitator in private, so I left word in their own group, without your name.")
    else:
        said = t("I could not reach a facilitator in private just now. I left a door for them, without your name.")
    return f"{said} {t('If you would like to talk sooner, write to one of them yourself.')}"


@router.effect(WISH)
def reached(sent: Sent) -> None:
    """The first who has it: the one who asked hears who that is. Refused: the others, or a door."""
    tx = sent.tx
    nudge = tx.nudges.get(int(sent.data["nudge"]))
    facilitator, person = tx.people.get(sent.message.chat_id or 0), tx.people.get(nudge.person_id if nudge else 0)
    group = tx.groups.get(nudge.group_id) if nudge is not None else None
    if nudge is None or person is None or group is None or nudge.chat_reached:
        return
    if sent.refusal is not None:
        others = reachable(facilitators_of(tx, group))
        if all(one.id in (person.id, sent.message.chat_id) for one in others):
            tx.agenda.add(CHAT, nudge.id, sent.now)
        return
    tx.nudges.save(nudge.changed(chat_reached=True))
    t = sent.words_for(person, group)
    name = safe_name(t, facilitator.name) if facilitator is not None and facilitator.name else t.plain("a facilitator")
    text = t("Your wish for a chat has reached {name}. They can write to you here on Telegram.", name=name)
    _say(sent, nudge, person, text)


def _say(context: Context, nudge: Nudge, person: Person, text: str) -> None:
    """In the very message, where it is known."""
    if nudge.message_id is not None:
        context.edit(person.id, nudge.message_id, text, [[stop_door(context.words_for(person), nudge.id)]])
    else:
        context.send(person.id, text)


@router.press(ShowChat, who=Who.FACILITATOR, candidates=_group_of)
def show(act: Act) -> None:
    """In private, after a live check. The one who asked hears that somebody has it now."""
    nudge = act.tx.nudges.get(act.payload.nudge_id) if isinstance(act.payload, ShowChat) else None
    person = act.tx.people.get(nudge.person_id) if nudge is not None else None
    if nudge is None or person is None:
        raise Gone
    group = act.groups[0]
    act.reply(_wish(act.t, person, group))
    if not nudge.chat_reached:
        act.tx.nudges.save(nudge.changed(chat_reached=True))
        t = act.words_for(person, group)
        name = safe_name(t, act.person.name) if act.person.name else t.plain("a facilitator")
        _say(act, nudge, person, t("Your wish for a chat has reached {name}.", name=name))
