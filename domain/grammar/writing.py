"""Writes a schedule as words that read back as the same schedule."""

from datetime import timedelta

from domain.grammar.languages import name_of, vocabulary_of
from domain.grammar.schedule import AT_PLACE, ScheduleSpec
from domain.grammar.tokens import fold
from domain.grammar.vocabulary import Unit, Vocabulary


def write_schedule(spec: ScheduleSpec, language: str = "en") -> str:
    """The canonical sentence: `every tuesday 10:00 90 minutes from 2026-12-08 Coffee @ Calderwood Hall`.

    On any day up to `starts_on`, `parse_schedule` makes the same spec of it, as long as neither title nor
    place holds a web address of its own while there is no link.
    """
    words = vocabulary_of(language)
    minutes = spec.duration // timedelta(minutes=1)
    length = f"{minutes} {_unit(words, 'minute', minutes)}"
    clock = f"{spec.local_time:%H:%M}"
    repeats = spec.rule.frequency != "once"
    when = _repetition(spec, words) if repeats else f"{words.on[0]} {spec.starts_on}"
    start = f"{words.starting[0]} {spec.starts_on}" if repeats else ""
    parts = (when, clock, length, start, spec.title, _place(spec), spec.link or "")
    return " ".join(part for part in parts if part)


def _repetition(spec: ScheduleSpec, words: Vocabulary) -> str:
    rule = spec.rule
    unit: Unit = "week" if rule.nth is None else "month"
    interval = f"{rule.interval} {_unit(words, unit, rule.interval)}" if rule.interval > 1 else ""
    which = "" if rule.nth is None else name_of(words.nths, rule.nth)
    day = "" if rule.weekday is None else name_of(words.days, rule.weekday)
    if rule.nth is not None and not interval:
        interval = _unit(words, unit, 1)
    return " ".join(part for part in (words.every[0], interval, which, day) if part)


def _unit(words: Vocabulary, unit: Unit, count: int) -> str:
    names = [name for name, meaning in words.units.items() if meaning == unit]
    return names[0] if count == 1 else names[1]


def _place(spec: ScheduleSpec) -> str:
    """The place behind its @; a lone @ also ends a title that has one in it."""
    if spec.place:
        return f"{AT_PLACE} {spec.place}"
    return AT_PLACE if any(fold(word) == AT_PLACE for word in spec.title.split()) else ""
