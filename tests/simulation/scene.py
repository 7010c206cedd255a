"""A town in which nothing happens by itself, for what is to be told without chance."""

import copy
import random

from tests.simulation.crowd import Crowd
from tests.simulation.disk import Disk
from tests.simulation.machine import Machine
from tests.simulation.telegram import BOT, Chat, Message, Person
from tests.simulation.towns import town_of


class Scene:
    """A town in which nothing happens by itself."""

    def __init__(self) -> None:
        town = town_of(0)
        self.clock = copy.copy(town.clock)
        self.telegram, rng = copy.deepcopy(town.telegram), random.Random(1)
        self.machine = Machine(self.telegram, Disk(town.image), self.clock, rng)
        self.crowd = Crowd(self.telegram, rng)
        self.group = next(chat for chat in self.telegram.chats.values() if chat.kind != "private")
        self.creator, *self.others = (self.telegram.people[one] for one in self.group.members)

    def tap(self, person: Person, chat: Chat, name: str, under: Message | None = None) -> Message:
        """Press the newest button of this name, or the one under this message."""
        found = [one for one in self.crowd.buttons(chat) if one[1]["text"] == name and under in (None, one[0])]
        message, button = found[-1]
        self.crowd.tap(person, chat, message, button)
        self.machine.run(10)
        return message

    def say(self, person: Person, text: str) -> Chat:
        """Write in private; the chat."""
        self.crowd.private(person, text)
        self.machine.run(10)
        return self.telegram.chats[person.id]

    def bot(self, status: str) -> None:
        """Its standing in the group."""
        before, self.group.bot = self.group.bot, status
        self.telegram.standing(self.creator, self.group, "my_chat_member", BOT, before, status)
        self.machine.run(10)

    def sleep_until_due(self, kind: str) -> None:
        self.clock.sleep(self.due_in(kind) + 1)
        self.machine.run(60)

    def due_in(self, kind: str) -> float:
        """Seconds until the first promise of this kind is due."""
        asked = "SELECT strftime('%s', min(due_at)) FROM agenda WHERE kind = ?"
        return float(self.machine.disk.rows(asked, kind)[0][0]) - self.clock.now().timestamp()
