"""What people send with a request: read from their messages, and shown to a facilitator who was checked."""

from typing import Any

from telegram import Message, MessageEntity

from domain.outbox import Lane
from domain.requests import Kind, Request, RequestWords
from handlers.context import Context

# Formatting only: a mention or a link to somebody's account could name who wishes to stay unnamed.
KEPT = frozenset(
    {
        MessageEntity.BOLD,
        MessageEntity.ITALIC,
        MessageEntity.UNDERLINE,
        MessageEntity.STRIKETHROUGH,
        MessageEntity.SPOILER,
        MessageEntity.CODE,
        MessageEntity.PRE,
        MessageEntity.BLOCKQUOTE,
    }
)
SENDS = {
    Kind.VOICE: ("sendVoice", "voice"),
    Kind.PHOTO: ("sendPhoto", "photo"),
    Kind.DOCUMENT: ("sendDocument", "document"),
}


def content_of(message: Message) -> RequestWords | None:
    """What of this message can be passed on; None: nothing, it is of another kind."""
    base = RequestWords(request_id=0, message_id=message.message_id, at=message.date)
    if message.text:
        return base.changed(text=message.text, entities=formatting(message.entities))
    captioned = base.changed(text=message.caption, entities=formatting(message.caption_entities))
    if message.voice is not None:
        return captioned.changed(kind=Kind.VOICE, file=message.voice.file_id)
    if message.photo:
        return captioned.changed(kind=Kind.PHOTO, file=message.photo[-1].file_id)
    if message.document is not None:
        return captioned.changed(kind=Kind.DOCUMENT, file=message.document.file_id)
    return None


def formatting(entities: tuple[MessageEntity, ...]) -> tuple[dict[str, object], ...]:
    """How the words are set, as the Bot API's objects."""
    return tuple(
        {"type": str(one.type), "offset": one.offset, "length": one.length} for one in entities if one.type in KEPT
    )


def show_words(context: Context, request: Request, chat_id: int, lane: Lane = Lane.ANSWER) -> None:
    """Each of them as a message of its own; only for a chat whose person was checked just now."""
    for one in context.tx.requests.words(request.id):
        show(context, one, chat_id, lane)


def show(context: Context, words: RequestWords, chat_id: int, lane: Lane, **more: Any) -> None:
    """One of them, sent anew: nothing tells where it came from. more: as `Context.call`."""
    entities = list(words.entities) or None
    if words.kind is Kind.TEXT:
        payload = {"text": words.text, "entities": entities, "link_preview_options": {"is_disabled": True}}
        context.call("sendMessage", chat_id, lane, payload, **more)
    else:
        method, field = SENDS[words.kind]
        payload = {field: words.file, "caption": words.text, "caption_entities": entities}
        context.call(method, chat_id, lane, payload, **more)
