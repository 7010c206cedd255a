"""A year of 40 groups and 600 people, drawn from a seed, checked by the rules after every step.

python -m tests.simulate --seed 17          replays one year and shows what led to a violation
python -m tests.simulate --seeds 1000       so many years, from --seed on; stops at the first violation
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.simulation.memory import Memory
from tests.simulation.oracle import Violation
from tests.simulation.world import World

SHOWN = 40  # of the last steps before a violation


def year(seed: int) -> tuple[int, int, int, str | None, list[str]]:
    """Seed, steps, nudges, what was violated, and the last steps."""
    world = World(Memory(), seed)
    try:
        sent, violated = world.run(), None
    except Violation as error:
        sent, violated = 0, str(error)
    return seed, world.happened, sent, violated, world.steps[-SHOWN:]


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> int:
    """0: no rule was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    began, steps, nudges = time.monotonic(), 0, 0
    seeds = range(given.seed, given.seed + given.seeds)
    with ProcessPoolExecutor(given.workers) as pool:
        for done, (seed, happened, sent, violated, last) in enumerate(pool.map(year, seeds), 1):
            steps, nudges = steps + happened, nudges + sent
            if violated is not None:
                _say("\n".join([*last, f"seed {seed}: {violated}"]))
                pool.shutdown(cancel_futures=True)
                return 1
            if done % 50 == 0 or done == given.seeds:
                seconds = time.monotonic() - began
                _say(f"{done} years: {steps} steps, {nudges} nudges, 0 violations, {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
