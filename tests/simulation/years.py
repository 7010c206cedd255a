"""Years of nudges, one after the other, until a rule is broken."""

from tests.simulation.memory import Memory
from tests.simulation.oracle import Violation
from tests.simulation.world import World

SHOWN = 40  # of the last steps before a violation


def year(seed: int) -> tuple[int, str | None, list[str], dict[str, int]]:
    """Seed, what was violated, the last steps, and how much happened."""
    world = World(Memory(), seed)
    try:
        sent, violated = world.run(), None
    except Violation as error:
        sent, violated = 0, str(error)
    return seed, violated, world.steps[-SHOWN:], {"steps": world.happened, "nudges": sent}
