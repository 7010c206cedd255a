"""What the control API was asked: whose chat, which message, with one sentence for what cannot be."""

from typing import Any

from sandbox.errors import ControlError
from sandbox.local import LocalTelegram
from sandbox.world import Chat, Member, Message, Person

Json = dict[str, Any]

ADMINS = ("creator", "administrator")


def number(ask: Json, name: str) -> int:
    """A whole number that has to be there."""
    try:
        return int(ask[name])
    except (KeyError, TypeError, ValueError):
        raise ControlError(f"{name} has to be a whole number.") from None


def person_of(tg: LocalTelegram, ask: Json, name: str = "person") -> Person:
    """Somebody who exists."""
    person = tg.world.people.get(number(ask, name))
    if person is None:
        raise ControlError(f"There is no person {ask[name]}.", 404)
    return person


def somebody(tg: LocalTelegram, ask: Json, name: str = "user") -> int:
    """A person's id, or the bot's."""
    user = number(ask, name)
    return user if user == tg.world.bot.id else person_of(tg, ask, name).id


def chat_of(tg: LocalTelegram, ask: Json, name: str = "chat") -> Chat:
    """A chat that exists."""
    chat = tg.world.chats.get(number(ask, name))
    if chat is None:
        raise ControlError(f"There is no chat {ask[name]}.", 404)
    return chat


def group_of(tg: LocalTelegram, ask: Json) -> Chat:
    """A group that is still in use."""
    chat = chat_of(tg, ask)
    if chat.private:
        raise ControlError("This is only done in groups.")
    if chat.migrated_to is not None:
        raise ControlError(f"This group became the supergroup {chat.migrated_to}.")
    return chat


def inside(tg: LocalTelegram, person: Person, ask: Json) -> Chat:
    """A chat the person is in: their own with the bot, or a group they belong to."""
    chat = chat_of(tg, {"chat": person.id} | ask)
    if chat.private:
        if chat.id != person.id:
            raise ControlError("A private chat is only open to its person.")
        return chat
    group_of(tg, ask)
    if not chat.member(person.id).present:
        raise ControlError(f"{person.name} is not in {chat.title}.")
    return chat


def headed(tg: LocalTelegram, person: Person, ask: Json, right: str) -> Chat:
    """A group that the person leads, with that right."""
    chat = group_of(tg, ask)
    if not chat.member(person.id).may(right):
        raise ControlError(f"{person.name} has no right to do that in {chat.title}.")
    return chat


def message_of(tg: LocalTelegram, chat: Chat, ask: Json) -> Message:
    """A message that is there."""
    message = tg.world.message(chat.id, number(ask, "message_id"))
    if message is None:
        raise ControlError(f"There is no message {ask['message_id']} in this chat.", 404)
    return message


def gone(chat: Chat, status: str) -> Member:
    """The place of somebody who left or was put out; basic groups know no bans."""
    return Member("kicked" if status == "kicked" or chat.type == "group" else "left")
