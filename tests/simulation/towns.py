"""Where stories begin: a few groups with a bot, their first meetups planned, or over and the list of who came saved."""

import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.simulation.crowd import Crowd
from tests.simulation.disk import Disk, empty
from tests.simulation.machine import Machine
from tests.simulation.telegram import BOT, Chat, Message, Person, Telegram
from tests.simulation.virtual import Clock, moment

BEGIN = moment("2026-11-30T09:00:00+00:00")
TOWNS = 8  # in the second half of them a meetup is over
OVER = moment("2026-12-02T20:30:00+00:00")  # each group met on Tuesday or on Wednesday
NAMES = ("Mara", "Tom", "Fay", "Ola", "Ines", "Bo", "Zuri")


@dataclass(frozen=True)
class Town:
    """Where a story begins: what Telegram and the disk hold, and when."""

    telegram: Telegram
    image: bytes
    clock: Clock


@cache
def town_of(number: int) -> Town:
    """The same for each number."""
    rng = random.Random(f"town {number}")
    telegram = _people(rng)
    clock = Clock(BEGIN)
    machine = Machine(telegram, Disk(empty()), clock, rng)
    crowd = Crowd(telegram, rng)
    with clock.ruling(), machine.listening():
        machine.boot()
        try:
            _settle(machine, crowd)
            if number % 2:
                _ask(machine, crowd)
            if number >= TOWNS // 2:
                _meet(machine, crowd)
            machine.stop()
        finally:
            machine.crash()
    image = machine.disk.image()
    machine.disk.close()
    return Town(telegram, image, clock)


def _people(rng: random.Random) -> Telegram:
    telegram = Telegram(BEGIN.timestamp())
    for number, name in enumerate(NAMES[: rng.randint(4, len(NAMES))], start=101):
        telegram.people[number] = Person(number, name)
        telegram.chats[number] = Chat(number, "private", name, {number: "member"})
    ids = list(telegram.people)
    for number in range(1, rng.randint(2, 3) + 1):
        chat = Chat(-number, rng.choice(("group", "supergroup")), f"Group {number}")
        for place, person in enumerate(rng.sample(ids, rng.randint(3, len(ids)))):
            chat.members[person] = (
                ("creator", rng.choice(("administrator", "member")))[place] if place < 2 else "member"
            )
            telegram.people[person].been_in.add(chat.id)
        telegram.chats[chat.id] = chat
    return telegram


def _settle(machine: Machine, crowd: Crowd) -> None:
    telegram, rng = machine.telegram, crowd.random
    for person in telegram.people.values():
        if rng.random() < 0.8:
            crowd.private(person, "/start")
    for chat in [one for one in telegram.chats.values() if one.kind != "private"]:
        creator = telegram.people[next(iter(chat.members))]
        chat.bot = "administrator"
        telegram.standing(creator, chat, "my_chat_member", BOT, "left", chat.bot)
        machine.run(5)
        words = f"/schedule every {rng.choice(('tue', 'wed'))} {rng.choice(('10:00', '18:30'))} Coffee and chat"
        telegram.write(creator, chat, words)
        machine.run(5)
        _tap(machine, crowd, creator, chat, "Confirm")
    machine.run(30)


def _ask(machine: Machine, crowd: Crowd) -> None:
    """Somebody has asked for a human in each group, and whoever made it has claimed that."""
    telegram = machine.telegram
    for chat in [one for one in telegram.chats.values() if one.kind != "private"]:
        creator, *_, person = (telegram.people[one] for one in chat.members)
        crowd.private(creator, "/start")
        crowd.private(person, "/start")
        machine.run(5)
        telegram.write(person, chat, "/facilitator I can’t sleep")
        machine.run(10)
        _tap(machine, crowd, person, telegram.chats[person.id], "By name")
        machine.run(10)
        _tap(machine, crowd, creator, telegram.chats[creator.id], "Claim")
        machine.run(5)


def _meet(machine: Machine, crowd: Crowd) -> None:
    """The first meetup of each group is over; some who had said that they come did not, and the list says so."""
    telegram, clock = machine.telegram, machine.clock
    groups = [chat for chat in telegram.chats.values() if chat.kind != "private"]
    leading = [telegram.people[next(iter(chat.members))] for chat in groups]
    for person in {one.id: one for one in leading}.values():
        crowd.private(person, "/start")
    for chat in groups:
        for member in chat.members:
            _tap(machine, crowd, telegram.people[member], chat, "Going")
    clock.sleep((OVER - clock.now()).total_seconds())
    machine.run(120)
    for person in {one.id: one for one in leading}.values():
        private = telegram.chats[person.id]
        for message in [one for one in private.messages.values() if _button(one, "Save") is not None]:
            for number, name in enumerate(NAMES):
                _press(machine, crowd, person, private, message, f"{('Missed', 'Came')[number % 2]}: {name}")
            _press(machine, crowd, person, private, message, "Save")


def _button(message: Message, name: str) -> dict[str, Any] | None:
    return next((button for row in message.buttons for button in row if button["text"] == name), None)


def _press(machine: Machine, crowd: Crowd, person: Person, chat: Chat, message: Message, name: str) -> None:
    button = _button(message, name)
    if button is not None:
        crowd.tap(person, chat, message, button)
        machine.run(6)


def _tap(machine: Machine, crowd: Crowd, person: Person, chat: Chat, name: str) -> None:
    """The newest button of this name."""
    for message in reversed(list(chat.messages.values())):
        if _button(message, name) is not None:
            _press(machine, crowd, person, chat, message, name)
            return
