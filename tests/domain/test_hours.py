"""From when until when, in `/schedule` and as quiet hours."""

from datetime import date

import pytest

from domain.change_words import says_length
from domain.grammar import Problem, Unreadable, parse_away, parse_hours, parse_schedule

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("words", "start", "minutes"),
    [
        ("10:00-11:30", "10:00", 90),
        ("10:00–11:00", "10:00", 60),
        ("10:00 - 11:00", "10:00", 60),
        ("10:00- 11:00", "10:00", 60),
        ("10:00 -11:00", "10:00", 60),
        ("at 10:00 to 12:00", "10:00", 120),
        ("10:00 until noon", "10:00", 120),
        ("2pm-4pm", "14:00", 120),
        ("2 pm - 4 pm", "14:00", 120),
        ("2 pm-4 pm", "14:00", 120),
        ("2pm - 4:30", "14:00", 150),
        ("2pm-4", "14:00", 120),
        ("2-4pm", "14:00", 120),
        ("10-2pm", "10:00", 240),
        ("11 to 12pm", "11:00", 60),
        ("10am until 12", "10:00", 120),
        ("10am till 11", "10:00", 60),
        ("10:00 to 12", "10:00", 120),
        ("10 to 11:30", "10:00", 90),
        ("18:30-20", "18:30", 90),
        ("22:00-01:00", "22:00", 180),
        ("10-12am", "22:00", 120),
    ],
)
def test_an_end_is_read_as_the_length(words: str, start: str, minutes: int) -> None:
    spec = parse_schedule(f"every tuesday {words} Coffee @ Hall", today=TODAY)
    assert (f"{spec.local_time:%H:%M}", spec.duration.total_seconds() / 60) == (start, minutes)
    assert (spec.title, spec.place) == ("Coffee", "Hall")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("10:00 - 12 steps", "12 steps"),
        ("10:00 0-3 years", "0-3 years"),
        ("10:00 To be a parent", "To be a parent"),
        ("10:00 until further notice", "until further notice"),
        ("10:00 - Coffee", "Coffee"),
        ("10:00 Coffee 2pm-4pm", "Coffee 2pm-4pm"),
        ("10:00 90m - Coffee", "Coffee"),
    ],
)
def test_what_is_no_end_stays_the_title(words: str, title: str) -> None:
    spec = parse_schedule(f"every tue {words}", today=TODAY)
    assert (spec.title, f"{spec.local_time:%H:%M}", spec.duration.total_seconds() / 60) == (title, "10:00", 90)


@pytest.mark.parametrize(
    ("words", "code", "quoted"),
    [
        ("10-12", Problem.TIME_AMBIGUOUS, "10-12"),
        ("10 Coffee", Problem.TIME_AMBIGUOUS, "10"),
        ("10:00-25:00", Problem.NO_SUCH_TIME, "25:00"),
        ("10:00-10:05", Problem.TOO_SHORT, "10:00-10:05"),
        ("10:00-10:00", Problem.TOO_SHORT, "10:00-10:00"),
        ("10:00-09:00", Problem.OUT_OF_RANGE, "10:00-09:00"),
        ("30-12pm", Problem.NO_SUCH_TIME, "30"),
    ],
)
def test_what_cannot_be_is_quoted(words: str, code: Problem, quoted: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_schedule(f"every tue {words}", today=TODAY)
    assert (refused.value.code, refused.value.quoted) == (code, quoted)


def test_an_hour_and_a_half_given_by_its_end_is_a_length_that_was_said() -> None:
    assert says_length("every tue 10:00-11:30", 90)
    assert not says_length("every tue 10:00", 90)


@pytest.mark.parametrize(
    "words",
    [
        "22:00-07:00",
        "22:00–7:00",
        "22:00 - 07:00",
        "22:00 – 7:00",
        "22:00 7:00",
        "10pm to 7am",
        "from 10 pm until 7 am",
        "10pm-7am",
        "10 pm-7 am",
        "22.00-7.00",
    ],
)
def test_quiet_hours_are_read_however_they_are_joined(words: str) -> None:
    start, end = parse_hours(words)
    assert (f"{start:%H:%M}", f"{end:%H:%M}") == ("22:00", "07:00")


@pytest.mark.parametrize(
    ("words", "quoted"),
    [("22:00", ""), ("night", "night"), ("22:00-late", "22:00-late"), ("22:00 7:00 8:00", "8:00"), ("22-7", "22")],
)
def test_hours_that_cannot_be_read_are_quoted(words: str, quoted: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_hours(words)
    assert refused.value.quoted == quoted


def test_yesterday_is_no_misspelt_saturday() -> None:
    with pytest.raises(Unreadable) as refused:
        parse_away("until yesterday", today=TODAY)
    assert (refused.value.code, refused.value.suggestion) == (Problem.IN_PAST, None)
    with pytest.raises(Unreadable) as misspelt:
        parse_away("until saterday", today=TODAY)
    assert misspelt.value.suggestion == "saturday"
