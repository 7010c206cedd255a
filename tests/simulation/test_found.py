"""What the simulation found, told again without chance."""

from collections.abc import Iterator
from typing import Any

import pytest

from storage.outbox import WAITING, OutboxRows
from tests.simulation.network import WEATHERS, Weather
from tests.simulation.oracle import Violation
from tests.simulation.scene import Scene
from tests.simulation.telegram import Message, Person


@pytest.fixture(name="scene")
def a_scene() -> Iterator[Scene]:
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


def test_a_meetup_that_was_not_held_says_so_on_its_card_also_when_that_is_finished(scene: Scene) -> None:
    person, mine = a_list_stands(scene)
    scene.sleep_until_due("card_closes")
    card = next(one for one in scene.group.messages.values() if "This meetup is over." in one.text)
    assert card.buttons == []
    scene.tap(person, scene.telegram.chats[person.id], "It wasn't held", mine)
    assert card.text.startswith("<b>This meetup did not take place.</b>")


def test_whoever_hides_their_name_is_hidden_on_a_finished_card_too(scene: Scene) -> None:
    a_list_stands(scene)
    scene.sleep_until_due("card_closes")
    person = scene.others[-1]
    card = next(one for one in scene.group.messages.values() if "This meetup is over." in one.text)
    assert person.name in card.text
    scene.telegram.press(person, scene.telegram.chats[person.id], card, "pm:hidden")
    scene.machine.run(10)
    assert person.name not in card.text


def a_list_stands(scene: Scene) -> tuple[Person, Message]:
    """A meetup has ended, and its facilitator has the tick list in private, with somebody's name on it."""
    scene.say(scene.creator, "/start")
    scene.tap(scene.others[-1], scene.group, "Going")
    scene.sleep_until_due("meetup_ends")
    private = scene.telegram.chats[scene.creator.id]
    return scene.creator, next(one for one in private.messages.values() if "Who came?" in one.text)


def test_what_waits_for_somebody_is_not_said_once_they_are_forgotten(scene: Scene) -> None:
    assert forgotten_while_something_waits(scene) == []


def test_a_program_that_says_it_all_the_same_is_caught(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OutboxRows, "drop_for_person", lambda self, person_id: None)
    with pytest.raises(Violation, match="said to somebody who was erased"):
        forgotten_while_something_waits(scene)
    scene.machine.forgive()


def forgotten_while_something_waits(scene: Scene) -> list[str]:
    """Telegram wants a chat left alone for a while; what was said there afterwards."""
    person = scene.others[-1]
    private = scene.say(person, "/start")
    before = len(private.messages)
    scene.machine.wire.weather = Weather("flooded", floods=1.0)
    scene.say(person, "/help")
    scene.machine.wire.weather = WEATHERS[0]
    scene.telegram.press(person, private, next(one for one in private.messages.values() if one.mine), "pf:1")
    scene.machine.run(10)
    scene.machine.run(450)
    return [one.text for one in list(private.messages.values())[before:] if one.mine]


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
