"""The world as the control API shows it: people, chats, and transcripts in JSON and as text."""

from typing import Any

from sandbox import entities, shapes
from sandbox.clock import iso
from sandbox.commands import suggested
from sandbox.local import LocalTelegram
from sandbox.messages import is_service
from sandbox.rights import admin_rights
from sandbox.world import GENERAL, Chat, Message, Person, World

Json = dict[str, Any]

_MEDIA = ("document", "voice", "video", "audio", "animation", "sticker", "location", "venue", "contact")


def person(item: Person) -> Json:
    """Somebody."""
    return {
        "id": item.id,
        "first_name": item.first_name,
        "last_name": item.last_name or None,
        "username": item.username or None,
        "language_code": item.language_code or None,
        "started": item.started,
        "blocked": item.blocked,
    }


def chat(world: World, item: Chat) -> Json:
    """A chat with who is in it and which commands the app suggests to each."""
    members: list[Json] = []
    here = [item.id, world.bot.id] if item.private else [u for u, m in item.members.items() if m.status != "left"]
    for user in here:
        place = item.member(user)
        rights = admin_rights(dict.fromkeys(admin_rights(None), True)) if place.status == "creator" else place.rights
        status = "member" if item.private else place.status
        members.append({"person": user, "status": status, "anonymous": place.anonymous, "rights": rights})
    offered = {str(user): suggested(world, item, user) for user in here if user != world.bot.id}
    return {
        "id": item.id,
        "type": item.type,
        "title": world.people[item.id].name if item.private else item.title,
        "is_forum": item.forum,
        "migrated_to": item.migrated_to,
        "pinned": list(item.pinned),
        "topics": [{"id": t.id, "name": t.name, "closed": t.closed} for t in item.topics.values()],
        "members": members,
        "commands": {user: commands for user, commands in offered.items() if commands},
    }


def everything(tg: LocalTelegram, only: int | None = None) -> Json:
    """`GET /control/world`, of all chats or of one."""
    world = tg.world
    shown = [each for each in (world.chats.get(only or 0),) if each] if only is not None else world.chats.values()
    return {
        "seq": tg.events.seq,
        "bot": {
            "id": world.bot.id,
            "username": world.bot.username,
            "first_name": world.bot.first_name,
            "can_read_all_group_messages": world.bot.can_read_all_group_messages,
            "supports_inline_queries": world.bot.supports_inline_queries,
        },
        "people": [person(each) for each in world.people.values()],
        "chats": [chat(world, each) for each in shown],
        "now": iso(tg.now()),
        "moments": world.moments,
        "limits": limits(tg),
        "latency_ms": tg.latency_ms,
        "faults": [fault.as_json() for fault in tg.faults.standing],
    }


def limits(tg: LocalTelegram) -> Json:
    """Telegram's flood limits as they stand."""
    names = ("enabled", "overall_per_second", "group_per_minute", "chat_per_second", "chat_burst")
    return {name: getattr(tg.limits, name) for name in names}


def message(world: World, item: Message) -> Json:
    """One message of a transcript."""
    content = item.content
    sender = shapes.user(world, item.sender)
    name = f"{sender['first_name']} {sender.get('last_name', '')}".strip()
    if item.sender_chat is not None:
        name = world.chats[item.sender_chat].title
    marks = content.get("entities") or content.get("caption_entities") or []
    shown: Json = {
        "message_id": item.id,
        "date": iso(item.date),
        "from": {"id": item.sender, "name": name, "is_bot": sender["is_bot"]},
        "entities": marks,
        "html": entities.to_html(item.words, marks),
        "buttons": buttons(item),
        "deleted": item.deleted,
        "pinned": item.id in world.chats[item.chat].pinned,
    }
    optional = {
        "edit_date": iso(item.edited) if item.edited is not None else None,
        "thread_id": item.thread if item.in_topic else None,
        "text": content.get("text"),
        "caption": content.get("caption"),
        "reply_to": item.reply_to,
        "forward": _origin(content.get("forward_origin")),
        "service": service(item),
        **_media(world, content),
        **_keyboard(item.markup or {}),
    }
    return shown | {name: value for name, value in optional.items() if value is not None}


