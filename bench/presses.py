"""How soon a press is answered on loopback, at 50 a second, everything durable, beside stock python-telegram-bot.

    python -m bench.presses [--rate 50] [--seconds 20] [--groups 50]

People press Going and Maybe in turn under the cards of many groups, at even distances, whether the one before was
answered or not. A wait runs from the press at the local Telegram until its answer is there. The stock bot answers from
memory and keeps nothing; Circlekeeper also edits the cards meanwhile.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from bench.local import figures, machine, program, telegram
from bench.prepare import Prepared, circles, remember_all, soon
from sandbox import Client

PEOPLE = 4  # of each group
OURS = (sys.executable, "-m", "bot", "run")
STOCK = (sys.executable, "-m", "bench.presses_stock")
QUIET = {"STARTER": "off", "SEMANTIC_MODEL": "off"}  # nothing is learnt in the background meanwhile


async def measure(rate: float, seconds: float, groups: int, *, stock: bool) -> list[float]:
    """The waits of one run, in seconds."""
    async with telegram() as client:
        prepared = await circles(client, groups, PEOPLE)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "presses.db"
            if not stock:
                await remember_all(database, prepared, soon(3600))
            chats = ",".join(str(group.chat) for group in prepared)
            given = {"BENCH_GROUPS": chats} if stock else {"DATABASE_URL": f"sqlite+aiosqlite:///{database}", **QUIET}
            async with program(*(STOCK if stock else OURS), url=client.url, **given):
                return await _press_all(
                    client, prepared, await standing(client, prepared), int(rate * seconds), 1 / rate
                )


async def standing(client: Client, groups: list[Prepared]) -> dict[int, int]:
    """Wait until each group has its card; the message's id by chat."""
    found = {}
    for group in groups:
        card = await client.wait_for("Coffee and chat", chat=group.chat, timeout=60)
        found[group.chat] = int(card["message_id"])
    await asyncio.sleep(2)
    return found


async def _press_all(
    client: Client, groups: list[Prepared], cards: dict[int, int], presses: int, gap: float
) -> list[float]:
    async def press(number: int) -> float:
        await asyncio.sleep(number * gap)
        group = groups[number % len(groups)]
        turn = number // len(groups)
        person = group.people[turn % len(group.people)]
        button = "Maybe" if turn // len(group.people) % 2 else "Going"
        started = asyncio.get_running_loop().time()
        await client.act(person, "press", chat=group.chat, message_id=cards[group.chat], button=button, wait=60)
        return asyncio.get_running_loop().time() - started

    return await asyncio.gather(*(press(number) for number in range(presses)))


def _told(name: str, waits: list[float]) -> dict[str, float]:
    p50, p99 = statistics.median(waits) * 1000, statistics.quantiles(waits, n=100)[98] * 1000
    longest = max(waits) * 1000
    print(f"{name:<34} p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {longest:.1f} ms ({len(waits)} presses)", flush=True)
    return {"p50": p50, "p99": p99, "longest": longest}


async def main() -> None:
    """Both, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--groups", type=int, default=50)
    given = parser.parse_args()
    size = (given.rate, given.seconds, given.groups)
    print(f"{machine()}; {given.rate:.0f} presses a second for {given.seconds:.0f} s in {given.groups} groups")
    ours = _told("Circlekeeper", await measure(*size, stock=False))
    stock = _told("stock, concurrent_updates", await measure(*size, stock=True))
    figures(**{f"ours_{name}": value for name, value in ours.items()}, stock_p50=stock["p50"], stock_p99=stock["p99"])


if __name__ == "__main__":
    asyncio.run(main())
