"""Finding an entry by its words, whatever its state; for facilitators, who also look for what parents cannot see."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from domain.entries import Entry
from domain.likeness import COMMON, stem

ENOUGH = 0.5  # of the weight of all words: an entry that has less has hardly to do with them
ONLY_ANSWERED = 0.5  # what a word counts that stands in the answer and not in what is asked, among those that have all


def search(entries: Iterable[Entry], words: str, most: int) -> list[Entry]:
    """Those that have all of the words, or where there is none those that have most of what these say; best first."""
    every, wanted = list(entries), _wanted(words)
    texts = [(_words(_asked(entry)), _words(f"{_asked(entry)} {entry.answer}")) for entry in every]
    weights = [_weight(word, [everything for _, everything in texts]) for word in wanted]
    ranked = []
    for entry, (asked, everything) in zip(every, texts, strict=True):
        there = [_stands(word, everything) for word in wanted]
        matched = sum(weight for weight, found in zip(weights, there, strict=True) if found)
        inside = sum(weight for weight, word in zip(weights, wanted, strict=True) if _stands(word, asked))
        if matched and matched >= ENOUGH * sum(weights) - 1e-9:
            score = ONLY_ANSWERED * matched + (1 - ONLY_ANSWERED) * inside
            ranked.append((all(there), score, -entry.id, entry))
    ranked.sort(key=lambda one: one[:3], reverse=True)
    whole = [entry for all_of_them, *_, entry in ranked if all_of_them]
    return (whole or [entry for *_, entry in ranked])[:most]


def has_all(entry: Entry, words: str) -> bool:
    """Whether each of the words stands in it."""
    everything = _words(f"{_asked(entry)} {entry.answer}")
    return all(_stands(word, everything) for word in _wanted(words))


def _asked(entry: Entry) -> str:
    return " ".join([entry.question, *entry.phrasings, *entry.tags, entry.key])


def _wanted(words: str) -> list[str]:
    """Their beginnings, common words only where there is no other."""
    found = list(dict.fromkeys(_words(words)))
    telling = [word for word in found if word not in COMMON]
    return list(dict.fromkeys(map(stem, telling or found)))


def _weight(word: str, texts: Sequence[list[str]]) -> float:
    """The rarer the more it says; what stands nowhere says most."""
    held = sum(_stands(word, text) for text in texts)
    return math.log((1 + len(texts)) / (1 + held)) + 1


def _stands(beginning: str, text: Iterable[str]) -> bool:
    return any(word.startswith(beginning) for word in text)


def _words(text: str) -> list[str]:
    """Small letters without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)
