"""People come into the world, begin with the bot and block it."""

from typing import Any

from sandbox import shapes
from sandbox.errors import ControlError
from sandbox.local import LocalTelegram
from sandbox.world import Chat, Member, Person

Json = dict[str, Any]


def create(tg: LocalTelegram, ask: Json) -> Person:
    """A person who has not started the bot, with the private chat that is to be. Raises ControlError."""
    first_name = str(ask.get("first_name") or "")
    if not 1 <= len(first_name) <= 64 or len(str(ask.get("last_name") or "")) > 64:
        raise ControlError("Names have 1 to 64 characters.")
    person_id = int(ask.get("id") or _fresh_id(tg))
    if person_id <= 0 or person_id in tg.world.people or person_id == tg.world.bot.id:
        raise ControlError(f"{person_id} is no free id.")
    person = Person(
        person_id,
        first_name,
        str(ask.get("last_name") or ""),
        str(ask.get("username") or ""),
        str(ask.get("language_code") or ""),
    )
    tg.world.people[person_id] = person
    tg.world.add_chat(Chat(person_id, "private"))
    tg.world.changed("person", person_id)
    tg.events.emit("world")
    return person


def _fresh_id(tg: LocalTelegram) -> int:
    while True:
        person_id = tg.world.random.randrange(10**8, 2**31)
        if person_id not in tg.world.people and person_id != tg.world.bot.id:
            return person_id


def open_chat(tg: LocalTelegram, person: Person) -> None:
    """The person presses Start: the bot may write from now on."""
    if person.blocked:
        set_blocked(tg, person, blocked=False)
    if not person.started:
        person.started = True
        tg.world.changed("person", person.id)
        tg.events.emit("world")


def set_blocked(tg: LocalTelegram, person: Person, *, blocked: bool) -> None:
    """Block the bot or let it in again; it hears `my_chat_member`."""
    if person.blocked == blocked:
        return
    person.blocked = blocked
    tg.world.changed("person", person.id)
    chat, bot = tg.world.chats[person.id], tg.world.bot.id
    places = [Member("member"), Member("kicked")]
    old, new = places if blocked else places[::-1]
    tg.updates.put(
        "my_chat_member",
        {
            "chat": shapes.chat(tg.world, chat),
            "from": shapes.user(tg.world, person.id),
            "date": int(tg.now()),
            "old_chat_member": shapes.chat_member(tg.world, chat, bot, old),
            "new_chat_member": shapes.chat_member(tg.world, chat, bot, new),
        },
    )
    tg.events.emit("member", chat.id, person=bot, status=new.status)
