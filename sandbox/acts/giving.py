"""People send what is not text: photos, documents, voices, places, contacts, and people or chats they picked."""

import base64
import binascii
from typing import Any

from sandbox import entities, files, pictures
from sandbox.acts.asking import inside, number, person_of
from sandbox.acts.talking import said
from sandbox.errors import ControlError, TelegramError
from sandbox.local import LocalTelegram
from sandbox.shapes import names
from sandbox.world import Person

Json = dict[str, Any]

_DEFAULTS = {
    "photo": ("photo.jpg", "image/jpeg", pictures.plain()),
    "document": ("document.txt", "text/plain", b"A document.\n"),
    "voice": ("voice.oga", "audio/ogg", b"OggS a voice"),
}


def _send_file(kind: str, tg: LocalTelegram, person: Person, ask: Json) -> Json:
    chat = inside(tg, person, ask)
    name, mime_type, default = _DEFAULTS[kind]
    try:
        data = base64.b64decode(ask["content"], validate=True) if ask.get("content") else default
        kept = files.keep(tg, kind, data, str(ask.get("file_name") or name), str(ask.get("mime_type") or mime_type))
    except (binascii.Error, TelegramError) as error:
        raise ControlError(f"That file cannot be sent: {error}.") from None
    content = files.content(kept)
    caption = str(ask.get("caption") or "")
    if caption:
        content |= {"caption": caption, "caption_entities": entities.find(caption)}
    return said(tg, person, chat, content, ask)


def photo(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Send a photo; a plain one unless `content` is given."""
    return _send_file("photo", tg, person, ask)


def document(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Send a file."""
    return _send_file("document", tg, person, ask)


def voice(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Send a voice message."""
    return _send_file("voice", tg, person, ask)


def location(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Send a place."""
    try:
        point = {"latitude": float(ask["latitude"]), "longitude": float(ask["longitude"])}
    except (KeyError, TypeError, ValueError):
        raise ControlError("latitude and longitude have to be numbers.") from None
    return said(tg, person, inside(tg, person, ask), {"location": point}, ask)


def contact(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Send somebody's contact, one's own unless `of` says whose."""
    whose = person_of(tg, ask, "of") if ask.get("of") else person
    card = {"phone_number": str(ask.get("phone_number") or "+10000000000"), "user_id": whose.id}
    card |= {name: value for name, value in names(whose).items() if name != "username"}
    return said(tg, person, inside(tg, person, ask), {"contact": card}, ask)


def _picker(tg: LocalTelegram, person: Person, chat: int, kind: str, request: int) -> Json:
    """The keyboard's button that asked for it. Raises ControlError where there is none."""
    for message in reversed(list(tg.world.messages[chat].values())):
        for row in (message.markup or {}).get("keyboard") or []:
            for button in row:
                wish: Json = button.get(kind) or {}
                if wish.get("request_id") == request and not message.deleted:
                    return wish
    raise ControlError(f"No keyboard asks {person.name} for {kind} number {request}.", 404)


def share_users(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Pick people, as a keyboard asked."""
    chat, request = inside(tg, person, ask), number(ask, "request_id")
    wish = _picker(tg, person, chat.id, "request_users", request)
    picked = [person_of(tg, {"user": user}, "user") for user in ask.get("users") or []]
    if not 1 <= len(picked) <= int(wish.get("max_quantity") or 1):
        raise ControlError(f"This keyboard takes 1 to {wish.get('max_quantity') or 1} people.")
    shared = []
    for each in picked:
        told = names(each)
        if not wish.get("request_name"):
            told = {name: value for name, value in told.items() if name == "username"}
        if not wish.get("request_username"):
            told.pop("username", None)
        shared.append({"user_id": each.id, **told})
    return said(tg, person, chat, {"users_shared": {"request_id": request, "users": shared}}, ask)


def share_chat(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Pick a group one is in, as a keyboard asked."""
    chat, request = inside(tg, person, ask), number(ask, "request_id")
    wish = _picker(tg, person, chat.id, "request_chat", request)
    shared = inside(tg, person, {"chat": number(ask, "shared")})
    if shared.private:
        raise ControlError("Groups are picked, not private chats.")
    told: Json = {"request_id": request, "chat_id": shared.id}
    if wish.get("request_title"):
        told["title"] = shared.title
    return said(tg, person, chat, {"chat_shared": told}, ask)
