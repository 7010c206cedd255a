"""A small Telegram: chats, people, messages, presses and the queue of updates. Plain data, and what its methods do."""

import random
from dataclasses import dataclass, field
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.intake import is_for_bot

BOT = {"id": 7000000001, "is_bot": True, "first_name": "Circle", "username": "circle_bot"}
PRESSES_KEPT, UPDATES_KEPT = 150, 24 * 3600  # seconds
QUIET = (
    "setMy",
    "deleteMy",
    "deleteWebhook",
    "pinChat",
    "unpin",
    "sendChatAction",
    "answerInline",
    "setMessageReaction",
)
POSTS = ("send", "copy")
RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_pin_messages", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip
TEXT_MOST, TOAST_MOST, DATA_MOST = 4096, 200, 64


@dataclass
class Message:
    """mine: the bot's."""

    id: int
    text: str
    author: int
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    mine: bool = False


@dataclass
class Chat:
    """members: person → status at Telegram. moved: the id that it has now. bot: its status there."""

    id: int
    kind: str
    title: str
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last: int = 0
    moved: int | None = None
    bot: str = "left"


@dataclass
class Person:
    id: int
    name: str
    started: bool = False
    blocked: bool = False
    been_in: set[int] = field(default_factory=set)  # chats, ever


@dataclass
class Press:
    """One tap on a button, as Telegram sees it. ends: how each attempt to answer it ended."""

    id: str
    person: int
    at: float
    data: str
    dropped: bool = False
    confirmed: bool = False
    ends: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Waiting:
    """One update that the bot has not confirmed."""

    id: int
    at: float
    body: dict[str, Any]


