"""What a handler is given: the transaction, the moment, who asked, and ways to say something.

Handlers are synchronous and run inside the transaction. Whatever they say becomes a row of the outbox; nothing here
talks to the network. Who may do this was found out before, live, and stands in `Act.groups`.
"""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update, User

from domain.agenda import Promise
from domain.drafts import Draft
from domain.errors import Gone
from domain.groups import Group
from domain.helplines import Helplines
from domain.members import see_member, see_person
from domain.outbox import Lane, Outgoing
from domain.people import Person
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.keyboards import Rows, markup
from handlers.words import Words, best_language, words

HELLO = "hello"  # what a link to the private chat brings along that asks for nothing else


@dataclass(frozen=True)
class Me:
    """The bot itself, as Telegram knows it, and what a new group starts with (settings)."""

    id: int
    username: str
    name: str
    zone: str | None = None
    language: str = "en"
    country: str | None = None
    helplines: Helplines = field(default_factory=Helplines)
    operator_chat: int | None = None

    def link(self, payload: str = HELLO) -> str:
        """The address that opens the private chat and sends `/start payload`."""
        return f"https://t.me/{self.username}?start={payload}"

    def group_link(self, payload: str = HELLO) -> str:
        """The address that adds the bot to a group."""
        return f"https://t.me/{self.username}?startgroup={payload}"


