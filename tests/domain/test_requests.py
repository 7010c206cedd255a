"""What a request is: its machine, its pseudonyms, and how long it usually takes."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.requests import OPEN, REQUEST_TRANSITIONS, Request, RequestState, pseudonym_of
from domain.requests_asking import usual_wait

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def request(**more: object) -> Request:
    moments = {"asked_at": NOW, "waiting_since": NOW, "moved_at": NOW}
    return Request(**{"id": 7, "group_id": 1, "person_id": 5, "named": False, **moments, **more})


@pytest.mark.parametrize("before", RequestState)
@pytest.mark.parametrize("after", RequestState)
def test_only_the_ways_of_the_table_are_open(before: RequestState, after: RequestState) -> None:
    later = NOW + MINUTE
    if after is before or after in REQUEST_TRANSITIONS[before]:
        moved = request(state=before).to(after, later)
        assert (moved.state, moved.moved_at) == (after, later)
    else:
        with pytest.raises(ValueError, match="cannot become"):
            request(state=before).to(after, later)


def test_what_is_over_is_only_ever_opened_again_by_the_member_after_closing() -> None:
    over = [state for state in RequestState if state not in OPEN]
    ways = {(state, after) for state in over for after in REQUEST_TRANSITIONS[state]}
    assert ways == {(RequestState.CLOSED, RequestState.RECEIVED)}


def test_every_open_request_can_be_taken_back_closed_and_expires() -> None:
    for state in OPEN:
        ends = {RequestState.TAKEN_BACK, RequestState.CLOSED, RequestState.EXPIRED}
        assert ends <= REQUEST_TRANSITIONS[state]


def test_a_pseudonym_stays_within_a_request_and_changes_with_the_next() -> None:
    assert request().pseudonym == request(state=RequestState.CLAIMED).pseudonym == pseudonym_of(7)
    assert len({pseudonym_of(number) for number in range(1, 401)}) == 400
    first, second = pseudonym_of(7).split(), pseudonym_of(8).split()
    assert len(first) == 2
    assert first != second


@pytest.mark.parametrize(
    ("minutes", "usual"),
    [
        ([], None),
        ([1, 2, 3, 4], None),
        ([1, 2, 3, 4, 60], 3),
        ([10, 10, 20, 20, 30, 600], 20),
    ],
)
def test_the_usual_wait_is_the_median_from_five_requests_on(minutes: list[int], usual: int | None) -> None:
    assert usual_wait([one * MINUTE for one in minutes]) == (None if usual is None else usual * MINUTE)
