"""Groups: who is in, who may what, topics, and a group that becomes a supergroup – each with the updates it brings."""

from typing import Any

from sandbox import messages, shapes
from sandbox.local import LocalTelegram
from sandbox.rights import admin_rights
from sandbox.world import ANONYMOUS_BOT, Chat, Member, Message, Topic

Json = dict[str, Any]


def fresh_chat_id(tg: LocalTelegram, kind: str) -> int:
    """An id such as Telegram gives to a group or supergroup."""
    while True:
        number = tg.world.random.randrange(10**9, 4 * 10**9)
        chat_id = -(10**12) - number if kind == "supergroup" else -number
        if chat_id not in tg.world.chats:
            return chat_id


def set_member(tg: LocalTelegram, chat: Chat, actor: int, user: int, member: Member, **facts: Any) -> None:
    """Give somebody another place; the bot hears `my_chat_member` of its own, `chat_member` of others where it may."""
    before = shapes.chat_member(tg.world, chat, user)
    chat.members[user] = member
    tg.world.changed("chat", chat.id)
    tg.events.emit("member", chat.id, person=user, status=member.status)
    after = shapes.chat_member(tg.world, chat, user)
    if before == after:
        return
    named = ANONYMOUS_BOT if chat.member(actor).anonymous else actor
    change = {"chat": shapes.chat(tg.world, chat), "from": shapes.user(tg.world, named), "date": int(tg.now())}
    change |= {"old_chat_member": before, "new_chat_member": after, **facts}
    if user == tg.world.bot.id:
        tg.updates.put("my_chat_member", change)
    elif chat.member(tg.world.bot.id).status == "administrator":
        tg.updates.put("chat_member", change)


def enter(
    tg: LocalTelegram, chat: Chat, actor: int, user: int, *, place: Member | None = None, **facts: Any
) -> Message:
    """Somebody joins, or is added by somebody, as a member unless told otherwise."""
    chat.requests.pop(user, None)
    set_member(tg, chat, actor, user, place or Member("member"), **facts)
    return messages.service(tg, chat, actor, {"new_chat_members": [shapes.user(tg.world, user)]})


def depart(tg: LocalTelegram, chat: Chat, actor: int, user: int, member: Member) -> Message | None:
    """Somebody leaves or is put out; told only of who was there."""
    was_present = chat.member(user).present
    told = None
    content = {"left_chat_member": shapes.user(tg.world, user)}
    # The bot hears of its own leaving, so the message is written while it is still there.
    if was_present:
        told = messages.service(tg, chat, actor, content)
    set_member(tg, chat, actor, user, member)
    return told


def promote(
    tg: LocalTelegram, chat: Chat, actor: int, user: int, rights: dict[str, bool] | None, *, anonymous: bool = False
) -> None:
    """Make somebody an administrator, or change what they may."""
    set_member(tg, chat, actor, user, Member("administrator", admin_rights(rights), anonymous=anonymous))


def migrate(tg: LocalTelegram, chat: Chat, actor: int) -> Chat:
    """A basic group becomes a supergroup with a new id and no messages."""
    new = Chat(fresh_chat_id(tg, "supergroup"), "supergroup", chat.title, migrated_from=chat.id)
    new.members = dict(chat.members)
    tg.world.add_chat(new)
    messages.service(tg, chat, actor, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    tg.world.changed("chat", chat.id)
    # The other side of the move is told in the group's name.
    messages.service(tg, new, ANONYMOUS_BOT, {"migrate_from_chat_id": chat.id})
    tg.events.emit("world")
    return new


def open_topic(tg: LocalTelegram, chat: Chat, actor: int, name: str, color: int) -> Topic:
    """A new topic, named by the message that opens it."""
    number = chat.last_message + 1
    topic = chat.topics[number] = Topic(number, name, color, actor)
    content = {"forum_topic_created": {"name": name, "icon_color": color}}
    messages.service(tg, chat, actor, content, thread=number)
    tg.events.emit("world")
    return topic


def close_topic(tg: LocalTelegram, chat: Chat, actor: int, topic: Topic, *, closed: bool) -> None:
    """Close a topic or open it again."""
    topic.closed = closed
    content: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    messages.service(tg, chat, actor, content, thread=topic.id)
    tg.events.emit("world")


def delete_topic(tg: LocalTelegram, chat: Chat, topic: Topic) -> None:
    """Take a topic away with all that was said in it."""
    del chat.topics[topic.id]
    for message in list(tg.world.messages[chat.id].values()):
        if message.thread == topic.id and not message.deleted:
            messages.delete(tg, message)
    tg.world.changed("chat", chat.id)
    tg.events.emit("world")
