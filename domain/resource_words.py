"""What somebody typed to find local help, taken apart: "autism saturday club near g74, free"."""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from domain.resource_finding import Filters

LONGEST = 300  # characters that are looked at
_LONGEST_PLACE = 5  # words
_WORD = re.compile(r"\w+(?:['’.-]\w+)*", re.UNICODE)
_NEAR = ("near", "nearby", "around", "by")
_IN = ("in", "at", "within")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = {name: day for day, whole in enumerate(_DAYS) for name in (whole, f"{whole}s", whole[:3])} | {
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
_TODAY = ("today", "tonight", "now")
_FREE = ("free", "cheap")
_WHEELS = ("wheelchair", "wheelchairs")
_AGE = (
    re.compile(r"\b(?:age|aged|ages)\s*(\d{1,2})\b"),
    re.compile(r"\b(\d{1,2})\s*-?\s*(?:years?|yrs?)(?:\s*-?\s*olds?)?\b"),
    re.compile(r"\b(\d{1,2})\s*-?\s*(?:yo|y/o)\b"),
)
_FILTERS = ("free", "today", "wheelchair", "language", "age", "day")  # of `Filters`
_FILLER = frozenset(
    (
        "a", "about", "accessible", "an", "and", "any", "are", "around", "can", "cost", "do", "find", "for",
        "get", "go", "have", "how", "i", "is", "it", "its", "looking", "me", "my", "near", "nearby", "need",
        "no", "now", "of", "old", "on", "open", "or", "please", "some", "somebody", "someone", "something",
        "somewhere", "that", "the", "there", "to", "today", "tonight", "want", "we", "what", "when", "where",
        "which", "who", "with", "would", "year", "years", "you", "your",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """words: what is left to look for. near: a place of the data, as asked for; unknown_place: one it has not."""

    words: tuple[str, ...]
    near: str | None = None
    unknown_place: str | None = None
    filters: Filters = field(default_factory=Filters)


def plain(text: str) -> str:
    """Without accents, in small letters: how words, places and languages are compared."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def place_key(name: str) -> str:
    """A place's name or postcode as `understand` asks for it."""
    return " ".join(_WORD.findall(plain(name)))


def understand(
    text: str,
    knows: Callable[[str], bool],
    languages: Sequence[str] = (),
    filters: Filters | None = None,
    unread: Collection[str] = (),
) -> Wanted:
    """Take it apart. knows: whether the data has a place or postcode of this (plain) name. Anything can be typed.

    unread: names of filters, or "near", that are not to be taken from the words.
    """
    filters = filters or Filters()
    line = plain(text[:LONGEST])
    line, age = _age(line)
    words = _WORD.findall(line)
    near, unknown, words = _place(words, knows)
    words, spoken = _language(words, languages)
    day = next((_DAY[word] for word in words if word in _DAY), None)
    found = replace(
        filters,
        free=filters.free or any(word in _FREE for word in words) or "no cost" in " ".join(words),
        today=filters.today or any(word in _TODAY for word in words),
        wheelchair=filters.wheelchair or any(word in _WHEELS for word in words),
        language=filters.language or spoken,
        age=filters.age if filters.age is not None else age,
        day=filters.day if filters.day is not None else day,
    )
    found = replace(found, **{name: getattr(filters, name) for name in unread if name in _FILTERS})
    if "near" in unread:
        near = unknown = None
    dropped = _FILLER | set(_FREE) | set(_WHEELS) | set(_DAY)
    return Wanted(tuple(word for word in words if word not in dropped), near, unknown, found)


def _age(line: str) -> tuple[str, int | None]:
    for pattern in _AGE:
        match = pattern.search(line)
        if match is not None:
            return line[: match.start()] + " " + line[match.end() :], int(match[1])
    return line, None


def _place(words: list[str], knows: Callable[[str], bool]) -> tuple[str | None, str | None, list[str]]:
    """The place that is named, one that nobody knows, and the other words."""
    for index, word in enumerate(words):
        if word in _NEAR or word in _IN:
            count = _known_from(words, index + 1, knows)
            if count:
                return " ".join(words[index + 1 : index + 1 + count]), None, words[:index] + words[index + 1 + count :]
    for index, word in enumerate(words):
        if word in _NEAR and (unknown := _until_something_else(words[index + 1 :])):
            return None, " ".join(unknown), words[:index] + words[index + 1 + len(unknown) :]
    for index in range(len(words)):
        count = _known_from(words, index, knows)
        if count and any(any(letter.isdigit() for letter in word) for word in words[index : index + count]):
            return " ".join(words[index : index + count]), None, words[:index] + words[index + count :]
    for index in range(max(0, len(words) - _LONGEST_PLACE), len(words)):
        # Without "near" it may as well be a word like any other ("reading club"): it stays one.
        if knows(" ".join(words[index:])):
            return " ".join(words[index:]), None, words
    return None, None, words


def _known_from(words: list[str], start: int, knows: Callable[[str], bool]) -> int:
    """How many words from here name a place; the longest name wins. 0: none do."""
    for count in range(min(_LONGEST_PLACE, len(words) - start), 0, -1):
        if knows(" ".join(words[start : start + count])):
            return count
    return 0


def _until_something_else(words: list[str]) -> list[str]:
    found: list[str] = []
    for word in words[:3]:
        if word in _DAY or word in _TODAY or word in _FREE or word in _WHEELS or word == "for":
            break
        if word not in ("me", "my", "us", "here", "home", "the", "a"):
            found.append(word)
    return found


def _language(words: list[str], languages: Sequence[str]) -> tuple[list[str], str | None]:
    """ "in polish", "polish speaking": only languages that the data names."""
    for language in languages:
        name = plain(language)
        for index, word in enumerate(words):
            after = words[index + 1] if index + 1 < len(words) else ""
            before = words[index - 1] if index else ""
            if word == name and (before == "in" or after in ("speaking", "speaker", "speakers")):
                rest = words[: index - (before == "in")] + words[index + 1 :]
                return [word for word in rest if word not in ("speaking", "speaker", "speakers")], language
    return words, None
