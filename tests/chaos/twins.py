"""Two programs started at once on one database, again and again; the one that lives is killed and the next goes on."""

import asyncio
import random
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.chaos.audit import audited, check
from tests.chaos.world import World

TAKEN = 3  # the exit code of the one that is too many


async def play(folder: Path, seed: int, size: int) -> str:
    """size: pairs."""
    rng = random.Random(seed)
    async with audited(folder, seed) as (world, audit):
        sent, refused = 0, 0
        for number in range(size):
            await world.kill()
            await audit.killed()
            pair = [world.start(), world.start()]
            card = await world.with_button(world.group, "Going")
            answer = ("Going", "Maybe")[number % 2]
            await world.client.act(world.mara, "press", chat=world.group, message_id=card, button=answer, wait=0)
            for _ in range(3):
                await world.client.send(world.tom, "/help")
                sent += 1
                await asyncio.sleep(rng.uniform(0, 0.3))
            await world.until(world.polls, "one of them asks for updates")
            refused += await _one_lives(world, pair)
            await world.rest()
            await world.advance(60)  # so that the same answer is no second tap of the same finger
        found = await audit.found()
        answered = world.count("SELECT 1 FROM audit_rsvps")
        wrong = [f"{answered} answers of {size}"] if answered != size else []
        wrong += [f"{found.doubled} doubled at {size} kills"] if found.doubled > size else []
        wrong += [f"{refused} of {size} were refused"] if refused != size else []
        check([*found.wrong, *wrong])
        return (
            f"{size} pairs started, {refused} refused; {sent} messages and {size} presses, 0 lost, 0 applied twice, "
            f"{found.doubled} messages doubled at {size} kills"
        )


async def _one_lives(world: World, pair: list[BaseProcess]) -> int:
    """How many said that another one runs; the living one becomes the world's."""
    await world.until(lambda: any(not process.is_alive() for process in pair), "one of them ends")
    living = [process for process in pair if process.is_alive()]
    check([f"{len(living)} live"] if len(living) != 1 else [])
    world.process = living[0]
    return sum(process.exitcode == TAKEN for process in pair)
