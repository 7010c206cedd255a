"""What facilitators do with a request, case by case in a real database file: nobody else's is touched by it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.errors import Done, NotYours, Over
from domain.requests import REOPENS, CloseReason, Request, RequestState, RequestWords, Step, What
from domain.requests_answering import (
    claim,
    close,
    facilitator_wrote,
    hand_over,
    known,
    no_facilitator_any_more,
    pass_on,
)
from domain.requests_asking import PAGE, ask, reopen
from domain.requests_paging import page, willing
from domain.requests_silence import silent
from storage.transaction import Store, Transaction
from tests.storage.world import FAY, MARA, NOW, group, person

ANN, TOM = 5_000_000_303, 5_000_000_404
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def asked(tx: Transaction, asking: int = MARA, chat: int = -1_000_000_303) -> Request:
    """They have asked in a group of their own, whose facilitators are Fay and Ann."""
    here = tx.groups.by_chat(chat) or tx.groups.add(group(chat_id=chat))
    for someone in (asking, FAY, ANN):
        tx.people.save(person(someone, private_open=True))
    return ask(tx, here, asking, [RequestWords(request_id=0, text="My words", at=NOW)], NOW, named=True)[0]


def whats(tx: Transaction, request: Request) -> list[What]:
    return [one.what for one in tx.requests.steps(request.id)]


def refuses(error: type[Exception], act: Callable[[], object]) -> bool:
    """Whether this error says no."""
    try:
        act()
    except error:
        return True
    return False


async def test_nobody_claims_what_they_asked_themselves_nor_is_it_handed_to_them(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        assert refuses(NotYours, lambda: claim(tx, request.id, MARA, NOW))
        claim(tx, request.id, FAY, NOW)
        for to in (MARA, FAY):
            assert refuses(NotYours, lambda to=to: hand_over(tx, request.id, FAY, to, NOW))
        assert known(tx, request.id).claimed_by == FAY

    await store.transact(played)


async def test_claimed_once_more_by_whoever_has_it_nothing_happens(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        claim(tx, request.id, FAY, NOW)
        assert refuses(Done, lambda: claim(tx, request.id, FAY, NOW + MINUTE))
        assert whats(tx, request).count(What.CLAIMED) == 1

    await store.transact(played)


async def test_how_long_they_waited_is_until_the_first_claim_also_where_another_has_it_now(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        claim(tx, request.id, FAY, NOW + MINUTE)
        hand_over(tx, request.id, FAY, ANN, NOW + DAY)
        claim(tx, request.id, ANN, NOW + DAY)
        assert known(tx, request.id).claimed_at == NOW + MINUTE

    await store.transact(played)


async def test_a_word_of_whoever_had_it_before_is_none_of_whoever_has_it_now(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        facilitator_wrote(tx, claim(tx, request.id, FAY, NOW), NOW)
        assert silent(tx, request.id, NOW) is None
        hand_over(tx, request.id, FAY, ANN, NOW)
        claim(tx, request.id, ANN, NOW)
        assert silent(tx, request.id, NOW + DAY) is not None

    await store.transact(played)


async def test_i_can_t_of_somebody_who_is_not_asked_hurries_nobody_who_is(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        tx.requests.save(request.to(RequestState.OFFERED, NOW, offered_to=FAY))
        tx.agenda.remove(PAGE, request.id)
        tx.agenda.add(PAGE, request.id, NOW + 10 * MINUTE)
        pass_on(tx, request.id, ANN, NOW + MINUTE)
        assert [one.due_at for one in tx.agenda.of(PAGE, request.id)] == [NOW + 10 * MINUTE]
        pass_on(tx, request.id, FAY, NOW + 2 * MINUTE)
        assert [one.due_at for one in tx.agenda.of(PAGE, request.id)] == [NOW + 2 * MINUTE]

    await store.transact(played)


async def test_whoever_said_that_they_can_t_before_they_were_asked_is_not_asked(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        here = tx.groups.get(request.group_id)
        assert here is not None
        pass_on(tx, request.id, ANN, NOW)
        both = list(tx.people.many([FAY, ANN]).values())
        assert [one.id for one in willing(tx, request, here, both, NOW)] == [FAY]

    await store.transact(played)


async def test_whoever_facilitates_one_group_no_more_keeps_what_they_have_of_another(store: Store) -> None:
    def played(tx: Transaction) -> None:
        here, elsewhere = asked(tx), asked(tx, TOM, chat=-1_000_000_909)
        for request in (here, elsewhere):
            claim(tx, request.id, FAY, NOW)
        no_facilitator_any_more(tx, here.group_id, FAY, NOW)
        assert known(tx, here.id).state is RequestState.RECEIVED
        assert (known(tx, elsewhere.id).state, known(tx, elsewhere.id).claimed_by) == (RequestState.CLAIMED, FAY)

    await store.transact(played)


async def test_a_hard_one_that_was_opened_again_stays_a_hard_one(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        for reason in (CloseReason.HARD, CloseReason.HELPED):
            claim(tx, request.id, FAY, NOW)
            close(tx, request.id, FAY, reason, NOW)
            if reason is CloseReason.HARD:
                reopen(tx, request.id, MARA, NOW)
        assert (known(tx, request.id).hard, known(tx, request.id).reason) == (True, CloseReason.HELPED)

    await store.transact(played)


async def test_it_is_opened_again_within_a_week_and_not_beside_another(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        close(tx, request.id, FAY, CloseReason.NOT_NEEDED, NOW)
        another = asked(tx)
        assert refuses(Done, lambda: reopen(tx, request.id, MARA, NOW + DAY))
        close(tx, another.id, FAY, CloseReason.NOT_NEEDED, NOW)
        assert refuses(Over, lambda: reopen(tx, request.id, MARA, NOW + REOPENS + timedelta(seconds=1)))
        assert reopen(tx, request.id, MARA, NOW + REOPENS).state is RequestState.RECEIVED

    await store.transact(played)


@pytest.mark.parametrize(("resting", "called"), [(False, [FAY]), (True, [])])
async def test_where_the_bot_was_removed_nobody_is_asked_as_nobody_can_be_checked(
    store: Store, resting: bool, called: list[int]
) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        here = tx.groups.get(request.group_id)
        assert here is not None
        tx.groups.save(here.changed(resting=resting))
        paging = page(tx, request.id, [FAY], NOW)
        assert paging is not None
        assert ([one.id for one in paging.asked], paging.told) == (called, resting)

    await store.transact(played)


async def test_it_is_fresh_only_while_it_has_reached_nobody(store: Store) -> None:
    def played(tx: Transaction) -> None:
        request = asked(tx)
        fresh = []
        for seconds in (0, 20):
            paging = page(tx, request.id, (), NOW + timedelta(seconds=seconds))
            assert paging is not None
            fresh.append(paging.fresh)
            tx.requests.note(Step(request_id=request.id, what=What.REACHED, at=NOW, to_id=FAY))
        assert fresh == [True, False]

    await store.transact(played)
