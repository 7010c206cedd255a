"""A question as it was typed, read: spelt right, spelt out, its stems, its runs of letters, its vector."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from storage.finder.known import Known, Prepared, Shorts
from storage.finder.late import Read
from storage.finder.lexical import Lexical
from storage.finder.ranking import Asked
from storage.finder.spelling import Spelling
from storage.finder.text import WORD, fold, stems, words

if TYPE_CHECKING:  # its libraries are an extra
    from storage.finder.sentences import Sentences


class Reader:
    """Reads questions against one state of the base.

    own: the base's words and how often they stand there; language: other words that are right; languages: those of the
    base, as nobody knows which one a question is in.
    """

    def __init__(
        self,
        lexical: Lexical,
        shorts: Shorts,
        own: Mapping[str, int],
        language: Mapping[str, int],
        languages: Iterable[str],
        sentences: "Sentences | None",
    ) -> None:
        self._lexical, self._shorts, self._sentences = lexical, shorts, sentences
        self._spelling, self._own_spelling = Spelling(own, language), Spelling(own, {})
        self._languages = sorted(set(languages))

    def asked(self, text: str, group_ids: Iterable[int]) -> Asked | None:
        """None where there is no word in it."""
        whole = text.encode("utf-8", "ignore").decode()  # half of a sign is none, and the model refuses it
        text = self._shorts.both(unicodedata.normalize("NFKC", whole), (None, *group_ids))
        typed = words(fold(text))
        if not typed:
            return None
        spelling = self._spelling if self._spelling.knows_most(typed) else self._own_spelling
        meant = [spelling.right(word) for word in typed]
        cut = [stems(meant, language) for language in self._languages]
        told = dict.fromkeys(tuple(dict.fromkeys(forms)) for forms in zip(*cut, strict=True))
        numbers = tuple(tuple(map(self._lexical.number, forms)) for forms in told)
        spellings = [*typed, *(word for word in meant if word not in typed)]
        row = self._lexical.asked((stem for forms in told for stem in forms), spellings)
        return Asked(row, self._read(text, spelling), numbers)

    def _read(self, text: str, spelling: Spelling) -> Read | None:
        if self._sentences is None:
            return None

        def right(found: re.Match[str]) -> str:
            typed = fold(found[0])
            meant = spelling.right(typed)
            return found[0] if meant == typed else meant

        return self._sentences.read([WORD.sub(right, text)])[0]


def prepared(known: Known, lexical: Lexical, shorts: Shorts) -> Prepared:
    """An entry taken apart."""
    texts = spelt_out(known, shorts)
    cut = [words(fold(text)) for text in texts]
    rows = tuple(lexical.row(stems(some, known.language), some) for some in cut[:-1])
    return Prepared(known, texts[:-1], rows, lexical.row(stems(cut[-1], known.language), ()))


def words_of(known: Known, shorts: Shorts) -> list[str]:
    """Every word that stands in an entry."""
    return [word for text in spelt_out(known, shorts) for word in words(fold(text))]


def spelt_out(known: Known, shorts: Shorts) -> tuple[str, ...]:
    """Its texts and its answer with what is short in them at length too."""
    groups = (None,) if known.group_id is None else (None, known.group_id)
    return tuple(shorts.spelt_out(text, groups) for text in (*known.texts, known.more))
