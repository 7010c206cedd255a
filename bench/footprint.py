"""Start-up time to the first getUpdates and resident memory, of Circlekeeper and of a stock echo.

    python -m bench.footprint [--groups 1000] [--starts 3]

Circlekeeper starts on a database of so many groups of 30 people each, who have met four weeks with everything kept and
have five meetups ahead; the stock bot holds nothing. Making the database (some 2 s for 1,000 groups, 15 s for 10,000)
counts for no start, nor does the first start of each, which compiles the modules and takes in the starter answers.
Memory is read at rest: when the program has done next to nothing for a second.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.local import figures, machine, program, spread, telegram
from bench.prepare_scale import MEMBERS, remember_many
from sandbox import Client

OURS = (sys.executable, "-m", "bot", "run")
STOCK = (sys.executable, "-m", "bench.echo_stock")
NOTHING: Mapping[str, str] = {}
WORDS = {"SEMANTIC_MODEL": "off"}  # the sentence model is an extra; what it needs is told beside
TIMEOUT = 60.0  # seconds
OFTEN = 0.01  # seconds between two looks at a program that starts
REST = 0.03  # of one core, over a second


class Footprint(NamedTuple):
    """start: seconds to the first getUpdates, and cpu: of the processor. memory: MiB resident at rest."""

    start: float
    cpu: float
    memory: float


async def measure(
    command: tuple[str, ...], database: Path | None, environment: Mapping[str, str] = NOTHING, *, rest: bool = True
) -> Footprint:
    """One start. rest: memory is read when it rests, and not at once."""
    async with telegram("--no-limits") as client:
        given = {} if database is None else {"DATABASE_URL": f"sqlite+aiosqlite:///{database}"}
        began = time.monotonic()
        async with program(*command, url=client.url, **given, **environment) as process:
            running = psutil.Process(process.pid)
            await _polls(client, began + TIMEOUT)
            start, cpu = time.monotonic() - began, _cpu(running)
            if rest:
                await _rests(running, began + TIMEOUT)
            return Footprint(start, cpu, running.memory_info().rss / 2**20)


async def _polls(client: Client, until: float) -> None:
    """Until the bot waits for updates; TimeoutError."""
    while not (await client.pending())["polling"]:
        if time.monotonic() > until:
            raise TimeoutError("getUpdates was never called")
        await asyncio.sleep(OFTEN)


async def _rests(running: psutil.Process, until: float) -> None:
    """Until it does nothing, or has had its time."""
    spent = REST + 1
    while spent > REST and time.monotonic() < until:
        before = _cpu(running)
        await asyncio.sleep(1)
        spent = _cpu(running) - before


def _cpu(running: psutil.Process) -> float:
    times = running.cpu_times()
    return float(times.user + times.system)


async def several(
    starts: int, command: tuple[str, ...], database: Path | None, environment: Mapping[str, str] = NOTHING
) -> list[Footprint]:
    """So many starts, after one that does not count."""
    await measure(command, database, environment)
    return [await measure(command, database, environment) for _ in range(starts)]


async def main() -> None:
    """Both, and what the sentence model adds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=1000)
    parser.add_argument("--starts", type=int, default=3)
    given = parser.parse_args()
    groups: int = given.groups
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "full.db"
        began = time.monotonic()
        await remember_many(database, groups)
        size, took = database.stat().st_size / 2**20, time.monotonic() - began
        print(f"{groups:,} groups, {groups * MEMBERS:,} people, {size:,.0f} MiB, made in {took:.0f} s", flush=True)
        ours = await several(given.starts, OURS, database, WORDS)
        model = await several(1, OURS, database)
        stock = await several(given.starts, STOCK, None)
    print(f"{machine()}; median (min to max) of {given.starts} starts")
    for name, found in (
        ("Circlekeeper", ours),
        ("with the sentence model", model),
        ("python-telegram-bot's echo", stock),
    ):
        told = f"first getUpdates after {spread([f.start for f in found], '.2f')} s"
        spent = f"{spread([f.cpu for f in found], '.2f')} s of the processor"
        print(f"{name:<26} {told}, {spent}; {spread([f.memory for f in found])} MiB resident")
    figures(**_columns("", ours), **_columns("model_", model), **_columns("stock_", stock))


def _columns(prefix: str, found: list[Footprint]) -> dict[str, list[float]]:
    return {prefix + name: [getattr(one, name) for one in found] for name in Footprint._fields}


if __name__ == "__main__":
    asyncio.run(main())
