"""What people do, drawn from a seed: they press whatever stands somewhere, now and then what is not theirs."""

import random
from typing import Any

from tests.simulation.telegram import BOT, Chat, Message, Person, Telegram

SECRET = "vetchling"  # in words that are not for the bot: nobody may ever find it in the database
KEEPS_AT_IT, PRESSES = 0.7, 0.7  # how likely
HERE = ("creator", "administrator", "member")
IN_GROUP = (
    "/next", "/next", "/help", "/topic sleep & <b>rest</b>", "/attendance", "/meetups", "/ask how do I sign up?",
    "/facilitator", "/facilitator I can’t sleep", "/away 2w", "/back", "/settings", "/schedule every thu 18:30 Walk",
    "/schedule on 2026-12-03 18:30 Tea", "/announce Bring a mug", "/requests", "/rota", "/room", "/facilitators",
    "/unanswered", "/knowledge", "/setup", "/buddy", "/resources", "/privacy", "/mydata", "/forgetme", "/start",
    "/nonsense",
)  # fmt: skip
IN_PRIVATE = (*IN_GROUP, "/start", "/requests", "/facilitator please", "/forgetme", "/rota", "/away until 2026-12-20")
WORDS = (
    "tomorrow at 10", "Ada", "2w", "help", "I can’t go on any more", "how do I get a place?", "<b>&amp;", "12", "مرحبا",
    "every tue 10:00 Coffee", "Calderwood Hall", "because of snow", "yes", "Europe/London", "thank you",
)  # fmt: skip


