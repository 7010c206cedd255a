"""Forged and repeated presses are not accepted; the whole hundred thousand are `python -m tests.faults.forging`."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.callbacks import unpack
from tests.faults.forging import Forger, accepted, forge
from tests.flows.authorising import World, a_world, rows
from tests.flows.meetups import schedule

SEED = 11


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    async with a_world(tmp_path, monkeypatch) as found:
        yield found


def readable(data: str) -> bool:
    try:
        unpack(data)
    except ValueError:
        return False
    return True


async def test_of_many_forged_presses_none_is_accepted(world: World) -> None:
    assert await forge(world, 1_200, SEED) == []
    assert world.circle.app.metrics.updates.labels("set_aside")._value.get() == 0


async def test_of_a_thousand_over_http_none_is_accepted_and_the_next_true_one_is(world: World) -> None:
    circle, people = world.circle, {world.people[who] for who in ("Sam", "Ben", "Robot")} | {8_000_000_000}
    before, presses = rows(circle.database), list(Forger(world, SEED + 1).presses(1_000))
    for start in range(0, len(presses), 50):
        await asyncio.gather(*(circle.client.inject(one) for one in presses[start : start + 50]))
    await circle.settle()
    assert accepted(before, rows(circle.database), [], people, world.theirs) == []
    calls = await circle.client.calls(limit=20_000)
    to = {call["chat_id"] for call in calls if call["method"].startswith("send") and "chat_id" in call}
    assert to <= people | {world.theirs, *world.people.values()}
    await circle.client.send(world.people["Sam"], "/help")
    await circle.settle()
    assert "bot" in (await circle.texts(world.people["Sam"]))[-1]


def test_what_is_forged_is_both_readable_and_not(world: World) -> None:
    made = [one["callback_query"]["data"] for one in Forger(world, SEED).presses(500)]
    assert 100 < sum(map(readable, made)) < 450
    assert any(len(data.encode()) > 64 for data in made)


async def test_a_true_press_again_and_again_by_anybody_is_done_once(world: World) -> None:
    """What Fay confirmed stands once, however often she and others send the same press."""
    circle = world.circle
    await schedule(circle)
    kept = await circle.app.store.look(lambda tx: tx.meetups.series_of(1))
    (call,) = [one for one in await circle.client.calls("sendMessage", circle.group) if "Confirm" in str(one["params"])]
    buttons: list[Any] = [button for row in call["params"]["reply_markup"]["inline_keyboard"] for button in row]
    data = next(one["callback_data"] for one in buttons if one["text"] == "Confirm")
    forger = Forger(world, SEED)
    forger._true, forger.data = [data], lambda: data  # type: ignore[method-assign]
    presses = list(forger.presses(200))
    for number, press in enumerate(presses):
        press["callback_query"]["from"]["id"] = world.people[("Fay", "Tom", "Sam", "Olga")[number % 4]]
    await circle.app.intake.take(presses)
    await circle.settle()
    assert await circle.app.store.look(lambda tx: tx.meetups.series_of(1)) == kept
