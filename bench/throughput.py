"""Group updates a second with one reply each: the whole durable way against stock python-telegram-bot's echo.

    python -m bench.throughput [--updates 2000] [--groups 100] [--pairs 3]

Both poll the same local Telegram, in turn, with the updates waiting there. The time runs from the first getUpdates to
the last sendMessage, as the local Telegram saw them. Without replies only the last update of each group is answered.
No flood limits are enforced, so Circlekeeper's pacing is off; the stock echo has none.
"""

import argparse
import asyncio
import sys

from bench.local import command_update, figures, machine, many_groups, program, spread, telegram
from sandbox import Client

QUIET = {"STARTER": "off", "SEMANTIC_MODEL": "off", "PACING": "false"}  # nothing is learnt in the background meanwhile
OURS = (sys.executable, "-m", "bench.echo_ours")
STOCK = (sys.executable, "-m", "bench.echo_stock")


async def rate(command: tuple[str, ...], size: tuple[int, int], word: str = "echo", **environment: str) -> float:
    """Updates a second; word: `echo` has each answered, `hush` only the last of each group. size: updates, groups."""
    updates, groups = size
    replies = updates if word == "echo" else groups
    async with telegram("--no-limits") as client:
        chats = await many_groups(client, groups)
        for number in range(updates):
            chat = chats[number % len(chats)]
            await client.inject(
                command_update(
                    chat, 5_000_000 + number % 500, f"/{word if number < updates - groups else 'echo'} {number}"
                )
            )
        async with program(*command, url=client.url, **environment):
            return updates / await _seconds(client, replies)


async def _seconds(client: Client, replies: int) -> float:
    while True:
        await asyncio.sleep(0.5)
        metrics = await client.metrics()
        sent = metrics["calls"].get("sendMessage", {}).get("ok", 0)
        if sent >= replies:
            break
    first = (await client.calls(method="getUpdates"))[0]
    last = (await client.calls(method="sendMessage"))[-1]
    return float(last["monotonic"]) - float(first["monotonic"])


async def main() -> None:
    """Measure in pairs and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--groups", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=3)
    given = parser.parse_args()
    size: tuple[int, int] = (given.updates, given.groups)
    pairs = {"with a reply each": "echo", "without a reply": "hush"}
    print(f"{machine()}; {given.updates} updates in {given.groups} groups, {given.pairs} pairs; median (min to max)")
    found: dict[str, list[float]] = {}
    for name, word in pairs.items():
        ours, stock, side = [], [], []
        for _ in range(given.pairs):
            ours.append(await rate(OURS, size, word, **QUIET))
            stock.append(await rate(STOCK, size, word))
            side.append(await rate(STOCK, size, word, STOCK_SIDE_BY_SIDE="1"))
        ratios = [a / b for a, b in zip(ours, stock, strict=True)]
        found |= {f"{word}_ours": ours, f"{word}_stock": stock, f"{word}_side": side, f"{word}_ratio": ratios}
        print(
            f"updates/s {name}: Circlekeeper, everything durable {spread(ours)}; stock echo {spread(stock)}", end="; "
        )
        print(f"stock with concurrent_updates {spread(side)}; ratio to stock {spread(ratios, '.2f')}", flush=True)
    figures(**found)


if __name__ == "__main__":
    asyncio.run(main())
