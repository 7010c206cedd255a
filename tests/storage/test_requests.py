"""Requests on a real database: exactly one claim wins, one stays open a person, and words go in their time."""

import asyncio
import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.forgetting import Ledger
from domain.errors import Taken
from domain.privacy import erase
from domain.requests import CloseReason, Request, RequestState, RequestWords, What
from domain.requests_answering import claim, close, set_claim_minutes, set_keep_days
from domain.requests_asking import OF_A_REQUEST, PAGE, ask, expire, reopen, take_back
from domain.requests_paging import page
from domain.retention import tidy
from storage.forget import forget_again
from storage.transaction import Store, Transaction
from tests.storage.conftest import opened
from tests.storage.world import FAY, MARA, NOW, group, person

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def asked(tx: Transaction, words: str = "My words", *, named: bool = False) -> Request:
    """Mara has asked in a group of her own."""
    here = tx.groups.add(group())
    for someone in (person(), person(FAY, first_name="Fay")):
        tx.people.save(someone)
    return ask(tx, here, MARA, [RequestWords(request_id=0, text=words, at=NOW)], NOW, named=named)[0]


async def test_of_1000_claims_at_the_same_time_exactly_one_wins(store: Store) -> None:
    request = await store.transact(asked)

    async def one(facilitator: int) -> str:
        try:
            await store.transact(lambda tx: claim(tx, request.id, facilitator, NOW))
        except Taken:
            return "taken"
        return "won"

    results = Counter(await asyncio.gather(*(one(10_000 + number) for number in range(1000))))
    assert results == {"won": 1, "taken": 999}
    steps = await store.look(lambda tx: tx.requests.steps(request.id))
    assert [one.what for one in steps].count(What.CLAIMED) == 1
    winner = await store.look(lambda tx: tx.requests.get(request.id))
    assert winner is not None
    assert winner.claimed_by == next(one.by for one in steps if one.what is What.CLAIMED)


async def test_one_person_has_one_open_request_in_a_group_and_more_words_join_it(store: Store) -> None:
    request = await store.transact(asked)

    def again(tx: Transaction) -> tuple[Request, bool]:
        here = tx.groups.get(request.group_id)
        return ask(tx, here, MARA, [RequestWords(request_id=0, text="And more", at=NOW)], NOW + MINUTE, named=True)

    same, new = await store.transact(again)
    assert (same.id, new, same.named) == (request.id, False, False)
    words = await store.look(lambda tx: [one.text for one in tx.requests.words(request.id)])
    assert words == ["My words", "And more"]
    with pytest.raises(sqlite3.IntegrityError):
        await store.transact(lambda tx: tx.requests.add(request.changed(id=0)))


async def test_thirty_days_after_closing_only_times_and_outcome_stay(store: Store) -> None:
    request = await store.transact(asked)
    await store.transact(lambda tx: claim(tx, request.id, FAY, NOW + MINUTE))
    await store.transact(lambda tx: close(tx, request.id, FAY, CloseReason.HELPED, NOW + DAY))
    await store.transact(lambda tx: tidy(tx, NOW + 30 * DAY))
    assert len(await store.look(lambda tx: tx.requests.words(request.id))) == 1
    await store.transact(lambda tx: tidy(tx, NOW + 31 * DAY))
    kept = await store.look(lambda tx: tx.requests.get(request.id))
    assert kept is not None
    assert (kept.person_id, kept.receipt_id, kept.reason) == (None, None, CloseReason.HELPED)
    assert kept.claimed_at == NOW + MINUTE
    assert await store.look(lambda tx: tx.requests.words(request.id)) == []
    assert {one.by for one in await store.look(lambda tx: tx.requests.steps(request.id))} == {None}


async def test_a_group_that_chooses_another_period_chooses_it_for_what_is_closed_already(store: Store) -> None:
    request = await store.transact(asked)

    def closed_and_chosen(tx: Transaction) -> None:
        claim(tx, request.id, FAY, NOW)
        close(tx, request.id, FAY, CloseReason.HELPED, NOW)
        set_keep_days(tx, tx.groups.get(request.group_id), 7)

    await store.transact(closed_and_chosen)
    await store.transact(lambda tx: tidy(tx, NOW + 7 * DAY))
    assert await store.look(lambda tx: tx.requests.words(request.id)) == []