class Crowd:
    """Everybody who is not the bot."""

    def __init__(self, telegram: Telegram, rng: random.Random) -> None:
        self.telegram, self.random = telegram, rng
        self.busy: Person | None = None  # who did something in private last

    def act(self) -> str:
        """Somebody does something; what it was, in a line."""
        names = (
            ("press", 30), ("follow", 26), ("command", 18), ("private_command", 10), ("words", 8), ("reply", 4),
            ("chat", 3), ("forge", 4), ("again", 3), ("come_or_go", 2), ("block", 2), ("rank", 1),
            ("bot", 0.7), ("move", 0.7),
        )  # fmt: skip
        what = self.random.choices([n for n, _ in names], [w for _, w in names])[0]
        done: str | None = getattr(self, f"_{what}")()
        return done or f"(no {what})"

    # Choosing

    def person(self) -> Person:
        return self.random.choice(list(self.telegram.people.values()))

    def chats_of(self, person: Person) -> list[Chat]:
        """Where they can see something."""
        found = [
            chat
            for chat in self.telegram.chats.values()
            if chat.kind != "private" and chat.moved is None and chat.members.get(person.id) in HERE
        ]
        private = self.telegram.chats[person.id]
        return [*found, private, private] if person.started and not person.blocked else found

    def _group(self, person: Person) -> Chat | None:
        groups = [
            chat for chat in self.chats_of(person) if chat.kind != "private" and chat.bot not in ("left", "kicked")
        ]
        return self.random.choice(groups) if groups else None

    def buttons(self, chat: Chat) -> list[tuple[Message, dict[str, Any]]]:
        """Every button in a chat, oldest first."""
        return [
            (message, button)
            for message in chat.messages.values()
            for row in message.buttons
            for button in row
        ]  # fmt: skip

    # Acting

    def _press(self) -> str | None:
        person = self.person()
        chats = self.chats_of(person)
        found = self.buttons(self.random.choice(chats))[-24:] if chats else []
        if not found:
            return None
        chat = next(c for c in chats if c.messages.get(found[0][0].id) is found[0][0])
        message, button = self.random.choice(found)
        self.tap(person, chat, message, button)
        return f"{person.name} presses {button['text']!r} in {chat.title}"

    def _follow(self) -> str | None:
        """Somebody goes on with what they were shown in private: a button of the newest message, or words."""
        person = self.busy if self.busy is not None and self.random.random() < KEEPS_AT_IT else self.person()
        chat = self.telegram.chats[person.id]
        mine = [m for m in chat.messages.values() if m.mine]
        if not mine or person.blocked:
            return None
        self.busy = person
        buttons = [button for row in mine[-1].buttons for button in row]
        if buttons and self.random.random() < PRESSES:
            button = self.random.choice(buttons)
            self.tap(person, chat, mine[-1], button)
            return f"{person.name} goes on with {button['text']!r}"
        text = self.random.choice(WORDS)
        self.private(person, text)
        return f"{person.name} goes on with the words {text!r}"

    def tap(self, person: Person, chat: Chat, message: Message, button: dict[str, Any]) -> None:
        """As Telegram's app does it."""
        if "callback_data" in button:
            self.telegram.press(person, chat, message, button["callback_data"])
        elif f"{BOT['username']}?start=" in button.get("url", ""):
            self.private(person, f"/start {button['url'].partition('?start=')[2]}")

    def _command(self) -> str | None:
        person = self.person()
        chat = self._group(person)
        if chat is None:
            return None
        text = self.random.choice(IN_GROUP)
        self.telegram.write(person, chat, text)
        return f"{person.name} writes {text!r} in {chat.title}"

    def _private_command(self) -> str:
        person, text = self.person(), self.random.choice(IN_PRIVATE)
        self.private(person, text)
        return f"{person.name} writes {text!r} in private"

    def private(self, person: Person, text: str) -> None:
        """Whoever writes in private has pressed Start, and unblocked the bot."""
        chat = self.telegram.chats[person.id]
        self.busy = person
        if person.blocked:
            self.standing(person, "kicked", "member")
        person.started, person.blocked = True, False
        self.telegram.write(person, chat, text)

    def _words(self) -> str | None:
        person = self.person()
        if not person.started or person.blocked:
            return None
        text = self.random.choice(WORDS)
        self.private(person, text)
        return f"{person.name} writes {text!r} in private"

    def _reply(self) -> str | None:
        person = self.person()
        chat = self._group(person)
        mine = [m for m in chat.messages.values() if m.mine][-4:] if chat else []
        if chat is None or not mine:
            return None
        message, text = self.random.choice(mine), self.random.choice(WORDS)
        to = {"message_id": message.id, "date": int(self.telegram.at), "from": BOT, "text": message.text}
        to["chat"] = {"id": chat.id, "type": chat.kind, "title": chat.title}
        self.telegram.write(person, chat, text, reply_to_message=to)
        return f"{person.name} answers {text!r} to message {message.id} in {chat.title}"

    def _chat(self) -> str | None:
        person = self.person()
        chat = self._group(person)
        if chat is None:
            return None
        self.telegram.write(person, chat, f"the {SECRET} is out, isn’t it")
        return f"{person.name} chats in {chat.title}"

    def _forge(self) -> str | None:
        """A changed app presses what it likes, under what it likes."""
        person = self.person()
        chats = self.chats_of(person)
        chat = self.random.choice(chats) if chats else None
        mine = [m for m in chat.messages.values() if m.mine] if chat else []
        if chat is None or not mine or not self.telegram.data:
            return None
        data = self.random.choice(self.telegram.data)
        if self.random.random() < 0.3:
            head, *parts = data.split(":")
            data = ":".join([head, *(str(self.random.randint(0, 9)) if part.isdigit() else part for part in parts)])
        if chat.kind == "private":
            self.telegram.meddled.add(chat.id)
        self.telegram.press(person, chat, self.random.choice(mine), data)
        return f"{person.name} forges {data!r} in {chat.title}"

    def _again(self) -> str | None:
        """Telegram delivers an update that still waits once more, or the same press comes twice."""
        if not self.telegram.waiting:
            return None
        one = self.random.choice(self.telegram.waiting)
        self.telegram.waiting.append(one)
        return f"update {one.id} comes twice"

    def _come_or_go(self) -> str | None:
        person, telegram = self.person(), self.telegram
        groups = [
            c for c in telegram.chats.values() if c.kind != "private" and c.moved is None and c.bot == "administrator"
        ]
        if not groups:
            return None
        chat = self.random.choice(groups)
        before = chat.members.get(person.id, "left")
        if before == "creator":
            return None
        after = "left" if before in HERE else "member"
        chat.members[person.id] = after
        person.been_in.add(chat.id)
        telegram.standing(person, chat, "chat_member", telegram.user(person), before, after)
        service = "left_chat_member" if after == "left" else "new_chat_members"
        user = telegram.user(person)
        telegram.happens(person, chat, **{service: user if after == "left" else [user]})
        return f"{person.name} {'leaves' if after == 'left' else 'joins'} {chat.title}"

    def _block(self) -> str | None:
        person = self.person()
        if not person.started:
            return None
        person.blocked = not person.blocked
        self.standing(person, *(("member", "kicked") if person.blocked else ("kicked", "member")))
        return f"{person.name} {'blocks' if person.blocked else 'unblocks'} the bot"

    def standing(self, person: Person, before: str, after: str) -> None:
        """Somebody blocks the bot, or unblocks it."""
        self.telegram.standing(person, self.telegram.chats[person.id], "my_chat_member", BOT, before, after)

    def _rank(self) -> str | None:
        person = self.person()
        chat = self._group(person)
        status = chat.members[person.id] if chat else "creator"
        if chat is None or status == "creator":
            return None
        chat.members[person.id] = after = "member" if status == "administrator" else "administrator"
        if chat.bot == "administrator":
            self.telegram.standing(person, chat, "chat_member", self.telegram.user(person), status, after)
        return f"{person.name} is now {after} of {chat.title}"

    def _bot(self) -> str | None:
        """Somebody throws the bot out, or brings it back."""
        person = self.person()
        groups = [c for c in self.chats_of(person) if c.kind != "private"]
        if not groups:
            return None
        chat = self.random.choice(groups)
        before, chat.bot = chat.bot, "kicked" if chat.bot in HERE else "administrator"
        self.telegram.standing(person, chat, "my_chat_member", BOT, before, chat.bot)
        return f"{person.name} makes the bot {chat.bot} in {chat.title}"

    def _move(self) -> str | None:
        """A group becomes a supergroup: it has another id, and its messages stay behind."""
        groups = [c for c in self.telegram.chats.values() if c.kind == "group" and c.moved is None and c.bot in HERE]
        if not groups:
            return None
        chat = self.random.choice(groups)
        moved = Chat(chat.id - 10**9, "supergroup", chat.title, dict(chat.members), bot=chat.bot)
        chat.moved = moved.id
        self.telegram.chats[moved.id] = moved
        for person in self.telegram.people.values():
            person.been_in |= {moved.id} if chat.id in person.been_in else set()
        person = self.telegram.people[next(one for one, status in chat.members.items() if status == "creator")]
        self.telegram.happens(person, chat, migrate_to_chat_id=moved.id)
        self.telegram.happens(person, moved, migrate_from_chat_id=chat.id)
        return f"{chat.title} becomes a supergroup"
