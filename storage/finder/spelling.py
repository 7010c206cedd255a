"""A misspelt word and the word that was meant: the base's own words first, then those of the language."""

from collections.abc import Callable, Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; shorter ones resemble too much
LONG = 7  # from here on two slips are allowed
REMEMBERED = 5_000
FEW = 3  # unknown words that say nothing about the language

_Rank = Callable[[str], float]


class Spelling:
    """Corrects words that are neither in the base nor in the language.

    own: the base's words and how often they stand there. language: other words that are right, the more usual the
    lower; may be empty, then only the base's words are known.
    """

    def __init__(self, own: Mapping[str, int], language: Mapping[str, int]) -> None:
        self._own, self._language = own, language
        self._own_words = _worth_it(own)
        self._language_words = [word for word in _worth_it(language) if word not in own]
        self._known: dict[str, str] = {}

    def knows_most(self, words: Iterable[str]) -> bool:
        """Whether this is the language whose words are known; else correcting by them would make nonsense of it."""
        longer = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
        unknown = sum(word not in self._own and word not in self._language for word in longer)
        return unknown < FEW or unknown * 2 <= len(longer)

    def right(self, word: str) -> str:
        """The word that was meant, or the word itself."""
        if len(word) < SHORTEST or word in self._own or word in self._language or not word.isalpha():
            return word
        if word not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[word] = self._nearest(word)
        return self._known[word]

    def _nearest(self, word: str) -> str:
        slips = 1 if len(word) < LONG else 2
        own = min(self._near(word, self._own_words, slips, lambda found: -self._own[found]), default=None)
        if own is not None and own[0] == 1:
            return own[-1]
        usual = min(self._near(word, self._language_words, 1, self._language.__getitem__), default=None)
        if usual is None and own is None and slips == 2:
            usual = min(self._near(word, self._language_words, 2, self._language.__getitem__), default=None)
        best = usual or own
        return best[-1] if best else word

    def _near(self, word: str, among: list[str], slips: int, rank: _Rank) -> Iterable[tuple[float, bool, float, str]]:
        """Slips, whether the first letter differs (people seldom miss it, and not with another slip), rank, word."""
        found = process.extract(word, among, scorer=OSA.distance, score_cutoff=slips, limit=30)
        for near, distance, _ in found:
            if distance < 2 or near[0] == word[0]:
                yield distance, near[0] != word[0], rank(near), near


def _worth_it(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if len(word) >= SHORTEST - 1 and word.isalpha())
