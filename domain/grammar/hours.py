"""Reads from when until when: `10:00-11:30`, `2pm-4pm`, `10am until 12`, `10 to 11:30`."""

import re
from datetime import time, timedelta

from domain.grammar.languages import vocabulary_of
from domain.grammar.moments import read_time
from domain.grammar.problems import Problem, Unreadable
from domain.grammar.tokens import Cursor, Token, fold
from domain.grammar.vocabulary import Vocabulary

DAY = 24 * 60  # minutes
DASH = "-"

_BARE = re.compile(r"[0-9]{1,2}")
_CLOCK_PART = re.compile(r"[0-9:.]+h?[0-9]*")


def parse_hours(words: str, language: str = "en") -> tuple[time, time]:
    """Two times of day, however they are joined: `22:00-07:00`, `22:00 7:00`, `10pm to 7am`."""
    vocabulary = vocabulary_of(language)
    cursor = Cursor(words)
    cursor.skip_all(vocabulary.fillers + vocabulary.starting)
    found = []
    for _ in range(2):
        _cut(cursor, vocabulary)
        _cut(cursor, vocabulary, 1)
        mark = cursor.at
        clock = read_time(cursor, vocabulary)
        if clock is None:
            raise Unreadable(Problem.TIME_MISSING, cursor.since(mark, len(cursor.tokens)))
        found.append(clock)
        if len(found) == 1:
            cursor.skip((DASH, *_joiners(vocabulary), *vocabulary.and_))
    cursor.finish()
    return found[0], found[1]


def read_hours(cursor: Cursor, words: Vocabulary) -> tuple[time, timedelta | None] | None:
    """The time of day that stands next, and how long it lasts if its end follows; None if nothing looks like one.

    What one of the two leaves out is taken from the other: `2-4pm`, `10am until 12`. Unreadable as in `read_time`, also
    where both are bare hours.
    """
    mark = cursor.at
    _cut(cursor, words)
    _cut(cursor, words, 1)
    if _is_bare(cursor, words):
        return _from_bare(cursor, words)
    start = read_time(cursor, words)
    if start is None:
        return None
    half = _has_half(cursor, words, mark)
    if not cursor.word()[:1].isdigit():  # `10:00 0-3 years` is a title
        _cut(cursor, words)
    end = _read_end(cursor, words, _minutes(start), half=half)
    return start, None if end is None else timedelta(minutes=(end - _minutes(start)) % DAY)


def _from_bare(cursor: Cursor, words: Vocabulary) -> tuple[time, timedelta | None]:
    """`10 to 11:30`, `2-4pm`: the start is the last such hour before the end. Unreadable without an end."""
    mark = cursor.at
    hour = int(cursor.word())
    cursor.at += 1
    if hour < 24 and cursor.skip((DASH, *_joiners(words))):
        at_end = cursor.at
        if _is_bare(cursor, words):
            raise Unreadable(Problem.TIME_AMBIGUOUS, cursor.since(mark, 1), suggestion=f"{hour:02}:00")
        end = read_time(cursor, words)
        if end is not None:
            before = _minutes(end) or DAY
            hours = _both_halves(hour * 60) if _has_half(cursor, words, at_end) else [hour * 60]
            start = max((found for found in hours if found < before), default=hour * 60)
            return time(start // 60), timedelta(minutes=(before - start) % DAY)
    cursor.at = mark
    read_time(cursor, words)  # says that it is ambiguous
    raise Unreadable(Problem.TIME_MISSING, cursor.since(mark))


def _read_end(cursor: Cursor, words: Vocabulary, start: int, *, half: bool) -> int | None:
    """The end behind "to" or a dash, in minutes of the day; None leaves the cursor: it is the title."""
    mark, dash = cursor.at, cursor.peek()
    if dash is None or not cursor.skip((DASH, *_joiners(words))):
        return None
    alone = (
        dash.word == DASH and cursor.text[dash.start - 1].isspace() and cursor.text[dash.end : dash.end + 1].isspace()
    )
    at_end = cursor.at
    if _is_bare(cursor, words):
        hour = int(cursor.word())
        if alone or hour > 23:  # `10:00 - 12 steps`
            cursor.at = mark
            return None
        cursor.at += 1
        return _next(start, _both_halves(hour * 60))
    end = read_time(cursor, words)
    if end is None:
        cursor.at = mark
        return None
    options = _both_halves(_minutes(end)) if half and not _has_half(cursor, words, at_end) else [_minutes(end)]
    return _next(start, options)


def _next(start: int, options: list[int]) -> int:
    return min(options, key=lambda found: (found - start) % DAY or DAY)


def _both_halves(minutes: int) -> list[int]:
    """An hour up to 12 as morning and as evening."""
    return [minutes % (DAY // 2), minutes % (DAY // 2) + DAY // 2] if minutes < 13 * 60 else [minutes]


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _joiners(words: Vocabulary) -> tuple[str, ...]:
    return (*words.to, *words.until)


def _is_bare(cursor: Cursor, words: Vocabulary) -> bool:
    """Whether an hour stands next that could be in the morning or in the evening."""
    follows = cursor.word(1)
    return bool(_BARE.fullmatch(cursor.word())) and follows not in words.am + words.pm and follows not in words.times


def _has_half(cursor: Cursor, words: Vocabulary, mark: int) -> bool:
    """Whether the time that was read since then says am or pm, or has a name."""
    last = cursor.tokens[cursor.at - 1].word
    named = last in words.times or cursor.tokens[mark].word in words.times
    return named or _CLOCK_PART.sub("", last, count=1) in words.am + words.pm


def _cut(cursor: Cursor, words: Vocabulary, ahead: int = 0) -> None:
    """Make `10:00-11:30` three tokens, so that each can be read; `am-12` and `-11:30` as well."""
    token = cursor.peek(ahead)
    if token is None or token.word.count(DASH) != 1 or token.word == DASH:
        return
    if ahead and token.word[:1].isdigit():
        return
    sides = token.word.split(DASH)
    if any(side and not (side[0].isdigit() or side in words.am + words.pm or side in words.times) for side in sides):
        return
    place = next(number for number, letter in enumerate(token.text) if fold(letter) == DASH)
    ends = ((0, place), (place, place + 1), (place + 1, len(token.text)))
    pieces = [Token(token.text[a:b], fold(token.text[a:b]), token.start + a, token.start + b) for a, b in ends if a < b]
    at = cursor.at + ahead
    cursor.tokens[at : at + 1] = pieces
