"""Reads times of day, dates and days of the week."""

import re
from datetime import date, time, timedelta
from difflib import get_close_matches

from domain.grammar.languages import name_of
from domain.grammar.problems import Problem, Unreadable
from domain.grammar.tokens import Cursor
from domain.grammar.vocabulary import Vocabulary

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{1,2})|(h)([0-9]{2})?)?([^\W\d_].*)?")
_DIGITS_ALONE = re.compile(r"([0-9]{1,2})([0-9]{2})")
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_NUMERIC = re.compile(r"[0-9]{1,2}/[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}")
_YEAR = re.compile(r"[0-9]{4}")
_DAY_OF_MONTH = re.compile(r"([0-9]{1,2})([^\W\d_]*)")
_YEARS_TRIED = 3

FARTHEST_AHEAD = 731
"""Days: what lies more than two years ahead is a slip of the pen."""


def read_time(cursor: Cursor, words: Vocabulary) -> time | None:
    """The time of day that stands next; None if nothing there looks like one.

    Unreadable: `time_ambiguous` for a bare 10 or 1830, `no_such_time` for 25:00, 10:5 or 18:30 pm.
    """
    if named := words.times.get(cursor.word()):
        cursor.at += 1
        return time(*named)
    if found := _DIGITS_ALONE.fullmatch(cursor.word()):
        hour, minute = int(found[1]), int(found[2])
        code = Problem.TIME_AMBIGUOUS if hour < 24 and minute < 60 else Problem.NO_SUCH_TIME
        likely = f"{hour:02}:{minute:02}" if code == Problem.TIME_AMBIGUOUS else None
        raise Unreadable(code, cursor.since(cursor.at, 1), suggestion=likely)
    found = _CLOCK.fullmatch(cursor.word())
    if not found or (found[5] and found[5] not in words.am + words.pm):
        return None
    return _read_clock(cursor, words, found)


def _read_clock(cursor: Cursor, words: Vocabulary, found: re.Match[str]) -> time:
    mark = cursor.at
    cursor.at += 1
    hour, digits = int(found[1]), found[2] or found[4]
    half = found[5]
    if not half and cursor.word() in words.am + words.pm:
        half = cursor.word()
        cursor.at += 1
    if not (half or digits or found[3]):
        named = words.times.get(cursor.word())
        if named and named == (hour, 0):  # 12 noon
            cursor.at += 1
            return time(hour)
        return _refuse_bare(cursor, mark, hour)
    minute = int(digits or 0)
    possible = minute < 60 and (digits is None or len(digits) == 2)
    if not possible or hour > 23:
        raise Unreadable(Problem.NO_SUCH_TIME, cursor.since(mark))
    if not half:
        return time(hour, minute)
    if not 1 <= hour <= 12:
        raise Unreadable(Problem.NO_SUCH_TIME, cursor.since(mark), suggestion=f"{hour:02}:{minute:02}")
    return time(hour % 12 + (12 if half in words.pm else 0), minute)


def _refuse_bare(cursor: Cursor, mark: int, hour: int) -> time:
    if hour > 23:
        raise Unreadable(Problem.NO_SUCH_TIME, cursor.since(mark))
    raise Unreadable(Problem.TIME_AMBIGUOUS, cursor.since(mark), suggestion=f"{hour:02}:00")


def read_date(cursor: Cursor, words: Vocabulary, today: date, farthest: int = FARTHEST_AHEAD) -> date | None:
    """The date that stands next, from today to `farthest` days ahead; None if nothing there looks like one.

    `2026-12-03`, `3 dec`, `3rd of December 2026`, `dec 3`, `tomorrow`; without a year it is the next such
    date. Unreadable: `no_such_date`, `in_past`, `too_far`, `date_ambiguous` for 3/12.
    """
    mark = cursor.at
    if (days := words.relative_days.get(cursor.word())) is not None:
        cursor.at += 1
        return today + timedelta(days=days)
    if _NUMERIC.fullmatch(cursor.word()):
        raise Unreadable(Problem.DATE_AMBIGUOUS, cursor.since(mark, 1))
    if found := _ISO.fullmatch(cursor.word()):
        cursor.at += 1
        day = _date(int(found[1]), int(found[2]), int(found[3]))
    elif parts := _read_day_and_month(cursor, words):
        year = None
        if _YEAR.fullmatch(cursor.word()):
            year = int(cursor.word())
            cursor.at += 1
        day = _date(year, *parts) if year is not None else _next_date(today, *parts)
    else:
        return None
    if day is None:
        raise Unreadable(Problem.NO_SUCH_DATE, cursor.since(mark))
    if day < today:
        raise Unreadable(Problem.IN_PAST, cursor.since(mark))
    return refuse_far(day, today, farthest, cursor.since(mark))


def _read_day_and_month(cursor: Cursor, words: Vocabulary) -> tuple[int, int] | None:
    """Month and day from `3 dec`, `3rd of December` or `dec 3`; None leaves the cursor where it was."""
    mark = cursor.at
    month = words.months.get(cursor.word())
    if month:
        cursor.at += 1
    day = _DAY_OF_MONTH.fullmatch(cursor.word())
    if day and (not day[2] or day[2] in words.ordinal_endings):
        cursor.at += 1
        if month:
            return month, int(day[1])
        cursor.skip_all(words.fillers)
        if month := words.months.get(cursor.word()):
            cursor.at += 1
            return month, int(day[1])
    cursor.at = mark
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_date(today: date, month: int, day: int) -> date | None:
    """The next such day that exists; 29 February may be more than a year away."""
    for year in range(today.year, today.year + _YEARS_TRIED):
        if (found := _date(year, month, day)) and found >= today:
            return found
    return None


def read_weekday(cursor: Cursor, words: Vocabulary) -> int | None:
    """The day of the week that stands next, 0 for Monday; None if there is none."""
    day = words.days.get(cursor.word())
    if day is not None:
        cursor.at += 1
    return day


def next_weekday(today: date, weekday: int) -> date:
    """The first such day from today on, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def near_day(word: str, words: Vocabulary) -> str | None:
    """The name of the day of the week that a misspelt word probably means."""
    if len(word) > 2 * max(map(len, words.days)) or word in words.past:
        return None
    found = get_close_matches(word, words.days, n=1, cutoff=0.65 if len(word) < 5 else 0.7)
    return name_of(words.days, words.days[found[0]]) if found else None


def refuse_far(day: date, today: date, limit: int, quoted: str) -> date:
    """The day itself; Unreadable `too_far` if it is more than `limit` days ahead."""
    if (day - today).days > limit:
        raise Unreadable(Problem.TOO_FAR, quoted, limit=limit)
    return day
