"""What `/schedule` reads, and what it refuses with the part that it could not read."""

from datetime import date, time, timedelta

import pytest

from domain.grammar import Problem, ScheduleSpec, Unreadable, parse_schedule, write_schedule

TODAY = date(2026, 11, 24)  # a Tuesday
LINK = "https://zoom.us/j/123"


def read(words: str) -> ScheduleSpec:
    return parse_schedule(words, today=TODAY)


@pytest.mark.parametrize(
    ("words", "rule", "starts_on"),
    [
        ("every tue 10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "2026-11-24"),
        ("every tuesday 10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "2026-11-24"),
        ("every week tue 10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "2026-11-24"),
        ("each week on tuesday at 10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "2026-11-24"),
        ("weekly tue 10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "2026-11-24"),
        ("tuesdays 10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "2026-11-24"),
        ("on tuesdays 10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "2026-11-24"),
        ("EVERY  Tue,\t10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", "2026-11-24"),
        ("every mon 10:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO", "2026-11-30"),
        ("every 2 weeks thu 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-11-26"),
        ("every two weeks on thurs 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-11-26"),
        ("every other tue 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24"),
        ("every second week tue 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24"),
        ("fortnightly thu 10:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-11-26"),
        ("every month first tue 10:00", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU", "2026-12-01"),
        ("every month on the first tuesday 10:00", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU", "2026-12-01"),
        ("every first tue 10:00", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU", "2026-12-01"),
        ("first tue of the month 10:00", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU", "2026-12-01"),
        ("the first tue of every month at 10:00", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU", "2026-12-01"),
        ("every second tue of the month 10:00", "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU", "2026-12-08"),
        ("monthly last fri 10:00", "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR", "2026-11-27"),
        ("every 3 months 2nd sat 10:00", "FREQ=MONTHLY;INTERVAL=3;BYDAY=2SA", "2026-12-12"),
        ("on 2026-12-03 10:00", "FREQ=DAILY;COUNT=1", "2026-12-03"),
        ("2026-12-03 10:00", "FREQ=DAILY;COUNT=1", "2026-12-03"),
        ("on 3 dec 10:00", "FREQ=DAILY;COUNT=1", "2026-12-03"),
        ("on the 3rd of December 2026 at 10:00", "FREQ=DAILY;COUNT=1", "2026-12-03"),
        ("on dec 3, 2026 10:00", "FREQ=DAILY;COUNT=1", "2026-12-03"),
        ("on 3 jan 10:00", "FREQ=DAILY;COUNT=1", "2027-01-03"),  # the next one
        ("on 29 feb 10:00", "FREQ=DAILY;COUNT=1", "2028-02-29"),
        ("tomorrow 10:00", "FREQ=DAILY;COUNT=1", "2026-11-25"),
        ("on tomorrow 10:00", "FREQ=DAILY;COUNT=1", "2026-11-25"),
        ("today 10:00", "FREQ=DAILY;COUNT=1", "2026-11-24"),
        ("on thu 10:00", "FREQ=DAILY;COUNT=1", "2026-11-26"),
    ],
)
def test_how_often_and_from_when(words: str, rule: str, starts_on: str) -> None:
    spec = read(words)
    assert spec.rule.to_rrule() == rule
    assert spec.starts_on == date.fromisoformat(starts_on)
    assert (spec.local_time, spec.title) == (time(10), "")


@pytest.mark.parametrize(
    ("words", "starts_on"),
    [
        ("every tue 10:00 from 2026-12-08 Walk", "2026-12-08"),
        ("every tue 10:00 from 2026-12-09 Walk", "2026-12-15"),  # the first Tuesday after it
        ("every tue starting 8 dec 10:00 Walk", "2026-12-08"),
        ("every tue 10:00 90m from 2026-12-08 Walk", "2026-12-08"),
        ("every tue 10:00 starting on 8 dec 90m Walk", "2026-12-08"),
        ("every month first tue 10:00 from 2026-12-02 Walk", "2027-01-05"),
    ],
)
def test_a_series_may_start_later(words: str, starts_on: str) -> None:
    assert read(words).starts_on == date.fromisoformat(starts_on)
    assert read(words).title == "Walk"


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("every tue 10:00 Walk", 90),
        ("every tue 10:00 45m Walk", 45),
        ("every tue 10:00 45 min Walk", 45),
        ("every tue 10:00 for 45 minutes Walk", 45),
        ("every tue 10:00 1h Walk", 60),
        ("every tue 10:00 1h30 Walk", 90),
        ("every tue 10:00 1h30m Walk", 90),
        ("every tue 10:00 1 hour 45 minutes Walk", 105),
        ("every tue 10:00 1.5h Walk", 90),
        ("every tue 10:00 1,5 h Walk", 90),
        ("every tue 10:00 2 hours Walk", 120),
        ("every tue 10:00 two hours Walk", 120),
        ("every tue 10:00 10m Walk", 10),
        ("every tue 10:00 12h Walk", 720),
    ],
)
def test_how_long_it_lasts(words: str, minutes: int) -> None:
    assert read(words).duration == timedelta(minutes=minutes)
    assert read(words).title == "Walk"


@pytest.mark.parametrize(
    ("words", "title", "place", "link"),
    [
        ("every tue 10:00", "", None, None),
        ("every tue 10:00 Coffee and chat @ Calderwood Hall", "Coffee and chat", "Calderwood Hall", None),
        ("every tue 10:00 @ Calderwood Hall", "", "Calderwood Hall", None),
        ("every tue 10:00   Coffee \n and  chat @  Hall ", "Coffee and chat", "Hall", None),
        ("every tue 10:00 Meet @ six @ Hall", "Meet @ six", "Hall", None),
        ("every tue 10:00 Write to me@example.org", "Write to me@example.org", None, None),
        ("every tue 10:00 Coffee @", "Coffee", None, None),
        ("every tue 10:00 – Coffee", "Coffee", None, None),
        ("every tue 10:00 Starting solids", "Starting solids", None, None),
        ("every tue 10:00 Tue crew", "Tue crew", None, None),
        ("every tue 10:00 First aid", "First aid", None, None),
        ("every tue 10:00 ☕️👩‍👧 Ünser Café שלום", "☕️👩‍👧 Ünser Café שלום", None, None),
        ("every tue 10:00 <b>&amp;</b>", "<b>&amp;</b>", None, None),
        (f"every tue 10:00 Sleep talk {LINK}", "Sleep talk", None, LINK),
        (f"every tue 10:00 Sleep talk @ {LINK}", "Sleep talk", None, LINK),
        (f"every tue 10:00 Sleep talk @ Hall {LINK}", "Sleep talk", "Hall", LINK),
        (f"{LINK} every tue 10:00 Sleep talk", "Sleep talk", None, LINK),
        ("every tue 10:00 Sleep talk zoom.us/j/123.", "Sleep talk", None, LINK),
        (
            "every tue 10:00 Sleep us02web.zoom.us/j/1?pwd=A",
            "Sleep",
            None,
            "https://us02web.zoom.us/j/1?pwd=A",
        ),
        ("every tue 10:00 Sleep meet.google.com/abc", "Sleep", None, "https://meet.google.com/abc"),
        ("every tue 10:00 Sleep javascript:alert(1)", "Sleep javascript:alert(1)", None, None),
        ("every tue 10:00 Sleep notzoom.us.evil.org/x", "Sleep notzoom.us.evil.org/x", None, None),
    ],
)
def test_what_and_where(words: str, title: str, place: str | None, link: str | None) -> None:
    spec = read(words)
    assert (spec.title, spec.place, spec.link) == (title, place, link)


def test_a_title_of_a_hundred_characters_is_read() -> None:
    assert read(f"every tue 10:00 {'é' * 100}").title == "é" * 100


@pytest.mark.parametrize(
    ("words", "code", "quoted"),
    [
        ("", Problem.EMPTY, ""),
        (" \n ", Problem.EMPTY, ""),
        ("Coffee every tue 10:00", Problem.UNKNOWN_START, "Coffee"),
        ("every", Problem.DAY_MISSING, ""),
        ("every 2 weeks", Problem.DAY_MISSING, ""),
        ("every 10:00 Coffee", Problem.UNKNOWN_DAY, "10:00"),
        ("every tue", Problem.TIME_MISSING, ""),
        ("every tue Coffee at 10:00", Problem.TIME_MISSING, "Coffee"),
        ("every tue 10:00-late Coffee", Problem.TIME_MISSING, "10:00-late"),
        ("every tue 25:00 Coffee", Problem.NO_SUCH_TIME, "25:00"),
        ("every tue 10:60 Coffee", Problem.NO_SUCH_TIME, "10:60"),
        ("every tue 10:5 Coffee", Problem.NO_SUCH_TIME, "10:5"),
        ("every tue 13pm Coffee", Problem.NO_SUCH_TIME, "13pm"),
        ("every tue 0 am Coffee", Problem.NO_SUCH_TIME, "0 am"),
        ("every tue 99 Coffee", Problem.NO_SUCH_TIME, "99"),
        ("every Tue and Thu 10:00", Problem.ONE_DAY_ONLY, "Tue and Thu"),
        ("every tue, thu 10:00", Problem.ONE_DAY_ONLY, "tue, thu"),
        ("every tue/thu 10:00", Problem.ONE_DAY_ONLY, "tue/thu"),
        ("every mon-fri 10:00", Problem.ONE_DAY_ONLY, "mon-fri"),
        ("every tue 10:00 and thu 11:00", Problem.ONE_DAY_ONLY, "and thu"),
        ("every day 10:00", Problem.UNSUPPORTED_REPEAT, "day"),
        ("every 3 hours", Problem.UNSUPPORTED_REPEAT, "3 hours"),
        ("every weekday 10:00", Problem.UNSUPPORTED_REPEAT, "weekday"),
        ("daily 10:00", Problem.UNSUPPORTED_REPEAT, "daily"),
        ("every month tue 10:00", Problem.NTH_MISSING, "tue"),
        ("every month 15 10:00", Problem.NTH_MISSING, "15"),
        ("on 3/12 10:00", Problem.DATE_AMBIGUOUS, "3/12"),
        ("on 03.12.2026 10:00", Problem.DATE_AMBIGUOUS, "03.12.2026"),
        ("on coffee 10:00", Problem.DATE_MISSING, "coffee"),
        ("on 2026-02-30 10:00", Problem.NO_SUCH_DATE, "2026-02-30"),
        ("on 31 Nov 10:00", Problem.NO_SUCH_DATE, "31 Nov"),
        ("on 2026-11-23 10:00", Problem.IN_PAST, "2026-11-23"),
        ("on 3 dec 2025 10:00", Problem.IN_PAST, "3 dec 2025"),
        ("every tue 10:00 from 2026-11-23", Problem.IN_PAST, "2026-11-23"),
        ("every tue 10:00 from 2026-11-31", Problem.NO_SUCH_DATE, "2026-11-31"),
    ],
)
def test_what_cannot_be_read_is_quoted(words: str, code: Problem, quoted: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(words)
    assert (refused.value.code, refused.value.quoted) == (code, quoted)
    assert quoted in words


@pytest.mark.parametrize(
    ("words", "code", "quoted", "suggestion"),
    [
        ("every teusday 10:00", Problem.UNKNOWN_DAY, "teusday", "tuesday"),
        ("every Wendsday 10:00", Problem.UNKNOWN_DAY, "Wendsday", "wednesday"),
        ("every thrusday 10:00", Problem.UNKNOWN_DAY, "thrusday", "thursday"),
        ("every teu 10:00", Problem.UNKNOWN_DAY, "teu", "tuesday"),
        ("on saterday 10:00", Problem.UNKNOWN_DAY, "saterday", "saturday"),
        ("evry tue 10:00", Problem.UNKNOWN_START, "evry", "every"),
        ("tue 10:00", Problem.REPEAT_UNCLEAR, "tue", "every tue"),
        ("first tue 10:00", Problem.REPEAT_UNCLEAR, "first tue", "every first tue"),
        ("every second tue 10:00", Problem.NTH_UNCLEAR, "every second tue", "every other tuesday"),
        ("every tue 10 Coffee", Problem.TIME_AMBIGUOUS, "10", "10:00"),
        ("every tue 18 Coffee", Problem.TIME_AMBIGUOUS, "18", "18:00"),
        ("every tue 1830 Coffee", Problem.TIME_AMBIGUOUS, "1830", "18:30"),
        ("every tue 18:30 pm Coffee", Problem.NO_SUCH_TIME, "18:30 pm", "18:30"),
    ],
)
def test_what_was_probably_meant_is_suggested_and_can_be_read(
    words: str, code: Problem, quoted: str, suggestion: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read(words)
    assert (refused.value.code, refused.value.quoted) == (code, quoted)
    assert refused.value.suggestion == suggestion
    assert read(words.replace(quoted, suggestion))


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    with pytest.raises(Unreadable) as refused:
        read("every breakfast 10:00")
    assert refused.value.suggestion is None


@pytest.mark.parametrize(
    ("words", "code", "limit"),
    [
        ("every 0 weeks tue 10:00", Problem.BAD_INTERVAL, 52),
        ("every 53 weeks tue 10:00", Problem.BAD_INTERVAL, 52),
        ("every -1 weeks tue 10:00", Problem.BAD_INTERVAL, 52),
        ("every 13 months first tue 10:00", Problem.BAD_INTERVAL, 12),
        ("every tue 10:00 9m", Problem.TOO_SHORT, 10),
        ("every tue 10:00 12h30", Problem.OUT_OF_RANGE, 720),
        ("on 2029-01-01 10:00", Problem.TOO_FAR, 731),
        ("every tue 10:00 from 9999-12-31", Problem.TOO_FAR, 731),
        (f"every tue 10:00 {'x' * 101}", Problem.TOO_LONG, 100),
        (f"every tue 10:00 Walk @ {'x' * 201}", Problem.TOO_LONG, 200),
        (f"every tue 10:00 Walk https://example.org/{'x' * 500}", Problem.TOO_LONG, 500),
        (f"every tue 10:00 {'x ' * 1000}", Problem.TOO_LONG, 2000),
    ],
)
def test_what_is_over_a_limit_is_told_the_limit(words: str, code: Problem, limit: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read(words)
    assert (refused.value.code, refused.value.limit) == (code, limit)
    assert len(refused.value.quoted) <= 60


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        (
            "every tue 10am Coffee and chat @ Calderwood Hall",
            "every tuesday 10:00 90 minutes from 2026-11-24 Coffee and chat @ Calderwood Hall",
        ),
        (
            f"every 2 weeks thu 18:30 1h Sleep {LINK}",
            f"every 2 weeks thursday 18:30 60 minutes from 2026-11-26 Sleep {LINK}",
        ),
        (
            "monthly last fri 6:30pm",
            "every month last friday 18:30 90 minutes from 2026-11-27",
        ),
        ("tomorrow noon Picnic", "on 2026-11-25 12:00 90 minutes Picnic"),
        ("tomorrow noon Us @ six @", "on 2026-11-25 12:00 90 minutes Us @ six @"),
    ],
)
def test_a_schedule_is_written_so_that_it_reads_back_as_the_same(words: str, canonical: str) -> None:
    spec = read(words)
    assert write_schedule(spec) == canonical
    assert read(canonical) == spec


@pytest.mark.parametrize("language", ["en", "en-GB", "en_US", "xx", ""])
def test_english_is_read_where_a_language_has_no_words_yet(language: str) -> None:
    assert parse_schedule("every tue 10:00 Walk", today=TODAY, language=language).title == "Walk"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 101},
        {"place": "x" * 201},
        {"duration": timedelta(minutes=9)},
        {"duration": timedelta(minutes=10, seconds=30)},
        {"local_time": time(10, 0, 30)},
    ],
)
def test_a_spec_beyond_the_limits_is_refused(fields: dict[str, object]) -> None:
    good = read("every tue 10:00 Walk").model_dump()
    with pytest.raises(ValueError, match="validation error"):
        ScheduleSpec.model_validate(good | fields)
