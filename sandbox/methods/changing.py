"""Messages changed, deleted and pinned by the bot."""

from typing import Any

from sandbox import formatting, keyboards, messages, shapes
from sandbox.errors import bad_request
from sandbox.local import LocalTelegram
from sandbox.messages import is_service
from sandbox.methods.mentions import resolve
from sandbox.methods.places import administered, entered, reachable
from sandbox.params import Params
from sandbox.world import Chat, Message

Json = dict[str, Any]

#: So long may a bot delete what has no better reason to go.
DELETABLE = 48 * 3600.0
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
NO_PIN = "not enough rights to manage pinned messages in the chat"
_WORDS = ("text", "entities", "caption", "caption_entities", "link_preview_options", "show_caption_above_media")


def editable(tg: LocalTelegram, params: Params) -> Message:
    """The message of the bot's that is to be changed. Raises TelegramError."""
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = entered(tg, params)
    if chat.private:
        reachable(tg, chat.id)
    if not params.number("message_id"):
        raise bad_request("message identifier is not specified")
    message = tg.world.message(chat.id, params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != tg.world.bot.id or is_service(message):
        raise bad_request("message can't be edited")
    return message


def change(tg: LocalTelegram, message: Message, content: Json, markup: Json | None) -> Json:
    """Give it other content, unless that is the same. Raises TelegramError."""
    content = resolve(tg.world, content)
    if content == message.content and markup == _inline(message):
        raise bad_request(NOT_MODIFIED)
    messages.edit(tg, message, content, markup)
    return shapes.message(tg.world, message)


def _inline(message: Message) -> Json | None:
    return message.markup if message.markup and "inline_keyboard" in message.markup else None


def edit_text(tg: LocalTelegram, params: Params) -> Json:
    """`editMessageText`; without a keyboard the old one goes."""
    message = editable(tg, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    rest = {name: value for name, value in message.content.items() if name not in _WORDS}
    return change(tg, message, rest | formatting.text(params), keyboards.markup(params, inline_only=True))


def edit_caption(tg: LocalTelegram, params: Params) -> Json:
    """`editMessageCaption`."""
    message = editable(tg, params)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    rest = {name: value for name, value in message.content.items() if name not in _WORDS}
    return change(tg, message, rest | formatting.caption(params), keyboards.markup(params, inline_only=True))


def edit_markup(tg: LocalTelegram, params: Params) -> Json:
    """`editMessageReplyMarkup`."""
    message = editable(tg, params)
    return change(tg, message, message.content, keyboards.markup(params, inline_only=True))


def _may_delete(tg: LocalTelegram, chat: Chat, message: Message) -> bool:
    if chat.member(tg.world.bot.id).may("can_delete_messages"):
        return True
    young = tg.now() - message.date < DELETABLE
    return young and (chat.private or message.sender == tg.world.bot.id)


def delete_message(tg: LocalTelegram, params: Params) -> bool:
    """`deleteMessage`."""
    chat = entered(tg, params)
    message = tg.world.message(chat.id, params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not _may_delete(tg, chat, message):
        raise bad_request("message can't be deleted")
    messages.delete(tg, message)
    return True


def delete_messages(tg: LocalTelegram, params: Params) -> bool:
    """`deleteMessages`: those that are not there or not the bot's to delete are passed over."""
    chat = entered(tg, params)
    numbers = params.parsed("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        message = tg.world.message(chat.id, int(number))
        if message is not None and _may_delete(tg, chat, message):
            messages.delete(tg, message)
    return True


def pin(tg: LocalTelegram, params: Params) -> bool:
    """`pinChatMessage`."""
    chat = entered(tg, params)
    administered(tg, chat, "can_pin_messages", NO_PIN)
    message = tg.world.message(chat.id, params.number("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if is_service(message):
        raise bad_request("message can't be pinned")
    if chat.pinned[-1:] != [message.id]:
        messages.pin(tg, message, tg.world.bot.id)
    return True


def unpin(tg: LocalTelegram, params: Params) -> bool:
    """`unpinChatMessage`: the one named, or the last one."""
    chat = entered(tg, params)
    administered(tg, chat, "can_pin_messages", NO_PIN)
    number = params.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    messages.unpin(tg, chat, [number])
    return True


def unpin_all(tg: LocalTelegram, params: Params) -> bool:
    """`unpinAllChatMessages`."""
    chat = entered(tg, params)
    administered(tg, chat, "can_pin_messages", NO_PIN)
    messages.unpin(tg, chat, list(chat.pinned))
    return True