@pytest.mark.parametrize(("minutes", "days"), [(1, 30), (61, 30), (10, 6), (10, 366)])
async def test_periods_out_of_range_are_refused(store: Store, minutes: int, days: int) -> None:
    request = await store.transact(asked)

    def choose(tx: Transaction) -> None:
        here: Any = tx.groups.get(request.group_id)
        set_claim_minutes(tx, here, minutes)
        set_keep_days(tx, here, days)

    with pytest.raises(ValueError, match=r"\d+"):
        await store.transact(choose)
    assert (await store.look(lambda tx: tx.requests.settings(request.group_id))).claim_minutes == 10


async def test_what_is_taken_back_loses_its_words_at_once_and_its_person_with_the_next_tidying(store: Store) -> None:
    request = await store.transact(asked)
    await store.transact(lambda tx: take_back(tx, request.id, MARA, NOW + MINUTE))
    assert await store.look(lambda tx: tx.requests.words(request.id)) == []
    assert await store.look(lambda tx: tx.agenda.of(PAGE, request.id)) == []
    await store.transact(lambda tx: tidy(tx, NOW + 2 * MINUTE))
    kept = await store.look(lambda tx: tx.requests.get(request.id))
    assert kept is not None
    assert kept.person_id is None


async def test_nobody_for_a_week_or_no_word_for_two_ends_it_and_no_sooner(store: Store) -> None:
    request = await store.transact(asked)
    assert await store.transact(lambda tx: expire(tx, request.id, NOW + 6 * DAY)) is None
    await store.transact(lambda tx: claim(tx, request.id, FAY, NOW + 6 * DAY))
    assert await store.transact(lambda tx: expire(tx, request.id, NOW + 19 * DAY)) is None
    ended = await store.transact(lambda tx: expire(tx, request.id, NOW + 20 * DAY))
    assert ended is not None
    assert ended.state is RequestState.EXPIRED


async def test_opened_again_it_waits_anew_and_keeps_when_it_was_first_claimed(store: Store) -> None:
    request = await store.transact(asked)

    def back_and_forth(tx: Transaction) -> Request:
        claim(tx, request.id, FAY, NOW + MINUTE)
        close(tx, request.id, FAY, CloseReason.HELPED, NOW + DAY)
        return reopen(tx, request.id, MARA, NOW + 2 * DAY)

    fresh = await store.transact(back_and_forth)
    assert (fresh.state, fresh.offered_to, fresh.claimed_by) == (RequestState.RECEIVED, FAY, None)
    assert (fresh.waiting_since, fresh.forget_at) == (NOW + 2 * DAY, None)
    waits = await store.look(lambda tx: tx.requests.waits(request.group_id, 20))
    assert waits == [MINUTE]


async def test_my_data_has_ones_own_request_and_words_and_never_the_other_side(store: Store) -> None:
    request = await store.transact(lambda tx: asked(tx, "Only mine"))
    await store.transact(lambda tx: claim(tx, request.id, FAY, NOW))
    mine = await store.look(lambda tx: tx.facts(MARA))
    assert [one["text"] for one in mine["request_words"]] == ["Only mine"]
    assert "claimed_by" not in mine["requests"][0]
    hers = await store.look(lambda tx: tx.facts(FAY))
    assert hers["requests"] == hers["request_words"] == []
    assert [one["id"] for one in hers["requests_answered"]] == [request.id]
    assert str(MARA) not in str(hers)
    assert "Only mine" not in str(hers)


async def test_who_is_forgotten_leaves_times_and_who_had_it_passes_it_on(store: Store) -> None:
    request = await store.transact(asked)
    await store.transact(lambda tx: claim(tx, request.id, FAY, NOW))
    await store.transact(lambda tx: erase(tx, FAY, NOW + MINUTE))
    passed = await store.look(lambda tx: tx.requests.get(request.id))
    assert passed is not None
    assert (passed.state, passed.claimed_by) == (RequestState.RECEIVED, None)
    assert len(await store.look(lambda tx: tx.agenda.of(PAGE, request.id))) == 1
    await store.transact(lambda tx: erase(tx, MARA, NOW + 2 * MINUTE))
    over = await store.look(lambda tx: tx.requests.get(request.id))
    assert over is not None
    assert (over.state, over.person_id) == (RequestState.TAKEN_BACK, None)
    assert await store.look(lambda tx: tx.requests.words(request.id)) == []
    assert await store.look(lambda tx: tx.agenda.of(PAGE, request.id)) == []


