"""Reads lengths of time, and what `/away`, the reminders and a moved meetup are told in words."""

import re
from datetime import date, time, timedelta

from domain.grammar.languages import vocabulary_of
from domain.grammar.moments import (
    FARTHEST_AHEAD,
    near_day,
    next_weekday,
    read_date,
    read_time,
    read_weekday,
)
from domain.grammar.problems import Problem, Unreadable
from domain.grammar.tokens import Cursor
from domain.grammar.vocabulary import MINUTES, Unit, Vocabulary
from domain.model import Model
from domain.reminders import LONGEST_LEAD, MOST_LEADS, SHORTEST_LEAD, in_order

LONGEST_AWAY = 366

_PIECE = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,2})?)([^\W\d_]*)")

Day = date
Clock = time
Quantity = tuple[float, Unit]


class When(Model):
    """A day, a time of day, or both: the one that is None stays as it was."""

    date: Day | None = None
    time: Clock | None = None


def parse_when(words: str, *, today: date, language: str = "en") -> When:
    """Where a meetup moves to: `thu 18:30`, `2026-12-03 18:30`, `tomorrow 10am`, `18:30`, `3 dec`.

    A day of the week is the next one, today included. Unreadable if anything is left over or impossible,
    or more than two years ahead.
    """
    vocabulary = vocabulary_of(language)
    cursor = Cursor(words)
    day: date | None = None
    moment: time | None = None
    while True:
        cursor.skip_all(vocabulary.fillers)
        if day is None and (found := _read_day(cursor, vocabulary, today)):
            day = found
        elif moment is None and (clock := read_time(cursor, vocabulary)) is not None:
            moment = clock
        else:
            break
    if day is None and (likely := near_day(cursor.word(), vocabulary)):
        raise Unreadable(Problem.UNKNOWN_DAY, cursor.since(cursor.at, 1), suggestion=likely)
    cursor.finish()
    if day is None and moment is None:
        raise Unreadable(Problem.DATE_MISSING, cursor.since(0))
    return When(date=day, time=moment)


def parse_time_of_day(words: str, language: str = "en") -> time:
    """A time of day and nothing else: `10:00`, `10.30 pm`, `6pm`, `18h30`, `noon`."""
    vocabulary = vocabulary_of(language)
    cursor = Cursor(words)
    cursor.skip_all(vocabulary.fillers)
    mark = cursor.at
    found = read_time(cursor, vocabulary)
    if found is None:
        raise Unreadable(Problem.TIME_MISSING, cursor.since(mark, len(cursor.tokens)))
    cursor.finish()
    return found


def parse_span(words: str, language: str = "en") -> timedelta:
    """A length of time: `2w`, `10 days`, `1 week and 3 days`, `1h30`; a minute to 366 days.

    A month is 30 days. Unreadable: `no_span`, `out_of_range` (limit in minutes), `leftover`.
    """
    vocabulary = vocabulary_of(language)
    cursor = Cursor(words, as_list=True)
    cursor.skip_all(vocabulary.fillers)
    span = _require_span(cursor, vocabulary)
    cursor.finish()
    return span


def parse_away(words: str, *, today: date, language: str = "en") -> date:
    """The last day away: `2w`, `10 days`, `until friday`, `until 20 dec`, `until 2026-12-20`.

    A length of time counts today as its first day, so `1d` is today only and `2w` ends the day before the
    same weekday comes for the second time. A day after "until" is itself away. At most 366 days ahead.
    """
    vocabulary = vocabulary_of(language)
    cursor = Cursor(words, as_list=True)
    cursor.skip_all(vocabulary.fillers)
    if cursor.skip(vocabulary.until):
        cursor.skip_all(vocabulary.fillers)
        last = _read_day(cursor, vocabulary, today, LONGEST_AWAY)
        if last is None:
            raise _no_day(cursor, vocabulary)
    else:
        span = _require_span(cursor, vocabulary, shortest=MINUTES["day"])
        last = today + timedelta(days=span.days - 1)
    cursor.finish()
    return last


