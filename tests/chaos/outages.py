"""Telegram out of reach, or the program not running: for less and for more than Telegram keeps presses and messages."""

import asyncio
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.chaos.audit import audited, check
from tests.chaos.world import World

PRESSES_KEPT = 150  # seconds, by Telegram
MINUTE, HOUR = 60, 3600
AGAIN = "please tap it again"
TOLD = "could not reach Telegram"
TRIES = 5
LESS = 7  # seconds, for the pause between two polls that fail


@dataclass(frozen=True)
class Outage:
    """Seconds without Telegram, and what is lost by it."""

    seconds: int
    presses: bool
    messages: bool


OUTAGES = (
    Outage(149, presses=False, messages=False),
    Outage(151, presses=True, messages=False),
    Outage(6 * HOUR, presses=True, messages=False),
    Outage(23 * HOUR, presses=True, messages=False),
    Outage(25 * HOUR + MINUTE, presses=True, messages=True),  # to the second, 25 h are when the meetup begins
)


async def play(folder: Path, seed: int, size: int) -> str:
    """size: how many of the five. Each in a world of its own, ended by a signal or by a kill."""
    rng, told = random.Random(seed), []
    for number, outage in enumerate(OUTAGES[:size]):
        told.append(await _outage(folder / str(number), seed, outage, killed=rng.random() < 0.5))
    return "; ".join(told)


async def _outage(folder: Path, seed: int, outage: Outage, *, killed: bool) -> str:
    folder.mkdir()
    async with audited(folder, seed) as (world, audit):
        for _ in range(TRIES):
            since = await _gone(world, killed=killed and outage.presses)
            await _pressed_and_written(world)
            begun = await world.now() if outage.presses else since  # Telegram counts from the press
            await _back(world, begun + timedelta(seconds=outage.seconds))
            length = (await world.now() - since).total_seconds()
            # A machine so busy that less than 150 s became more by the start plays it again.
            if outage.presses or length < PRESSES_KEPT:
                break
        await world.rest()
        found = await audit.found()
        check([*found.wrong, *await _wrong(world, outage)])
        return f"{_spoken(outage.seconds)}: " + ", ".join(
            ["presses lost at Telegram, cards ask and the operator is told" if outage.presses else "nothing lost"]
            + (["messages lost, which is told"] if outage.messages else [])
        )


def _spoken(seconds: int) -> str:
    return f"{seconds // HOUR} h" if seconds >= HOUR else f"{seconds} s"


async def _gone(world: World, *, killed: bool) -> datetime:
    """The program ends; when it last reached Telegram."""
    await (world.kill() if killed else world.ended())
    ((at,),) = world.rows("SELECT at FROM watch WHERE what = 'contact'")
    return datetime.fromisoformat(f"{at}+00:00")


async def _pressed_and_written(world: World) -> None:
    """Two people do not know that nobody listens."""
    card = await world.with_button(world.group, "Going")
    await world.client.act(world.mara, "press", chat=world.group, message_id=card, button="Going", wait=0)
    await world.client.send(world.tom, "/help")


async def _back(world: World, at: datetime) -> None:
    """The program waits for Telegram already; a second before this moment it is there again."""
    await world.client.fault("cut_before", "getMe", share=1.0)
    world.start()
    tried = len(await world.client.calls("getMe"))
    await world.until(lambda: _calls(world, "getMe", tried), "it tries to reach Telegram")
    await world.client.set_clock((at - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    await world.client.clear_faults()
    await world.until(world.polls, "it asks for updates")


async def _calls(world: World, method: str, more_than: int) -> bool:
    return len(await world.client.calls(method)) > more_than


async def _wrong(world: World, outage: Outage) -> list[str]:
    """What should be otherwise after it."""
    wrong = []
    pressed = world.count("SELECT 1 FROM rsvps WHERE answer = 'going'")
    if pressed == outage.presses:
        wrong.append(f"{pressed} presses count")
    answers = len(await world.said(world.tom, "/next"))
    if answers == outage.messages:
        wrong.append(f"{answers} answers to a message")
    asking = len(await world.said(world.group, AGAIN))
    told = await world.said(world.operator, TOLD)
    if asking != outage.presses or len(told) != outage.presses:
        wrong.append(f"{asking} cards ask to tap again, the operator was told {len(told)} times")
    if told and ("messages for a day" in str(told[0]["text"])) != outage.messages:
        wrong.append(f"the operator was told: {told[0]['text']}")
    reminders = await world.sends(world.group, "A reminder:")
    due = HOUR < outage.seconds < 25 * HOUR  # a day before, or what is still of use of it; never when it has begun
    if len(reminders) != due:
        wrong.append(f"{len(reminders)} reminders")
    if outage.presses and not outage.messages:
        wrong += await _tapped_again(world)
    return wrong


async def _tapped_again(world: World) -> list[str]:
    """The press counts now, and some hours later no card asks any more."""
    await world.press(world.mara, "Going", world.group, wait=5)
    await world.rest()
    pressed = world.count("SELECT 1 FROM rsvps WHERE answer = 'going'")
    await world.advance(6.1 * HOUR)
    await world.rest()
    asking = len(await world.said(world.group, AGAIN))
    return [f"tapped again, {pressed} count; {asking} cards still ask"] if (pressed, asking) != (1, 0) else []


async def unplugged(folder: Path, seed: int, size: int) -> str:
    """size: seconds, real ones, in which the program runs and no call gets through; and a little less than that."""
    told = [await _unplugged(folder / str(seconds), seed, seconds) for seconds in (size - LESS, size)]
    return "; ".join(told)


async def _unplugged(folder: Path, seed: int, seconds: int) -> str:
    folder.mkdir()
    async with audited(folder, seed) as (world, audit):
        outage = Outage(seconds, presses=seconds > PRESSES_KEPT, messages=False)
        for method in ("*", "getUpdates"):
            await world.client.fault("cut_before", method, share=1.0)
        await world.client.send(world.fay, "/help")  # ends the poll that is held
        await asyncio.sleep(0.5)
        await _pressed_and_written(world)
        await asyncio.sleep(seconds)
        await world.client.clear_faults()
        await world.rest()
        found = await audit.found()
        check([*found.wrong, *await _wrong(world, outage)])
        return f"{seconds} s without a line: {'the cards ask' if outage.presses else 'nothing lost'}"
