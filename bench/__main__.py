"""All benches, one after the other, and one table of them.

    python -m bench [--runs 3] [--quick] [--only throughput presses …] [--write]

Each is a program of its own that measures Circlekeeper and, where there is one, its stock peer in the same run; its
last line has the figures. A short one is run `--runs` times. The table has medians, and in brackets the least and the
most; `--write` puts it into docs/developers.md. `--quick` is a try of a few minutes, whose figures say nothing.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bench.local import FIGURES
from bench.table import BENCHES, Bench, Figure, table, where, write


class Ran(NamedTuple):
    """figures: each of all tries. rows: what it printed as a table. fine: whether it met its own aims."""

    figures: dict[str, Figure]
    rows: list[str]
    fine: bool


def run(bench: Bench, runs: int, more: Sequence[str]) -> Ran:
    """One bench, so many times. more: what it is given."""
    found: dict[str, list[float]] = {}
    rows: list[str] = []
    fine = True
    for _ in range(1 if bench.long else runs):
        command = [sys.executable, "-m", f"bench.{bench.name}", *more]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        lines = done.stdout.splitlines()
        print("\n".join(line for line in lines if not line.startswith(FIGURES)), flush=True)
        fine = fine and done.returncode == 0
        rows = [line for line in lines if line.startswith("|")]
        for name, value in _figures(lines).items():
            found.setdefault(name, []).extend(value if isinstance(value, list) else [float(value)])
    return Ran({name: Figure(values) for name, values in found.items()}, rows, fine)


def _figures(lines: list[str]) -> Mapping[str, float | list[float]]:
    """Those of the last such line; none where the bench broke off."""
    told = [line for line in lines if line.startswith(FIGURES)]
    figures: dict[str, float | list[float]] = json.loads(told[-1].removeprefix(FIGURES)) if told else {}
    return figures


def main() -> int:
    """0: every bench met its own aims."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", choices=[bench.name for bench in BENCHES], metavar="BENCH")
    parser.add_argument("--write", action="store_true", help="into docs/developers.md; only a whole run can be written")
    given = parser.parse_args()
    if given.write and (given.only or given.quick):
        parser.error("only a whole run can be written: leave out --only and --quick")
    ran: dict[str, Ran] = {}
    for bench in BENCHES:
        if given.only and bench.name not in given.only:
            continue
        began = time.monotonic()
        print(f"\n{bench.name} …", flush=True)
        more = bench.quick if given.quick else bench.whole if given.write else ()
        ran[bench.name] = run(bench, 1 if given.quick else given.runs, more)
        print(f"({time.monotonic() - began:.0f} s)", flush=True)
    found = table({name: one.figures for name, one in ran.items()})
    print(f"\n{found}")
    failed = [name for name, one in ran.items() if not one.fine]
    if failed:
        print(f"\nDid not meet their aims, or broke off: {', '.join(failed)}")
    if given.write:
        write("figures", f"{found}\n\n{where()}")
        write("stages", "\n".join(ran["stages"].rows))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
