"""Words and runs of letters of every row of text: which resemble a question, and how much they resemble each other."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from storage.finder.text import EMPTY, runs

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]  # what there is much of is kept in half precision: it loses nothing that is seen
Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]

SKETCH = 512  # numbers that stand for a row when rows are compared with each other; 256 lose two in a hundred
UNKNOWN = -1
WORD_MARK = "\t"  # before a stem, so that it is no run of letters
LITTLE = 0.4  # how much a word like "the" counts beside others that are as rare; in a small base it is as rare as any


class Row:
    """What a row of text is made of, by number: first stems, then runs of letters; and how often each stands in it."""

    __slots__ = ("features", "often", "told")

    def __init__(self, features: Numbers, often: Halves, told: int) -> None:
        self.features, self.often, self.told = features, often, told

    @property
    def stems(self) -> Numbers:
        """The numbers of its stems."""
        return self.features[: self.told]


class Lexical:
    """TF-IDF over stems and over runs of letters, half and half. Rows are sealed together: `seal`, then `near`.

    Words that nobody uses any more keep their number until the next start; they weigh nothing.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._rows: Sequence[Row] = ()

    def row(self, stems: Iterable[str], words: Iterable[str]) -> Row:
        """A row of the base, its new words learnt."""
        counted, told = _counted(stems, words)
        numbers = [self._numbers.setdefault(feature, len(self._numbers)) for feature in counted]
        return Row(np.array(numbers, np.int32), _damped(counted), told)

    def asked(self, stems: Iterable[str], words: Iterable[str]) -> Row:
        """A question: only what the base knows of it."""
        counted, _ = _counted(stems, words)
        known = {self._numbers[feature]: often for feature, often in counted.items() if feature in self._numbers}
        return Row(np.array(list(known), np.int32), _damped(known), 0)

    def number(self, stem: str) -> int:
        """Of a stem; UNKNOWN where the base never had it."""
        return self._numbers.get(WORD_MARK + stem, UNKNOWN)

    def seal(self, rows: Sequence[Row]) -> None:
        """Weigh all rows anew. Takes some 100 ms for 20,000 rows, 1 ms for 200."""
        self._rows = rows
        names = list(self._numbers)
        self._is_word = np.array([name.startswith(WORD_MARK) for name in names] or [False], bool)
        self._codes = np.array([crc32(name.encode()) for name in names] or [0], np.uint32)
        features = np.concatenate([row.features for row in rows] or [np.zeros(0, np.int32)])
        self._starts = np.cumsum([0] + [len(row.features) for row in rows])
        where = np.repeat(np.arange(len(rows), dtype=np.min_scalar_type(len(rows))), np.diff(self._starts))
        seen = np.bincount(features, minlength=len(self._is_word))
        empty = np.array([name.startswith(WORD_MARK + EMPTY) for name in names] or [False])
        rarity = (np.log((1 + len(rows)) / (1 + seen)) + 1) * np.where(empty, LITTLE, 1)
        self.rarity = rarity.astype(np.float32)
        values = np.concatenate([row.often for row in rows] or [np.zeros(0, np.float16)]) * self.rarity[features]
        for kind in (True, False):
            some = self._is_word[features] == kind
            norm = np.sqrt(np.bincount(where[some], values[some] ** 2, minlength=len(rows)))
            values[some] /= np.maximum(norm, 1e-9)[where[some]].astype(np.float32)
        values *= np.float32(np.sqrt(0.5))
        self._values = values.astype(np.float16)
        order = np.argsort(features, kind="stable")
        self._holders, self._weights = where[order], self._values[order]
        self._lists = np.concatenate([[0], np.cumsum(seen)])

    def sealed(self, row: int) -> Row:
        """A sealed row, as if somebody asked it."""
        return self._rows[row]

    def near(self, asked: Row) -> Floats:
        """How much each sealed row resembles the question, 0 to 1."""
        known = asked.features < len(self._lists) - 1
        features, values = asked.features[known], asked.often[known] * self.rarity[asked.features[known]]
        for kind in (True, False):
            some = self._is_word[features] == kind
            values[some] *= np.float32(np.sqrt(0.5)) / max(float(np.linalg.norm(values[some])), 1e-9)
        starts, ends = self._lists[features], self._lists[features + 1]
        if not len(features):
            return np.zeros(len(self._rows), np.float32)
        holders = np.concatenate([self._holders[a:b] for a, b in zip(starts, ends, strict=True)])
        weights = np.concatenate([self._weights[a:b] for a, b in zip(starts, ends, strict=True)])
        return np.bincount(holders, weights * np.repeat(values, ends - starts), len(self._rows)).astype(np.float32)

    def alike(self, some: Ints) -> Floats:
        """How much these sealed rows resemble each other; 1 with itself.

        Each feature falls on one of a row's few numbers with a sign, both by its name: what falls together mostly
        cancels
        out.
        """
        starts, ends = self._starts[some], self._starts[some + 1]
        own = np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)])
        codes = self._codes[np.concatenate([self._rows[row].features for row in some.tolist()])].astype(np.int64)
        values = self._values[own]
        where = np.repeat(np.arange(len(some)), ends - starts) * SKETCH + codes % SKETCH
        flat = np.bincount(where, np.where(codes & 0x10000, values, -values), minlength=len(some) * SKETCH)
        sketches = flat.astype(np.float32).reshape(-1, SKETCH)
        found: Floats = sketches @ sketches.T
        np.fill_diagonal(found, 1)
        return found

    def rarity_of(self, forms: Iterable[int]) -> float:
        """How much a word tells, by its best known form; as much as any can where the base does not know it."""
        most = float(np.log(1 + len(self._rows)) + 1)
        return min(float(self.rarity[n]) if 0 <= n < len(self.rarity) else most for n in forms)

    def held(self, number: int) -> int:
        """How many rows hold the stem of this number."""
        return int(self._lists[number + 1] - self._lists[number]) if 0 <= number < len(self.rarity) else 0


def _counted(stems: Iterable[str], words: Iterable[str]) -> tuple[Counter[str], int]:
    """All features and how often, the stems first, and how many of these there are."""
    counted = Counter(WORD_MARK + stem for stem in stems)
    told = len(counted)
    counted.update(runs(words))
    return counted, told


def _damped(counted: Mapping[Any, int]) -> Halves:
    return (1 + np.log(np.array(list(counted.values()), np.float32))).astype(np.float16)
