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
from typing import NamedTuple

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


class Waits(NamedTuple):
    """Seconds, of the best try of each question; cpu: of the thread alone, as others use the machine, too."""

    cpu: list[float]
    wall: list[float]

    def told(self) -> str:
        """Both, in ms."""
        cpu, wall = ((_at(waits, 0.5) * 1000, _at(waits, 0.99) * 1000) for waits in self)
        told = f"p50 {cpu[0]:.1f} ms, p99 {cpu[1]:.1f} ms of the processor"
        return f"{told} ({wall[0]:.1f} and {wall[1]:.1f} ms by the clock)"


def _at(waits: list[float], share: float) -> float:
    return sorted(waits)[int(len(waits) * share)]


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
    found = {
        f"{whose}_{kind}p{share}": _at(getattr(waits, unit), share / 100) * 1000
        for whose, waits in (("ours", ours), ("stock", theirs))
        for kind, unit in (("", "cpu"), ("wall_", "wall"))
        for share in (50, 99)
    }
    verdict = "as wanted" if found["ours_p99"] <= WANTED * 1000 else f"wanted: {WANTED * 1000:.0f} ms"
    return (
        f"resources: {count:,} services, {ours.told()} – {verdict}; FTS5 with bm25: {theirs.told()}; "
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


def _times(search: Callable[[str], object]) -> Waits:
    waits = Waits([], [])
    for text in questions():
        tries = []
        for _ in range(TRIES):
            begun = time.thread_time(), time.perf_counter()
            search(text)
            tries.append((time.thread_time() - begun[0], time.perf_counter() - begun[1]))
        for all_of_them, some in zip(waits, zip(*tries, strict=True), strict=True):
            all_of_them.append(min(some))
    return waits


if __name__ == "__main__":
    line, told = bench(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
    print(line)
    figures(**told)
