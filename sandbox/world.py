"""What there is: people, chats, messages, files and what the bot told of itself. Times are the world's Unix seconds."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

#: Telegram's account that stands for anonymous administrators.
ANONYMOUS_BOT = 1087968824
#: The General topic of a forum: its messages have no thread.
GENERAL = 1
PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    started: bool = False
    blocked: bool = False

    @property
    def name(self) -> str:
        """First and last name, as the app shows it."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Bot:
    """The one bot of this world."""

    id: int
    username: str
    first_name: str
    can_read_all_group_messages: bool = False
    supports_inline_queries: bool = True


@dataclass(slots=True)
class Member:
    """Somebody's place in a group; `until` ends a ban or restriction (0: never)."""

    status: str
    rights: dict[str, bool] = field(default_factory=dict)
    anonymous: bool = False
    until: int = 0

    @property
    def present(self) -> bool:
        """Whether they are in the group."""
        return self.status in PRESENT

    def may(self, right: str) -> bool:
        """Whether an administrator's right is theirs."""
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))


@dataclass(slots=True)
class Topic:
    """A thread of a forum; its id is that of the message that opened it."""

    id: int
    name: str
    color: int = 7322096
    creator: int = 0
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's), a group or a supergroup."""

    id: int
    type: str
    title: str = ""
    forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message: int = 0
    migrated_to: int | None = None
    migrated_from: int | None = None
    requests: dict[int, float] = field(default_factory=dict)
    menu_button: Json | None = None

    @property
    def private(self) -> bool:
        """Whether this is somebody's chat with the bot."""
        return self.type == "private"

    def member(self, user: int) -> Member:
        """Somebody's place; who never was in the group has left."""
        return self.members.get(user) or Member("left")


@dataclass(slots=True)
class Message:
    """One message; `content` holds the fields of the Bot API that say what is in it."""

    id: int
    chat: int
    date: float
    sender: int
    content: Json
    reply_to: int | None = None
    thread: int | None = None
    in_topic: bool = False
    markup: Json | None = None
    sender_chat: int | None = None
    via_bot: bool = False
    edited: float | None = None
    deleted: bool = False

    @property
    def words(self) -> str:
        """Its text or its caption."""
        text: str = self.content.get("text") or self.content.get("caption") or ""
        return text


@dataclass(slots=True)
class Callback:
    """A press, until long after it was answered."""

    id: str
    person: int
    chat: int
    message: int
    data: str
    at: float
    answered: bool = False
    text: str | None = None
    show_alert: bool = False
    url: str | None = None


@dataclass(slots=True)
class InlineQuery:
    """What somebody typed after the bot's name, and what the bot offered."""

    id: str
    person: int
    query: str
    at: float
    answered: bool = False
    results: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class StoredFile:
    """A file somebody sent; `kind` is the field of the message it came in."""

    id: str
    kind: str
    path: str
    name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Profile:
    """What the bot told of itself; commands by `scope|language`, texts by `which|language`."""

    commands: dict[str, list[Json]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    menu_button: Json | None = None


class World:
    """All of it, in memory. Whoever changes a thing says so by `changed`, for the store."""

    def __init__(self, bot: Bot, seed: int | None = None) -> None:
        self.bot = bot
        self.random = random.Random(seed)  # noqa: S311 - ids of a toy world
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.callbacks: dict[str, Callback] = {}
        self.inline: dict[str, InlineQuery] = {}
        self.files: dict[str, StoredFile] = {}
        self.reactions: dict[tuple[int, int, int], str] = {}
        self.profile = Profile()
        self.moments: list[Json] = []
        self.on_change: Callable[[str, str], None] | None = None

    def changed(self, kind: str, key: object = "") -> None:
        """Tell the store, if there is one, that this thing is to be written."""
        if self.on_change is not None:
            self.on_change(kind, str(key))

    def add_chat(self, chat: Chat) -> Chat:
        """Put a chat into the world."""
        self.chats[chat.id] = chat
        self.messages[chat.id] = {}
        self.changed("chat", chat.id)
        return chat

    def add_message(self, message: Message) -> None:
        """Put a message at the end of its chat."""
        self.messages[message.chat][message.id] = message
        self.changed("message", f"{message.chat}:{message.id}")
        self.changed("chat", message.chat)

    def touch_message(self, message: Message) -> None:
        """A message was changed."""
        self.changed("message", f"{message.chat}:{message.id}")

    def message(self, chat: int, message_id: int | None) -> Message | None:
        """A message that is still there."""
        found = self.messages.get(chat, {}).get(message_id or 0)
        return found if found and not found.deleted else None

    def fresh_id(self) -> str:
        """An id such as callbacks and files have."""
        return str(self.random.randrange(10**17, 10**18))
