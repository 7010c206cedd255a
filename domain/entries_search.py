"""Finding an entry by its words, whatever its state; for facilitators, who also look for what parents cannot see."""

import re
import unicodedata
from collections.abc import Iterable

from domain.entries import Entry


def search(entries: Iterable[Entry], words: str, most: int) -> list[Entry]:
    """Those that have all of the words, or else most of them, in what is asked before what is answered."""
    wanted = set(_words(words))
    ranked = [(_rank(entry, wanted), entry) for entry in entries]
    best = sorted((r for r in ranked if r[0][0] > 0), key=lambda r: (r[0], -r[1].id), reverse=True)
    all_of_them = [entry for (matched, _), entry in best if matched == len(wanted)]
    return (all_of_them or [entry for (matched, _), entry in best if 2 * matched >= len(wanted)])[:most]


def _rank(entry: Entry, wanted: set[str]) -> tuple[int, int]:
    asked = _words(" ".join([entry.question, *entry.phrasings, *entry.tags, entry.key]))
    everything = asked + _words(entry.answer)
    in_question = sum(any(word.startswith(w) for word in asked) for w in wanted)
    return sum(any(word.startswith(w) for word in everything) for w in wanted), in_question


def _words(text: str) -> list[str]:
    """Small letters without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)
