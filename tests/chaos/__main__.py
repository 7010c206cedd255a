"""Breaks it on purpose: `python -m tests.chaos [SCENARIO …] [--seed N] [--size N] [--short]`.

Each scenario ends in one line with its figures and the command that plays it again; exit 1 where a promise broke.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.scenarios import SCENARIOS
from tests.chaos.world import Broken

SEED = 20261122


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _played(name: str, seed: int, size: int) -> bool:
    began = time.monotonic()
    again = f"python -m tests.chaos {name} --seed {seed} --size {size}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            figures = asyncio.run(SCENARIOS[name].play(Path(folder), seed, size))
        except Broken as error:
            _say(f"{name}: BROKEN: {error}\n{name}: BROKEN, {time.monotonic() - began:.0f} s; again: {again}")
            return False
    _say(f"{name}: {figures}; {time.monotonic() - began:.0f} s; again: {again}")
    return True


def main() -> int:
    """0: every promise was kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="*", choices=[*SCENARIOS, []], help=", ".join(SCENARIOS))
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--size", type=int, help="instead of the scenario's own")
    parser.add_argument("--short", action="store_true", help="as small as in the tests")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    kept = []
    for name in given.scenario or SCENARIOS:
        own = SCENARIOS[name].short if given.short else SCENARIOS[name].full
        size = own if given.size is None else given.size
        if size:
            kept.append(_played(name, given.seed, size))
    _say(f"{sum(kept)} of {len(kept)} scenarios kept every promise")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
