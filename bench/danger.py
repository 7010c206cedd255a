"""How often danger is noticed, and seen where there is none: `python -m bench.danger FOLDER/danger/dev.jsonl`.

Rows are `{"kind", "text"}`; `danger` must be noticed, every other kind is everyday. Shown are rates with their 95 %
intervals (Wilson), each text that was judged otherwise than its kind, and the time a text takes. Among the everyday
rows are questions that do speak of danger: those of the published part were read, and stand in READ by what their text
hashes to, so that none of the data is copied. Noticing one of them is right, and counted apart.
"""

import hashlib
import json
import sys
import time
from collections import defaultdict
from math import sqrt
from pathlib import Path

from domain.danger import points_to_danger

READ = frozenset(
    (
        "6e3059a3d78c",
        "de960eac46e5",
        "469dd9acfecd",
        "d4cb2a361f01",
        "dd1d7209db76",
        "698f76cbdcf3",
        "1f5c6dc7fb54",
        "2a06b54619cb",
        "d7f3b70cd6c0",
        "00a7f7c32ece",
        "7a4d87bb6295",
        "7a4651696b58",
    )
)
WANTED_FALSE, WANTED_FOUND = 0.02, 7 / 8
SHOWN = 200  # letters of a text


def interval(hits: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a rate."""
    if not total:
        return 0.0, 1.0
    z, rate = 1.96, hits / total
    middle, spread = rate + z * z / (2 * total), z * sqrt(rate * (1 - rate) / total + z * z / (4 * total * total))
    return max(0.0, (middle - spread) / (1 + z * z / total)), min(1.0, (middle + spread) / (1 + z * z / total))


def hashed(text: str) -> str:
    """Which text it is, without its words."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def line(name: str, hits: int, total: int) -> str:
    """One rate in words."""
    low, high = interval(hits, total)
    return f"{name:20} {hits:4} of {total:4}  {hits / max(total, 1):6.1%}  (95 %: {low:.1%} to {high:.1%})"


def main(path: Path) -> int:
    """The exit code: 0 where what is wanted is reached."""
    if not path.exists():
        print(f"{path} is not there: give the path of a file of rows like the one described in this module")
        return 2
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]
    points_to_danger("ready")  # the rules are put together once
    hits, totals, times = defaultdict[str, int](int), defaultdict[str, int](int), []
    for row in rows:
        start = time.thread_time()
        found = points_to_danger(row["text"])
        times.append(time.thread_time() - start)
        kind = "read" if hashed(row["text"]) in READ else row["kind"]
        totals[kind] += 1
        hits[kind] += found
        if found is not (kind in ("danger", "read")):
            print(f"{'noticed' if found else 'missed':8} {kind}: {' '.join(row['text'].split())[:SHOWN]}")
    everyday = [kind for kind in totals if kind not in ("danger", "read")]
    false, of = sum(hits[kind] for kind in everyday), sum(totals[kind] for kind in everyday)
    for kind in sorted(totals):
        print(line(kind, hits[kind], totals[kind]))
    print(line("everyday, read", false, of))
    print(line("… as published", false + hits["read"], of + totals["read"]))
    times.sort()
    half, most = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"a text takes {half * 1e3:.3f} ms at p50, {most * 1e3:.3f} ms at p99")
    good = false <= WANTED_FALSE * of and hits["danger"] >= WANTED_FOUND * totals["danger"]
    print("as wanted" if good else "not as wanted")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("danger/dev.jsonl")))
