"""A few simulated years at each test run; `make simulate` lets a thousand pass."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain import nudge_history, nudge_policy
from storage.migrate import migrate
from storage.transaction import Transaction
from tests.simulation import memory
from tests.simulation.memory import Memory
from tests.simulation.oracle import Violation
from tests.simulation.world import World

SMALL = {"groups": 4, "people": 50, "weeks": 16}


@pytest.mark.parametrize("seed", range(900_001, 900_004))
def test_in_a_year_of_40_groups_and_600_people_no_rule_is_ever_broken(seed: int) -> None:
    world = World(Memory(), seed)
    assert world.run() > 1000
    assert world.happened > 40_000


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_gives_the_same_year_on_a_real_database(seed: int, tmp_path: Path) -> None:
    migrate(f"sqlite+aiosqlite:///{tmp_path / 'year.db'}")
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'year.db'}")
    fast = World(Memory(), seed, **SMALL)
    assert fast.run() > 20
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        real = World(Transaction(connection, itertools.count(1), None), seed, **SMALL)  # type: ignore[arg-type]
        real.run()
    engine.dispose()
    assert real.steps == fast.steps


def forget_the_fortnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudge_policy, "APART", timedelta(0))


def forget_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudge_policy, "OPENS", nudge_policy.OPENS.replace(hour=8))


def forget_the_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudge_policy, "IN_A_ROW", 99)


def forget_who_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudge_history, "_was_member", lambda member, meetup: True)


def forget_open_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory.Requests, "asking", lambda self, person_ids: set())


def write_to_nobody_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudge_policy, "OFTEN_ENOUGH", 3)


@pytest.mark.parametrize(
    "forget",
    [
        forget_the_fortnight,
        forget_the_window,
        forget_the_silence,
        forget_who_left,
        forget_open_requests,
        write_to_nobody_unasked,
    ],
)
def test_a_program_that_forgot_a_rule_is_caught(
    forget: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(monkeypatch)
    years = [World(Memory(), seed, groups=12, people=180, weeks=26) for seed in range(6)]
    with pytest.raises(Violation):
        sum(year.run() for year in years)
