"""How fast Telegram is spoken to: never over its limits, and not much under them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat_queue import is_counted
from bot.pacing import Bucket, ChatPace, Steady, Window
from sandbox.limits import Limits

GROUP, PERSON = -100, 100


def run(pace: Steady | Bucket | Window | ChatPace, arrivals: list[float], start: float = 1000.0) -> list[float]:
    """When messages that want to leave so long after each other do leave."""
    now, left = start, []
    for gap in arrivals:
        now += gap
        while (wait := pace.wait(now)) > 0:
            now += max(wait, 1e-6)  # less would not move a float of this size
        pace.take(now)
        left.append(now)
    return left


def most_in(left: list[float], seconds: float) -> int:
    """The most that left within any such span."""
    return max(sum(at <= other < at + seconds for other in left) for at in left)


gaps = st.lists(st.floats(0, 0.5) | st.just(0.0) | st.floats(0, 90), min_size=1, max_size=150)


@given(gaps)
def test_never_more_than_thirty_leave_in_any_second(arrivals: list[float]) -> None:
    assert most_in(run(Steady(), arrivals), 1.0) <= 30


@given(gaps)
def test_never_more_than_twenty_leave_for_a_group_in_any_minute(arrivals: list[float]) -> None:
    assert most_in(run(ChatPace.of(GROUP), arrivals), 60.0) <= 20


@given(gaps, st.sampled_from([GROUP, PERSON]))
def test_a_chat_gets_a_short_burst_and_then_one_a_second(arrivals: list[float], chat: int) -> None:
    left = run(ChatPace.of(chat), arrivals)
    for seconds in (1, 5, 20):
        assert most_in(left, seconds) <= seconds + 3


@given(gaps, st.sampled_from([GROUP, PERSON]))
def test_the_local_telegram_never_says_429_to_one_chat_at_that_pace(arrivals: list[float], chat: int) -> None:
    limits = Limits()
    for at in run(ChatPace.of(chat), arrivals):
        assert limits.refuse(chat, at) is None
        limits.spend(chat, at)


def test_the_whole_allowance_is_used() -> None:
    left = run(Steady(), [0.0] * 300)
    assert (left[-1] - left[0]) / 299 <= 1 / (30 * 0.95)
    to_person = run(ChatPace.of(PERSON), [0.0] * 33)
    assert to_person[-1] - to_person[0] <= 30 * 1.05
    to_group = run(ChatPace.of(GROUP), [0.0] * 39)
    assert to_group[-1] - to_group[0] <= 2 * 60 + 3


def test_nothing_waits_after_silence() -> None:
    for pace in (Steady(), Bucket(1.0, 3), Window(19, 60.0), ChatPace.of(GROUP)):
        assert pace.wait(5000.0) == 0
        pace.take(5000.0)
        assert pace.wait(5120.0) == 0


@pytest.mark.parametrize(
    ("burst", "at", "wait"),
    [
        (0, 0.0, 0.0),
        (1, 0.0, 0.0),
        (2, 0.0, 0.0),
        (3, 0.0, 1.0),
        (3, 0.4, 0.6),
        (3, 1.0, 0.0),
        (4, 1.0, 1.0),
        (3, 9, 0),
    ],
)
def test_the_bucket_as_a_table(burst: int, at: float, wait: float) -> None:
    bucket = Bucket(1.0, 3)
    for _ in range(burst):
        bucket.take(100.0)
    assert bucket.wait(100.0 + at) == pytest.approx(wait)


def test_a_group_is_known_by_its_negative_id() -> None:
    assert ChatPace.of(GROUP).window is not None
    assert ChatPace.of(PERSON).window is None


@pytest.mark.parametrize(
    ("method", "counted"),
    [
        ("sendMessage", True),
        ("sendDocument", True),
        ("editMessageText", True),
        ("copyMessage", True),
        ("forwardMessage", True),
        ("card", True),
        ("sendChatAction", False),
        ("answerCallbackQuery", False),
        ("pinChatMessage", False),
        ("deleteMessage", False),
        ("getChatMember", False),
        ("setMyCommands", False),
    ],
)
def test_only_messages_and_edits_count(method: str, counted: bool) -> None:
    assert is_counted(method) is counted
