"""Delivery under pressure that people cannot make from outside: long queues, a database that cannot be read."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot import delivery
from domain.outbox import Lane, Outgoing
from storage.database import StorageUnavailable
from tests.faults.conftest import Small, a_small_circle, until
from tests.storage.world import NOW


def many(count: int, chats: list[int]) -> Any:
    """A use case that says so much, less urgent than an answer."""

    def use_case(tx) -> None:
        for number in range(count):
            chat = chats[number % len(chats)]
            payload = {"chat_id": chat, "text": f"number {number}"}
            given = {"lane": Lane.REMINDER, "method": "sendMessage", "chat_id": chat, "payload": payload}
            tx.outbox.add(Outgoing(**given, created_at=NOW))

    return use_case


@pytest.mark.parametrize("when", ["while it runs", "before a restart"])
async def test_more_than_fits_into_memory_is_all_said_once_and_in_order(
    small: Small, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    for person in (small.mara, small.tom):
        await small.start(person)
    monkeypatch.setattr(delivery, "MOST_HELD", 20)
    assert small.app is not None
    if when == "before a restart":
        await small.client.fault("429", "sendMessage", count=2, retry_after=1)
    await small.app.store.transact(many(150, [small.mara, small.tom]))
    if when == "before a restart":
        await small.restart()
    await until(lambda: small.state("outbox") == {}, "all said")
    for person, first in ((small.mara, 0), (small.tom, 1)):
        assert (await small.texts(person))[1:] == [f"number {number}" for number in range(first, 150, 2)]


async def test_a_message_that_is_sent_while_the_queue_is_read_does_not_come_back(small: Small) -> None:
    await small.start(small.mara)
    assert small.app is not None
    sending, store = small.app.delivery, small.app.store
    look = store.look

    async def slow_look(question: Any) -> Any:
        found = await look(question)
        await asyncio.sleep(0.3)  # meanwhile the message arrives
        return found

    await small.client.fault("slow", "sendMessage", count=1, seconds=0.1)
    await small.client.send(small.mara, "/note once")
    await until(lambda: small.query("SELECT 1 FROM outbox"), "it is on its way")
    sending._store.look = slow_look  # type: ignore[method-assign]
    await sending._refill()
    sending._store.look = look  # type: ignore[method-assign]
    await small.settle()
    assert (await small.texts(small.mara)).count("noted once") == 1


@pytest.mark.parametrize("what", ["a card", "a reminder"])
async def test_a_database_that_cannot_be_read_for_a_moment_loses_no_message(small: Small, what: str) -> None:
    await small.start(small.mara)
    await small.say(small.mara, "/tally")
    assert small.app is not None
    store, left = small.app.store, [2]
    look = store.look

    async def failing(question: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise StorageUnavailable("disk I/O error")
        return await look(question)

    store.look = failing  # type: ignore[method-assign]
    if what == "a card":
        await small.client.send(small.mara, "/plus", chat=small.group)
    else:
        await store.transact(many(1, [small.mara]))
    await until(lambda: small.query("SELECT 1 FROM outbox"), "it waits")
    await until(lambda: small.state("outbox") == {}, "it arrives")
    store.look = look  # type: ignore[method-assign]
    if what == "a card":
        assert (await small.last())["text"] == "tally 1"
    else:
        assert (await small.texts(small.mara))[-1] == "number 0"


async def test_a_chat_that_moved_while_it_was_its_turn_stops_nobody(tmp_path: Path) -> None:
    async with a_small_circle(tmp_path) as small:
        assert small.app is not None
        small.app.delivery._ready.append((0, 0, -424242))  # it was this chat's turn, under its old id
        await small.say(small.mara, "/note goes on")
        assert (await small.texts())[-1] == "noted goes on"


async def test_a_part_that_fails_ends_the_program_instead_of_leaving_it_deaf(small: Small) -> None:
    assert small.app is not None

    def broken() -> float:
        raise RuntimeError("a fault of ours")

    small.app.delivery._launch = broken  # type: ignore[method-assign]
    await small.client.send(small.mara, "/note wakes it")
    await asyncio.wait_for(small.app.ended.wait(), 5)
    assert isinstance(small.app.failure, RuntimeError)


async def test_however_often_the_clock_moves_what_waits_stands_in_line_once(small: Small) -> None:
    people = [(await small.client.person(f"Person {number}"))["id"] for number in range(40)]
    for person in people:
        await small.start(person)
    assert small.app is not None
    sending = small.app.delivery
    sending._paced = True  # thirty messages a second in all
    await small.app.store.transact(many(400, people))
    await until(lambda: len(sending._ready) > 0, "some wait for their turn")
    for _ in range(50):
        sending.jumped()
        await asyncio.sleep(0.01)
    assert 0 < len(sending._ready) <= len(people)
    sending._paced = False
    sending.jumped()
    await until(lambda: small.state("outbox") == {}, "all said")
    for number, person in enumerate(people):
        assert (await small.texts(person))[1:] == [f"number {n}" for n in range(number, 400, len(people))]
