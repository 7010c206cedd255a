"""What each field of an entry may hold, read from what somebody typed, in Telegram or in a file."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Any

from domain.asking import more_than_signs
from domain.entries import Entry, State
from domain.entries_marks import is_link
from domain.errors import Refused

SHORT, LINE, LONG = 200, 120, 3600  # characters: one message of Telegram shows the longest whole
MOST_PHRASINGS, MOST_TAGS = 25, 10
NOBODY = "-"  # in a file, where nobody shall be thanked any more
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
PICTURES, PDFS = (".jpg", ".jpeg", ".png"), (".pdf",)
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class Field(StrEnum):
    """What can be said of an entry, by its name in a file."""

    QUESTION = "question"
    PHRASINGS = "phrasings"
    ANSWER = "answer"
    TAGS = "tags"
    LANGUAGE = "language"
    SOURCE = "source"
    LINK = "link"
    CHECKED = "checked"
    REVIEW = "review"
    STATE = "state"
    WEBSITE = "website"
    PLACE = "place"
    PHONE = "phone"
    FILE = "file"
    CREDIT = "credit"


# The fields of `Entry`; only where they bear another name.
NAMES = {
    Field.SOURCE: "source_name",
    Field.LINK: "source_link",
    Field.CHECKED: "checked_on",
    Field.REVIEW: "review_by",
    Field.WEBSITE: "link",
}
NEEDED = (Field.QUESTION, Field.ANSWER)


class Problem(StrEnum):
    """What is wrong with what was typed."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NO_LINK = "no_link"
    NO_DATE = "no_date"
    NO_LANGUAGE = "no_language"
    NO_PHONE = "no_phone"
    NO_STATE = "no_state"
    NO_FILE = "no_file"


class Unfit(Refused):
    """This cannot stand in that field of an entry; details: field, problem, and most, where there is a limit."""

    def __init__(self, field: Field, problem: Problem, most: int = 0) -> None:
        super().__init__(field=field, problem=problem, most=most)
        self.field, self.problem, self.most = field, problem, most


def name_of(field: Field) -> str:
    """Its name in `Entry`."""
    return NAMES.get(field, field.value)


def read(field: Field, text: str) -> Any:
    """The value of this field; an empty one where nothing was typed. Unfit says what is wrong."""
    text = cleaned(text)
    match field:
        case Field.PHRASINGS:
            return _several(field, text.split("\n"), LINE, MOST_PHRASINGS)
        case Field.TAGS:
            return _several(field, [tag.lower() for tag in re.split(r"[,،\n]", text)], 40, MOST_TAGS)
        case Field.ANSWER:
            return _words(field, text, LONG)
        case Field.QUESTION:
            return _words(field, _one_line(text), SHORT)
        case Field.STATE:
            return _state(text)
        case Field.CHECKED | Field.REVIEW:
            return _day(field, text) if text else None
        case Field.LANGUAGE:
            return _language(text) if text else "en"
        case Field.LINK | Field.WEBSITE:
            return _link(field, text) if text else None
        case Field.PHONE:
            return _phone(text) if text else None
        case Field.FILE:
            return _file(text) if text else None
        case Field.CREDIT if text == NOBODY:
            return None
        case _:
            return _at_most(field, _one_line(text), SHORT) or None


def write(entry: Entry, field: Field) -> str:
    """The field as text that `read` takes back."""
    value = getattr(entry, name_of(field))
    match value:
        case None:
            return ""
        case tuple():
            return ("\n" if field is Field.PHRASINGS else ", ").join(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def cleaned(text: str) -> str:
    """Without what cannot be seen and only confuses: controls, what turns text around, blanks at the ends."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "\n".join(line.rstrip() for line in UNWANTED.sub("", text).split("\n")).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _at_most(field: Field, text: str, most: int) -> str:
    if len(text) > most:
        raise Unfit(field, Problem.TOO_LONG, most)
    return text


def _words(field: Field, text: str, most: int) -> str:
    """Not empty, nor signs and pictures alone, which ask and answer nothing."""
    if not more_than_signs(text):
        raise Unfit(field, Problem.MISSING)
    return _at_most(field, text, most)


def _several(field: Field, texts: list[str], longest: int, most: int) -> tuple[str, ...]:
    """Each once, in their order; blanks and capitals make no difference."""
    found: dict[str, str] = {}
    for text in map(_one_line, texts):
        if text:
            found.setdefault(text.casefold(), _at_most(field, text, longest))
    if len(found) > most:
        raise Unfit(field, Problem.TOO_MANY, most)
    return tuple(found.values())


def _state(text: str) -> State:
    try:
        return State(text.lower()) if text else State.PUBLISHED
    except ValueError:
        raise Unfit(Field.STATE, Problem.NO_STATE) from None


def _day(field: Field, text: str) -> date:
    """`2026-11-22`, or `22.11.2026` and `22/11/2026` with the day first."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    spoken = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text)
    parts = iso.groups() if iso else spoken.groups()[::-1] if spoken else None
    try:
        day = date(*map(int, parts)) if parts else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise Unfit(field, Problem.NO_DATE)
    return day


def _language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?", text):
        raise Unfit(Field.LANGUAGE, Problem.NO_LANGUAGE)
    language, dash, region = text.partition("-")
    return language.lower() + dash + region


def _link(field: Field, text: str) -> str:
    _at_most(field, text, SHORT * 2)
    if not is_link(text):
        raise Unfit(field, Problem.NO_LINK)
    return text


def _phone(text: str) -> str:
    """Digits as people group them; a word or two behind them may say when or for whom."""
    text = _at_most(Field.PHONE, _one_line(text), 60)
    if sum(c.isdecimal() for c in text) < 3 or not re.match(r"[+(]?\d", text):
        raise Unfit(Field.PHONE, Problem.NO_PHONE)
    return text


def _file(text: str) -> str:
    if len(text) > 150 or not re.fullmatch(r"[\w][\w .()-]*", text) or not text.lower().endswith(PICTURES + PDFS):
        raise Unfit(Field.FILE, Problem.NO_FILE)
    return text