def buttons(item: Message) -> list[list[Json]]:
    """The inline keyboard, `callback_data` called `data`."""
    rows = (item.markup or {}).get("inline_keyboard") or []
    return [[{"data" if k == "callback_data" else k: v for k, v in button.items()} for button in row] for row in rows]


def _keyboard(markup: Json) -> Json:
    if "keyboard" in markup:
        return {"keyboard": markup["keyboard"]}
    if markup.get("remove_keyboard"):
        return {"keyboard": []}
    return {"force_reply": True} if markup.get("force_reply") else {}


def _media(world: World, content: Json) -> Json:
    found: Json = {name: dict(content[name]) for name in _MEDIA if name in content}
    if "photo" in content:
        found["photo"] = dict(content["photo"][-1])
    for value in found.values():
        file_id = value.get("file_id")
        if file_id in world.files:
            value["url"] = f"/control/files/{file_id}"
    return found


def _origin(origin: Json | None) -> Json | None:
    if origin is None:
        return None
    source = origin.get("sender_user") or origin.get("sender_chat") or {}
    name = source.get("title") or f"{source.get('first_name', '')} {source.get('last_name', '')}".strip()
    return {"id": source.get("id"), "name": name, "date": iso(origin["date"])}


def service(item: Message) -> str | None:
    """A service message in words."""
    if not is_service(item):
        return None
    content = item.content
    if "new_chat_members" in content:
        names = ", ".join(_name(user) for user in content["new_chat_members"])
        own = content["new_chat_members"][0]["id"] == item.sender
        return f"{names} joined the group" if own else f"{names} was added to the group"
    if "left_chat_member" in content:
        user = content["left_chat_member"]
        return f"{_name(user)} {'left' if user['id'] == item.sender else 'was removed from'} the group"
    if "pinned_message" in content:
        return f"pinned message #{content['pinned_message']['message_id']}"
    if "new_chat_title" in content:
        return f"renamed the group to {content['new_chat_title']}"
    if "forum_topic_created" in content:
        return f"opened the topic {content['forum_topic_created']['name']}"
    return _PLAIN[next(name for name in _PLAIN if name in content)]


_PLAIN = {
    "group_chat_created": "created the group",
    "supergroup_chat_created": "created the group",
    "migrate_to_chat_id": "the group became a supergroup",
    "migrate_from_chat_id": "the group became a supergroup",
    "forum_topic_closed": "closed the topic",
    "forum_topic_reopened": "opened the topic again",
}


def _name(user: Json) -> str:
    return f"{user['first_name']} {user.get('last_name', '')}".strip()


def transcript(tg: LocalTelegram, place: Chat, reader: int | None, thread: int | None, *, deleted: bool) -> list[Json]:
    """What the reader sees of a chat; nothing once they are no longer in it."""
    if reader is not None and not (place.id == reader if place.private else place.member(reader).present):
        return []
    kept = tg.world.messages[place.id].values()
    inside = None if place.forum and thread == GENERAL else thread
    wanted = (m for m in kept if (deleted or not m.deleted) and (thread is None or inside == m.thread))
    return [message(tg.world, item) for item in wanted]


def as_text(shown: list[Json]) -> str:
    """A transcript in lines, as a person would note it."""
    return "".join(_lines(item) for item in shown)


def _lines(item: Json) -> str:
    head = f"#{item['message_id']} "
    if "service" in item:
        return f"{head}— {item['from']['name']}: {item['service']}\n"
    kind = next((name for name in ("photo", *_MEDIA) if name in item), None)
    what = f"[{kind}] " if kind else ""
    reply = f"(to #{item['reply_to']}) " if "reply_to" in item else ""
    lines = [f"{head}{item['from']['name']}: {reply}{what}{item.get('text') or item.get('caption') or ''}".rstrip()]
    lines += ["    " + " ".join(f"[{button['text']}]" for button in row) for row in item["buttons"]]
    return "\n".join(lines) + "\n"
