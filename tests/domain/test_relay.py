"""The exception for whoever is unnamed is a small machine; who takes part in what is passed on is a rule."""

from datetime import UTC, datetime

import pytest

from domain.relay import part_of
from domain.relayed import NAME_TRANSITIONS, NameOpening, NameState
from domain.requests import HELD, Request, RequestState

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MARA, FAY, TOM = 5, 6, 7


def request(state: RequestState, **more: object) -> Request:
    moments = {"asked_at": NOW, "waiting_since": NOW, "moved_at": NOW}
    return Request(
        **{"group_id": 1, "person_id": MARA, "named": False, "claimed_by": FAY, **moments, **more}, state=state
    )


@pytest.mark.parametrize("before", NameState)
@pytest.mark.parametrize("after", NameState)
def test_only_the_ways_of_the_table_are_open(before: NameState, after: NameState) -> None:
    opening = NameOpening(request_id=1, state=before, declared_by=FAY, declared_at=NOW)
    if after in NAME_TRANSITIONS[before]:
        assert opening.to(after).state is after
    else:
        with pytest.raises(ValueError, match="cannot become"):
            opening.to(after)


def test_what_was_decided_stays_so() -> None:
    for state in (NameState.OPENED, NameState.WITHDRAWN, NameState.EXPIRED):
        assert not NAME_TRANSITIONS[state]


@pytest.mark.parametrize("state", RequestState)
def test_only_the_two_take_part_and_only_while_one_has_it(state: RequestState) -> None:
    mara, fay, tom = (part_of(request(state), one) for one in (MARA, FAY, TOM))
    assert tom is None
    if state in HELD:
        assert (mara.other, mara.asked, fay.other, fay.asked) == (FAY, True, MARA, False)
    else:
        assert (mara, fay) == (None, None)


def test_nobody_takes_part_with_somebody_who_is_forgotten() -> None:
    assert part_of(request(RequestState.CLAIMED, person_id=None), FAY) is None
