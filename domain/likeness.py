"""How much alike two questions are, by their words and by the letters of these: small, pure and the same every time."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

ALIKE = 0.6  # from here on two questions are taken for the same one; tried on pairs in tests/domain/test_likeness.py
SAME = 0.8  # from here on two entries say the same thing twice
LONGEST = 400  # characters that are looked at: the end, where a long story comes to its question
WORD = re.compile(r"[^\W_]+")
# Words that nearly every question has, so that they say nothing about which one it is. Without a list for a language
# its own are only counted as less than others, by their shortness.
COMMON = frozenset({
    "a", "about", "am", "an", "and", "any", "anybody", "anyone", "are", "as", "at", "be", "been", "but", "by", "can",
    "could", "did", "do", "does", "else", "for", "from", "get", "getting", "go", "going", "good", "got", "had", "has",
    "have", "hello", "hi", "how", "i", "if", "in", "into", "is", "it", "its", "just", "know", "like", "looking", "me",
    "my", "need", "of", "on", "one", "or", "our", "out", "please", "really", "should", "so", "some", "somebody",
    "someone", "tell", "thank", "thanks", "that", "the", "their", "them", "then", "there", "they", "this", "to", "up",
    "us", "want", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you",
    "your", "lad", "son", "daughter", "child", "children", "kid", "kids", "boy", "girl",
})  # fmt: skip


def alike(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same words."""
    mine, theirs = _words(one), _words(other)
    return _likeness(mine, theirs) if mine and theirs else 0.0


def _likeness(mine: frozenset[str], theirs: frozenset[str]) -> float:
    if mine == theirs:
        return 1.0
    return (_dice(_weights(mine), _weights(theirs)) + _dice(_letters(mine), _letters(theirs))) / 2


def twins(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of those that are as good as the same, common words counted: “what” and “when” ask different things.

    Pairs that share few words are not looked at closely.
    """
    sets = [_all_words(text) for text in texts]
    for (i, mine), (j, theirs) in combinations(enumerate(sets), 2):
        close = 4 * len(mine & theirs) >= len(mine) + len(theirs)
        if close and _likeness(mine, theirs) >= SAME and alike(texts[i], texts[j]) >= ALIKE:
            yield i, j


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The words that say which question it is, without accents and endings; all of them where all are common."""
    found = _found(text)
    return frozenset(stem(word) for word in found if word not in COMMON) or frozenset(found)


@lru_cache(maxsize=4096)
def _all_words(text: str) -> frozenset[str]:
    return frozenset(map(stem, _found(text)))


def _found(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[-LONGEST:].casefold())
    return WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def stem(word: str) -> str:
    """The word without its ending, as far as that can be told without knowing the word."""
    for ending, least in (("ing", 4), ("ed", 4), ("es", 4), ("s", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > 4 else word


def _weights(words: frozenset[str]) -> Counter[str]:
    """Longer words say more, up to a point."""
    return Counter({word: min(len(word), 6) for word in words})


@lru_cache(maxsize=4096)
def _letters(words: frozenset[str]) -> Counter[str]:
    """Every three letters in a row; a misspelt word still shares most of its own."""
    grams: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        grams.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return grams
