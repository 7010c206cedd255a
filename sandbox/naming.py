"""The bot gets its id from the token it calls with, wherever the one before was written down."""

from typing import Any

from sandbox.local import LocalTelegram


def adopt(tg: LocalTelegram, bot_id: int) -> None:
    """Put the id in the place of the one before: in groups, messages and updates that wait."""
    world, old = tg.world, tg.world.bot.id
    world.bot.id = bot_id
    for chat in world.chats.values():
        if old in chat.members:
            chat.members[bot_id] = chat.members.pop(old)
            world.changed("chat", chat.id)
    for kept in world.messages.values():
        for message in kept.values():
            if message.sender == old:
                message.sender = bot_id
            message.content = _renamed(message.content, old, bot_id)
            world.touch_message(message)
    for update in tg.updates.items:
        update.body = _renamed(update.body, old, bot_id)
        tg.updates.touch(update)
    world.changed("single")
    tg.events.emit("world")


def _renamed(item: Any, old: int, new: int) -> Any:
    """The same with every `id` that was the old one being the new one."""
    if isinstance(item, dict):
        return {
            name: new if name == "id" and value == old else _renamed(value, old, new) for name, value in item.items()
        }
    return [_renamed(each, old, new) for each in item] if isinstance(item, list) else item
