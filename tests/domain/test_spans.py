"""What `/away`, the reminders and a moved meetup are told in words."""

from datetime import date, time, timedelta

import pytest

from domain.grammar import (
    Problem,
    Unreadable,
    When,
    parse_away,
    parse_leads,
    parse_span,
    parse_time_of_day,
    parse_when,
)

TODAY = date(2026, 11, 24)  # a Tuesday
HOUR, DAY = 60, 24 * 60


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("10:00", "10:00"),
        ("10.00", "10:00"),
        ("9:05", "09:05"),
        ("10am", "10:00"),
        ("10 am", "10:00"),
        ("10 A.M.", "10:00"),
        ("10:30 pm", "22:30"),
        ("10.30pm", "22:30"),
        ("6pm", "18:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("12:30 am", "00:30"),
        ("18h30", "18:30"),
        ("18h", "18:00"),
        ("0:00", "00:00"),
        ("23:59", "23:59"),
        ("noon", "12:00"),
        ("12 noon", "12:00"),
        ("at 10:00", "10:00"),
        ("10：00", "10:00"),
        ("10∶00", "10:00"),
        ("\u200e10:00\u200f", "10:00"),
    ],
)
def test_a_time_of_day_is_read(words: str, clock: str) -> None:
    assert parse_time_of_day(words) == time.fromisoformat(clock)


@pytest.mark.parametrize(
    ("words", "code", "quoted", "suggestion"),
    [
        ("", Problem.EMPTY, "", None),
        ("10", Problem.TIME_AMBIGUOUS, "10", "10:00"),
        ("7", Problem.TIME_AMBIGUOUS, "7", "07:00"),
        ("930", Problem.TIME_AMBIGUOUS, "930", "09:30"),
        ("24:00", Problem.NO_SUCH_TIME, "24:00", None),
        ("2560", Problem.NO_SUCH_TIME, "2560", None),
        ("15:00pm", Problem.NO_SUCH_TIME, "15:00pm", "15:00"),
        ("soon", Problem.TIME_MISSING, "soon", None),
        ("10:00 or so", Problem.LEFTOVER, "or so", None),
    ],
)
def test_what_is_no_time_of_day_is_refused(words: str, code: Problem, quoted: str, suggestion: str | None) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_time_of_day(words)
    found = refused.value
    assert (found.code, found.quoted, found.suggestion) == (code, quoted, suggestion)


@pytest.mark.parametrize(
    ("words", "day", "clock"),
    [
        ("18:30", None, "18:30"),
        ("thu 18:30", "2026-11-26", "18:30"),
        ("on thursday at 6:30pm", "2026-11-26", "18:30"),
        ("18:30 thu", "2026-11-26", "18:30"),
        ("tue", "2026-11-24", None),  # today is one
        ("2026-12-03 18:30", "2026-12-03", "18:30"),
        ("3 dec 18:30", "2026-12-03", "18:30"),
        ("dec 3", "2026-12-03", None),
        ("tomorrow 10am", "2026-11-25", "10:00"),
    ],
)
def test_where_a_meetup_moves_to_is_read(words: str, day: str | None, clock: str | None) -> None:
    expected = When(date=day and date.fromisoformat(day), time=clock and time.fromisoformat(clock))
    assert parse_when(words, today=TODAY) == expected


