"""Whatever people do, in whatever order: an open request always has its next step promised, a closed one none."""

import itertools
import random
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.forgetting import Ledger
from domain.errors import Refused
from domain.groups import Facilitator
from domain.members import see_member
from domain.requests import HELD, UNCLAIMED, CloseReason, RequestState, Stage, Step, What
from domain.requests_answering import (
    claim,
    close,
    facilitator_wrote,
    go_on,
    hand_over,
    member_wrote,
    no_facilitator_any_more,
    not_reachable,
    pass_on,
)
from domain.requests_asking import (
    EXPIRES,
    GO_ON,
    OF_A_REQUEST,
    PAGE,
    PROMISED,
    REMIND,
    ask,
    expire,
    reopen,
    take_back,
)
from domain.requests_paging import page
from domain.requests_silence import answered, remind
from domain.turns import Slot
from storage.tables import metadata
from storage.transaction import Transaction
from tests.storage.world import FAY, MARA, NOW, group, person

SERVING = (FAY, FAY + 1, FAY + 2)
STEPS = 150
Doing = Callable[[Transaction, random.Random, datetime], object]


def begin(tx: Transaction) -> None:
    """Three facilitators who can be reached, two of them on the rota on Mondays; Mara asks."""
    here = tx.groups.add(group())
    tx.people.save(person(private_open=True))
    for number, one in enumerate(SERVING):
        tx.people.save(person(one, private_open=True))
        see_member(tx, here.id, one, NOW)
        tx.groups.add_facilitator(Facilitator(group_id=here.id, person_id=one, added_by=one, added_at=NOW))
        if number:
            tx.rota.add_slot(Slot(group_id=here.id, person_id=one, weekday=0, starts=time(8), ends=time(20)))


def asks(tx: Transaction, chance: random.Random, now: datetime) -> object:
    here = tx.groups.get(1)
    return ask(tx, here, MARA, [], now, named=chance.random() < 0.5) if here is not None else None


def newest(tx: Transaction) -> int:
    """The id of the last request there is."""
    number = 1
    while tx.requests.get(number + 1) is not None:
        number += 1
    return number


def writes(tx: Transaction, chance: random.Random, now: datetime) -> object:
    request = tx.requests.get(newest(tx))
    if request is None or not request.held:
        return None
    return chance.choice((facilitator_wrote, member_wrote))(tx, request, now)


DOINGS: tuple[Doing, ...] = (
    asks,
    asks,
    writes,
    lambda tx, chance, now: claim(tx, newest(tx), chance.choice(SERVING), now),
    lambda tx, chance, now: pass_on(tx, newest(tx), chance.choice(SERVING), now),
    lambda tx, chance, now: hand_over(tx, newest(tx), chance.choice(SERVING), chance.choice((None, *SERVING)), now),
    lambda tx, chance, now: close(tx, newest(tx), chance.choice(SERVING), chance.choice(list(CloseReason)), now),
    lambda tx, chance, now: reopen(tx, newest(tx), MARA, now),
    lambda tx, chance, now: take_back(tx, newest(tx), MARA, now) if chance.random() < 0.2 else None,
    lambda tx, chance, now: no_facilitator_any_more(tx, 1, chance.choice(SERVING), now),
    lambda tx, chance, now: not_reachable(tx, chance.choice(SERVING), now),
)


KEEPING = {EXPIRES: expire, REMIND: remind, GO_ON: go_on}


def keep_promises(tx: Transaction, now: datetime, watched: "Watched | None" = None) -> None:
    """As the clockwork does."""
    while due := tx.agenda.due(now, 10):
        for promise in due:
            if tx.agenda.kept(promise):
                if promise.kind == PAGE:
                    page(tx, int(promise.subject), (), now)
                elif promise.kind in KEEPING:
                    KEEPING[promise.kind](tx, int(promise.subject), now)
                if watched is not None and promise.kind in OF_A_REQUEST:
                    watched.look(tx, int(promise.subject))


class Watched:
    """What was there of each request when it was looked at last: its state, and how many rows its audit had."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[RequestState, int]] = {}

    def look(self, tx: Transaction, number: int) -> None:
        """A change of state has left a row."""
        request, rows = tx.requests.get(number), len(tx.requests.steps(number))
        assert request is not None
        before, had = self._seen.get(number, (None, 0))
        assert request.state is before or rows > had, f"{before} became {request.state} without a row"
        self._seen[number] = request.state, rows


def test_a_row_of_the_audit_has_no_room_for_content() -> None:
    assert set(Step.model_fields) == {"id", "request_id", "what", "at", "by", "to_id"}
    assert {column.name for column in metadata.tables["request_steps"].columns} == set(Step.model_fields)


def check(tx: Transaction, first: int) -> None:
    """What must hold after every step, of every request from this one on."""
    for number in range(max(1, first), newest(tx) + 1):
        request = tx.requests.get(number)
        if request is None:
            continue
        promised = {kind: tx.agenda.of(kind, number) for kind in OF_A_REQUEST}
        assert {kind for kind, found in promised.items() if found} <= set(PROMISED[request.state])
        if request.state in UNCLAIMED:
            assert len(promised[PAGE]) == 1 or (request.stage is Stage.TOLD and len(promised[PAGE]) <= 1)
            assert len(promised[EXPIRES]) == 1
            assert request.claimed_by is None
        elif request.state in HELD:
            assert len(promised[EXPIRES]) == 1
            assert len(promised[REMIND] + promised[GO_ON]) == (0 if answered(tx, request) else 1)
            assert request.claimed_by in SERVING
        else:
            assert request.forget_at is not None
    assert len(tx.requests.open_of(MARA)) <= 1


@pytest.fixture
def tx() -> Iterator[Transaction]:
    """One long transaction in memory: what is asked here is whether the rules lose anything."""
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        tx = Transaction(connection, itertools.count(1), Ledger(Path("unused")))
        begin(tx)
        asks(tx, random.Random(0), NOW)
        yield tx
    engine.dispose()


@pytest.mark.parametrize("seed", range(8))
def test_no_order_of_events_leaves_a_request_behind(tx: Transaction, seed: int) -> None:
    chance, now, done, watched = random.Random(seed), NOW, 0, Watched()
    for _ in range(STEPS):
        try:
            chance.choice(DOINGS)(tx, chance, now)
            done += 1
        except Refused:
            pass
        watched.look(tx, newest(tx))
        now += timedelta(minutes=chance.choice((0, 1, 5, 10, 11, 600, 3000)))
        keep_promises(tx, now, watched)
        check(tx, newest(tx) - 1)
    check(tx, 1)
    assert done > STEPS / 3


def test_left_alone_a_request_ends_with_the_truth_told_exactly_once(tx: Transaction) -> None:
    now = NOW
    while now < NOW + timedelta(days=8):
        keep_promises(tx, now)
        now += timedelta(minutes=7)
    whats = [one.what for one in tx.requests.steps(1)]
    assert whats.count(What.TOLD) == 1
    assert whats.count(What.EXPIRED) == 1
    assert whats[:4] == [What.RECEIVED, What.OFFERED, What.OFFERED, What.EVERYBODY]
