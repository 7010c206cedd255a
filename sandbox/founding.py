"""Groups are founded: with their people, and with the bot if it is to be there."""

from typing import Any

from sandbox import groups, messages
from sandbox.errors import ControlError
from sandbox.local import LocalTelegram
from sandbox.rights import admin_rights
from sandbox.world import Chat, Member

Json = dict[str, Any]


def found(tg: LocalTelegram, ask: Json) -> Chat:
    """A group of the control API's wish. Raises ControlError."""
    kind = str(ask.get("type") or "supergroup")
    if kind not in ("group", "supergroup"):
        raise ControlError("A group's type is group or supergroup.")
    if ask.get("forum") and kind == "group":
        raise ControlError("Only a supergroup can have topics.")
    title = str(ask.get("title") or "").strip()
    if not 1 <= len(title) <= 128:
        raise ControlError("A title has 1 to 128 characters.")
    chat_id = int(ask.get("id") or groups.fresh_chat_id(tg, kind))
    if chat_id >= 0 or chat_id in tg.world.chats:
        raise ControlError(f"{chat_id} is no free id of a group.")
    chat = Chat(chat_id, kind, title, forum=bool(ask.get("forum")))
    creator = _settle(tg, chat, ask)
    tg.world.add_chat(chat)
    messages.service(tg, chat, creator, {f"{kind}_chat_created": True})
    if ask.get("bot"):
        _invite_bot(tg, chat, creator, ask)
    tg.events.emit("world")
    return chat


def _settle(tg: LocalTelegram, chat: Chat, ask: Json) -> int:
    """Give everybody their place; the creator's id."""
    try:
        creator = int(ask["creator"])
        members = [int(user) for user in ask.get("members") or []]
        leaders = [int(user) for user in ask.get("administrators") or []]
    except (KeyError, TypeError, ValueError):
        raise ControlError("creator, members and administrators are ids of people.") from None
    unknown = [user for user in (creator, *members, *leaders) if user not in tg.world.people]
    if unknown:
        raise ControlError(f"There is no person {unknown[0]}.", 404)
    chat.members = {creator: Member("creator")}
    chat.members |= {user: Member("administrator", admin_rights(None)) for user in leaders if user != creator}
    chat.members |= {user: Member("member") for user in members if user not in chat.members}
    return creator


def _invite_bot(tg: LocalTelegram, chat: Chat, creator: int, ask: Json) -> None:
    if ask["bot"] not in ("member", "administrator"):
        raise ControlError("The bot is a member or an administrator.")
    if ask["bot"] == "administrator":
        place = Member("administrator", admin_rights(ask.get("bot_rights")))
    else:
        place = Member("member")
    groups.enter(tg, chat, creator, tg.world.bot.id, place=place)
