"""People rename themselves and groups, open topics, and make a group a supergroup."""

from typing import Any

from sandbox import groups, messages
from sandbox.acts.asking import group_of, headed, inside, number
from sandbox.errors import ControlError
from sandbox.local import LocalTelegram
from sandbox.world import Chat, Person, Topic

Json = dict[str, Any]


def title(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Rename a group."""
    chat = headed(tg, person, ask, "can_change_info")
    words = str(ask.get("title") or "").strip()
    if not 1 <= len(words) <= 128:
        raise ControlError("A title has 1 to 128 characters.")
    chat.title = words
    tg.world.changed("chat", chat.id)
    tg.events.emit("world")
    return {"message_id": messages.service(tg, chat, person.id, {"new_chat_title": words}).id, "chat": chat.id}


def migrate(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Make a basic group a supergroup."""
    chat = group_of(tg, ask)
    if chat.type != "group":
        raise ControlError("Only a basic group becomes a supergroup.")
    if chat.member(person.id).status != "creator":
        raise ControlError("Only the creator can do that.")
    return {"chat": groups.migrate(tg, chat, person.id).id}


def _forum(tg: LocalTelegram, person: Person, ask: Json) -> Chat:
    chat = inside(tg, person, ask)
    if not chat.forum:
        raise ControlError("This chat has no topics.")
    return chat


def _topic(tg: LocalTelegram, person: Person, ask: Json) -> tuple[Chat, Topic]:
    chat = _forum(tg, person, ask)
    topic = chat.topics.get(number(ask, "thread"))
    if topic is None:
        raise ControlError(f"There is no topic {ask['thread']}.", 404)
    if topic.creator != person.id and not chat.member(person.id).may("can_manage_topics"):
        raise ControlError(f"{person.name} has no right to manage this topic.")
    return chat, topic


def open_topic(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Open a topic of a forum."""
    chat = _forum(tg, person, ask)
    words = str(ask.get("name") or "").strip()
    if not 1 <= len(words) <= 128:
        raise ControlError("A topic's name has 1 to 128 characters.")
    return {"thread": groups.open_topic(tg, chat, person.id, words, 7322096).id}


def close_topic(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Close a topic."""
    chat, topic = _topic(tg, person, ask)
    groups.close_topic(tg, chat, person.id, topic, closed=True)
    return {"thread": topic.id}


def reopen_topic(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Open it again."""
    chat, topic = _topic(tg, person, ask)
    groups.close_topic(tg, chat, person.id, topic, closed=False)
    return {"thread": topic.id}


def delete_topic(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Take it away with its messages."""
    chat, topic = _topic(tg, person, ask)
    groups.delete_topic(tg, chat, topic)
    return {"thread": topic.id}


def name(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Go by another name or language."""
    first = str(ask.get("first_name") or person.first_name)
    last = str(ask.get("last_name", person.last_name) or "")
    if len(first) > 64 or len(last) > 64:
        raise ControlError("Names have 1 to 64 characters.")
    person.first_name, person.last_name = first, last
    person.language_code = str(ask.get("language_code", person.language_code) or "")
    tg.world.changed("person", person.id)
    tg.events.emit("world")
    return {}
