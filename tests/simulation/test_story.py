"""The whole program under everything that can break, seed by seed; and programs with a bug, which the rules catch."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.dispatch import Dispatch
from bot.intake import Intake
from bot.pacing import ChatPace
from bot.roles import Roles, Standing
from bot.sending import Sender
from storage.agenda import AgendaRows
from storage.inbox import InboxRows
from storage.outbox import OutboxRows
from tests.simulate import simulate
from tests.simulation.story import Story, tell
from tests.simulation.towns import TOWNS, town_of

HUNDRED = range(900_000, 900_100)
Plant = Callable[[pytest.MonkeyPatch], None]


@pytest.mark.parametrize("first", HUNDRED[::10])
def test_whatever_breaks_no_rule_does(first: int) -> None:
    for seed in range(first, first + 10):
        told = Story(seed).tell()
        again = f"again: python -m tests.simulate --seed {seed}"
        assert told.wrong is None, "\n".join([*told.steps[-40:], told.wrong, again])


def test_the_same_seed_gives_the_same_course() -> None:
    first, second = Story(17), Story(17)
    assert first.tell() == second.tell()
    assert first.clock.ticks == second.clock.ticks
    assert first.telegram.chats == second.telegram.chats


def test_other_seeds_give_other_courses_in_which_a_lot_happens() -> None:
    told = [Story(seed).tell() for seed in range(6)]
    assert len({tuple(one.steps) for one in told}) == 6
    assert sum(one.updates for one in told) > 120
    assert sum(one.sent for one in told) > 150
    assert sum(one.kept for one in told) > 15
    assert sum(one.crashes for one in told) > 3


def strike_before_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    async def leaves(self: Any, message: Any) -> bool:
        await self._settle(lambda tx: tx.outbox.sent(message))
        return True

    monkeypatch.setattr(Sender, "_may_leave", leaves)


def never_strike_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OutboxRows, "sent", lambda self, message: None)


def confirm_before_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Intake.take

    async def later(self: Any, updates: Any, **more: Any) -> None:
        await asyncio.sleep(1)
        await real(self, updates, **more)

    async def take(self: Any, updates: Any, **more: Any) -> None:
        self.tasks = [*getattr(self, "tasks", ()), asyncio.create_task(later(self, updates, **more))]

    monkeypatch.setattr(Intake, "take", take)


def mark_as_handled_in_another_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    real, once = InboxRows.done, Dispatch._once

    async def twice(self: Any, row: Any) -> None:
        await once(self, row)
        await self._store.transact(lambda tx: real(tx.inbox, row.seq))

    monkeypatch.setattr(InboxRows, "done", lambda self, seq: None)
    monkeypatch.setattr(Dispatch, "_once", twice)


def serve_a_chat_out_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Dispatch.accept
    monkeypatch.setattr(Dispatch, "accept", lambda self, rows: real(self, sorted(rows, key=lambda row: -row.seq)))


def send_without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChatPace, "wait", lambda self, now: 0.0)


def keep_promises_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AgendaRows, "kept", lambda self, promise: True)


def forget_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AgendaRows, "next_due", lambda self: None)
    monkeypatch.setattr(AgendaRows, "due", lambda self, now, limit: [])


def leave_cards_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    real = OutboxRows.touch

    def touch(self: Any, card: Any, *more: Any) -> None:
        if card.message_id is None:
            real(self, card, *more)

    monkeypatch.setattr(OutboxRows, "touch", touch)


def let_everybody_facilitate_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    async def of(self: Any, user_id: int, groups: Any) -> Standing:
        every = [group for group, _ in groups]
        ids = frozenset(group.id for group in every)
        return Standing(every, ids, ids)

    monkeypatch.setattr(Roles, "of", of)


@pytest.mark.parametrize(
    ("plant", "rule", "first"),  # first: a seed near one that notices
    [
        (strike_before_sending, "struck off before it was sent", 0),
        (never_strike_off, "sent twice|does not come to rest", 0),
        (confirm_before_the_commit, "was confirmed and is not kept", 0),
        (mark_as_handled_in_another_transaction, "press .* was answered twice", 85),
        (serve_a_chat_out_of_order, "handled after a later one of its chat", 0),
        (send_without_a_pause, "too many messages at once", 13),
        (keep_promises_twice, "was kept twice", 0),
        (forget_promises, "not kept in time|does not come to rest", 0),
        (leave_cards_as_they_are, "the card shows", 0),
        (let_everybody_facilitate_everything, "changed rows of group", 0),
    ],
)
def test_a_program_with_a_bug_is_caught(plant: Plant, rule: str, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(TOWNS):
        town_of(number)  # the bug comes later
    plant(monkeypatch)
    seen = (Story(seed).tell().wrong for seed in range(first, first + 40))
    assert any(re.search(rule, wrong) for wrong in seen if wrong is not None)


def test_a_failing_seed_prints_how_to_replay_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(seed: int) -> tuple[int, str | None, list[str], dict[str, int]]:
        found = tell(seed)
        return (seed, "a rule", found[2], found[3]) if seed == 3 else found

    monkeypatch.setattr("tests.simulate.ProcessPoolExecutor", Here)
    monkeypatch.setitem(simulate.__globals__["MODES"], "program", broken)
    assert simulate("program", range(2, 6), 1) == 1
    said = capsys.readouterr().out
    assert "seed 3: a rule\nagain: python -m tests.simulate --seed 3" in said
    assert "everything calms down" in said


class Here:
    """Stands for a pool of processes."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __enter__(self) -> "Here":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def map(self, function: Any, seeds: Any, chunksize: int) -> Any:
        return map(function, seeds)

    def shutdown(self, *, cancel_futures: bool) -> None:
        pass
