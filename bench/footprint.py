"""Start-up time to the first getUpdates and resident memory, of Circlekeeper and of a stock echo.

    python -m bench.footprint [--groups 1000]

Circlekeeper starts on a database that holds so many groups with a weekly series each; the stock bot holds nothing.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.local import figures, machine, program, spread, telegram
from bot.forgetting import Ledger
from domain.groups import Group
from domain.meetups import Series
from domain.planning import keep_ahead
from domain.recurrence import Rule
from storage.migrate import migrate
from storage.transaction import Store, Transaction

OURS = (sys.executable, "-m", "bot", "run")
STOCK = (sys.executable, "-m", "bench.echo_stock")
REST = 3.0  # seconds after the first getUpdates at which memory is read


class Footprint(NamedTuple):
    """start: seconds to the first getUpdates. memory: MiB resident."""

    start: float
    memory: float


async def measure(command: tuple[str, ...], database: Path | None) -> Footprint:
    """One start."""
    async with telegram("--no-limits") as client:
        given = {} if database is None else {"DATABASE_URL": f"sqlite+aiosqlite:///{database}"}
        started = time.monotonic()
        async with program(*command, url=client.url, **given) as process:
            await client.wait_for_call("getUpdates", timeout=60)
            calls = await client.calls(method="getUpdates")
            await asyncio.sleep(REST)
            memory = psutil.Process(process.pid).memory_info().rss / 2**20
            return Footprint(float(calls[0]["monotonic"]) - started, memory)


async def fill(database: Path, groups: int) -> None:
    """So many groups, each with a weekly series and its next meetups."""
    url = f"sqlite+aiosqlite:///{database}"
    migrate(url)
    store = await Store.open(url, Ledger(database))
    now = datetime.now(UTC)
    await store.transact(lambda tx: _fill(tx, groups, now))
    await store.close()


def _fill(tx: Transaction, groups: int, now: datetime) -> None:
    first = (now + timedelta(days=2)).date()
    for number in range(groups):
        title = f"Group {number}"
        group = tx.groups.add(
            Group(chat_id=-1_000_000_000_000 - number, title=title, zone="Europe/London", created_at=now)
        )
        series = Series(
            group_id=group.id,
            title="Coffee and chat",
            rule=Rule(frequency="weekly", weekday=first.weekday()),
            starts_on=first,
            local_time=wall(10),
            created_by=1,
            created_at=now,
        )
        keep_ahead(tx, tx.meetups.add_series(series), group, now)


async def main() -> None:
    """Both, three times each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=1000)
    groups = parser.parse_args().groups
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "full.db"
        await fill(database, groups)
        ours = [await measure(OURS, database) for _ in range(3)]
        stock = [await measure(STOCK, None) for _ in range(3)]
    starts, memory = [f.start for f in ours], [f.memory for f in ours]
    print(f"{machine()}; median (min to max) of 3 starts")
    for name, found in ((f"Circlekeeper with {groups} groups", ours), ("stock python-telegram-bot echo", stock)):
        told = f"first getUpdates after {spread([f.start for f in found], '.2f')} s"
        print(f"{name:<34} {told}; {spread([f.memory for f in found])} MiB resident")
    peers = {"stock_start": [f.start for f in stock], "stock_memory": [f.memory for f in stock]}
    figures(start=starts, memory=memory, **peers)


if __name__ == "__main__":
    asyncio.run(main())
