"""Which chat a call means, and whether the bot may speak there: Telegram's refusals."""

from sandbox.errors import TelegramError, bad_request, forbidden
from sandbox.local import LocalTelegram
from sandbox.params import Params
from sandbox.world import Chat, Topic

#: So long may a bot write to somebody who asked to join, although they never started it.
REQUEST_OPEN = 300.0
_KINDS = {
    "can_send_messages": "text messages",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
    "can_send_voice_notes": "voice notes",
    "can_send_videos": "videos",
    "can_send_audios": "music",
    "can_send_other_messages": "stickers",
}


def chat_of(tg: LocalTelegram, params: Params, name: str = "chat_id") -> Chat:
    """The chat that the call names, if the bot can know it. Raises TelegramError."""
    raw = params.values.get(name)
    if raw is None or raw == "":
        raise bad_request(f"{name} is empty")
    try:
        chat = tg.world.chats.get(int(raw))
    except (TypeError, ValueError):
        chat = None
    if chat is None or not (chat.private or tg.world.bot.id in chat.members):
        raise bad_request("chat not found")
    return chat


def entered(tg: LocalTelegram, params: Params) -> Chat:
    """A chat in which the bot is. Raises TelegramError."""
    chat = chat_of(tg, params)
    if chat.private:
        return chat
    if chat.migrated_to is not None:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise TelegramError(400, text, migrate_to_chat_id=chat.migrated_to)
    place = chat.member(tg.world.bot.id)
    if place.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not place.present:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def open_for(tg: LocalTelegram, params: Params, right: str = "can_send_messages") -> Chat:
    """A chat to which the bot may send such a thing. Raises TelegramError."""
    chat = entered(tg, params)
    if chat.private:
        reachable(tg, chat.id)
        return chat
    place = chat.member(tg.world.bot.id)
    if place.status == "restricted" and not place.rights.get(right, True):
        raise bad_request(f"not enough rights to send {_KINDS.get(right, 'messages')} to the chat")
    return chat


def reachable(tg: LocalTelegram, person_id: int) -> None:
    """Whether the bot may write to somebody. Raises TelegramError."""
    person = tg.world.people[person_id]
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if person.started:
        return
    asked = (chat.requests.get(person_id) for chat in tg.world.chats.values() if chat.requests)
    if not any(at is not None and tg.now() - at <= REQUEST_OPEN for at in asked):
        raise forbidden("bot can't initiate conversation with a user")


def thread_of(tg: LocalTelegram, chat: Chat, params: Params) -> int | None:
    """The thread that a message is to go to. Raises TelegramError."""
    number = params.number("message_thread_id")
    if not number:
        return None
    if chat.forum:
        topic = chat.topics.get(number)
        if topic is None:
            raise bad_request("message thread not found")
        writable(tg, chat, topic)
        return number
    if chat.type != "supergroup" or tg.world.message(chat.id, number) is None:
        raise bad_request("message thread not found")
    return number


def writable(tg: LocalTelegram, chat: Chat, topic: Topic) -> None:
    """Closed topics are for those who manage them. Raises TelegramError."""
    own = topic.creator == tg.world.bot.id
    if topic.closed and not own and not chat.member(tg.world.bot.id).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def reply_target(tg: LocalTelegram, chat: Chat, params: Params) -> int | None:
    """The message of the chat that is answered, if any. Raises TelegramError."""
    wanted = params.parsed("reply_parameters", "reply parameters") or {}
    if not isinstance(wanted, dict):
        raise bad_request("can't parse reply parameters JSON object")
    number = int(wanted.get("message_id") or params.number("reply_to_message_id"))
    if not number:
        return None
    if int(wanted.get("chat_id") or chat.id) == chat.id and tg.world.message(chat.id, number) is not None:
        return number
    if wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def administered(tg: LocalTelegram, chat: Chat, right: str, refusal: str) -> None:
    """The bot needs a right of administrators. Raises TelegramError with the refusal."""
    if not chat.private and not chat.member(tg.world.bot.id).may(right):
        raise bad_request(refusal)
