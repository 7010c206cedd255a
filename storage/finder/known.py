"""What the finder keeps of an entry, and the words people write for short."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from storage.finder.lexical import Row
from storage.finder.text import fold, words


@dataclass(frozen=True)
class Known:
    """An entry as the finder sees it. texts: its question first, then the other phrasings.

    key: an entry of a group hides the shared one with the same key from that group. more: answer and tags, whose words
    help a little.
    """

    id: int
    texts: tuple[str, ...]
    key: str = ""
    group_id: int | None = None
    language: str = "en"
    more: str = ""


@dataclass(frozen=True)
class Short:
    """What people write for short and what it means; group_id None: everywhere."""

    short: str
    long: str
    group_id: int | None = None


@dataclass(frozen=True)
class Prepared:
    """An entry taken apart. texts: spelt out; rows: of these; more: of its answer."""

    known: Known
    texts: tuple[str, ...]
    rows: tuple[Row, ...]
    more: Row


class Shorts:
    """Puts the long form beside the short one, so that both find both."""

    def __init__(self, shorts: Iterable[Short]) -> None:
        self._by_group: dict[int | None, list[Short]] = {}
        for short in shorts:
            self._by_group.setdefault(short.group_id, []).append(short)

    def spelt_out(self, text: str, groups: Iterable[int | None]) -> str:
        """The text with the long form after each short one; sentences are compared by meaning, and few know "DLA"."""
        for short in self._of(groups):
            text = _pattern(short.short).sub(lambda found, long=short.long: f"{found[0]} ({long})", text)  # type: ignore[misc]
        return text

    def both(self, text: str, groups: Iterable[int | None]) -> str:
        """The text spelt out, and short forms after it of what stands there at length."""
        found = [short.short for short in self._of(groups) if _pattern(short.long).search(text)]
        return " ".join([self.spelt_out(text, groups), *found])

    def words(self) -> list[str]:
        """Every word of every form, which are no spelling mistakes."""
        every = [short for some in self._by_group.values() for short in some]
        return [word for short in every for word in words(fold(f"{short.short} {short.long}"))]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shorts) and self._by_group == other._by_group

    __hash__ = None  # type: ignore[assignment]

    def _of(self, groups: Iterable[int | None]) -> list[Short]:
        return [short for group in groups for short in self._by_group.get(group, ())]


def _pattern(form: str) -> re.Pattern[str]:
    """The form as whole words, in small or capital letters."""
    inner = r"[\W_]+".join(re.escape(part) for part in words_of(form)) or r"(?!)"
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def words_of(form: str) -> list[str]:
    """The words of a form as they are written."""
    return re.findall(r"[^\W_]+", form)
