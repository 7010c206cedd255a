"""Reads how often a meetup happens: `every 2 weeks thu`, `every month first tue`, `on 3 dec`."""

import re
from datetime import date
from difflib import get_close_matches

from domain.grammar.languages import name_of
from domain.grammar.moments import near_day, next_weekday, read_date, read_weekday
from domain.grammar.problems import Problem, Unreadable
from domain.grammar.tokens import Cursor
from domain.grammar.vocabulary import Unit, Vocabulary
from domain.recurrence import Rule

MOST: dict[Unit, int] = {"week": 52, "month": 12}

_NUMBER = re.compile(r"[+-]?[0-9]{1,6}")
_BETWEEN_DAYS = re.compile(r"[/,&+-]")


def read_repetition(cursor: Cursor, words: Vocabulary, today: date) -> tuple[Rule, date | None]:
    """The rule that stands next, and its date if it is for a single one.

    Unreadable if it is none that a series can have; see `Problem` for the reasons.
    """
    if cursor.skip(words.every):
        return _read_every(cursor, words), None
    if found := words.repeats.get(cursor.word()):
        cursor.at += 1
        interval, unit = found
        cursor.skip_all(words.fillers)
        return (_weekly if unit == "week" else _monthly)(cursor, words, interval), None
    mark = cursor.at
    on = cursor.skip(words.on)
    if cursor.word() in words.plural_days:
        return _weekly(cursor, words, 1), None
    cursor.skip_all(words.fillers)
    if cursor.word() in words.nths and cursor.word(1) in words.days:
        return _read_nth_of_month(cursor, words, mark), None
    if (day := read_date(cursor, words, today)) is not None:
        return Rule(frequency="once"), day
    if on and (weekday := read_weekday(cursor, words)) is not None:
        refuse_second_day(cursor, words, cursor.at - 1)
        return Rule(frequency="once"), next_weekday(today, weekday)
    raise _no_repetition(cursor, words, on=on)


def _read_every(cursor: Cursor, words: Vocabulary) -> Rule:
    mark = cursor.at
    number = _read_number(cursor, words)
    unit = words.units.get(cursor.word())
    if unit is None:
        if number is None and cursor.word() in words.nths:
            return _read_every_nth(cursor, words)
        return _weekly(cursor, words, _checked(number, "week", cursor.since(mark)))
    cursor.at += 1
    if unit not in MOST:
        raise Unreadable(Problem.UNSUPPORTED_REPEAT, cursor.since(mark))
    interval = _checked(number, unit, cursor.since(mark))
    cursor.skip_all(words.fillers)
    return (_weekly if unit == "week" else _monthly)(cursor, words, interval)


def _read_number(cursor: Cursor, words: Vocabulary) -> int | None:
    """The interval that stands next: digits, a number's word, "other", or "second" before a unit."""
    word = cursor.word()
    if _NUMBER.fullmatch(word):
        number = int(word)
    elif word in words.numbers:
        number = words.numbers[word]
    elif word in words.other:
        number = 2
    elif words.nths.get(word, 0) > 0 and cursor.word(1) in words.units:
        number = words.nths[word]
    else:
        return None
    cursor.at += 1
    return number


def _checked(number: int | None, unit: Unit, quoted: str) -> int:
    interval = 1 if number is None else number
    if not 1 <= interval <= MOST[unit]:
        raise Unreadable(Problem.BAD_INTERVAL, quoted, limit=MOST[unit])
    return interval


def _weekly(cursor: Cursor, words: Vocabulary, interval: int) -> Rule:
    return Rule(frequency="weekly", interval=interval, weekday=_require_day(cursor, words))


def _monthly(cursor: Cursor, words: Vocabulary, interval: int) -> Rule:
    nth = words.nths.get(cursor.word())
    if nth is None:
        raise Unreadable(Problem.NTH_MISSING, cursor.since(cursor.at, 1))
    cursor.at += 1
    return Rule(frequency="monthly", interval=interval, nth=nth, weekday=_require_day(cursor, words))


def _read_every_nth(cursor: Cursor, words: Vocabulary) -> Rule:
    """`every first tue`, with or without "of the month"; a second one without it may mean every other."""
    mark = cursor.at - 1
    rule = _monthly(cursor, words, 1)
    quoted = cursor.since(mark)
    if not _skip_of_the_month(cursor, words) and rule.nth == 2 and rule.weekday is not None:
        likely = f"{words.every[0]} {words.other[0]} {name_of(words.days, rule.weekday)}"
        raise Unreadable(Problem.NTH_UNCLEAR, quoted, suggestion=likely)
    return rule


def _read_nth_of_month(cursor: Cursor, words: Vocabulary, mark: int) -> Rule:
    """`first tue of the month`; without its end it might be meant for once."""
    rule = _monthly(cursor, words, 1)
    quoted = cursor.since(mark)
    if not _skip_of_the_month(cursor, words):
        raise Unreadable(Problem.REPEAT_UNCLEAR, quoted, suggestion=f"{words.every[0]} {quoted}")
    return rule


def _skip_of_the_month(cursor: Cursor, words: Vocabulary) -> bool:
    mark = cursor.at
    cursor.skip_all(words.fillers + words.every)
    if words.units.get(cursor.word()) == "month":
        cursor.at += 1
        return True
    cursor.at = mark
    return False


def _require_day(cursor: Cursor, words: Vocabulary) -> int:
    """The day of the week that must stand next, alone."""
    cursor.skip_all(words.fillers)
    word, quoted = cursor.word(), cursor.since(cursor.at, 1)
    day = words.days.get(word, words.plural_days.get(word))
    if day is not None:
        cursor.at += 1
        refuse_second_day(cursor, words, cursor.at - 1)
        return day
    parts = [part for part in _BETWEEN_DAYS.split(word) if part]
    if len(parts) > 1 and all(part in words.days for part in parts):
        raise Unreadable(Problem.ONE_DAY_ONLY, quoted)
    if word in words.unsupported:
        raise Unreadable(Problem.UNSUPPORTED_REPEAT, quoted)
    if not cursor.peek():
        raise Unreadable(Problem.DAY_MISSING)
    raise Unreadable(Problem.UNKNOWN_DAY, quoted, suggestion=near_day(word, words))


def refuse_second_day(cursor: Cursor, words: Vocabulary, mark: int) -> None:
    """Unreadable `one_day_only`, quoted from `mark` on, if another day of the week stands next."""
    ahead = 1 if cursor.word() in words.and_ else 0
    word = cursor.word(ahead)
    if word in words.days or word in words.plural_days:
        raise Unreadable(Problem.ONE_DAY_ONLY, cursor.since(mark, ahead + 1))


def _no_repetition(cursor: Cursor, words: Vocabulary, *, on: bool) -> Unreadable:
    """Why the first words are neither a repetition nor a date."""
    word, quoted = cursor.word(), cursor.since(cursor.at, 1)
    if word in words.days:
        return Unreadable(Problem.REPEAT_UNCLEAR, quoted, suggestion=f"{words.every[0]} {quoted}")
    if word in words.unsupported:
        return Unreadable(Problem.UNSUPPORTED_REPEAT, quoted)
    if likely := near_day(word, words):
        return Unreadable(Problem.UNKNOWN_DAY, quoted, suggestion=likely)
    if on:
        return Unreadable(Problem.DATE_MISSING, quoted)
    starts = [*words.every, *words.repeats, *words.relative_days, *words.on]
    close = get_close_matches(word[:20], starts, n=1, cutoff=0.7)
    return Unreadable(Problem.UNKNOWN_START, quoted, suggestion=close[0] if close else None)
