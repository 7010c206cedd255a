"""Topics of forums, opened and closed by the bot."""

from typing import Any

from sandbox import groups
from sandbox.errors import bad_request
from sandbox.local import LocalTelegram
from sandbox.methods.places import administered, entered
from sandbox.params import Params
from sandbox.world import Chat, Topic

Json = dict[str, Any]

COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def _forum(tg: LocalTelegram, params: Params, what: str) -> Chat:
    chat = entered(tg, params)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    administered(tg, chat, "can_manage_topics", f"not enough rights to {what}")
    return chat


def create(tg: LocalTelegram, params: Params) -> Json:
    """`createForumTopic`."""
    chat = _forum(tg, params, "create a topic")
    name = params.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    colour = params.number("icon_color", COLOURS[0])
    if colour not in COLOURS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    topic = groups.open_topic(tg, chat, tg.world.bot.id, name, colour)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.color}


def _topic(tg: LocalTelegram, params: Params, what: str) -> tuple[Chat, Topic]:
    chat = _forum(tg, params, what)
    topic = chat.topics.get(params.number("message_thread_id"))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def close(tg: LocalTelegram, params: Params) -> bool:
    """`closeForumTopic`."""
    return _set_closed(tg, params, "close the topic", closed=True)


def reopen(tg: LocalTelegram, params: Params) -> bool:
    """`reopenForumTopic`."""
    return _set_closed(tg, params, "reopen the topic", closed=False)


def _set_closed(tg: LocalTelegram, params: Params, what: str, *, closed: bool) -> bool:
    chat, topic = _topic(tg, params, what)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    groups.close_topic(tg, chat, tg.world.bot.id, topic, closed=closed)
    return True


def delete(tg: LocalTelegram, params: Params) -> bool:
    """`deleteForumTopic`; this takes the right to delete messages."""
    chat, topic = _topic(tg, params, "delete the topic")
    administered(tg, chat, "can_delete_messages", "not enough rights to delete the topic")
    groups.delete_topic(tg, chat, topic)
    return True