@dataclass
class Telegram:
    """Everything there is. at: the true time, in seconds."""

    at: float
    chats: dict[int, Chat] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    next_id: int = 1000
    press_id: int = 0
    data: list[str] = field(default_factory=list)  # of every button that ever stood somewhere
    meddled: set[int] = field(default_factory=set)  # private chats whose own person changed what the bot wrote there
    sources: dict[int, tuple[int, int]] = field(default_factory=dict)  # update → who, where

    # What people do

    def write(self, person: Person, chat: Chat, text: str, **more: Any) -> None:
        """Somebody writes."""
        message = self._put(chat, Message(0, text, person.id))
        body = {"message_id": message.id, "text": text, **self._where(person, chat)} | more
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0].encode("utf-16-le")) // 2
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self.hear({"message": body}, person.id, chat.id)

    def press(self, person: Person, chat: Chat, message: Message, data: str) -> None:
        """Somebody taps a button, or lets a changed app say so."""
        self.press_id += 1
        press = self.presses[str(self.press_id)] = Press(str(self.press_id), person.id, self.at, data)
        under = {
            "message_id": message.id,
            "date": int(self.at),
            "chat": self._chat(chat),
            "from": BOT,
            "text": message.text or "…",
            "reply_markup": {"inline_keyboard": message.buttons},
        }
        query = {"id": press.id, "from": self.user(person), "chat_instance": "1", "data": data, "message": under}
        self.hear({"callback_query": query}, person.id, chat.id)

    def happens(self, person: Person, chat: Chat, **what: Any) -> None:
        """A service message of the chat."""
        message = self._put(chat, Message(0, "", person.id))
        self.hear({"message": {"message_id": message.id, **self._where(person, chat), **what}}, person.id, chat.id)

    def standing(self, person: Person, chat: Chat, kind: str, who: dict[str, Any], before: str, after: str) -> None:
        """A `my_chat_member` or `chat_member` update."""
        old, new = ({"user": who, **_status(status)} for status in (before, after))
        change = {"chat": self._chat(chat), "from": self.user(person), "date": int(self.at)}
        self.hear({kind: change | {"old_chat_member": old, "new_chat_member": new}}, person.id, chat.id)

    def hear(self, body: dict[str, Any], person_id: int, chat_id: int) -> None:
        """An update for the bot."""
        self.waiting.append(Waiting(self.next_id, self.at, body | {"update_id": self.next_id}))
        self.sources[self.next_id] = (person_id, chat_id)
        self.next_id += 1

    def _put(self, chat: Chat, message: Message) -> Message:
        chat.last += 1
        message.id = chat.last
        chat.messages[message.id] = message
        return message

    def _where(self, person: Person, chat: Chat) -> dict[str, Any]:
        return {"date": int(self.at), "chat": self._chat(chat), "from": self.user(person)}

    def user(self, person: Person) -> dict[str, Any]:
        return {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": "en"}

    def _chat(self, chat: Chat) -> dict[str, Any]:
        name = "first_name" if chat.kind == "private" else "title"
        return {"id": chat.id, "type": chat.kind, name: chat.title}

    # What the bot asks for

    def updates(self, offset: int | None) -> list[dict[str, Any]]:
        """What waits from the offset on; what stands before it is confirmed, and gone."""
        before = self.before(offset)
        self.waiting = [one for one in self.waiting if one not in before]
        for one in self.waiting:
            press = one.body.get("callback_query")
            if press is not None and self.at - one.at > PRESSES_KEPT:
                self.presses[press["id"]].dropped = True
        self.waiting = [one for one in self.waiting if self.at - one.at <= self._kept(one)]
        return [one.body for one in self.waiting[:100]]

    def before(self, offset: int | None) -> list[Waiting]:
        """What this offset confirms; one far beyond the last id is not believed."""
        if offset is None or offset > max((one.id for one in self.waiting), default=0) + 10:
            return []
        return [one for one in self.waiting if one.id < offset]

    def _kept(self, one: Waiting) -> float:
        return PRESSES_KEPT if "callback_query" in one.body else UPDATES_KEPT

    def for_bot(self, one: Waiting) -> bool:
        return is_for_bot(one.body, BOT["id"], BOT["username"])  # type: ignore[arg-type]

    def do(self, method: str, given: dict[str, Any]) -> Any:
        """What the method does at once; PTB's errors."""
        if method.startswith(QUIET):
            return True
        if method == "answerCallbackQuery":
            return self._answer(given)
        chat = self._reach(given)
        if method == "getChatMember":
            return self._member(chat, int(given["user_id"]))
        if method == "getChatAdministrators":
            leading = ("creator", "administrator")
            return [self._member(chat, one) for one, status in chat.members.items() if status in leading]
        if method.startswith("sendMessage"):
            return self._post(chat, str(given["text"]), given)
        if method.startswith(POSTS):
            return self._post(chat, str(given.get("caption") or "a file"), given)
        if method.startswith("editMessage"):
            return self._edit(chat, given)
        if method == "deleteMessage":
            if chat.messages.pop(int(given["message_id"]), None) is None:
                raise BadRequest("Message to delete not found")
            return True
        raise BadRequest(f"no such method: {method}")

    def _reach(self, given: dict[str, Any]) -> Chat:
        chat = self.chats.get(int(given["chat_id"]))
        if chat is None:
            raise BadRequest("Chat not found")
        if chat.moved is not None:
            raise ChatMigrated(chat.moved)
        if chat.kind == "private":
            person = self.people[chat.id]
            if person.blocked:
                raise Forbidden("Forbidden: bot was blocked by the user")
            if not person.started:
                raise Forbidden("Forbidden: bot can't initiate conversation with a user")
        elif chat.bot in ("left", "kicked"):
            raise Forbidden("Forbidden: bot was kicked from the supergroup chat")
        return chat

    def _member(self, chat: Chat, person_id: int) -> dict[str, Any]:
        user = {"id": person_id, "is_bot": False, "first_name": self.people[person_id].name}
        return {"user": user, **_status(chat.members.get(person_id, "left"))}

    def _post(self, chat: Chat, text: str, given: dict[str, Any]) -> dict[str, Any]:
        buttons = self._checked(text, given)
        message = self._put(chat, Message(0, text, int(BOT["id"]), buttons, mine=True))  # type: ignore[call-overload]
        return {"message_id": message.id, "chat": self._chat(chat), "date": int(self.at), "text": text}

    def _edit(self, chat: Chat, given: dict[str, Any]) -> Any:
        message = chat.messages.get(int(given["message_id"]))
        if message is None or not message.mine:
            raise BadRequest("Message to edit not found")
        text = str(given.get("text", given.get("caption", message.text)))
        buttons = self._checked(text, given)
        if (message.text, message.buttons) == (text, buttons):
            raise BadRequest("Message is not modified: specified new message content is the same")
        message.text, message.buttons = text, buttons
        return {"message_id": message.id, "chat": self._chat(chat), "date": int(self.at), "text": text}

    def _checked(self, text: str, given: dict[str, Any]) -> list[list[dict[str, Any]]]:
        if not text.strip() or len(text) > TEXT_MOST:
            raise BadRequest("Bad text")
        rows: list[list[dict[str, Any]]] = (given.get("reply_markup") or {}).get("inline_keyboard", [])
        for button in (one for row in rows for one in row):
            data = button.get("callback_data")
            if data is not None:
                if len(data.encode()) > DATA_MOST:
                    raise BadRequest("BUTTON_DATA_INVALID")
                self.data.append(data)
        return rows

    def _answer(self, given: dict[str, Any]) -> bool:
        press = self.presses[given["callback_query_id"]]
        if self.at - press.at > PRESSES_KEPT:
            press.ends.append("too old")
            raise BadRequest("Query is too old and response timeout expired or query id is invalid")
        if len(given.get("text") or "") > TOAST_MOST:
            raise BadRequest("MESSAGE_TOO_LONG")
        press.ends.append("answered")
        return True

    def begin_ids_anew(self, rng: random.Random) -> None:
        """As after a quiet week; only while nothing waits."""
        if not self.waiting:
            self.next_id = rng.randrange(1, 2**31)


def _status(status: str) -> dict[str, Any]:
    if status != "administrator":
        return {"status": status, **({"until_date": 0} if status == "kicked" else {})} | (
            {"is_anonymous": False} if status == "creator" else {}
        )
    return {"status": status, "can_be_edited": False, "is_anonymous": False} | dict.fromkeys(RIGHTS, True)


def refused(error: TelegramError) -> bool:
    """Whether Telegram surely did nothing."""
    return isinstance(error, BadRequest | Forbidden | ChatMigrated)
