"""What is broken, each by its name, with how much of it `make chaos` plays and how much the tests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import clock, disk, groups, outages, sending, twins, updates, week


@dataclass(frozen=True)
class Scenario:
    """`play(folder, seed, size)` returns its figures in a sentence and raises Broken. full, short: the sizes."""

    play: Callable[[Path, int, int], Awaitable[str]]
    full: int
    short: int


SCENARIOS = {
    "week": Scenario(week.play, full=200, short=3),  # kills
    "cuts": Scenario(sending.cuts, full=10_000, short=200),  # messages
    "silence": Scenario(sending.silence, full=60, short=8),  # chats
    "errors": Scenario(sending.errors, full=60, short=12),  # minutes
    "outages": Scenario(outages.play, full=5, short=2),  # of 149 s, 151 s, 6 h, 23 h and 25 h
    "unplugged": Scenario(outages.unplugged, full=151, short=0),  # seconds
    "twins": Scenario(twins.play, full=20, short=1),  # pairs of programs
    "disk": Scenario(disk.full, full=300, short=20),  # messages while it is full
    "locked": Scenario(disk.locked, full=30, short=6),  # seconds
    "clock": Scenario(clock.play, full=60, short=3),  # jumps
    "supergroup": Scenario(groups.supergroup, full=20, short=1),  # groups
    "group": Scenario(groups.life, full=5, short=1),  # rounds
    "updates": Scenario(updates.play, full=100, short=5),  # times
}
