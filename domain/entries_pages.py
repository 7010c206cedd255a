"""An answer in pages of at most a screen, cut where a reader would pause and never inside a mark."""

import re
from collections.abc import Iterator

from domain.entries_marks import MARK, unmarked

SCREEN = 900  # characters that can be seen
PAUSES = (re.compile(r"\n\s*\n\s*"), re.compile(r"\n"), re.compile(r"(?<=[.!?…؟。])\s+"), re.compile(r"\s+"))


def pages(answer: str) -> list[str]:
    """At least one page; nothing of the answer is lost but the blanks at the cuts."""
    return _packed(answer.strip(), PAUSES) or [""]


def _packed(text: str, pauses: tuple[re.Pattern[str], ...]) -> list[str]:
    if len(unmarked(text)) <= SCREEN:
        return [text] if text else []
    if not pauses:
        words = unmarked(text)
        return [words[at : at + SCREEN] for at in range(0, len(words), SCREEN)]
    found: list[str] = []
    for piece in _pieces(text, pauses[0]):
        joined = (found[-1] + piece) if found else piece
        if found and len(unmarked(joined.strip())) <= SCREEN:
            found[-1] = joined
        elif len(unmarked(piece.strip())) <= SCREEN:
            found.append(piece)
        else:
            found += _packed(piece.strip(), pauses[1:])
    return [page.strip() for page in found if page.strip()]


def _pieces(text: str, pause: re.Pattern[str]) -> Iterator[str]:
    """The text cut behind each pause that is not inside a mark."""
    inside = [found.span() for found in MARK.finditer(text)]
    at = 0
    for found in pause.finditer(text):
        if not any(start < found.end() < end for start, end in inside):
            yield text[at : found.end()]
            at = found.end()
    if at < len(text):
        yield text[at:]
