"""How long `import-resources` takes for 50,000 services, and how much memory, while a bot's transactions go on.

    python -m bench.import [SERVICES]

A process of its own imports made-up HSDS services from JSON lines; beside it a writer commits a small transaction every
20 ms, as a bot would, and measures how long it waits. Stock is SQLite FTS5, which takes in the words of the same file
and nothing else: it checks nothing, keeps no history and leaves nobody room in between.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from bench.local import figures
from bench.made_up_services import write_lines
from storage.migrate import migrate

EVERY = 0.02  # seconds between the bot's transactions
TOKEN = "123456789:AAExampleExampleExampleExampleExamp"
MEASURED = """
import resource, sys, time
from bot.cli import cli
begun = time.perf_counter()
try:
    cli(["import-resources", sys.argv[1]])
except SystemExit as end:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.perf_counter() - begun:.1f} {peak:.0f} {end.code}", file=sys.stderr)
"""


def bench(count: int) -> tuple[str, dict[str, float]]:
    """One line for people, and the figures in it."""
    with tempfile.TemporaryDirectory() as folder:
        database, file = Path(folder) / "circlekeeper.db", Path(folder) / "services.ndjson"
        migrate(f"sqlite+aiosqlite:///{database}")
        write_lines(file, count)
        stop = threading.Event()
        waits: list[float] = []
        beside = threading.Thread(target=_bot, args=(database, stop, waits), daemon=True)
        beside.start()
        first = _import(database, file)
        stop.set()
        beside.join()
        again = _import(database, file)
        stock = _stock(Path(folder) / "stock.db", file)
        waits.sort()
        worst = waits[-1] * 1000 if waits else 0
        p99 = waits[int(len(waits) * 0.99)] * 1000 if waits else 0
        found = {"seconds": float(first[0]), "memory": float(first[1]), "again": float(again[0]), "wait": p99}
        found["stock"] = stock
        return (
            f"import: {count:,} services ({file.stat().st_size / 1e6:.0f} MB) in {first[0]} s, {first[1]} MB; "
            f"the same again in {again[0]} s, {again[1]} MB; "
            f"a commit beside it waits {p99:.0f} ms at p99, {worst:.0f} ms at most, of {len(waits)}; "
            f"FTS5, the words alone: {stock:.1f} s"
        ), found


def _import(database: Path, file: Path) -> list[str]:
    environment = os.environ | {"BOT_TOKEN": TOKEN, "DATABASE_URL": f"sqlite+aiosqlite:///{database}"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    measured = done.stderr.split()
    if measured[-1] != "0":
        raise SystemExit(done.stdout[-500:])
    return measured[-3:]


def _stock(database: Path, file: Path) -> float:
    """Seconds in which FTS5 takes in the names and descriptions."""
    begun = time.perf_counter()
    with closing(sqlite3.connect(database)) as connection, connection, file.open(encoding="utf-8") as lines:
        connection.execute("CREATE VIRTUAL TABLE services USING fts5(name, text, tokenize='porter unicode61')")
        rows = ((one["name"], one["description"]) for one in map(json.loads, lines))
        connection.executemany("INSERT INTO services (name, text) VALUES (?, ?)", rows)
    return time.perf_counter() - begun


def _bot(database: Path, stop: threading.Event, waits: list[float]) -> None:
    with closing(sqlite3.connect(database, timeout=60, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE beside (n INTEGER)")
        while not stop.wait(EVERY):
            begun = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO beside VALUES (1)")
            connection.execute("COMMIT")
            waits.append(time.perf_counter() - begun)


if __name__ == "__main__":
    line, told = bench(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
    print(line)
    figures(**told)
