"""Opening times as a facilitator writes them, into schedules and back: `tue, thu 10:00-12:00; first sat 9:30-11:00`."""

import re
from collections.abc import Sequence

from domain.grammar import Problem, Unreadable, parse_hours
from domain.grammar.languages import name_of, vocabulary_of
from domain.grammar.vocabulary import Vocabulary
from domain.resources import Schedule

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST = 20  # parts
LONGEST_NOTE = 200  # characters of what is no time but a remark: "by appointment"
_PART = re.compile(r"[;\n]+")
_SPLIT = re.compile(r"(?=\b\d)")  # the hours begin with the first number that is not part of a word
_NTH = re.compile(r"([+-]?\d)?([A-Z]{2})")


def read_times(text: str, language: str = "en") -> tuple[Schedule, ...]:
    """Each part is days and hours, or a remark without any figure. Unreadable quotes the part that is neither."""
    parts = [" ".join(part.split()) for part in _PART.split(text) if part.strip()]
    if not parts:
        raise Unreadable(Problem.EMPTY)
    if len(parts) > MOST:
        raise Unreadable(Problem.TOO_MANY, limit=MOST)
    return tuple(_read(part, vocabulary_of(language), language) for part in parts)


def _read(part: str, words: Vocabulary, language: str) -> Schedule:
    if not any(c.isdigit() for c in part):
        if len(part) > LONGEST_NOTE:
            raise Unreadable(Problem.TOO_LONG, part, limit=LONGEST_NOTE)
        return Schedule(description=part)
    days, hours = _cut(part, words)
    opens, closes = parse_hours(hours, language)
    byday = _days(days, words, part)
    monthly = any(day[0] in "+-" or day[0].isdigit() for day in byday)
    return Schedule(freq="MONTHLY" if monthly else "WEEKLY", byday=byday, opens_at=opens, closes_at=closes)


def _cut(part: str, words: Vocabulary) -> tuple[str, str]:
    """Before and from the first figure; `1st` and the like are days."""
    for found in _SPLIT.finditer(part):
        word = re.split(r"[\s,]", part[found.start() :], maxsplit=1)[0].casefold()
        if word not in words.nths:
            return part[: found.start()], part[found.start() :]
    raise Unreadable(Problem.TIME_MISSING, part)


def _days(text: str, words: Vocabulary, part: str) -> tuple[str, ...]:
    """RFC 5545's days; none named, or `every day`: all of them."""
    text = text.casefold().replace("–", "-")
    nths: list[str] = []
    days: list[str] = []
    begun = False  # a day stands behind these nths already, so that the next nth begins anew
    skipped = {*words.fillers, *words.on, *words.and_, *words.every, *words.to, *words.units, ""}
    for word in re.split(r"[\s,]+", re.sub(r"\s*-\s*", "-", text)):
        word = word.strip(".:")
        if word in words.nths:
            nths, begun = [*([] if begun else nths), str(words.nths[word])], False
        elif "-" in word:
            days += _span(word, words, part)
        elif word in words.days or word in words.plural_days:
            code = CODES[words.days.get(word, words.plural_days.get(word, 0))]
            days += [nth + code for nth in nths or [""]]
            begun = True
        elif word not in skipped:
            raise Unreadable(Problem.UNKNOWN_DAY, word)
    if nths and not begun:
        raise Unreadable(Problem.DAY_MISSING, part)
    return tuple(dict.fromkeys(days)) or CODES


def _span(word: str, words: Vocabulary, part: str) -> list[str]:
    first, _, last = word.partition("-")
    if first not in words.days or last not in words.days:
        raise Unreadable(Problem.UNKNOWN_DAY, word)
    start, end = words.days[first], words.days[last]
    return [CODES[day % 7] for day in range(start, end + 1 if end >= start else end + 8)]


def write_times(schedules: Sequence[Schedule], language: str = "en") -> str:
    """The same in words that can be read back; what cannot be said so simply is left out."""
    words = vocabulary_of(language)
    return "; ".join(filter(None, (_write(schedule, words) for schedule in schedules if not schedule.closed)))


def _write(schedule: Schedule, words: Vocabulary) -> str:
    if schedule.opens_at is None or schedule.closes_at is None:
        return schedule.description or ""
    hours = f"{schedule.opens_at:%H:%M}-{schedule.closes_at:%H:%M}"
    if set(schedule.byday) >= set(CODES) or not schedule.byday:
        return hours
    days = []
    for word in schedule.byday:
        found = _NTH.fullmatch(word)
        if found is None or found[2] not in CODES:
            return ""
        nth = f"{name_of(words.nths, int(found[1]))} " if found[1] else ""
        days.append(nth + name_of(words.days, CODES.index(found[2])))
    return f"{', '.join(days)} {hours}"
