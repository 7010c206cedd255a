"""Reads what facilitators type about one meetup: another day or time, another place, a limit, or nothing."""

import contextlib
from datetime import date, timedelta

from domain.grammar import Problem, Unreadable, When, parse_when
from domain.grammar.hours import read_hours
from domain.grammar.languages import vocabulary_of
from domain.grammar.schedule import LONGEST_PLACE
from domain.grammar.spans import read_span
from domain.grammar.tokens import Cursor, as_link, fold, tidy
from domain.meetups import Meetup

DASHES = ("-", "–", "—")
MOST_PLACES = 1000


def read_when(words: str, meetup: Meetup, *, today: date, language: str = "en") -> When:
    """Where the meetup moves to. A day of the week is meant within the meetup's own week, where that is still to come.

    Unreadable as `parse_when`.
    """
    plain = parse_when(words, today=today, language=language)
    relative = vocabulary_of(language).relative_days
    monday = meetup.day - timedelta(days=meetup.day.weekday())
    if plain.date is None or monday <= today or any(fold(word) in relative for word in words.split()):
        return plain
    try:
        there = parse_when(words, today=monday, language=language)
    except Unreadable:
        return plain  # a date before that week
    names_a_day = there.date is not None and (plain.date - today).days < 7 and plain.date != there.date
    return there if names_a_day and there.date and there.date.weekday() == plain.date.weekday() else plain


def read_place(words: str, language: str = "en") -> tuple[str | None, str | None]:
    """The place and the address of an online meetup, each None where there is none. Unreadable: `too_long`, `empty`."""
    if is_nothing(words, language):
        return None, None
    kept, link = [], None
    for word in words.split():
        found = as_link(word) if link is None else None
        link = found or link
        if not found:
            kept.append(word)
    place = tidy(" ".join(kept)).removeprefix("@").strip()
    if not place and not link:
        raise Unreadable(Problem.EMPTY)
    for text in (place, link or ""):
        if len(text) > LONGEST_PLACE:
            raise Unreadable(Problem.TOO_LONG, text, limit=LONGEST_PLACE)
    return place or None, link


def read_places(words: str, language: str = "en") -> int | None:
    """How many can come, 1 to 1000; None: no limit. Unreadable: `leftover` for anything else."""
    if is_nothing(words, language):
        return None
    number = words.strip()
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= MOST_PLACES):
        raise Unreadable(Problem.OUT_OF_RANGE, number, limit=MOST_PLACES)
    return int(number)


def says_length(words: str, minutes: int, language: str = "en") -> bool:
    """Whether this length of time stands anywhere in the words, in itself or as from when until when."""
    cursor = Cursor(words)
    for place in range(len(cursor.tokens)):
        cursor.at = place
        if read_span(cursor, vocabulary_of(language)) == timedelta(minutes=minutes):
            return True
        with contextlib.suppress(Unreadable):  # `10:00-11:30`
            cursor.at = place
            found = read_hours(cursor, vocabulary_of(language))
            if found and found[1] == timedelta(minutes=minutes):
                return True
    return False


def is_nothing(words: str, language: str = "en") -> bool:
    """Whether the words say that there should be none: a dash, or "none"."""
    word = fold(words.strip())
    return word in DASHES or word in vocabulary_of(language).off
