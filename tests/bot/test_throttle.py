"""What is left unread, by whom, and that people are never hindered: on a clock that stands still between steps."""

from typing import Any

import pytest

from bot.throttle import MOST_KNOWN, PACES, Kind, Throttle, Verdict

TAKEN, TOLD, UNREAD = Verdict.TAKEN, Verdict.TOLD, Verdict.UNREAD


class Steps:
    """Seconds that only go on when they are told to."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


def pressed(person: int = 5) -> dict[str, Any]:
    return {"callback_query": {"id": "1", "from": {"id": person}, "message": {"chat": {"id": -5, "type": "group"}}}}


def written(person: int = 5, chat: str = "private", **more: Any) -> dict[str, Any]:
    return {"message": {"from": {"id": person}, "chat": {"id": -5, "type": chat}, "text": "/next"} | more}


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
def throttle(steps: Steps) -> Throttle:
    return Throttle(None, None, None, None, steps)  # type: ignore[arg-type] - it only counts here


def given(throttle: Throttle, steps: Steps, update: dict[str, Any], times: int, a_second: float) -> list[Verdict]:
    found = []
    for _ in range(times):
        found.append(throttle.verdict(update))
        steps.at += 1 / a_second
    return found


def test_fifty_presses_a_second_are_read_as_fast_as_a_hand_taps_and_told_of_once(
    throttle: Throttle, steps: Steps
) -> None:
    found = given(throttle, steps, pressed(), 500, 50)
    assert found[:30] == [TAKEN] * 30
    assert found.count(TOLD) == 1
    assert 75 <= found.count(TAKEN) <= 85  # thirty, and five in each of ten seconds


def of(kind: Kind) -> dict[str, Any]:
    return {Kind.PRESS: pressed(), Kind.PRIVATE: written(), Kind.GROUP: written(chat="group")}[kind]


@pytest.mark.parametrize("kind", list(Kind))
def test_at_one_moment_as_many_are_read_as_its_pace_says_also_after_a_long_rest(
    throttle: Throttle, steps: Steps, kind: Kind
) -> None:
    for _ in range(2):
        found = given(throttle, steps, of(kind), 200, float("inf"))
        assert found.count(TAKEN) == PACES[kind].at_once
        steps.at += 100_000


def test_nobody_else_is_counted_with_them(throttle: Throttle, steps: Steps) -> None:
    given(throttle, steps, pressed(5), 200, 50)
    assert throttle.verdict(pressed(6)) is TAKEN
    assert throttle.verdict(written(5)) is TAKEN  # nor what else they do


@pytest.mark.parametrize(
    ("update", "times", "a_second"),
    [
        (pressed(), 30, 10),  # somebody taps in a hurry
        (pressed(), 200, 4.5),  # a long list is ticked
        (written(), 100, 1000),  # a hundred messages are passed on at once
        (written(), 300, 0.9),
        (written(chat="supergroup"), 40, 5),
        (written(chat="supergroup"), 100, 0.24),
    ],
)
def test_people_are_never_hindered(
    throttle: Throttle, steps: Steps, update: dict[str, Any], times: int, a_second: float
) -> None:
    assert set(given(throttle, steps, update, times, a_second)) == {TAKEN}


@pytest.mark.parametrize("kind", list(Kind))
def test_who_has_been_slow_enough_is_read_again_and_would_be_told_again(
    throttle: Throttle, steps: Steps, kind: Kind
) -> None:
    assert given(throttle, steps, of(kind), 200, 1000).count(TOLD) == 1
    steps.at += PACES[kind].at_once / PACES[kind].a_second
    again = given(throttle, steps, of(kind), 200, 1000)
    assert again[0] is TAKEN
    assert again.count(TOLD) == 1


@pytest.mark.parametrize(
    "update",
    [
        {"edited_message": written()["message"]},
        {"inline_query": {"id": "1", "from": {"id": 5}, "query": "next"}},
        {"message": {"from": {"id": 5}, "chat": {"id": -5, "type": "group"}, "photo": [], "caption": "/next"}},
    ],
    ids=["changed", "asked in another chat", "under a picture"],
)
def test_whatever_else_wants_an_answer_is_counted_as_well(
    throttle: Throttle, steps: Steps, update: dict[str, Any]
) -> None:
    assert given(throttle, steps, update, 300, 1000)[-1] is UNREAD


def test_what_tells_of_a_chat_s_life_is_never_left_unread(throttle: Throttle, steps: Steps) -> None:
    joined = written(chat="group", new_chat_members=[{"id": 9}])
    del joined["message"]["text"]
    for update in (joined, {"my_chat_member": {"from": {"id": 5}}}, {"chat_join_request": {"from": {"id": 5}}}):
        assert set(given(throttle, steps, update, 300, 1000)) == {TAKEN}


def test_who_was_seen_long_ago_takes_no_room(throttle: Throttle, steps: Steps) -> None:
    for person in range(MOST_KNOWN):
        throttle.verdict(pressed(person))
    steps.at += 60
    given(throttle, steps, pressed(-1), 40, 1000)
    assert len(throttle._left) == 1
    assert throttle.verdict(pressed(-1)) is UNREAD


def test_who_is_too_fast_still_is_not_forgotten_where_many_are_known(throttle: Throttle, steps: Steps) -> None:
    given(throttle, steps, pressed(-1), 40, float("inf"))
    for person in range(MOST_KNOWN + 1):
        throttle.verdict(pressed(person))
    assert throttle.verdict(pressed(-1)) is UNREAD