@dataclass
class Context:
    """What every handler can do."""

    tx: Tx
    now: datetime
    me: Me

    def call(self, method: str, chat_id: int | None, lane: Lane, payload: dict[str, Any], **more: Any) -> None:
        """Any method of the Bot API, through the outbox. more: effect, once, not_before."""
        body = {"chat_id": chat_id, **payload} if chat_id is not None else payload
        body = {name: value for name, value in body.items() if value is not None}
        message = Outgoing(lane=lane, method=method, chat_id=chat_id, payload=body, created_at=self.now, **more)
        self.tx.outbox.add(message)

    def send(
        self,
        chat_id: int,
        text: str,
        buttons: Rows | None = None,
        *,
        lane: Lane = Lane.ANSWER,
        thread_id: int | None = None,
        reply_to: int | None = None,
        silent: bool = False,
        ask: bool = False,
        keyboard: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """A message (HTML). ask: the app opens a reply to it, for words that are waited for."""
        if buttons:
            keyboard = markup(buttons)
        elif ask:
            keyboard = {"force_reply": True, "selective": True}
        payload = {
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "message_thread_id": thread_id,
            "reply_parameters": {"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None,
            "disable_notification": True if silent else None,
            "reply_markup": keyboard,
        }
        self.call("sendMessage", chat_id, lane, payload, **more)

    def edit(self, chat_id: int, message_id: int, text: str, buttons: Rows | None = None, **more: Any) -> None:
        """Another text and other buttons (none: they go) for a message of the bot's."""
        payload = {
            "message_id": message_id,
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": markup(buttons) if buttons else None,
        }
        self.call("editMessageText", chat_id, Lane.ANSWER, payload, **more)

    def delete(self, chat_id: int, message_id: int) -> None:
        """Remove a message, where the bot may; where it may not, nothing is said."""
        self.call("deleteMessage", chat_id, Lane.ANSWER, {"message_id": message_id}, effect={"kind": "ignore"})

    def document(self, chat_id: int, name: str, content: bytes, caption: str, *, thread_id: int | None = None) -> None:
        """A small file."""
        file = {"file_name": name, "base64": base64.b64encode(content).decode()}
        payload = {"document": file, "caption": caption, "parse_mode": "HTML", "message_thread_id": thread_id}
        self.call("sendDocument", chat_id, Lane.ANSWER, payload)

    def words(self, language: str | None) -> Words:
        """The texts of this language, or of the nearest there is."""
        return words(best_language(language))

    def words_for(self, person: Person, group: Group | None = None) -> Words:
        """The texts for what is said to this person in private."""
        return words(best_language(person.language, group.language if group else None, self.me.language))


@dataclass
class Due(Context):
    """Something that was promised is due.

    administrators: the Telegram ids of the group's administrators, asked for live where the promise wants them; empty
    where Telegram could not be asked.
    """

    promise: Promise
    administrators: tuple[int, ...] = ()


@dataclass
class Leaving(Context):
    """A message that must not go twice is about to leave. data: its effect as it was stored."""

    message: Outgoing
    data: dict[str, Any]


@dataclass
class Sent(Context):
    """A message with an effect has reached Telegram, or never will.

    result: what Telegram gave back, None where it refused. data: the effect as it was stored. refusal: what kind of
    refusal it was; error: in Telegram's words.
    """

    message: Outgoing
    data: dict[str, Any]
    result: Any
    refusal: str | None = None
    error: str = ""


@dataclass
class Act(Context):
    """Somebody did something.

    user: who (for an anonymous administrator Telegram's stand-in). args: the words behind a command.
    payload: what the pressed button carried. groups: where the live check found this user to be a facilitator,
    of those this act could be about; empty for routes that are open to anyone. administers: the ids of those of
    them whose Telegram administrator this user is. present: the ids of those that this user is in.
    found: what the route sought, looked up before the transaction.
    """

    update: Update
    user: User
    chat: Chat
    args: str = ""
    payload: Payload | None = None
    draft: Draft | None = None
    groups: list[Group] = field(default_factory=list)
    administers: frozenset[int] = frozenset()
    present: frozenset[int] = frozenset()
    found: Any = None
    answered: bool = False

    @property
    def query(self) -> CallbackQuery | None:
        """The press, if it was one."""
        return self.update.callback_query

    @property
    def message(self) -> Message | None:
        """The message that was written, or under which a button was pressed."""
        message = self.update.effective_message
        return message if isinstance(message, Message) else None

    @property
    def private(self) -> bool:
        """Whether this happens in the person's own chat with the bot."""
        return self.chat.type == Chat.PRIVATE

    @property
    def thread_id(self) -> int | None:
        """The forum topic in which this happens."""
        message = self.message
        return message.message_thread_id if message and message.is_topic_message else None

    @cached_property
    def group(self) -> Group | None:
        """The group whose chat this is."""
        return None if self.private else self.tx.groups.by_chat(self.chat.id)

    @cached_property
    def person(self) -> Person:
        """Who asks, kept up to date; in a group's chat they become its member by this."""
        person = see_person(
            self.tx,
            self.user.id,
            first_name=self.user.first_name or "",
            last_name=self.user.last_name,
            private_open=self.private or None,
            now=self.now,
        )
        if self.group is not None and not self.user.is_bot:
            see_member(self.tx, self.group.id, person.id, self.now)
        return person

    @cached_property
    def t(self) -> Words:
        """The texts in the language of the one who asks."""
        group = self.group.language if self.group else self.me.language
        return words(best_language(self.person.language, self.user.language_code, group))

    def reply(self, text: str, buttons: Rows | None = None, **more: Any) -> None:
        """Say something where it was asked. Gone as in `refuse_forged`."""
        self.refuse_forged()
        reply_to = None
        if not self.private and self.query is None and self.message is not None:
            reply_to = self.message.message_id
        self.send(self.chat.id, text, buttons, thread_id=self.thread_id, reply_to=reply_to, **more)

    def answer(self, text: str = "", *, alert: bool = False) -> None:
        """The toast (or dialog) for the one who pressed; at most 200 characters, no HTML. Only the first one counts."""
        if self.query is None or self.answered:
            return
        self.answered = True
        payload = {
            "callback_query_id": self.query.id,
            "text": text[:200] or None,
            "show_alert": True if alert else None,
        }
        self.call("answerCallbackQuery", None, Lane.ANSWER, payload, effect={"kind": "ignore"})

    def open_private(self, payload: Payload | None = None) -> None:
        """Let the app open the private chat, as an answer to a press; there they see what the payload shows."""
        if self.query is None or self.answered:
            return
        self.answered = True
        url = self.me.link(payload.deep_link() if payload is not None else HELLO)
        body = {"callback_query_id": self.query.id, "url": url}
        self.call("answerCallbackQuery", None, Lane.ANSWER, body, effect={"kind": "ignore"})

    def edit_here(self, text: str, buttons: Rows | None = None) -> None:
        """Change the message under which was pressed; where nothing was pressed, say it. Gone as in `refuse_forged`."""
        if self.query is not None and self.message is not None:
            self.refuse_forged()
            self.edit(self.chat.id, self.message.message_id, text, buttons)
        else:
            self.reply(text, buttons)

    def refuse_forged(self) -> None:
        """Gone where a button was pressed in a group that does not stand there.

        Telegram lets a changed app press whatever it likes, under any message of the bot's, and so anybody could put a
        card's or an announcement's words away, or have the bot talk without end.
        """
        if self.query is None or self.private or self.message is None:
            return
        if self.query.data not in _on_buttons(self.message):
            raise Gone

    def begin(self, kind: str, *, group_id: int | None = None, expects: str | None = None, **data: Any) -> Draft:
        """Start something unfinished of this person's in this chat."""
        self.person  # noqa: B018 - the draft belongs to a person, who must be known
        draft = Draft(
            kind=kind,
            person_id=self.user.id,
            chat_id=self.chat.id,
            group_id=group_id,
            expects=expects,
            data=data,
            created_at=self.now,
        )
        return self.tx.drafts.add(draft)


def _on_buttons(message: Message) -> set[str | object | None]:
    """What the buttons of a message carry, as it stood when one was pressed."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup is not None else ()
    return {button.callback_data for row in rows for button in row}
