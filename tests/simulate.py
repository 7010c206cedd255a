"""The program under a seeded clock, network, disk and crowd; and years of nudges. Checked by the rules at every step.

python -m tests.simulate --seed 17          replays one seed and shows what led to a violation
python -m tests.simulate --seeds 10000      so many seeds, from --seed on; stops at the first violation
python -m tests.simulate years --seed 17    the same for a year of 40 groups and 600 people, nudges only
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from tests.simulation.story import tell
from tests.simulation.years import year

MODES: dict[str, Callable[[int], tuple[int, str | None, list[str], dict[str, int]]]] = {"program": tell, "years": year}
AT_ONCE = {"program": 20, "years": 1}  # seeds that a worker is given together
SAID_EVERY = {"program": 500, "years": 50}


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> int:
    """0: no rule was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", nargs="?", choices=list(MODES), default="program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    return simulate(given.mode, range(given.seed, given.seed + given.seeds), given.workers)


def simulate(mode: str, seeds: range, workers: int) -> int:
    """Play these seeds; 0: no rule was broken."""
    began, totals = time.monotonic(), Counter[str]()
    with ProcessPoolExecutor(workers) as pool:
        for done, told in enumerate(pool.map(MODES[mode], seeds, chunksize=AT_ONCE[mode]), 1):
            seed, violated, last, counts = told
            totals.update(counts)
            if violated is not None:
                again = f"python -m tests.simulate {'' if mode == 'program' else mode + ' '}--seed {seed}"
                _say("\n".join([*last, f"seed {seed}: {violated}", f"again: {again}"]))
                pool.shutdown(cancel_futures=True)
                return 1
            if done % SAID_EVERY[mode] == 0 or done == len(seeds):
                seconds = time.monotonic() - began
                what = ", ".join(f"{count} {name}" for name, count in totals.items())
                _say(f"{done} seeds: {what}, 0 violations, {seconds:.0f} s, {done / seconds:.1f} seeds a second")
    return 0


if __name__ == "__main__":
    if "PYTHONHASHSEED" not in os.environ:  # so that a seed means the same in every process
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.simulate", *sys.argv[1:]],
            os.environ | {"PYTHONHASHSEED": "0"},
        )
    sys.exit(main())
