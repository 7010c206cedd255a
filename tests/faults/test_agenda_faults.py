"""What was promised is kept once, at its time or as soon as that is possible again."""

import asyncio
from datetime import timedelta

import pytest

from tests.faults.conftest import Small, until

HOUR, DAY = 3600, 86_400


def waiting(small: Small) -> list[str]:
    """The promises of tests that are still open; the program's own are left out."""
    rows = small.query("SELECT subject FROM agenda WHERE kind != 'tidy' AND NOT set_aside")
    return [row["subject"].split(":")[-1] for row in rows]


async def promise(small: Small, seconds: int, words: str) -> None:
    await small.private(small.mara, f"/later {seconds} {words}")


async def said(small: Small) -> list[str]:
    return await small.texts(small.mara)


async def test_a_promise_is_kept_at_its_time_and_not_before_and_once(small: Small) -> None:
    await promise(small, HOUR, "tea")
    await small.travel(seconds=HOUR - 60)
    assert await said(small) == []
    await small.travel(seconds=60)
    assert await said(small) == ["tea"]
    await small.travel(days=30)
    assert await said(small) == ["tea"]
    assert waiting(small) == []


async def test_it_wakes_by_itself_when_the_time_has_come(small: Small) -> None:
    await promise(small, 1, "by itself")
    await asyncio.sleep(0.5)
    assert await said(small) == []
    await until(lambda: small.notes("kept"), "kept", 1.5)


async def test_what_was_missed_while_switched_off_is_kept_once(small: Small) -> None:
    for number in range(3):
        await promise(small, HOUR + number, f"number {number}")
    await small.stop()
    await small.client.advance(3 * DAY)
    await small.boot()
    await small.settle()
    assert await said(small) == ["number 0", "number 1", "number 2"]
    await small.restart()
    await small.settle()
    assert len(await said(small)) == 3


async def test_a_clock_that_jumps_back_and_forth_keeps_nothing_twice_and_nothing_early(small: Small) -> None:
    await promise(small, 2 * HOUR, "once")
    for step in (HOUR, -3 * HOUR, HOUR):
        await small.travel(seconds=step)
        assert await said(small) == []
    for step in (4 * HOUR, -5 * HOUR, 6 * HOUR, -DAY, DAY):
        await small.travel(seconds=step)
        assert await said(small) == ["once"]
    assert small.notes("kept") == {"once": 1}


async def test_promises_due_together_are_kept_in_the_order_of_their_times(small: Small) -> None:
    for number in (5, 3, 9, 1, 7):
        await promise(small, HOUR + number, str(number))
    await small.travel(days=1)
    assert await said(small) == ["1", "3", "5", "7", "9"]


async def test_a_promise_that_cannot_be_kept_is_set_aside_and_the_others_are_kept(small: Small) -> None:
    await promise(small, HOUR, "impossible")
    await promise(small, HOUR + 1, "possible")
    await small.travel(days=1)
    assert await said(small) == ["possible"]
    assert waiting(small) == []
    assert small.query("SELECT tries FROM agenda WHERE set_aside") == [{"tries": 3}]
    await small.restart()
    await small.settle()
    assert small.query("SELECT tries FROM agenda WHERE set_aside") == [{"tries": 3}]


async def test_a_promise_that_was_set_aside_gets_a_fresh_try_at_the_next_start(small: Small) -> None:
    await promise(small, HOUR, "impossible")
    await small.travel(days=1)
    [row] = small.query("SELECT kind FROM agenda WHERE set_aside")
    await small.restart()
    assert small.app is not None
    failed = small.app.metrics.promises.labels(row["kind"], "failed")

    def tries() -> float:
        return sum(one.value for metric in failed.collect() for one in metric.samples if "total" in one.name)

    await until(lambda: tries() == 3, "tried anew", 15)


async def test_a_promise_of_a_kind_that_nobody_knows_any_more_is_set_aside(small: Small) -> None:
    assert small.app is not None
    now = await small.now()
    await small.app.store.transact(lambda tx: tx.agenda.add("of an older version", 1, now))
    await promise(small, 1, "goes on")
    await small.travel(hours=1)
    assert await said(small) == ["goes on"]
    assert small.query("SELECT kind FROM agenda WHERE set_aside") == [{"kind": "of an older version"}]


async def test_a_promise_made_while_another_is_kept_is_not_forgotten(small: Small) -> None:
    assert small.app is not None
    table = small.app.clockwork._table
    kept = table.promises["later"]

    def again(due) -> None:
        kept(due)
        if due.promise.subject.endswith("first"):
            due.tx.agenda.add("later", due.promise.subject.replace("first", "second"), due.now + timedelta(seconds=1))

    table.promises["later"] = again
    await promise(small, 1, "first")
    await until(lambda: small.notes("kept") == {"first": 1, "second": 1}, "both kept", 5)


@pytest.mark.parametrize("count", [300])
async def test_hundreds_due_in_the_same_second_are_all_kept_once(small: Small, count: int) -> None:
    assert small.app is not None
    at = await small.now() + timedelta(hours=1)
    await small.start(small.mara)

    def many(tx) -> None:
        for number in range(count):
            tx.agenda.add("later", f"{small.mara}:{small.mara}:{number}", at)

    await small.app.store.transact(many)
    await small.travel(hours=1)
    await until(lambda: small.state("outbox") == {}, "all said")
    assert small.notes("kept") == {str(number): 1 for number in range(count)}
    assert waiting(small) == []
