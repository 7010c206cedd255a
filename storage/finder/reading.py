"""A question as it was typed, read: spelt right, spelt out, its stems, its runs of letters, its vector."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from storage.finder.known import Known, Prepared, Shorts
from storage.finder.lexical import Lexical
from storage.finder.ranking import Asked, Floats
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
        text = self._shorts.both(unicodedata.normalize("NFKC", text), (None, *group_ids))
        typed = words(fold(text))
        if not typed:
            return None
        spelling = self._spelling if self._spelling.knows_most(typed) else self._own_spelling
        meant = [spelling.right(word) for word in typed]
        cut = [stems(meant, language) for language in self._languages]
        told = tuple(dict.fromkeys(frozenset(forms) for forms in zip(*cut, strict=True)))
        row = self._lexical.asked(
            (stem for forms in told for stem in forms), [*typed, *(word for word in meant if word not in typed)]
        )
        return Asked(row, self._vector(text, spelling), told)

    def _vector(self, text: str, spelling: Spelling) -> Floats | None:
        if self._sentences is None:
            return None

        def right(found: re.Match[str]) -> str:
            typed = fold(found[0])
            meant = spelling.right(typed)
            return found[0] if meant == typed else meant

        row: Floats = self._sentences.vectors([WORD.sub(right, text)])[0]
        return row


def prepared(known: Known, lexical: Lexical, shorts: Shorts) -> Prepared:
    """An entry taken apart."""
    groups = (None,) if known.group_id is None else (None, known.group_id)
    texts = [shorts.spelt_out(text, groups) for text in known.texts]
    folded = [words(fold(text)) for text in texts]
    more = words(fold(shorts.spelt_out(known.more, groups)))
    cut = [stems(some, known.language) for some in folded]
    more_stems = stems(more, known.language)
    return Prepared(
        known,
        texts,
        [lexical.row(stemmed, some) for stemmed, some in zip(cut, folded, strict=True)],
        lexical.row(more_stems, ()),
        cut,
        frozenset(more_stems),
        [word for some in (*folded, more) for word in some],
    )
