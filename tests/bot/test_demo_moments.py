"""The demo page's jumps in time."""

from datetime import UTC, datetime

from bot.demo import moments, waits
from domain.requests_asking import FOLLOW_UP, GO_ON, PAGE, REMIND
from storage.peek import Held

FIRST = Held(datetime(2026, 12, 1, 10, tzinfo=UTC), datetime(2026, 12, 1, 11, 30, tzinfo=UTC), "Europe/London")
SECOND = Held(datetime(2026, 12, 8, 10, tzinfo=UTC), datetime(2026, 12, 8, 11, 30, tzinfo=UTC), "Europe/London")


def labels(over: Held | None, coming: Held | None, now: str) -> list[str]:
    return [label for label, _ in moments(over, coming, datetime.fromisoformat(now))]


def test_before_a_meetup_every_jump_lies_ahead() -> None:
    expected = ["a day before the meetup", "an hour before", "it begins", "it ends", "next morning"]
    assert labels(None, FIRST, "2026-11-29T10:00:00Z") == expected


def test_jumps_that_are_past_are_not_offered() -> None:
    assert labels(None, FIRST, "2026-12-01T09:30:00Z") == ["it begins", "it ends", "next morning"]


def test_after_a_meetup_next_morning_is_the_morning_after_it_and_not_a_week_later() -> None:
    found = moments(FIRST, SECOND, datetime(2026, 12, 1, 11, 31, tzinfo=UTC))
    assert found[0] == ("next morning", datetime(2026, 12, 2, 10, 30, tzinfo=UTC))
    assert [label for label, _ in found].count("next morning") == 1


def test_without_meetups_there_is_nothing_to_jump_to() -> None:
    assert labels(None, None, "2026-12-01T09:30:00Z") == []


def test_a_request_for_a_human_offers_the_jump_to_what_it_waits_for() -> None:
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    due = {FOLLOW_UP: now.replace(day=8), PAGE: now.replace(minute=10)}
    assert [label for label, _ in waits(due, now)] == ["ten minutes later", "a week later"]
    assert waits({PAGE: now}, now.replace(hour=10)) == []
    claimed = {REMIND: now.replace(hour=10), GO_ON: now.replace(hour=11)}
    assert [label for label, _ in waits(claimed, now)] == ["an hour without a word", "another hour without a word"]
