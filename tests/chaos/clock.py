"""A clock that jumps back and forth: nothing is done twice, nothing early, nothing when it is of no use any more."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.chaos.audit import audited, check
from tests.chaos.week import FIRST
from tests.chaos.world import World

REMINDER = "A reminder:"


async def play(folder: Path, seed: int, size: int) -> str:
    """size: jumps back and forth within each of four weeks, mostly to where something is due; then one in order."""
    rng = random.Random(seed)
    async with audited(folder, seed) as (world, audit):
        for number in range(size):
            week, hours = 4 * number // size, rng.choice((-24, -1, 0, rng.uniform(-100, 60)))
            near = FIRST + timedelta(weeks=week, hours=hours)
            await world.travel(near + timedelta(minutes=rng.uniform(-5, 10)))
            await world.rest()
            if rng.random() < 0.2:
                await world.kill()
                await audit.killed()
                await world.started()
        await world.travel(FIRST + timedelta(weeks=5, hours=-25))
        for hours in (1.1, 24.1, 27):
            await world.travel(FIRST + timedelta(weeks=5, hours=hours - 25))
            await world.rest()
        found = await audit.found()
        wrong = await _reminded(world)
        check([*found.wrong, *wrong])
        reminders = len(await world.sends(world.group, REMINDER))
        return f"{size} jumps, {len(world.kills)} kills; {reminders} reminders, 0 twice, 0 early, 0 late; 0 lost"


async def _reminded(world: World) -> list[str]:
    """Each reminder of each meetup at most once, none before its time; those of the last week all."""
    said = world.rows("SELECT payload, at FROM audit_said WHERE chat = ? AND payload LIKE '%A reminder:%'", world.group)
    seen: Counter[tuple[datetime, str]] = Counter()
    wrong = []
    for payload, at in said:
        moment = datetime.fromisoformat(f"{at}+00:00").astimezone(UTC)
        starts = next((FIRST + timedelta(weeks=w) for w in range(8) if moment < FIRST + timedelta(weeks=w)), FIRST)
        ahead = starts - moment
        kind = "a day before" if ahead > timedelta(hours=1, minutes=1) else "an hour before"
        seen[starts, kind] += 1
        if ahead > timedelta(hours=24, seconds=5):
            wrong.append(f"{at} is too early: {payload}")
    wrong += [f"{count} times {kind} {starts}" for (starts, kind), count in seen.items() if count > 1]
    last = FIRST + timedelta(weeks=5)
    wrong += [f"not reminded {kind} {last}" for kind in ("a day before", "an hour before") if not seen[last, kind]]
    return wrong