@pytest.mark.parametrize(
    ("words", "code", "quoted"),
    [
        ("", Problem.EMPTY, ""),
        ("thrusday 10:00", Problem.UNKNOWN_DAY, "thrusday"),
        ("10:00 Coffee", Problem.LEFTOVER, "Coffee"),
        ("thu fri", Problem.LEFTOVER, "fri"),
        ("on at", Problem.DATE_MISSING, "on at"),
        ("thu 10", Problem.TIME_AMBIGUOUS, "10"),
        ("2026-11-23 10:00", Problem.IN_PAST, "2026-11-23"),
        ("2029-11-23 10:00", Problem.TOO_FAR, "2029-11-23"),
        ("30 feb", Problem.NO_SUCH_DATE, "30 feb"),
    ],
)
def test_where_a_meetup_cannot_move_to_is_refused(words: str, code: Problem, quoted: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_when(words, today=TODAY)
    assert (refused.value.code, refused.value.quoted) == (code, quoted)


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("2w", timedelta(weeks=2)),
        ("10d", timedelta(days=10)),
        ("3 weeks", timedelta(weeks=3)),
        ("1 month", timedelta(days=30)),
        ("1 week and 3 days", timedelta(days=10)),
        ("1 week, 3 days", timedelta(days=10)),
        ("1w3d", timedelta(days=10)),
        ("1h30", timedelta(minutes=90)),
        ("366 days", timedelta(days=366)),
    ],
)
def test_a_length_of_time_is_read(words: str, span: timedelta) -> None:
    assert parse_span(words) == span


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", Problem.EMPTY),
        ("a while", Problem.NO_SPAN),
        ("10", Problem.NO_SPAN),
        ("10:00", Problem.NO_SPAN),
        ("3d1w", Problem.NO_SPAN),
        ("2 w w", Problem.LEFTOVER),
        ("0d", Problem.TOO_SHORT),
        ("367d", Problem.OUT_OF_RANGE),
        ("999999 months", Problem.OUT_OF_RANGE),
    ],
)
def test_what_is_no_length_of_time_is_refused(words: str, code: Problem) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_span(words)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("words", "last_day"),
    [
        ("1d", "2026-11-24"),  # today only
        ("2w", "2026-12-07"),  # this Tuesday and the next, back on the one after
        ("for 2 weeks", "2026-12-07"),
        ("10d", "2026-12-03"),
        ("1 month", "2026-12-23"),
        ("366d", "2027-11-24"),
        ("until 2026-12-20", "2026-12-20"),
        ("until friday", "2026-11-27"),
        ("until tue", "2026-11-24"),
        ("till the 20th of december", "2026-12-20"),
        ("until 20 dec", "2026-12-20"),
        ("until tomorrow", "2026-11-25"),
    ],
)
def test_the_last_day_away_is_read(words: str, last_day: str) -> None:
    assert parse_away(words, today=TODAY) == date.fromisoformat(last_day)


@pytest.mark.parametrize(
    ("words", "code", "quoted"),
    [
        ("", Problem.EMPTY, ""),
        ("until", Problem.DATE_MISSING, ""),
        ("until further notice", Problem.DATE_MISSING, "further"),
        ("until firday", Problem.UNKNOWN_DAY, "firday"),
        ("until 2026-11-23", Problem.IN_PAST, "2026-11-23"),
        ("until 2027-11-26", Problem.TOO_FAR, "2027-11-26"),
        ("until 2026-02-30", Problem.NO_SUCH_DATE, "2026-02-30"),
        ("until friday please", Problem.LEFTOVER, "please"),
        ("2h", Problem.TOO_SHORT, "2h"),
        ("400 days", Problem.OUT_OF_RANGE, "400 days"),
        ("holidays", Problem.NO_SPAN, "holidays"),
    ],
)
def test_what_is_no_time_away_is_refused(words: str, code: Problem, quoted: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_away(words, today=TODAY)
    assert (refused.value.code, refused.value.quoted) == (code, quoted)


@pytest.mark.parametrize("words", ["0w", "2m", "23h"])
def test_a_time_away_that_is_too_short_is_told_the_same_shortest_one(words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_away(words, today=TODAY)
    assert (refused.value.code, refused.value.limit) == (Problem.TOO_SHORT, DAY)


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        ("24h 1h", (DAY, HOUR)),
        ("1h, 24h", (DAY, HOUR)),
        ("24h,1h", (DAY, HOUR)),
        ("2 days, 3h", (2 * DAY, 3 * HOUR)),
        ("1 day 1 hour", (DAY, HOUR)),  # two reminders, not one of 25 hours
        ("1 day and 1 hour before", (DAY, HOUR)),
        ("1h30", (90,)),
        ("1,5h", (90,)),
        ("90 min 1h30", (90,)),
        ("5m", (5,)),
        ("2 weeks", (14 * DAY,)),
        ("1h 2h 3h 4h 5h", (5 * HOUR, 4 * HOUR, 3 * HOUR, 2 * HOUR, HOUR)),
        ("off", ()),
        ("None", ()),
    ],
)
def test_lead_times_are_read(words: str, leads: tuple[int, ...]) -> None:
    assert parse_leads(words) == leads


@pytest.mark.parametrize(
    ("words", "code", "quoted", "limit"),
    [
        ("", Problem.EMPTY, "", None),
        ("24", Problem.NO_SPAN, "24", None),
        ("24h soon", Problem.NO_SPAN, "soon", None),
        ("24h off", Problem.NO_SPAN, "off", None),
        ("off 24h", Problem.LEFTOVER, "24h", None),
        ("24h 4 min", Problem.TOO_SHORT, "4 min", 5),
        ("15d", Problem.OUT_OF_RANGE, "15d", 14 * DAY),
        ("1h 2h 3h 4h 5h 6h", Problem.TOO_MANY, "1h 2h 3h 4h 5h 6h", 5),
    ],
)
def test_what_are_no_lead_times_is_refused(words: str, code: Problem, quoted: str, limit: int | None) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_leads(words)
    assert (refused.value.code, refused.value.quoted, refused.value.limit) == (code, quoted, limit)
