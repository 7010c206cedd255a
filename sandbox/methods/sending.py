"""Text messages and what they share with all others that the bot sends, copies and forwards."""

from typing import Any

from sandbox import formatting, keyboards, messages, shapes
from sandbox.errors import bad_request
from sandbox.local import LocalTelegram
from sandbox.messages import is_service
from sandbox.methods.mentions import resolve
from sandbox.methods.places import chat_of, open_for, reply_target, thread_of
from sandbox.params import Params
from sandbox.world import ANONYMOUS_BOT, Chat, Message

Json = dict[str, Any]


def send_message(tg: LocalTelegram, params: Params) -> Json:
    """`sendMessage`."""
    chat = open_for(tg, params)
    content = formatting.text(params)
    options = params.parsed("link_preview_options", "link preview options")
    if options and any(mark["type"] in ("url", "text_link") for mark in content.get("entities", ())):
        content["link_preview_options"] = options
    return shapes.message(tg.world, deliver(tg, chat, params, content))


def deliver(tg: LocalTelegram, chat: Chat, params: Params, content: Json) -> Message:
    """A message of the bot with the options that all kinds have. Raises TelegramError."""
    reply_to = reply_target(tg, chat, params)
    thread = thread_of(tg, chat, params)
    markup = keyboards.markup(params)
    content = resolve(tg.world, content)
    if params.flag("protect_content"):
        content["has_protected_content"] = True
    return messages.post(tg, chat, tg.world.bot.id, content, thread=thread, reply_to=reply_to, markup=markup)


def _source(tg: LocalTelegram, params: Params, what: str) -> Message:
    chat = chat_of(tg, params, "from_chat_id")
    message = tg.world.message(chat.id, params.number("message_id"))
    if message is None:
        raise bad_request(f"message to {what} not found")
    if is_service(message):
        raise bad_request(f"message can't be {'copied' if what == 'copy' else 'forwarded'}")
    if message.content.get("has_protected_content"):
        raise bad_request(f"message can't be {'copied' if what == 'copy' else 'forwarded'}")
    return message


def copy_message(tg: LocalTelegram, params: Params) -> Json:
    """`copyMessage`: the same content, as the bot's own."""
    chat = open_for(tg, params)
    content = dict(_source(tg, params, "copy").content)
    content.pop("forward_origin", None)
    if params.has("caption") and "text" not in content:
        content.pop("caption_entities", None)
        content.pop("caption", None)
        content |= formatting.caption(params)
    return {"message_id": deliver(tg, chat, params, content).id}


def forward_message(tg: LocalTelegram, params: Params) -> Json:
    """`forwardMessage`: the same content, with where it came from."""
    chat = open_for(tg, params)
    source = _source(tg, params, "forward")
    content = forwarded(tg, source)
    message = messages.post(tg, chat, tg.world.bot.id, content, thread=thread_of(tg, chat, params))
    return shapes.message(tg.world, message)


def forwarded(tg: LocalTelegram, source: Message) -> Json:
    """The content of a message that is passed on, by whomever."""
    if "forward_origin" in source.content:
        return dict(source.content)
    origin: Json = {"date": int(source.date)}
    if source.sender == ANONYMOUS_BOT:
        origin |= {"type": "chat", "sender_chat": shapes.chat(tg.world, tg.world.chats[source.chat])}
    else:
        origin |= {"type": "user", "sender_user": shapes.user(tg.world, source.sender)}
    return {"forward_origin": origin, **source.content}
