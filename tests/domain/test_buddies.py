"""Who fits whom, as tables; and where a pair can go."""

from datetime import timedelta

import pytest

from domain.buddies import MOST_AT_ONCE, OPEN, TRANSITIONS, Ages, Buddy, State, Topic, best_pair, fit
from tests.domain.a_series import NOW


def one(person_id: int, *, offers: bool = False, days: int = 0, **more: object) -> Buddy:
    given = {"group_id": 1, "person_id": person_id, "offers": offers, "since": NOW + timedelta(days=days)}
    return Buddy.model_validate({**given, **more})


@pytest.mark.parametrize(
    ("seeker", "buddy", "expected"),
    [
        ({}, {}, 0),
        ({"languages": ("en",)}, {"languages": ("fr",)}, None),
        ({"languages": ("en", "fr")}, {"languages": ("fr",)}, 0),
        ({"languages": ("en",)}, {}, 0),
        ({"topics": (Topic.SLEEP, Topic.LOW)}, {"topics": (Topic.SLEEP,)}, 2),
        ({"ages": (Ages.BABY,)}, {"ages": (Ages.BABY,)}, 3),
        ({"ages": (Ages.BABY,)}, {"ages": (Ages.TODDLER,)}, 6),
        ({"ages": (Ages.BABY,)}, {"ages": (Ages.BABY, Ages.TODDLER)}, 9),
        ({"ages": (Ages.TODDLER,)}, {"ages": (Ages.BABY,)}, 0),
        ({"ages": (Ages.GROWN,)}, {"ages": (Ages.GROWN,)}, 3),
        ({"ages": (Ages.BABY,), "topics": (Topic.SLEEP,)}, {"ages": (Ages.TODDLER,), "topics": (Topic.SLEEP,)}, 8),
    ],
)
def test_who_has_just_been_there_and_shares_topics_fits_best_and_a_shared_language_is_needed(
    seeker: dict[str, object], buddy: dict[str, object], expected: int | None
) -> None:
    assert fit(one(1, **seeker), one(2, offers=True, **buddy)) == expected


def pair(*args: object) -> tuple[int, int] | None:
    found = best_pair(*args)  # type: ignore[arg-type]
    return (found.seeker_id, found.buddy_id) if found else None


def test_who_waits_longest_comes_first() -> None:
    assert pair([one(1, days=2), one(2, days=1)], [one(9, offers=True)], set(), {}) == (2, 9)


def test_of_those_who_fit_the_one_with_fewest_pairs_is_asked_however_well_another_fits() -> None:
    seeker = one(1, topics=(Topic.SLEEP,))
    buddies = [one(8, offers=True, topics=(Topic.SLEEP,)), one(9, offers=True)]
    assert pair([seeker], buddies, set(), {8: 1}) == (1, 9)
    assert pair([seeker], buddies, set(), {8: 1, 9: 1}) == (1, 8)


def test_nobody_looks_after_more_than_two() -> None:
    assert pair([one(1)], [one(9, offers=True)], set(), {9: MOST_AT_ONCE - 1}) == (1, 9)
    assert pair([one(1)], [one(9, offers=True)], set(), {9: MOST_AT_ONCE}) is None


def test_who_is_kept_apart_is_passed_over_whoever_wished_it_and_the_next_who_waits_has_their_turn() -> None:
    seekers, buddies = [one(1), one(2, days=1)], [one(9, offers=True)]
    assert pair(seekers, buddies, {frozenset((9, 1))}, {}) == (2, 9)
    assert pair(seekers, buddies, {frozenset((1, 9)), frozenset((2, 9))}, {}) is None


def test_nobody_is_introduced_to_themselves() -> None:
    assert pair([one(1)], [one(1, offers=True)], set(), {}) is None


def test_the_order_in_which_rows_come_changes_nothing() -> None:
    seekers = [one(1), one(2), one(3)]
    buddies = [one(7, offers=True), one(8, offers=True)]
    assert pair(seekers, buddies, set(), {}) == pair(seekers[::-1], buddies[::-1], set(), {}) == (1, 7)


def test_every_state_can_be_reached_and_only_open_ones_left() -> None:
    assert {after for found in TRANSITIONS.values() for after in found} | {State.SUGGESTED} == set(State)
    assert {state for state, found in TRANSITIONS.items() if found} == set(OPEN)
