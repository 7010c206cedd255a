"""Reminders come when promised, never in quiet hours, never after the start, and never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.quiet import QuietHours
from domain.reminders import GROUP_DEFAULT, Decision, Leads, decide, due, make_up, plan
from domain.timezones import all_zones

QUIET = QuietHours()
NEVER_QUIET = QuietHours(start=time(0), end=time(0))
LONDON = "Europe/London"
HOUR, DAY = 60, 24 * 60


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "lead", "due_at"),
    [
        ("2026-11-24 10:00", DAY, "2026-11-23 10:00"),
        ("2026-11-24 10:00", HOUR, "2026-11-24 09:00"),
        ("2026-11-24 09:00", HOUR, "2026-11-24 08:00"),  # just as quiet hours end
        ("2026-11-24 08:30", HOUR, "2026-11-24 08:00"),  # at their end
        ("2026-11-24 08:05", HOUR, "2026-11-24 08:00"),  # five minutes are enough
        ("2026-11-24 08:04", HOUR, "2026-11-23 20:59"),  # four are not: before them
        ("2026-11-24 07:00", HOUR, "2026-11-23 20:59"),
        ("2026-11-24 22:00", HOUR, "2026-11-24 20:59"),
        ("2026-11-24 23:00", DAY, "2026-11-24 08:00"),
        ("2026-11-24 07:30", 14 * DAY, "2026-11-10 08:00"),
        # A lead is elapsed time: a day before 10:00 is 09:00 when the clocks go forward in between.
        ("2026-03-29 09:00", DAY, "2026-03-28 09:00"),
    ],
)
def test_when_a_reminder_is_due(starts_at: str, lead: int, due_at: str) -> None:
    assert due(utc(starts_at), lead, QUIET, LONDON) == utc(due_at)


def test_without_quiet_hours_a_reminder_is_due_on_the_minute() -> None:
    assert due(utc("2026-11-24 03:00"), HOUR, NEVER_QUIET, LONDON) == utc("2026-11-24 02:00")


@pytest.mark.parametrize(
    ("starts_at", "leads", "now", "planned"),
    [
        (
            "2026-11-24 10:00",
            GROUP_DEFAULT,
            "2026-11-20 12:00",
            [(DAY, "2026-11-23 10:00"), (HOUR, "2026-11-24 09:00")],
        ),
        # Scheduled at short notice: what would be over already is left out.
        ("2026-11-24 10:00", GROUP_DEFAULT, "2026-11-23 12:00", [(HOUR, "2026-11-24 09:00")]),
        ("2026-11-24 10:00", GROUP_DEFAULT, "2026-11-23 10:00", [(HOUR, "2026-11-24 09:00")]),
        ("2026-11-24 10:00", GROUP_DEFAULT, "2026-11-24 09:30", []),
        ("2026-11-24 10:00", GROUP_DEFAULT, "2026-11-24 11:00", []),
        # Two that quiet hours bring together are one.
        ("2026-11-24 07:00", (2 * HOUR, HOUR), "2026-11-20 12:00", [(2 * HOUR, "2026-11-23 20:59")]),
        ("2026-11-24 10:00", (HOUR, HOUR), "2026-11-20 12:00", [(HOUR, "2026-11-24 09:00")]),
        ("2026-11-24 10:00", (), "2026-11-20 12:00", []),
    ],
)
def test_the_plan_of_a_meetup_scheduled_now(
    starts_at: str, leads: tuple[int, ...], now: str, planned: list[tuple[int, str]]
) -> None:
    expected = [(lead, utc(text)) for lead, text in planned]
    assert plan(utc(starts_at), leads, QUIET, LONDON, utc(now)) == expected


@pytest.mark.parametrize(
    ("now", "decision"),
    [
        ("2026-11-24 08:59:59", "wait"),
        ("2026-11-24 09:00", "send"),
        ("2026-11-24 09:59", "send"),  # missed while switched off, and still of use
        ("2026-11-24 10:00", "stale"),
        ("2026-11-25 09:00", "stale"),
    ],
)
def test_what_becomes_of_a_reminder(now: str, decision: Decision) -> None:
    assert decide(utc("2026-11-24 09:00"), utc("2026-11-24 10:00"), utc(now)) == decision


@pytest.mark.parametrize(
    ("starts_at", "now", "sent_at"),
    [
        ("2026-11-24 10:00", "2026-11-24 09:30", "2026-11-24 09:30"),
        ("2026-11-24 10:00", "2026-11-24 09:59", "2026-11-24 09:59"),
        ("2026-11-24 10:00", "2026-11-24 03:00", "2026-11-24 08:00"),
        ("2026-11-24 07:00", "2026-11-24 03:00", None),
        ("2026-11-24 08:04", "2026-11-24 03:00", None),
        ("2026-11-24 10:00", "2026-11-24 10:00", None),
        ("2026-11-24 10:00", "2026-11-24 11:00", None),
    ],
)
def test_when_a_missed_reminder_is_made_up_for(starts_at: str, now: str, sent_at: str | None) -> None:
    assert make_up(utc(starts_at), QUIET, LONDON, utc(now)) == (sent_at and utc(sent_at))


def test_leads_are_kept_without_repeats_the_longest_first() -> None:
    assert TypeAdapter(Leads).validate_python((HOUR, DAY, HOUR)) == (DAY, HOUR)
    assert TypeAdapter(Leads).validate_python(()) == ()


@pytest.mark.parametrize("leads", [(4,), (14 * DAY + 1,), (10, 20, 30, 40, 50, 60)])
def test_leads_beyond_the_limits_are_refused(leads: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Leads).validate_python(leads)


def test_naive_datetimes_are_refused() -> None:
    naive, aware = datetime(2026, 11, 24, 10), utc("2026-11-24 09:00")  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="zone"):
        due(naive, HOUR, QUIET, LONDON)
    with pytest.raises(ValueError, match="zone"):
        plan(aware, (HOUR,), QUIET, LONDON, naive)
    for moments in ((naive, aware, aware), (aware, naive, aware), (aware, aware, naive)):
        with pytest.raises(ValueError, match="zone"):
            decide(*moments)


wall_times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
instants = st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None, database=None)
@given(
    starts_at=instants,
    lead=st.integers(5, 14 * DAY),
    start=wall_times,
    end=wall_times,
    zone=st.sampled_from(all_zones()),
)
def test_no_reminder_is_in_quiet_hours_or_later_than_five_minutes_before(
    starts_at: datetime, lead: int, start: time, end: time, zone: str
) -> None:
    quiet = QuietHours(start=start, end=end)
    found = due(starts_at, lead, quiet, zone)
    assert not quiet.contains(found, zone)
    assert found <= starts_at - timedelta(minutes=5)


@settings(deadline=None, database=None)
@given(
    starts_at=instants,
    ahead=st.timedeltas(timedelta(days=-1), timedelta(days=20)),
    leads=st.lists(st.integers(5, 14 * DAY), max_size=5),
)
def test_a_plan_is_in_order_without_repeats_and_all_to_come(
    starts_at: datetime, ahead: timedelta, leads: list[int]
) -> None:
    now = starts_at - ahead
    planned = plan(starts_at, leads, QUIET, LONDON, now)
    moments = [moment for _, moment in planned]
    assert moments == sorted(set(moments))
    assert all(decide(moment, starts_at, now) == "wait" for moment in moments)
    assert {lead for lead, _ in planned} <= set(leads)
