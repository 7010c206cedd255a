"""Updates that come twice, under new numbers, or that nobody can handle: once is once, and nobody waits."""

import random
from pathlib import Path

from tests.chaos.audit import audited, check
from tests.chaos.world import World

POISON = {"message": {"message_id": 1, "date": "tomorrow", "text": "/next", "from": {"id": 5, "is_bot": False}}}


async def play(folder: Path, seed: int, size: int) -> str:
    """size: times that something of it happens, in any order, with kills."""
    rng = random.Random(seed)
    async with audited(folder, seed) as (world, audit):
        counts = {"poison": 0, "twice": 0, "anew": 0, "kills": 0, "sent": 0}
        for number in range(size):
            await _one(world, rng, counts)
            await world.client.send(rng.choice((world.mara, world.tom)), f"/facilitator asked {number}.")
            counts["sent"] += 1
            if rng.random() < 0.15:
                await world.kill()
                await audit.killed()
                await world.started()
                counts["kills"] += 1
        await world.rest()
        await world.until(lambda: world.count(_ASIDE) == counts["poison"], "poison is set aside")
        found = await audit.found()
        wrong = [sentence for sentence in found.wrong if "set aside" not in sentence]
        kept = world.count("SELECT 1 FROM inbox WHERE state = 'set_aside' AND body IS NOT NULL")
        wrong += [f"{kept} keep what was in them"] if kept else []
        told = await world.said(world.operator, "set aside")
        wrong += [f"the operator was told {len(told)} times"] if len(told) != bool(counts["poison"]) else []
        wrong += [f"{found.doubled} doubled"] if found.doubled > counts["kills"] else []
        answers = len(await world.sends(words="I have your words"))
        wrong += [f"{answers} answers to {counts['sent']}"] if answers < counts["sent"] else []
        check(wrong)
        return (
            f"{counts['poison']} poison updates set aside, {counts['twice']} came twice, numbers started anew "
            f"{counts['anew']} times, {counts['kills']} kills; {counts['sent']} messages: 0 lost, 0 applied twice, "
            f"{found.doubled} doubled"
        )


_ASIDE = "SELECT 1 FROM inbox WHERE state = 'set_aside'"


async def _one(world: World, rng: random.Random, counts: dict[str, int]) -> None:
    what = rng.choice(("poison", "twice", "anew"))
    counts[what] += 1
    if what == "poison":
        chat = {"id": rng.choice((5, world.group)), "type": "private"}
        await world.client.inject({"message": POISON["message"] | {"chat": chat}})
    elif what == "twice":
        await world.rest()
        last = world.rows("SELECT update_id FROM inbox WHERE state = 'done' ORDER BY seq DESC LIMIT 1")
        await world.client.repeat(last[0][0])
    else:
        await world.rest()
        await world.client.restart_ids()
