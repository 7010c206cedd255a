"""What the simulation found, told again without chance."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from storage.outbox import WAITING
from tests.simulation.crowd import Crowd
from tests.simulation.disk import Disk
from tests.simulation.machine import Machine
from tests.simulation.network import Weather
from tests.simulation.story import BEGIN, town_of
from tests.simulation.telegram import BOT, Chat, Message, Person
from tests.simulation.virtual import Clock


class Scene:
    """A town in which nothing happens by itself."""

    def __init__(self) -> None:
        town = town_of(0)
        self.clock = Clock(BEGIN)
        self.clock.ticks = town.ticks
        self.telegram, rng = copy.deepcopy(town.telegram), random.Random(1)
        self.machine = Machine(self.telegram, Disk(town.image), self.clock, rng)
        self.crowd = Crowd(self.telegram, rng)
        self.group = next(chat for chat in self.telegram.chats.values() if chat.kind != "private")
        self.creator, *self.others = (self.telegram.people[one] for one in self.group.members)

    def tap(self, person: Person, chat: Chat, name: str) -> Message:
        """Press the newest button of this name."""
        message, button = [one for one in self.crowd.buttons(chat) if one[1]["text"] == name][-1]
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


@pytest.fixture
def scene() -> Iterator[Scene]:
    found = Scene()
    with found.clock.ruling(), found.machine.listening():
        found.machine.boot()
        found.machine.run(5)
        yield found
        found.machine.check()
        found.machine.crash()
        found.machine.disk.close()


def test_whoever_was_forgotten_while_the_bot_was_away_is_on_no_card_when_it_comes_back(scene: Scene) -> None:
    person = scene.others[-1]
    card = scene.tap(person, scene.group, "Maybe")
    assert person.name in card.text
    scene.bot("kicked")
    scene.tap(person, scene.say(person, "/forgetme"), "Yes, forget me")
    assert person.name in card.text
    scene.bot("administrator")
    assert person.name not in card.text


def test_a_card_that_changed_while_somebody_had_blocked_the_bot_is_drawn_anew_when_they_are_back(scene: Scene) -> None:
    person, mine = a_list_stands(scene)
    other = scene.others[-1]
    assert other.name in mine.text
    person.blocked = True
    scene.crowd.standing(person, "member", "kicked")
    scene.machine.run(5)
    scene.tap(other, scene.say(other, "/forgetme"), "Yes, forget me")
    assert other.name in mine.text
    scene.say(person, "/help")
    assert other.name not in mine.text


def test_a_list_of_who_came_goes_when_its_reader_facilitates_no_longer(scene: Scene) -> None:
    person, mine = a_list_stands(scene)
    scene.group.members[person.id] = "member"
    user = scene.telegram.user(person)
    scene.telegram.standing(scene.creator, scene.group, "chat_member", user, "creator", "member")
    scene.machine.run(10)
    assert (mine.text, mine.buttons) == ("This list is closed.", [])


def a_list_stands(scene: Scene) -> tuple[Person, Message]:
    """A meetup has ended, and its facilitator has the tick list in private, with somebody's name on it."""
    scene.say(scene.creator, "/start")
    scene.tap(scene.others[-1], scene.group, "Going")
    scene.sleep_until_due("meetup_ends")
    private = scene.telegram.chats[scene.creator.id]
    return scene.creator, next(one for one in private.messages.values() if "Who came?" in one.text)


def test_the_clockwork_begins_once_a_disk_that_was_full_as_it_started_has_room(scene: Scene) -> None:
    scene.machine.crash()
    scene.machine.disk.rows("DELETE FROM agenda WHERE kind = 'tidy'")
    scene.machine.disk.tell()
    scene.machine.boot()
    while scene.machine.app is None:
        scene.machine.run(0.001)
    scene.machine.disk.full = 1.0
    scene.machine.run(1)
    scene.machine.disk.full = 0.0
    scene.machine.run(40)
    assert scene.due_in("tidy") > 0


def test_an_answer_that_is_to_be_tried_again_does_not_leave_once_the_delivery_has_ended(scene: Scene) -> None:
    scene.machine.wire.weather = Weather("failing", fails=1.0)
    message, button = next(one for one in scene.crowd.buttons(scene.group) if one[1]["text"] == "Going")
    scene.crowd.tap(scene.others[-1], scene.group, message, button)
    while not rows_of(scene, "answerCallbackQuery", tries=1):
        scene.machine.run(0.01)
    scene.machine.stop()
    scene.machine.crash()
    scene.machine.boot()
    scene.machine.run(10)
    assert not rows_of(scene, "answerCallbackQuery")


def rows_of(scene: Scene, method: str, tries: int = 0) -> list[Any]:
    asked = "SELECT id FROM outbox WHERE method = ? AND state = ? AND tries >= ?"
    return scene.machine.disk.rows(asked, method, WAITING, tries)
