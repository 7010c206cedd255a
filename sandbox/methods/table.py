"""Every method the sandbox knows, by its name in small letters."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sandbox.local import LocalTelegram
from sandbox.methods import changing, chats, media, polling, profile, queries, sending, topics
from sandbox.params import Params

Run = Callable[[LocalTelegram, Params], Any]


@dataclass(frozen=True, slots=True)
class Method:
    """A method under Telegram's own spelling; `counted` against the flood limits or not."""

    name: str
    run: Run
    counted: bool = False


_COUNTED: dict[str, Run] = {
    "sendMessage": sending.send_message,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    "editMessageText": changing.edit_text,
    "editMessageCaption": changing.edit_caption,
    "editMessageMedia": media.edit_media,
    "editMessageReplyMarkup": changing.edit_markup,
    "sendLocation": media.send_location,
    "sendVenue": media.send_venue,
    "sendContact": media.send_contact,
    **media.SENDERS,
}
_FREE: dict[str, Run] = {
    "getMe": profile.get_me,
    "setMyCommands": profile.set_commands,
    "getMyCommands": profile.get_commands,
    "deleteMyCommands": profile.delete_commands,
    "setMyName": partial(profile.set_text, "name"),
    "getMyName": partial(profile.get_text, "name"),
    "setMyDescription": partial(profile.set_text, "description"),
    "getMyDescription": partial(profile.get_text, "description"),
    "setMyShortDescription": partial(profile.set_text, "short_description"),
    "getMyShortDescription": partial(profile.get_text, "short_description"),
    "setWebhook": polling.set_webhook,
    "deleteWebhook": polling.delete_webhook,
    "getWebhookInfo": polling.webhook_info,
    "deleteMessage": changing.delete_message,
    "deleteMessages": changing.delete_messages,
    "pinChatMessage": changing.pin,
    "unpinChatMessage": changing.unpin,
    "unpinAllChatMessages": changing.unpin_all,
    "answerCallbackQuery": queries.answer_callback,
    "answerInlineQuery": queries.answer_inline,
    "sendChatAction": queries.chat_action,
    "setMessageReaction": queries.reaction,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_member,
    "getChatAdministrators": chats.administrators,
    "getChatMemberCount": chats.member_count,
    "leaveChat": chats.leave,
    "banChatMember": chats.ban,
    "unbanChatMember": chats.unban,
    "approveChatJoinRequest": chats.approve,
    "declineChatJoinRequest": chats.decline,
    "createForumTopic": topics.create,
    "closeForumTopic": topics.close,
    "reopenForumTopic": topics.reopen,
    "deleteForumTopic": topics.delete,
    "getFile": media.get_file,
    "getUserProfilePhotos": chats.photos,
    "setChatMenuButton": chats.menu_button,
    "getChatMenuButton": chats.get_menu_button,
}
METHODS: dict[str, Method] = {name.lower(): Method(name, run) for name, run in _FREE.items()} | {
    name.lower(): Method(name, run, counted=True) for name, run in _COUNTED.items()
}
