"""2,000 private reminders due in the same second, and meanwhile people press buttons and ask.

    python -m bench.storm [--people 2000]

Telegram's flood limits are enforced and 50 ms are added to every call, as a real network would. Beside it stock
python-telegram-bot with its AIORateLimiter sends as many messages at once and answers the same presses and commands.
Waits run from the moment the local Telegram has the press until the answer reaches it.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.local import figures, machine, program, telegram
from bench.prepare import crowd, remember, soon
from sandbox import Client

NETWORK = 50  # ms
OURS = (sys.executable, "-m", "bot", "run")
STOCK = (sys.executable, "-m", "bench.storm_stock")
PROBES = 24  # people who press and ask meanwhile, each seldom enough for the limit of a chat


async def storm(people: int, *, stock: bool) -> dict[str, Any]:
    """One storm; figures as printed."""
    async with telegram() as client:
        prepared = await crowd(client, people + PROBES)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "storm.db"
            reminded = prepared._replace(people=prepared.people[:people])
            if not stock:
                await remember(database, reminded, soon(6))
            await client.latency(NETWORK)
            known = {"STORM_PEOPLE": ",".join(map(str, reminded.people)), "STORM_GROUP": str(prepared.chat)}
            given = {} if stock else {"DATABASE_URL": f"sqlite+aiosqlite:///{database}"}
            async with program(*(STOCK if stock else OURS), url=client.url, **known, **given):
                card = await client.wait_for("Coffee and chat", chat=prepared.chat, timeout=30)
                return await _measure(client, prepared.chat, int(card["message_id"]), prepared.people[people:], people)


async def _measure(client: Client, chat: int, card: int, probes: list[int], people: int) -> dict[str, Any]:
    waits: dict[str, list[float]] = {"press": [], "command": []}
    while await _reminders(client) < 20:
        await asyncio.sleep(0.1)
    tasks = []
    number = 0
    while (sent := await _reminders(client)) < people * 0.97:
        probe = probes[number % len(probes)]
        doing = _press(client, probe, chat, card) if number % 2 else _ask(client, probe)
        tasks.append(asyncio.create_task(_wait(doing, waits["press" if number % 2 else "command"])))
        number += 1
        await asyncio.sleep(0.25)
        if number > 800:
            break
    await asyncio.gather(*tasks)
    calls = [c for c in await client.calls(limit=20_000) if c["method"] == "sendMessage"]
    good = [c["monotonic"] for c in calls if c["status"] == 200]
    start = good[20]
    seconds = max(good) - start
    floods = sum(n.get("429", 0) for n in (await client.metrics())["calls"].values())
    return {"sent": sent, "rate": (len(good) - 20) / seconds, "floods": floods, "waits": waits}


async def _reminders(client: Client) -> int:
    return int((await client.metrics())["calls"].get("sendMessage", {}).get("ok", 0))


async def _wait(doing: Any, into: list[float]) -> None:
    with suppress(TimeoutError):
        into.append(await asyncio.wait_for(doing, 60))
        return
    into.append(60.0)


async def _press(client: Client, person: int, chat: int, card: int) -> float:
    started = asyncio.get_running_loop().time()
    await client.act(person, "press", chat=chat, message_id=card, button="Maybe", wait=60)
    return asyncio.get_running_loop().time() - started


async def _ask(client: Client, person: int) -> float:
    since = await client.seq()
    started = asyncio.get_running_loop().time()
    await client.send(person, "/help", chat=person)
    while True:
        heard = await client.wait(since, 60)
        since = heard["seq"]
        if any(e["type"] == "message" and e.get("chat") == person and not e.get("own") for e in heard["events"]):
            last = (await client.transcript(person))[-1]
            if last["from"]["id"] != person:
                return asyncio.get_running_loop().time() - started


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98] if len(values) > 1 else values[0]


def _row(name: str, found: dict[str, Any]) -> str:
    press, command = found["waits"]["press"], found["waits"]["command"]
    return (
        f"{name:<34} {found['rate']:5.1f}/s  429s: {found['floods']:<5} "
        f"press p50 {statistics.median(press) * 1000:.0f} ms, p99 {_p99(press) * 1000:.0f} ms; "
        f"command p50 {statistics.median(command) * 1000:.0f} ms, p99 {_p99(command) * 1000:.0f} ms "
        f"({len(press) + len(command)} probes)"
    )


def _figures(whose: str, found: dict[str, Any]) -> dict[str, float]:
    told = {f"{whose}_rate": found["rate"], f"{whose}_floods": found["floods"]}
    for what, waits in found["waits"].items():
        told |= {f"{whose}_{what}_p50": statistics.median(waits) * 1000, f"{whose}_{what}_p99": _p99(waits) * 1000}
    return told


async def main() -> None:
    """Both storms, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    people = parser.parse_args().people
    print(f"{machine()}; {people} reminders at once, limits enforced, {NETWORK} ms a call")
    ours = await storm(people, stock=False)
    print(_row("Circlekeeper", ours), flush=True)
    stock = await storm(people, stock=True)
    print(_row("stock with AIORateLimiter", stock))
    figures(**_figures("ours", ours), **_figures("stock", stock))


if __name__ == "__main__":
    asyncio.run(main())
