"""5,000 private reminders are on their way, and meanwhile people ask for a human.

    python -m bench.requests [--people 5000]

Telegram’s flood limits are enforced and 50 ms are added to every call. Halfway through, another chat is told to be
silent for minutes (a 429). Waits run from the tap that sends a request until its receipt, and until the facilitator’s
page, have reached the local Telegram. Beside it stock python-telegram-bot with its AIORateLimiter says the same.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.local import figures, machine, program, telegram
from bench.prepare import Prepared, crowd, remember, soon
from sandbox import Client

NETWORK = 50  # ms
EVERY = 1.2  # seconds between two requests: a facilitator's chat takes one message a second
SILENCE = 600  # seconds that the other chat has to wait
OURS = (sys.executable, "-m", "bot", "run")
STOCK = (sys.executable, "-m", "bench.requests_stock")
RECEIPT, PAGE = "passing it on", "would like to talk"


async def backlog(people: int, *, stock: bool) -> dict[str, list[float]]:
    """The waits of one run, in seconds, by what was waited for."""
    probes = max(12, int(people / 29 / EVERY * 0.9))
    async with telegram() as client:
        prepared = await crowd(client, people + probes)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "requests.db"
            if not stock:
                await remember(database, prepared, soon(6))
            await client.latency(NETWORK)
            asking, waiting = prepared.people[people:], prepared.people[1:people]
            known = {"BENCH_PEOPLE": ",".join(map(str, waiting)), "BENCH_FACILITATOR": str(prepared.people[0])}
            given = {} if stock else {"DATABASE_URL": f"sqlite+aiosqlite:///{database}"}
            async with program(*(STOCK if stock else OURS), url=client.url, **known, **given):
                return await _measure(client, prepared, asking)


async def _measure(client: Client, prepared: Prepared, asking: list[int]) -> dict[str, list[float]]:
    while (await client.metrics())["calls"].get("sendMessage", {}).get("ok", 0) < 20:
        await asyncio.sleep(0.1)
    tapped: dict[int, float] = {}
    for number, person in enumerate(asking):
        if number == len(asking) // 2:
            await client.fault("429", "sendMessage", chat=prepared.people[1], retry_after=SILENCE)
        began = asyncio.get_running_loop().time()
        tapped[person] = await _ask(client, person)
        await asyncio.sleep(max(0.0, EVERY - (asyncio.get_running_loop().time() - began)))
    await asyncio.sleep(10)
    calls = [call for call in await client.calls(limit=20_000) if call["status"] == 200]
    receipts = {one["params"]["chat_id"]: one for one in reversed(calls) if RECEIPT in str(one["params"].get("text"))}
    pages = [one for one in calls if PAGE in str(one["params"].get("text")) and one["method"] == "sendMessage"]
    waits: dict[str, list[float]] = {}
    for number, (person, at) in enumerate(tapped.items()):
        held = "while a chat is silenced" if number >= len(tapped) // 2 else "behind the backlog"
        arrived = receipts.get(person)
        waits.setdefault(f"receipt {held}", []).append(arrived["monotonic"] - at if arrived else 60.0)
        waits.setdefault(f"page {held}", []).append(pages[number]["monotonic"] - at if number < len(pages) else 60.0)
    return waits


async def _ask(client: Client, person: int) -> float:
    """They ask, and tap; the moment of the tap on the machine's own clock, which the local Telegram shares."""
    await client.send(person, "/facilitator Is anybody there?", chat=person)
    try:
        found = await client.wait_for("unnamed", chat=person, timeout=20)
    except AssertionError:  # not within that time
        return time.monotonic()
    at = time.monotonic()
    await client.act(person, "press", chat=person, message_id=int(found["message_id"]), button="Unnamed", wait=60)
    return at


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98] if len(values) > 1 else values[0]


def _rows(name: str, waits: dict[str, Any]) -> str:
    lines = [
        f"  {what:<34} p50 {statistics.median(values):6.2f} s  p99 {_p99(values):6.2f} s  "
        f"worst {max(values):6.2f} s  ({len(values)})"
        for what, values in sorted(waits.items())
    ]
    return "\n".join([name, *lines])


async def main() -> None:
    """Both, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--ours", action="store_true", help="without the stock peer")
    asked = parser.parse_args()
    print(f"{machine()}; {asked.people} reminders at once, limits enforced, {NETWORK} ms a call")
    ours = await backlog(asked.people, stock=False)
    print(_rows("Circlekeeper", ours), flush=True)
    stock = {} if asked.ours else await backlog(asked.people, stock=True)
    if stock:
        print(_rows("stock with AIORateLimiter", stock))
    told = {f"ours_{what}": _p99(waits) for what, waits in ours.items()}
    told |= {f"stock_{what}": _p99(waits) for what, waits in stock.items()}
    figures(**{name.replace(" ", "_"): value for name, value in told.items()})


if __name__ == "__main__":
    asyncio.run(main())
