"""People say things, change and delete them, pin, forward and react."""

from typing import Any

from sandbox import entities, messages, people, shapes
from sandbox.acts.asking import ADMINS, inside, message_of, number
from sandbox.errors import ControlError
from sandbox.formatting import TEXT_UNITS
from sandbox.local import LocalTelegram
from sandbox.methods.sending import forwarded
from sandbox.world import GENERAL, Chat, Message, Person

Json = dict[str, Any]

WORDS = ("text", "entities", "caption", "caption_entities")
CAPTIONED = ("photo", "document", "voice")


def start(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Press Start in the private chat, with the payload of a link."""
    people.open_chat(tg, person)
    payload = str(ask.get("payload") or "")
    return said(tg, person, tg.world.chats[person.id], words(f"/start {payload}".strip()), {})


def words(text: str) -> Json:
    """Text with what Telegram finds in it."""
    if not text.strip():
        raise ControlError("There are no words to send.")
    if entities.units(text) > TEXT_UNITS:
        raise ControlError("The app would split a text over 4096 UTF-16 units.")
    found = entities.find(text)
    return {"text": text, "entities": found} if found else {"text": text}


def said(tg: LocalTelegram, person: Person, chat: Chat, content: Json, ask: Json) -> Json:
    """Put a person's message into a chat they may write in."""
    if chat.forum and str(ask.get("thread")) == str(GENERAL):
        ask = ask | {"thread": None}
    may_write(tg, person, chat, ask)
    reply_to = number(ask, "reply_to") if ask.get("reply_to") is not None else None
    if reply_to is not None and tg.world.message(chat.id, reply_to) is None:
        raise ControlError(f"There is no message {reply_to} to reply to.", 404)
    thread = number(ask, "thread") if ask.get("thread") else None
    return {"message_id": messages.post(tg, chat, person.id, content, thread=thread, reply_to=reply_to).id}


def may_write(tg: LocalTelegram, person: Person, chat: Chat, ask: Json) -> None:
    """Whether the app lets the person write there. Raises ControlError."""
    if chat.private:
        if person.blocked:
            raise ControlError(f"{person.name} has blocked the bot.")
        people.open_chat(tg, person)
        return
    place = chat.member(person.id)
    if place.status == "restricted" and not place.rights.get("can_send_messages", True):
        raise ControlError(f"{person.name} may not write in {chat.title}.")
    thread = ask.get("thread")
    if thread and chat.forum:
        topic = chat.topics.get(int(thread))
        if topic is None:
            raise ControlError(f"There is no topic {thread}.", 404)
        if topic.closed and place.status not in ADMINS:
            raise ControlError(f"The topic {topic.name} is closed.")


def send(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Write a message; `via_mention` puts the bot's name before it."""
    chat = inside(tg, person, ask)
    text = str(ask.get("text") or "")
    if ask.get("via_mention"):
        text = f"@{tg.world.bot.username} {text}"
    return said(tg, person, chat, words(text), ask)


def _own(tg: LocalTelegram, person: Person, ask: Json) -> tuple[Chat, Message]:
    chat = inside(tg, person, ask)
    message = message_of(tg, chat, ask)
    anonymous = message.sender_chat == chat.id and chat.member(person.id).anonymous
    if message.sender != person.id and not anonymous:
        raise ControlError(f"This is not {person.name}'s message.")
    return chat, message


def edit(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Change the words of one's own message; of a picture or a file its caption."""
    _, message = _own(tg, person, ask)
    text = str(ask.get("text") or "")
    if "text" in message.content:
        content = words(text)
    elif any(kind in message.content for kind in CAPTIONED):
        content = {"caption": text, "caption_entities": entities.find(text)} if text else {}
    else:
        raise ControlError("This message has no text.")
    rest = {name: value for name, value in message.content.items() if name not in WORDS}
    messages.edit(tg, message, rest | content, message.markup)
    return {"message_id": message.id}


def delete(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Delete one's own message, as an administrator anybody's; in private both sides' ones."""
    chat = inside(tg, person, ask)
    message = message_of(tg, chat, ask)
    if not (chat.private or chat.member(person.id).may("can_delete_messages")):
        _own(tg, person, ask)
    messages.delete(tg, message)
    return {"message_id": message.id}


def pin(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Pin a message; in groups this is for administrators."""
    chat = inside(tg, person, ask)
    if not (chat.private or chat.member(person.id).may("can_pin_messages")):
        raise ControlError(f"{person.name} has no right to pin in {chat.title}.")
    message = message_of(tg, chat, ask)
    messages.pin(tg, message, person.id)
    return {"message_id": message.id}


def forward(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Pass a message on to another chat."""
    source = inside(tg, person, {"chat": ask.get("from_chat", person.id)})
    chat = inside(tg, person, ask)
    content = forwarded(tg, message_of(tg, source, ask))
    return said(tg, person, chat, content, {"thread": ask.get("thread")})


def react(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """React with an emoji, or take the reaction back with null."""
    chat = inside(tg, person, ask)
    message = message_of(tg, chat, ask)
    emoji = ask.get("emoji")
    before = tg.world.reactions.pop((chat.id, message.id, person.id), None)
    if emoji is not None:
        tg.world.reactions[chat.id, message.id, person.id] = str(emoji)
    if chat.private or chat.member(tg.world.bot.id).status == "administrator":
        change: Json = {"chat": shapes.chat(tg.world, chat), "message_id": message.id, "date": int(tg.now())}
        change |= {"old_reaction": _reaction(before), "new_reaction": _reaction(emoji)}
        if chat.member(person.id).anonymous:
            change["actor_chat"] = shapes.chat(tg.world, chat)
        else:
            change["user"] = shapes.user(tg.world, person.id)
        tg.updates.put("message_reaction", change)
    return {"message_id": message.id}


def _reaction(emoji: str | None) -> list[Json]:
    return [] if emoji is None else [{"type": "emoji", "emoji": emoji}]
