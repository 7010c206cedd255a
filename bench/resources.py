"""How long a search for local help takes over 50,000 services, beside SQLite FTS5's own bm25 in the same run.

    python -m bench.resources [SERVICES]

FTS5 gets the same words and nothing else: no spelling, no distance, no filters, no trust.
"""

import random
import re
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.local import figures
from bench.made_up_services import TODAY, services
from domain.hsds_reading import read_service
from domain.resource_finding import ResourceQuery
from domain.resources import Resource
from storage.finder.resources import ResourceIndex

ROUNDS = 400
TRIES = 3  # of each question; the best counts
WANTED = 0.030  # seconds at p99
BATCH = 500
_WHAT = (
    "autism",
    "sensory",
    "baby",
    "toddler",
    "housing",
    "benefits",
    "swimming",
    "music",
    "sleep",
    "carers",
    "dyslexia",
)
_SORT = ("club", "group", "advice", "helpline", "cafe", "class", "choir", "workshop")
_ENDS = ("", " today", " free", " for my 5 year old", " on saturday", " near town{n}", " near t{p}", " in town{n} free")
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)


def questions(seed: int = 3) -> list[str]:
    """What people type: two words, some of them misspelt, a place, a filter; and places alone."""
    chance = random.Random(seed)
    found = []
    for number in range(ROUNDS):
        words = f"{chance.choice(_WHAT)} {chance.choice(_SORT)}"
        if number % 5 == 0:
            at = chance.randrange(1, 5)
            words = words[:at] + words[at + 1 :]  # a letter is missing
        end = chance.choice(_ENDS).format(n=chance.randrange(400), p=chance.randrange(90))
        found.append(end.strip() if number % 10 == 9 and end.startswith(" near") else words + end)
    return found


def bench(count: int) -> tuple[str, dict[str, float]]:
    """One line for people, and the figures in it."""
    made = [read_service(raw, TODAY).resource.changed(id=number) for number, raw in enumerate(services(count), 1)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    index = ResourceIndex()
    for start in range(0, count, BATCH):
        index.put(made[start : start + BATCH])
    built = time.perf_counter() - begun
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    stock = _fts5(made)
    ours = _times(lambda text: index.find(ResourceQuery(now=NOW, zone="Europe/London", text=text)))
    theirs = _times(lambda text: stock.execute(_MATCH, (_any_of(text),)).fetchall())
    told = {"ours_p50": ours[0], "ours_p99": ours[1], "stock_p50": theirs[0], "stock_p99": theirs[1]}
    found = {name: value * 1000 for name, value in told.items()}
    verdict = "as wanted" if ours[1] <= WANTED else f"wanted: {WANTED * 1000:.0f} ms"
    return (
        f"resources: {count:,} services, CPU p50 {ours[0] * 1000:.1f} ms, p99 {ours[1] * 1000:.1f} ms ({verdict}); "
        f"FTS5 with bm25: p50 {theirs[0] * 1000:.1f} ms, p99 {theirs[1] * 1000:.1f} ms; "
        f"index built in {built:.0f} s, {memory:.0f} MB"
    ), found


_MATCH = "SELECT rowid FROM services WHERE services MATCH ? ORDER BY bm25(services, 3, 2.5, 1) LIMIT 50"


def _fts5(made: list[Resource]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE services USING fts5(name, kinds, text, tokenize='porter unicode61')")
    rows = ((one.id, one.name, " ".join(one.kinds), one.description) for one in made)
    connection.executemany("INSERT INTO services (rowid, name, kinds, text) VALUES (?, ?, ?, ?)", rows)
    return connection


def _any_of(text: str) -> str:
    return " OR ".join(re.findall(r"\w+", text))


def _times(search: Callable[[str], object]) -> tuple[float, float]:
    taken = []
    for text in questions():
        tries = []
        for _ in range(TRIES):
            begun = time.thread_time()  # of this thread alone: others use the machine
            search(text)
            tries.append(time.thread_time() - begun)
        taken.append(min(tries))
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.99)]


if __name__ == "__main__":
    line, told = bench(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
    print(line)
    figures(**told)
