"""Messages come, change and go: whoever caused it, the world, the bot and those who watch hear of it."""

from typing import Any

from sandbox import shapes
from sandbox.local import LocalTelegram
from sandbox.seeing import SERVICE, bot_sees
from sandbox.world import ANONYMOUS_BOT, Chat, Message

Json = dict[str, Any]

#: What the bot itself causes is no news to it, except these (telegram-bot-api's need_skip_update_message).
OWN_NEWS = frozenset(
    ("pinned_message", "left_chat_member", "new_chat_title", "forum_topic_created", "forum_topic_closed")
) | {"forum_topic_reopened"}


def post(
    tg: LocalTelegram,
    chat: Chat,
    sender: int,
    content: Json,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
    markup: Json | None = None,
    via_bot: bool = False,
) -> Message:
    """A new message at the end of the chat; the bot is told if it may see it."""
    chat.last_message += 1
    message = Message(chat.last_message, chat.id, tg.now(), sender, content, reply_to, thread, markup=markup)
    message.via_bot = via_bot
    if not chat.private:
        _place(tg, chat, message)
    tg.world.add_message(message)
    tg.events.emit("message", chat.id, message_id=message.id)
    if (sender != tg.world.bot.id or not OWN_NEWS.isdisjoint(content)) and bot_sees(tg.world, chat, message):
        tg.updates.put("message", shapes.message(tg.world, message))
    return message


def _place(tg: LocalTelegram, chat: Chat, message: Message) -> None:
    """Set the thread a reply continues, and hide who writes for the group."""
    replied = tg.world.message(chat.id, message.reply_to)
    if message.thread is None and replied is not None and chat.type == "supergroup":
        message.thread = replied.thread
        if replied.thread is None and not chat.forum:
            message.thread = replied.id
    message.in_topic = message.thread is not None and chat.forum
    # Joining and leaving are told of people; what an anonymous administrator says or does is the group's.
    crossing = {"new_chat_members", "left_chat_member"} & message.content.keys()
    if message.sender == ANONYMOUS_BOT or (chat.member(message.sender).anonymous and not crossing):
        message.sender, message.sender_chat = ANONYMOUS_BOT, chat.id


def service(tg: LocalTelegram, chat: Chat, actor: int, content: Json, thread: int | None = None) -> Message:
    """A service message: what somebody did to the chat."""
    return post(tg, chat, actor, content, thread=thread)


def is_service(message: Message) -> bool:
    """Whether it tells of something done rather than said."""
    return not SERVICE.isdisjoint(message.content)


def edit(tg: LocalTelegram, message: Message, content: Json, markup: Json | None) -> None:
    """Give a message other words or buttons; the bot hears of edits by others that it may see."""
    message.content = content
    message.markup = markup
    message.edited = tg.now()
    tg.world.touch_message(message)
    tg.events.emit("edit", message.chat, message_id=message.id)
    chat = tg.world.chats[message.chat]
    if message.sender != tg.world.bot.id and bot_sees(tg.world, chat, message):
        tg.updates.put("edited_message", shapes.message(tg.world, message))


def delete(tg: LocalTelegram, message: Message) -> None:
    """Take a message away, for everybody; bots are not told."""
    message.deleted = True
    tg.world.touch_message(message)
    chat = tg.world.chats[message.chat]
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
        tg.world.changed("chat", chat.id)
    tg.events.emit("delete", message.chat, message_id=message.id)


def pin(tg: LocalTelegram, message: Message, actor: int) -> None:
    """Pin a message; the chat is told by a service message."""
    chat = tg.world.chats[message.chat]
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    tg.world.changed("chat", chat.id)
    tg.events.emit("pin", chat.id, message_id=message.id)
    pinned = shapes.message(tg.world, message, nested=True)
    service(tg, chat, actor, {"pinned_message": pinned}, thread=message.thread if message.in_topic else None)


def unpin(tg: LocalTelegram, chat: Chat, numbers: list[int]) -> None:
    """Take pins away, silently."""
    chat.pinned = [number for number in chat.pinned if number not in numbers]
    tg.world.changed("chat", chat.id)
    tg.events.emit("pin", chat.id)
