"""`/room`: the facilitators' own group is bound to the groups that they look after."""

from dataclasses import dataclass

from domain.errors import NotFacilitator
from domain.groups import Group
from domain.outbox import Lane
from domain.ports import Tx
from domain.rooms import bind, unbind
from handlers.callbacks import Payload
from handlers.choices import start_of
from handlers.context import Act
from handlers.keyboards import Rows, link, press
from handlers.menus import no_room_menu, room_menu
from handlers.routing import Asked, Router, Who

router = Router("rooms")

MOST = 20  # groups that are asked about


def groups_asked(tx: Tx, asked: Asked) -> list[Group]:
    """The groups this person may look after; first the one in whose chat they ask, if it is a group of its own."""
    here = tx.groups.by_chat(asked.chat_id)
    bound = tx.groups.by_room(asked.chat_id)
    theirs = tx.people.groups_of(asked.user_id) or tx.groups.active(limit=MOST + 1)
    found = {group.id: group for group in [*bound, *theirs] if group.chat_id != asked.chat_id}
    return [*([here] if here else []), *list(found.values())[:MOST]]


def group_for_room(tx: Tx, asked: Asked) -> list[Group]:
    """The group that a button of the room names; and this chat, as long as it is a group of its own."""
    group, here = tx.groups.get(getattr(asked.payload, "group_id", 0)), tx.groups.by_chat(asked.chat_id)
    if group is None or group.resting or asked.private:
        return []
    return [group, here] if here is not None and here.id != group.id else [group]


@dataclass(frozen=True)
class Bind(Payload, code="pr"):
    """This chat is the room of that group, or is so no longer."""

    group_id: int
    bound: bool


@router.command("room", who=Who.KNOWN, candidates=groups_asked)
def room(act: Act) -> None:
    """In the facilitators' own group: which groups are looked after here. Elsewhere: how it is done."""
    here = act.tx.groups.by_chat(act.chat.id)
    elsewhere = [group for group in act.groups if group.chat_id != act.chat.id]
    if not act.private and not act.groups:
        raise NotFacilitator
    if act.private or (here is not None and act.tx.meetups.series_of(here.id)):
        _explain(act)
    elif not elsewhere:
        act.reply(
            act.t(
                "None of the groups I know is looked after by you. First add me to the parents’ group, then send "
                "/room here again."
            )
        )
    else:
        text, buttons = _choice(act, elsewhere)
        act.reply(text, buttons)


def _explain(act: Act) -> None:
    text = act.t(
        "A room is a small Telegram group of the facilitators’ own. Make one, add me to it, and send /room there. "
        "Then you can plan there, without the whole group reading along."
    )
    act.reply(text, [[link(act.t.plain("Add me to the facilitators’ group"), act.me.group_link("room"))]])


def _choice(act: Act, groups: list[Group]) -> tuple[str, Rows]:
    t = act.t
    bound = [group.title for group in act.tx.groups.by_room(act.chat.id)]
    lines = [t("Which groups do the facilitators here look after? Tap to choose, tap again to take it back.")]
    if bound:
        lines.append(t("Looked after here: {groups}", groups=", ".join(bound)))
    rows = []
    for group in groups:
        chosen = group.room_chat_id == act.chat.id
        label = f"✓ {group.title[:40]}" if chosen else group.title[:40]
        rows.append([press(label, Bind(group.id, bound=not chosen))])
    return "\n\n".join(lines), rows


@router.press(Bind, who=Who.FACILITATOR, candidates=group_for_room)
def bind_pressed(act: Act) -> None:
    """Bound or unbound; the command menu of the chat follows."""
    if not isinstance(act.payload, Bind):
        return
    group, chat_id = _served(act, act.payload.group_id), act.chat.id
    if act.payload.bound:
        if act.group is not None and act.group.id != group.id:
            _served(act, act.group.id)  # it ends as a group of its own: not for whoever is only a member here
        group = bind(act.tx, group, chat_id)
        act.answer(act.t.plain("The facilitators of {group} meet here.", group=group.title[:100]))
    else:
        group = unbind(act.tx, group, chat_id, act.chat.title or "", start_of(act.me), act.now)
        act.answer(act.t.plain("{group} is no longer looked after here.", group=group.title[:100]))
    known = {one.id: one for one in [*act.tx.groups.by_room(chat_id), group]}
    act.edit_here(*_choice(act, [*known.values()]))
    _menu(act, group)


def _served(act: Act, group_id: int) -> Group:
    group = next((group for group in act.groups if group.id == group_id), None)
    if group is None:
        raise NotFacilitator
    return group


def _menu(act: Act, group: Group) -> None:
    chat_id = act.chat.id
    bound = act.tx.groups.by_room(chat_id)
    method, payload = room_menu(act.words(group.language), chat_id) if bound else no_room_menu(chat_id)
    act.call(method, None, Lane.CARD, payload, effect={"kind": "ignore"})
