"""200 RSVPs in 10 seconds in one group: is every press answered, how often is the card edited, is it right at the end?

    python -m bench.cards [--people 200] [--seconds 10]

Flood limits are enforced and 50 ms added to every call. Stock bots edit at each press: 200 edits, of which the limit
of 20 a minute lets a tenth through.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.local import figures, machine, program, telegram
from bench.prepare import crowd, remember, soon
from sandbox import Client

OURS = (sys.executable, "-m", "bot", "run")


async def main() -> None:
    """One run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args()
    async with telegram() as client:
        prepared = await crowd(client, given.people)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "cards.db"
            await remember(database, prepared, soon(3600))
            await client.latency(50)
            url = f"sqlite+aiosqlite:///{database}"
            async with program(*OURS, url=client.url, DATABASE_URL=url):
                card = await client.wait_for("Coffee and chat", chat=prepared.chat, timeout=30)
                waits = await _press_all(client, prepared.chat, int(card["message_id"]), prepared.people, given.seconds)
                await asyncio.sleep(13)
                calls = await client.calls(limit=20_000)
                text = next(m for m in await client.transcript(prepared.chat) if m["message_id"] == card["message_id"])
    edits = sum(c["method"] == "editMessageText" and c["status"] == 200 for c in calls)
    floods = sum(c["status"] == 429 for c in calls)
    right = f"Going: {given.people}" in text["text"]
    print(f"{machine()}; {given.people} RSVPs in {given.seconds:.0f} s in one group, limits enforced, 50 ms a call")
    answered = sum(wait is not None for wait in waits)
    times = [wait for wait in waits if wait is not None]
    print(f"answered {answered} of {given.people}, p50 {statistics.median(times) * 1000:.0f} ms", end=", ")
    p99 = statistics.quantiles(times, n=100)[98] * 1000
    print(f"p99 {p99:.0f} ms; edits {edits}; 429s {floods}; last right: {right}")
    figures(people=given.people, answered=answered, p99=p99, edits=edits, floods=floods, right=right)


async def _press_all(client: Client, chat: int, card: int, people: list[int], seconds: float) -> list[float | None]:
    async def press(person: int, after: float) -> float | None:
        await asyncio.sleep(after)
        started = asyncio.get_running_loop().time()
        asked = {"chat": chat, "message_id": card, "button": "Going", "wait": 30}
        pressed: dict[str, Any] = await client.act(person, "press", **asked)
        return asyncio.get_running_loop().time() - started if pressed["answered"] else None

    gap = seconds / len(people)
    return await asyncio.gather(*(press(person, number * gap) for number, person in enumerate(people)))


if __name__ == "__main__":
    asyncio.run(main())
