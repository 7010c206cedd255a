"""Words cut into tokens that remember how they were typed, and a cursor that reads them in order."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from domain.grammar.problems import Problem, Unreadable

LONGEST_INPUT = 2_000
LONGEST_LINK = 500
LONGEST_WORD = 60

_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−﹣－", "-"), **dict.fromkeys("∶：꞉ː︰﹕", ":"), **dict.fromkeys("’‘ʼ′＇", "'")}
)
_STOPS = ".,;"
_WORD = re.compile(r"\S+")
_LIST_WORD = re.compile(r"(?:[^\s,;]|(?<=[0-9]),(?=[0-9]))+")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MEETING = re.compile(
    r"(?:[\w-]+\.)?(?:zoom\.us|zoom\.com|meet\.google\.com|meet\.jit\.si|teams\.microsoft\.com|teams\.live\.com"
    r"|whereby\.com|webex\.com|meet\.goto\.com|t\.me|skype\.com)(?:/[^\s<>\"]*)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """One word: as typed, as compared (`word`), and where it stands in the text."""

    text: str
    word: str
    start: int
    end: int


def clean(text: str) -> str:
    """The text without what no message can hold: control characters and halves of surrogate pairs."""
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))


def tidy(text: str) -> str:
    """Cleaned, with single spaces, and without a dash or colon that only leads up to it."""
    words = clean(text).split()
    while words and not words[0].translate(_TYPOGRAPHY).strip("-:,;|"):
        words.pop(0)
    return " ".join(words)


def fold(text: str) -> str:
    """A word as it is compared: case, width and typography do not count, nor do stops at its end.

    What is longer than any word of a grammar stays as it is: some letters become eighteen when unfolded.
    """
    if len(text) > LONGEST_WORD:
        return text
    plain = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY)).casefold()
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return seen.rstrip(_STOPS) or seen


def as_link(text: str) -> str | None:
    """The web address that a word is, with its scheme; None if it is none."""
    bare = text.rstrip(_STOPS)
    if _WEB.fullmatch(bare):
        return bare
    return f"https://{bare}" if _MEETING.fullmatch(bare) else None


class Cursor:
    """Reads the tokens of a text from left to right."""

    def __init__(self, text: str, *, as_list: bool = False) -> None:
        """With `as_list` commas and semicolons separate words as spaces do. Unreadable if empty or too long."""
        if len(text) > LONGEST_INPUT:
            raise Unreadable(Problem.TOO_LONG, text, limit=LONGEST_INPUT)
        self.text = clean(text)
        pattern = _LIST_WORD if as_list else _WORD
        self.tokens = [
            Token(found[0], fold(found[0]), found.start(), found.end()) for found in pattern.finditer(self.text)
        ]
        if not self.tokens:
            raise Unreadable(Problem.EMPTY)
        self.at = 0

    def take_link(self) -> str | None:
        """Remove the last web address among the words and return it, wherever it stands."""
        for place, token in reversed(list(enumerate(self.tokens))):
            if link := as_link(token.text):
                if len(link) > LONGEST_LINK:
                    raise Unreadable(Problem.TOO_LONG, token.text, limit=LONGEST_LINK)
                del self.tokens[place]
                return link
        return None

    def peek(self, ahead: int = 0) -> Token | None:
        """The next token, or one further on; None after the end."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def word(self, ahead: int = 0) -> str:
        """The next token as it is compared, "" after the end."""
        token = self.peek(ahead)
        return token.word if token else ""

    def since(self, mark: int, ahead: int = 0) -> str:
        """Exactly as typed: from the token at `mark` to the one before the cursor, or `ahead` further."""
        tokens = self.tokens[mark : self.at + ahead]
        return self.text[tokens[0].start : tokens[-1].end].rstrip(_STOPS) if tokens else ""

    def skip(self, words: Collection[str]) -> bool:
        """Pass over one token if it is one of these words."""
        if self.word() in words and self.peek():
            self.at += 1
            return True
        return False

    def skip_all(self, words: Collection[str]) -> None:
        """Pass over as many of these words as follow."""
        while self.skip(words):
            pass

    def rest(self) -> list[str]:
        """What is left, word by word, as typed."""
        return [token.text for token in self.tokens[self.at :]]

    def finish(self) -> None:
        """Unreadable if anything is left."""
        if left := len(self.tokens) - self.at:
            raise Unreadable(Problem.LEFTOVER, self.since(self.at, left))
