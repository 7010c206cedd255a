"""Reads the words of `/schedule`: when it is first, in order, then what and where."""

from datetime import date, time, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from domain.grammar.hours import read_hours
from domain.grammar.languages import vocabulary_of
from domain.grammar.moments import FARTHEST_AHEAD, read_date, refuse_far
from domain.grammar.problems import Problem, Unreadable
from domain.grammar.repetition import read_repetition, refuse_second_day
from domain.grammar.spans import read_span
from domain.grammar.tokens import Cursor, clean, fold, tidy
from domain.grammar.vocabulary import Vocabulary
from domain.model import Model
from domain.recurrence import Rule, occurrences

LONGEST_TITLE = 100
LONGEST_PLACE = 200
SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(hours=12)
USUAL = timedelta(minutes=90)
AT_PLACE = "@"


def _whole_minute(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("a wall time in whole minutes is needed")
    return value


def _whole_minutes(value: timedelta) -> timedelta:
    if value % timedelta(minutes=1):
        raise ValueError("a duration in whole minutes is needed")
    return value


def _tidy_place(text: str | None) -> str | None:
    """The place without a lone @, which would begin another one when it is written and read back."""
    words = clean(text or "").split()
    return tidy(" ".join(word for word in words if fold(word) != AT_PLACE)) or None


Place = Annotated[str, Field(max_length=LONGEST_PLACE)]


class ScheduleSpec(Model):
    """What `/schedule` asks for.

    starts_on: the first local date, which fits the rule. local_time: in the group's zone, whole minutes.
    duration: 10 minutes to 12 hours. title: up to 100 characters, "" if none was given. place: up to 200.
    link: an http(s) address of an online meetup.
    """

    rule: Rule
    starts_on: date
    local_time: Annotated[time, AfterValidator(_whole_minute)]
    duration: Annotated[timedelta, Field(ge=SHORTEST, le=LONGEST), AfterValidator(_whole_minutes)] = USUAL
    title: Annotated[str, AfterValidator(tidy), Field(max_length=LONGEST_TITLE)] = ""
    place: Annotated[Place | None, AfterValidator(_tidy_place)] = None
    link: str | None = None


def parse_schedule(words: str, *, today: date, language: str = "en") -> ScheduleSpec:
    """Read `every 2 weeks thu 18:30 90m from 2026-12-08 Sleep talk @ Calderwood Hall`.

    First how often, or a single date; then the time; then, if wanted, a duration and the first date; the
    rest is the title, and what follows the last lone @ the place. A web address counts wherever it stands.
    Without a first date it starts on the first day that fits, today included, at most two years ahead.
    Unreadable, with the part that could not be read, for anything else.
    """
    vocabulary = vocabulary_of(language)
    cursor = Cursor(words)
    link = cursor.take_link()
    rule, day = read_repetition(cursor, vocabulary, today)
    repeats = day is None
    day = day or _read_start(cursor, vocabulary, today)
    local_time, duration = _read_time(cursor, vocabulary)
    duration, day = _read_options(cursor, vocabulary, today, duration, day)
    starts_on = _first_date(rule, day or today) if repeats else day or today
    refuse_far(starts_on, today, FARTHEST_AHEAD, cursor.since(0))
    title, place = _split(cursor.rest())
    return ScheduleSpec(
        rule=rule,
        starts_on=starts_on,
        local_time=local_time,
        duration=duration,
        title=title,
        place=place,
        link=link,
    )


def _first_date(rule: Rule, start: date) -> date:
    """The first date that fits; the start itself where the calendar ends before it."""
    return next(iter(occurrences(rule, start, start, count=1)), start)


def _read_start(cursor: Cursor, words: Vocabulary, today: date) -> date | None:
    """The first date after a word such as "from"; None leaves the cursor: "Starting solids" is a title."""
    mark = cursor.at
    if cursor.skip(words.starting):
        cursor.skip_all(words.fillers)
        if found := read_date(cursor, words, today):
            return found
    cursor.at = mark
    return None


def _read_time(cursor: Cursor, words: Vocabulary) -> tuple[time, timedelta | None]:
    """The start, and how long it lasts where its end was given with it."""
    cursor.skip_all(words.fillers)
    mark = cursor.at
    found = read_hours(cursor, words)
    if found is None:
        raise Unreadable(Problem.TIME_MISSING, cursor.since(cursor.at, 1))
    if found[1] is not None:
        _refuse_length(found[1], cursor.since(mark))
    if cursor.word() in words.and_:
        refuse_second_day(cursor, words, cursor.at)
    return found


def _read_options(
    cursor: Cursor, words: Vocabulary, today: date, duration: timedelta | None, start: date | None
) -> tuple[timedelta, date | None]:
    """Duration and first date, in either order, each once; what is known is not read again."""
    while True:
        if duration is None and (span := _read_duration(cursor, words)) is not None:
            duration = span
        elif start is None and (day := _read_start(cursor, words, today)):
            start = day
        else:
            return (USUAL if duration is None else duration), start


def _read_duration(cursor: Cursor, words: Vocabulary) -> timedelta | None:
    mark = cursor.at
    cursor.skip(words.fillers)
    span = read_span(cursor, words)
    if span is None:
        cursor.at = mark
    else:
        _refuse_length(span, cursor.since(mark))
    return span


def _refuse_length(span: timedelta, quoted: str) -> None:
    if not SHORTEST <= span <= LONGEST:
        at_least = span < SHORTEST
        limit = (SHORTEST if at_least else LONGEST) // timedelta(minutes=1)
        raise Unreadable(Problem.TOO_SHORT if at_least else Problem.OUT_OF_RANGE, quoted, limit=limit)


def _split(words: list[str]) -> tuple[str, str | None]:
    """Title and place: the last lone @ is between them, and may have nothing on either side."""
    ends = [number for number, word in enumerate(words) if fold(word) == AT_PLACE]
    cut = ends[-1] if ends else len(words)
    title, place = tidy(" ".join(words[:cut])), tidy(" ".join(words[cut + 1 :]))
    if len(title) > LONGEST_TITLE:
        raise Unreadable(Problem.TOO_LONG, title, limit=LONGEST_TITLE)
    if len(place) > LONGEST_PLACE:
        raise Unreadable(Problem.TOO_LONG, place, limit=LONGEST_PLACE)
    return title, place or None
