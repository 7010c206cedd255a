"""A clock that jumps back and forth: nothing is done twice, nothing early, nothing when it is of no use any more."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.chaos.audit import Audit, check
from tests.chaos.week import FIRST
from tests.chaos.world import World, a_world

REMINDER = "A reminder:"


async def play(folder: Path, seed: int, size: int) -> str:
    """size: jumps, of minutes to days and in both directions, within three weeks; then everything in its order."""
    rng = random.Random(seed)
    async with a_world(folder, seed=seed) as world:
        await world.people()
        await world.planned()
        audit = Audit(world)
        await audit.begin()
        jumps = 0
        for _ in range(size):
            now = await world.now()
            by = timedelta(minutes=rng.choice((-1, 1)) * 5 ** rng.uniform(0, 5.5))
            if FIRST - timedelta(days=1) < now + by < FIRST + timedelta(weeks=3):
                await world.travel(now + by)
                jumps += 1
            await world.rest()
            if rng.random() < 0.2:
                await world.kill()
                await audit.killed()
                await world.started()
        await world.travel(FIRST + timedelta(weeks=4, hours=-25))
        for hours in (1.1, 24.1, 27):
            await world.travel(FIRST + timedelta(weeks=4, hours=hours - 25))
            await world.rest()
        found = await audit.found()
        wrong = await _reminded(world)
        check([*found.wrong, *wrong])
        reminders = len(await world.sends(world.group, REMINDER))
        return f"{jumps} jumps, {len(world.kills)} kills; {reminders} reminders, 0 twice, 0 early, 0 late; 0 lost"


async def _reminded(world: World) -> list[str]:
    """Each reminder of each meetup at most once, none before its time; those of the last week all."""
    said = world.rows("SELECT payload, at FROM audit_said WHERE chat = ? AND payload LIKE '%A reminder:%'", world.group)
    seen: Counter[tuple[datetime, str]] = Counter()
    wrong = []
    for payload, at in said:
        moment = datetime.fromisoformat(f"{at}+00:00").astimezone(UTC)
        starts = next((FIRST + timedelta(weeks=w) for w in range(6) if moment < FIRST + timedelta(weeks=w)), FIRST)
        ahead = starts - moment
        kind = "a day before" if ahead > timedelta(hours=1, minutes=1) else "an hour before"
        seen[starts, kind] += 1
        if ahead > timedelta(hours=24, seconds=5):
            wrong.append(f"{at} is too early: {payload}")
    wrong += [f"{count} times {kind} {starts}" for (starts, kind), count in seen.items() if count > 1]
    last = FIRST + timedelta(weeks=4)
    wrong += [f"not reminded {kind} {last}" for kind in ("a day before", "an hour before") if not seen[last, kind]]
    return wrong
