"""One seed: a few groups, some hundred things that happen to them, and everything that can break in between."""

import copy
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.simulation.crowd import Crowd
from tests.simulation.disk import Disk
from tests.simulation.endings import the_end
from tests.simulation.machine import Machine
from tests.simulation.network import WEATHERS
from tests.simulation.oracle import Violation
from tests.simulation.towns import TOWNS, town_of

STEPS = 40
LATE = 45.0  # seconds after which a promise must have been kept, while nothing is in the way
REST = 60  # looks, ten seconds apart, after which everything must be at rest
SHOWN = 40  # of the last steps before a violation


@dataclass
class Told:
    """What became of a seed. wrong: the rule that was broken."""

    seed: int
    steps: list[str] = field(default_factory=list)
    wrong: str | None = None
    updates: int = 0
    sent: int = 0
    kept: int = 0
    nudges: int = 0
    crashes: int = 0


class Story:
    """What happens, step by step."""

    def __init__(self, seed: int, steps: int = STEPS) -> None:
        self.random = random.Random(seed)
        self.told = Told(seed)
        self.left = steps
        town = town_of(seed % TOWNS)
        self.clock = copy.copy(town.clock)
        self.telegram = copy.deepcopy(town.telegram)
        self.crowd = Crowd(self.telegram, self.random)
        self.machine = Machine(self.telegram, Disk(town.image), self.clock, self.random)
        self.undisturbed = 0.0  # since when nothing is in the way of keeping promises in time
        self._late: dict[tuple[Any, ...], float] = {}  # promise → when it was first seen to be overdue

    def tell(self) -> Told:
        """Let it happen."""
        told, machine = self.told, self.machine
        with self.clock.ruling(), machine.listening():
            try:
                self._boot()
                for _ in range(self.left):
                    self._step()
                self._come_to_rest()
                the_end(machine)
            except Violation as error:
                told.wrong = str(error)
            finally:
                told.updates, told.kept = len(machine.rules.handled), sum(machine.rules.kept.values())
                told.nudges = sum(len(row.ends) for row in machine.rules.every if row.once)
                told.sent = sum(len(row.ends) for row in machine.rules.every)
                machine.crash()
                machine.disk.close()
        return told

    def _note(self, what: str) -> None:
        self.told.steps.append(f"{self.clock.now():%a %H:%M:%S} {what}")

    def _step(self) -> None:
        names = (
            ("act", 72), ("burst", 6), ("wait", 5), ("next", 6), ("kill", 3), ("again", 0.7), ("weather", 5),
            ("full", 0.7), ("skew", 0.7), ("anew", 0.5),
        )  # fmt: skip
        what = self.random.choices([name for name, _ in names], [weight for _, weight in names])[0]
        getattr(self, f"_{what}")()
        self._pass(self.random.choice((0.05, 0.3, 0.3, 1, 1, 3)))
        self._in_time()

    # What happens

    def _act(self) -> None:
        self.telegram.at = self.clock.true
        self._note(self.crowd.act())

    def _burst(self) -> None:
        for _ in range(self.random.randint(3, 9)):
            self._act()

    def _wait(self) -> None:
        pause = self.random.choice((10, 30, 70))
        self._note(f"{pause} s pass")
        self._pass(pause)

    def _next(self) -> None:
        """The machine sleeps until shortly before, or after, something is due."""
        found = self.machine.disk.rows("SELECT due_at FROM agenda WHERE NOT set_aside ORDER BY due_at LIMIT 3")
        if not found:
            return
        due = datetime.fromisoformat(self.random.choice(found)[0]).replace(tzinfo=UTC)
        pause = (due - self.clock.now()).total_seconds() + self.random.choice((-20, -2, 5, 400))
        if pause > 0:
            self._note(f"the machine sleeps for {timedelta(seconds=int(pause))}")
            self.clock.sleep(pause)
            self._disturbed()
            self._pass(self.random.choice((1, 25, 40)))

    def _kill(self) -> None:
        self.machine.loop.fuse = self.random.choice((0, 3, 10, 30, 80, 200, 600))
        if self.random.random() < 0.5:
            self._act()
        if not self.machine.run(4):
            self.machine.crash()
        self._restart("the plug is pulled")

    def _again(self) -> None:
        self.machine.stop()
        self.machine.crash()
        self._restart("it is ended")

    def _restart(self, why: str) -> None:
        pause = self.random.choice((0.1, 1, 5, 60, 200, 5000, 90_000))
        self._note(f"{why}; back after {pause} s")
        self.told.crashes += 1
        self.machine.away(pause)
        self._boot()
        if self.random.random() < 0.15:
            self.machine.loop.fuse = self.random.randint(1, 150)

    def _boot(self) -> None:
        self.machine.boot()
        self._disturbed()

    def _weather(self) -> None:
        self.machine.wire.weather = weather = self.random.choice(WEATHERS)
        self._note(f"the network is {weather.name}")
        self._disturbed()

    def _full(self) -> None:
        self._note("the disk is full for a moment")
        self.machine.disk.full = 0.5
        self._act()
        self._pass(self.random.choice((0.3, 2)))
        self.machine.disk.full = 0.0
        self._disturbed()

    def _skew(self) -> None:
        by = self.random.choice((-7200, -60, -5, 5, 60, 7200, -self.clock.skew))
        self.clock.skew += by
        self.machine.set_back = True
        self.clock.tell()
        self._note(f"the clock is moved by {by} s")
        self._disturbed()

    def _anew(self) -> None:
        if not self.telegram.waiting:
            self.telegram.begin_ids_anew(self.random)
            self._note("the ids of updates start anew")

    def _pass(self, pause: float) -> None:
        weather = self.machine.wire.weather
        if self.machine.run(pause):
            self._restart("the plug is pulled")
            self.machine.wire.weather = weather
        elif self.machine.ended_for_want_of_a_disk:
            self.machine.crash()
            self._restart("it could not start")

    # What must hold between steps

    def _disturbed(self) -> None:
        self.undisturbed = self.clock.ticks

    def _in_time(self) -> None:
        """A promise waits for nobody, where the program is up and Telegram and the disk are well."""
        if self.machine.wire.weather.name != "calm":
            self._disturbed()
        if self.clock.ticks - self.undisturbed > LATE:
            before = (self.clock.now() - timedelta(seconds=LATE)).replace(tzinfo=None).isoformat(" ", "microseconds")
            late = self.machine.disk.rows("SELECT kind, subject, due_at FROM agenda WHERE due_at < ?", before)
            self._late = {row: self._late.get(row, self.clock.ticks) for row in late}  # promised too late to be in time
            if any(self.clock.ticks - since > LATE for since in self._late.values()):
                raise Violation(f"not kept in time: {late}")

    def _come_to_rest(self) -> None:
        """The weather clears up and nobody does anything any more."""
        machine = self.machine
        machine.wire.weather, machine.disk.full, self.clock.skew, machine.loop.fuse = WEATHERS[0], 0.0, 0.0, None
        self.clock.tell()
        self._note("everything calms down")
        for _ in range(REST):
            self._pass(10)
            later = self._waits_for()
            if later is None:
                return
            if later > 30:
                self.clock.sleep(later)
        raise Violation(f"it does not come to rest: {self._unfinished()}")

    def _waits_for(self) -> float | None:
        """Seconds until something is to be done that waits, None for nothing."""
        if self.telegram.waiting:
            return 0.0
        unfinished = self._unfinished()
        if not unfinished:
            return None
        at = [datetime.fromisoformat(one[-1]).replace(tzinfo=UTC) for one in unfinished if one[-1]]
        holds = self.machine.disk.rows("SELECT until FROM holds")
        at += [datetime.fromisoformat(one[0]).replace(tzinfo=UTC) for one in holds]
        return max((one - self.clock.now()).total_seconds() for one in at) if at else 0.0

    def _unfinished(self) -> list[tuple[str, object, str | None]]:
        now = self.clock.now().replace(tzinfo=None).isoformat(" ", "microseconds")
        rows = self.machine.disk.rows
        return [
            *rows("SELECT 'inbox', seq, NULL FROM inbox WHERE state = 'waiting'"),
            *rows("SELECT 'outbox ' || method, id, not_before FROM outbox WHERE state <> 'given_up'"),
            *rows("SELECT 'agenda ' || kind, subject, NULL FROM agenda WHERE due_at <= ? AND NOT set_aside", now),
        ]


def tell(seed: int) -> tuple[int, str | None, list[str], dict[str, int]]:
    """Seed, what was violated, the last steps, and how much happened."""
    told = Story(seed).tell()
    counts = {
        "steps": len(told.steps),
        "updates": told.updates,
        "messages": told.sent,
        "promises": told.kept,
        "nudges": told.nudges,
    }
    return seed, told.wrong, told.steps[-SHOWN:], counts | {"crashes": told.crashes}