def parse_leads(words: str, language: str = "en") -> tuple[int, ...]:
    """Minutes before the start, the longest first: `24h 1h`, `2 days, 3h`; `off` is none at all.

    Each length of time is a reminder of its own, 5 minutes to 14 days, up to five. Unreadable: `no_span`,
    `out_of_range` (limit in minutes), `too_many`.
    """
    vocabulary = vocabulary_of(language)
    cursor = Cursor(words, as_list=True)
    if cursor.skip(vocabulary.off):
        cursor.finish()
        return ()
    leads: list[int] = []
    while cursor.peek():
        mark = cursor.at
        quantities = _read_quantities(cursor, vocabulary)
        if not quantities:
            raise Unreadable(Problem.NO_SPAN, cursor.since(mark, 1))
        lead = _minutes(quantities)
        if not SHORTEST_LEAD <= lead <= LONGEST_LEAD:
            if lead < SHORTEST_LEAD:
                raise Unreadable(Problem.TOO_SHORT, cursor.since(mark), limit=SHORTEST_LEAD)
            raise Unreadable(Problem.OUT_OF_RANGE, cursor.since(mark), limit=LONGEST_LEAD)
        leads.append(lead)
        cursor.skip_all(vocabulary.fillers + vocabulary.and_)
    if len(set(leads)) > MOST_LEADS:
        raise Unreadable(Problem.TOO_MANY, cursor.since(0), limit=MOST_LEADS)
    return in_order(leads)


def read_span(cursor: Cursor, words: Vocabulary) -> timedelta | None:
    """The length of time that stands next, in whole minutes; None if there is none.

    Ever smaller units belong together: `1h30`, `1 hour 30 min`, `2 weeks and 3 days`.
    """
    found = _read_quantities(cursor, words)
    if not found:
        return None
    while True:
        mark = cursor.at
        cursor.skip(words.and_)
        more = _read_quantities(cursor, words)
        if not more or MINUTES[more[0][1]] >= MINUTES[found[-1][1]]:
            cursor.at = mark
            return timedelta(minutes=_minutes(found))
        found += more


def _minutes(quantities: list[Quantity]) -> int:
    return round(sum(amount * MINUTES[unit] for amount, unit in quantities))


def _read_quantities(cursor: Cursor, words: Vocabulary) -> list[Quantity]:
    """The amounts that one word holds (`1h30`), or two words (`90 min`); none if it is no length of time."""
    width, pieces = _pieces(cursor, words)
    found: list[Quantity] = []
    for amount, name in pieces:
        after_hours = bool(found) and found[-1][1] == "hour"
        unit = "minute" if after_hours and not name else words.units.get(name)
        if unit is None or (found and MINUTES[unit] >= MINUTES[found[-1][1]]):
            return []
        found.append((float(amount.replace(",", ".")), unit))
    cursor.at += width if found else 0
    return found


def _pieces(cursor: Cursor, words: Vocabulary) -> tuple[int, list[tuple[str, str]]]:
    """How many words belong together, and the numbers in them with what follows each."""
    word = cursor.word()
    if number := words.numbers.get(word):
        return 2, [(str(number), cursor.word(1))]
    found = list(_PIECE.finditer(word))
    if "".join(piece[0] for piece in found) != word:
        return 0, []
    if len(found) == 1 and not found[0][2]:
        return 2, [(found[0][1], cursor.word(1))]
    return 1, [(piece[1], piece[2]) for piece in found]


def _require_span(cursor: Cursor, words: Vocabulary, shortest: int = 1) -> timedelta:
    """shortest: in minutes."""
    mark = cursor.at
    span = read_span(cursor, words)
    if span is None:
        raise Unreadable(Problem.NO_SPAN, cursor.since(mark, len(cursor.tokens)))
    if span < timedelta(minutes=shortest):
        raise Unreadable(Problem.TOO_SHORT, cursor.since(mark), limit=shortest)
    if span > timedelta(days=LONGEST_AWAY):
        raise Unreadable(Problem.OUT_OF_RANGE, cursor.since(mark), limit=LONGEST_AWAY * MINUTES["day"])
    return span


def _read_day(cursor: Cursor, words: Vocabulary, today: date, farthest: int = FARTHEST_AHEAD) -> date | None:
    """A date or the next such day of the week; None if neither stands next. Unreadable `in_past` for "yesterday"."""
    if cursor.word() in words.past:
        raise Unreadable(Problem.IN_PAST, cursor.since(cursor.at, 1))
    if (day := read_date(cursor, words, today, farthest)) is not None:
        return day
    weekday = read_weekday(cursor, words)
    return None if weekday is None else next_weekday(today, weekday)


def _no_day(cursor: Cursor, words: Vocabulary) -> Unreadable:
    quoted = cursor.since(cursor.at, 1)
    if likely := near_day(cursor.word(), words):
        return Unreadable(Problem.UNKNOWN_DAY, quoted, suggestion=likely)
    return Unreadable(Problem.DATE_MISSING, quoted)
