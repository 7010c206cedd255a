"""What the bot gets to see of a group: privacy mode."""

from sandbox.entities import piece
from sandbox.world import Chat, Message, World

#: Fields that only service messages have.
SERVICE = frozenset(
    [
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
)


def bot_sees(world: World, chat: Chat, message: Message) -> bool:
    """Whether the bot gets this message: all in private and as an administrator, in groups what is for it."""
    if chat.private:
        return True
    place = chat.member(world.bot.id)
    if not place.present:
        return False
    if world.bot.can_read_all_group_messages or place.status == "administrator":
        return True
    if message.via_bot or not SERVICE.isdisjoint(message.content):
        return True
    replied = world.message(chat.id, message.reply_to)
    return (replied is not None and replied.sender == world.bot.id) or _addressed(world, message)


def _addressed(world: World, message: Message) -> bool:
    """A command without a name or with the bot's, or a mention of it."""
    name = "@" + world.bot.username.lower()
    marks = message.content.get("entities") or message.content.get("caption_entities") or []
    for mark in marks:
        if mark["type"] == "bot_command" and mark["offset"] == 0:
            _, at, whose = piece(message.words, mark).partition("@")
            if not at or f"@{whose.lower()}" == name:
                return True
        elif (mark["type"] == "mention" and piece(message.words, mark).lower() == name) or (
            mark["type"] == "text_mention" and mark["user"]["id"] == world.bot.id
        ):
            return True
    return False
