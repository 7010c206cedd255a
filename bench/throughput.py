"""Group updates a second with one reply each: the whole durable way against stock python-telegram-bot's echo.

    python -m bench.throughput [--updates 2000] [--groups 100] [--pairs 3]

Both poll the same local Telegram, in turn, with the updates waiting there. The time runs from the first getUpdates to
the last sendMessage, as the local Telegram saw them.
"""

import argparse
import asyncio
import statistics
import sys

from bench.local import command_update, machine, many_groups, program, spread, telegram

OURS = (sys.executable, "-m", "bench.echo_ours")
STOCK = (sys.executable, "-m", "bench.echo_stock")


async def rate(command: tuple[str, ...], updates: int, groups: int, **environment: str) -> float:
    """Updates a second, each answered."""
    async with telegram("--no-limits") as client:
        chats = await many_groups(client, groups)
        for number in range(updates):
            chat = chats[number % len(chats)]
            await client.inject(command_update(chat, 5_000_000 + number % 500, f"/echo number {number}"))
        async with program(*command, url=client.url, **environment):
            return updates / await _seconds(client, updates)


async def _seconds(client: object, updates: int) -> float:
    while True:
        await asyncio.sleep(0.5)
        metrics = await client.metrics()  # type: ignore[attr-defined]
        sent = metrics["calls"].get("sendMessage", {}).get("ok", 0)
        if sent >= updates:
            break
    first = (await client.calls(method="getUpdates"))[0]  # type: ignore[attr-defined]
    last = (await client.calls(method="sendMessage"))[-1]  # type: ignore[attr-defined]
    return float(last["monotonic"]) - float(first["monotonic"])


async def main() -> None:
    """Measure in pairs and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--groups", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=3)
    given = parser.parse_args()
    ours, stock, side = [], [], []
    for _ in range(given.pairs):
        ours.append(await rate(OURS, given.updates, given.groups))
        stock.append(await rate(STOCK, given.updates, given.groups))
        side.append(await rate(STOCK, given.updates, given.groups, STOCK_SIDE_BY_SIDE="1"))
    print(f"{machine()}; {given.updates} updates in {given.groups} groups, {given.pairs} pairs; median (min to max)")
    print(f"Circlekeeper, everything durable   {spread(ours)} updates/s with a reply each")
    print(f"stock python-telegram-bot echo     {spread(stock)}")
    print(f"  … with concurrent_updates        {spread(side)}")
    print(f"ratio to stock                     {statistics.median(a / b for a, b in zip(ours, stock, strict=True)):.2f}")


if __name__ == "__main__":
    asyncio.run(main())