async def test_a_claim_ends_the_steps_and_a_step_that_is_due_all_the_same_does_nothing(store: Store) -> None:
    request = await store.transact(asked)
    await store.transact(lambda tx: page(tx, request.id, (), NOW))
    claims = [store.transact(lambda tx, one=one: claim(tx, request.id, one, NOW)) for one in (FAY, FAY + 1)]
    results = await asyncio.gather(
        store.transact(lambda tx: page(tx, request.id, (), NOW)), *claims, return_exceptions=True
    )
    assert sum(isinstance(one, Taken) for one in results) == 1
    before = await store.look(lambda tx: tx.requests.steps(request.id))
    assert await store.transact(lambda tx: page(tx, request.id, (), NOW + DAY)) is None
    assert await store.look(lambda tx: tx.requests.steps(request.id)) == before
    assert await store.look(lambda tx: tx.agenda.of(PAGE, request.id)) == []


async def test_who_answered_is_known_for_eight_weeks_after_closing(store: Store) -> None:
    request = await store.transact(asked)
    await store.transact(lambda tx: claim(tx, request.id, FAY, NOW))
    await store.transact(lambda tx: close(tx, request.id, FAY, CloseReason.HELPED, NOW))
    for days, known in ((55, FAY), (56, 0)):
        await store.transact(lambda tx, days=days: tidy(tx, NOW + days * DAY))
        kept = await store.look(lambda tx: tx.requests.get(request.id))
        assert kept is not None
        assert kept.claimed_by == known


async def test_a_restored_backup_carries_on_what_somebody_forgotten_had(store: Store, path: Path) -> None:
    request = await store.transact(asked)
    await store.transact(lambda tx: claim(tx, request.id, FAY, NOW))
    ledger = Ledger(path)
    ledger.add(FAY, NOW + DAY)
    await store.close()
    assert forget_again(path, ledger.forgotten_at) == 1
    async with opened(path) as again:
        kept = await again.look(lambda tx: tx.requests.get(request.id))
        assert kept is not None
        assert (kept.state, kept.claimed_by) == (RequestState.RECEIVED, None)
        assert len(await again.look(lambda tx: tx.agenda.of(PAGE, request.id))) == 1


async def test_a_restored_backup_asks_the_next_where_somebody_forgotten_was_asked(store: Store, path: Path) -> None:
    request = await store.transact(asked)
    offered = request.to(RequestState.OFFERED, NOW, offered_to=FAY)
    await store.transact(lambda tx: tx.requests.save(offered))
    ledger = Ledger(path)
    ledger.add(FAY, NOW + DAY)
    await store.close()
    assert forget_again(path, ledger.forgotten_at) == 1
    async with opened(path) as again:
        assert NOW + DAY in [one.due_at for one in await again.look(lambda tx: tx.agenda.of(PAGE, request.id))]


async def test_a_restored_backup_carries_nothing_on_of_whoever_asked_and_is_forgotten(store: Store, path: Path) -> None:
    request = await store.transact(asked)
    ledger = Ledger(path)
    ledger.add(MARA, NOW + DAY)
    await store.close()
    assert forget_again(path, ledger.forgotten_at) == 1
    async with opened(path) as again:
        for kind in OF_A_REQUEST:
            assert await again.look(lambda tx, kind=kind: tx.agenda.of(kind, request.id)) == []


async def test_somebody_who_waits_for_a_human_comes_before_all_else_that_is_due(store: Store) -> None:
    request = await store.transact(asked)

    def busy(tx: Transaction) -> None:
        for number in range(300):
            tx.agenda.add("reminder", number, NOW - DAY)

    await store.transact(busy)
    due = await store.look(lambda tx: tx.agenda.due(NOW, 64))
    assert (due[0].kind, due[0].subject) == (PAGE, str(request.id))
    assert [one.kind for one in due[1:]] == ["reminder"] * 63
