"""What can be passed on of a message, whatever was sent: read from it, made a call of, and changed in place.

Nothing is forwarded or copied: it is sent anew, so that nothing tells where it came from. Where somebody wishes to stay
unnamed, what could bear their name (a file's, a tune's, a contact card) is not passed on.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from telegram import Message

from domain.requests import Kind, RequestWords
from handlers.requests_words import SENDS, formatting

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024  # UTF-16 units, Telegram's
WORDS = {"sendMessage": ("text", "entities", LONGEST_TEXT)}
CAPTION = ("caption", "caption_entities", LONGEST_CAPTION)
CAPTIONED = ("sendVoice", "sendPhoto", "sendDocument", "sendVideo", "sendAudio", "sendAnimation")
# Of these another one can take the place; of a voice only the caption can be changed.
REPLACED = ("sendPhoto", "sendDocument", "sendVideo", "sendAudio", "sendAnimation")

NAMELESS = ("text", "voice", "photo", "video_note", "location", "venue")  # bear no name of whoever sent them


class Unfit(StrEnum):
    """Why something cannot be passed on."""

    FILE = "file"  # its name could show who sent it
    CONTACT = "contact"  # so could a contact card
    KIND = "kind"  # Telegram lets no bot send this


@dataclass(frozen=True)
class Content:
    """What is passed on. payload: of the call, without chat and heading; JSON values."""

    kind: str
    method: str
    payload: dict[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def content_of(message: Message, *, unnamed: bool) -> Content | Unfit:
    """What of this message can be passed on, or why nothing can. unnamed: of somebody who wishes to stay so."""
    if message.text:
        return Content("text", "sendMessage", _words(message.text, formatting(message.entities), "sendMessage"))
    return _file(message, unnamed=unnamed) or _thing(message, unnamed=unnamed) or Unfit.KIND


def fits_unnamed(content: Content) -> bool:
    """Whether it may go to somebody who does not know the name, whoever it was first meant for."""
    return content.kind in NAMELESS


def content_of_words(words: RequestWords) -> Content:
    """The same of what was kept until somebody had the request."""
    if words.kind is Kind.TEXT:
        return Content("text", "sendMessage", _words(words.text or "", words.entities, "sendMessage"))
    method, name = SENDS[words.kind]
    return Content(str(words.kind), method, {name: words.file} | _words(words.text or "", words.entities, method))


def words_of_content(content: Content, at: datetime) -> RequestWords | None:
    """Back again, so that the next facilitator gets it; None for kinds that are not kept."""
    kind = next((kind for kind in Kind if str(kind) == content.kind), None)
    if kind is None:
        return None
    text, entities, _ = WORDS.get(content.method, CAPTION)
    payload = content.payload
    marks = tuple(payload.get(entities) or ())
    file = payload.get(SENDS[kind][1]) if kind in SENDS else None
    return RequestWords(request_id=0, kind=kind, text=payload.get(text), entities=marks, file=file, at=at)


def calls(content: Content, heading: str) -> list[tuple[str, dict[str, Any]]]:
    """The calls that send it under a heading (plain text): one, or two where both do not fit into one message."""
    headed = with_heading(content, heading)
    if headed is not None:
        return [(headed.method, headed.payload)]
    return [("sendMessage", _words(heading, (_bold(heading),), "sendMessage")), (content.method, content.payload)]


def change(content: Content, heading: str) -> tuple[str, dict[str, Any]] | None:
    """The call that changes the copy, without chat and message; None: nothing of it can be changed.

    Where it grew too long for its heading, the words count.
    """
    headed = (with_heading(content, heading) if heading else None) or content
    if headed.method == "sendMessage":
        return "editMessageText", headed.payload
    if headed.method in REPLACED:
        payload = {name: value for name, value in headed.payload.items() if name not in CAPTION}
        ((kind, file),) = payload.items()
        caption = {name: headed.payload.get(name) for name in CAPTION[:2] if headed.payload.get(name)}
        return "editMessageMedia", {"media": {"type": kind, "media": file, **caption}}
    if headed.method == "sendVoice":
        return "editMessageCaption", {name: headed.payload.get(name) for name in CAPTION[:2]}
    return None


def with_heading(content: Content, heading: str) -> Content | None:
    """The content with the heading before its words; None where there is no room for it."""
    if content.method != "sendMessage" and content.method not in CAPTIONED:
        return None
    text, entities, limit = WORDS.get(content.method, CAPTION)
    words = content.payload.get(text) or ""
    before = f"{heading}\n" if words else heading
    if units(before + words) > limit:
        return None
    moved = [one | {"offset": one["offset"] + units(before)} for one in content.payload.get(entities) or ()]
    rest = {name: value for name, value in content.payload.items() if name not in (text, entities)}
    payload = rest | _words(before + words, (_bold(heading), *moved), content.method)
    return Content(content.kind, content.method, payload)


def units(text: str) -> int:
    """Length as Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _bold(heading: str) -> dict[str, Any]:
    return {"type": "bold", "offset": 0, "length": units(heading)}


def _words(text: str, entities: Any, method: str) -> dict[str, Any]:
    if not text:
        return {}
    name, marks, _ = WORDS.get(method, CAPTION)
    found: dict[str, Any] = {name: text} | ({marks: list(entities)} if entities else {})
    if method == "sendMessage":
        found["link_preview_options"] = {"is_disabled": True}
    return found


def _file(message: Message, *, unnamed: bool) -> Content | Unfit | None:
    """Voices, pictures and files, by Telegram's number of them."""
    found = {
        "voice": ("sendVoice", message.voice),
        "photo": ("sendPhoto", message.photo[-1] if message.photo else None),
        "animation": ("sendAnimation", message.animation),  # comes with a document that is the same
        "document": ("sendDocument", message.document),
        "video": ("sendVideo", message.video),
        "audio": ("sendAudio", message.audio),
        "video_note": ("sendVideoNote", message.video_note),
    }
    for kind, (method, file) in found.items():
        if file is not None:
            if unnamed and (kind in ("document", "audio") or getattr(file, "file_name", None)):
                return Unfit.FILE
            caption = _words(message.caption or "", formatting(message.caption_entities), method)
            return Content(kind, method, {kind: file.file_id} | (caption if method in CAPTIONED else {}))
    return None


def _thing(message: Message, *, unnamed: bool) -> Content | Unfit | None:
    """What is neither words nor a file."""
    if message.venue is not None:  # comes with a location that is the same
        venue = message.venue
        place = {"latitude": venue.location.latitude, "longitude": venue.location.longitude}
        return Content("venue", "sendVenue", place | {"title": venue.title, "address": venue.address})
    if message.location is not None:
        place = {"latitude": message.location.latitude, "longitude": message.location.longitude}
        return Content("location", "sendLocation", place)
    if message.contact is not None:
        names = ("phone_number", "first_name", "last_name")
        card = {name: getattr(message.contact, name) for name in names if getattr(message.contact, name)}
        return Unfit.CONTACT if unnamed else Content("contact", "sendContact", card)
    if message.sticker is not None and unnamed:  # a set of somebody's own can bear their name
        emoji = message.sticker.emoji
        return Content("text", "sendMessage", _words(emoji, (), "sendMessage")) if emoji else None
    if message.sticker is not None:
        return Content("sticker", "sendSticker", {"sticker": message.sticker.file_id})
    return None
