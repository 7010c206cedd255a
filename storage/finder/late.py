"""Late interaction: each word of a question, as it is read in its sentence, looks for its like among a row's words.

A sentence's one vector tells what it is about, and loses who did what. That words are compared one by one and only the
best match of each counts is ColBERT's (Khattab and Zaharia, 2020); the model was not made for it, and is good at it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]

NUMBERS = 64  # that are kept of a word: 48 lose a little, and half as many again bring nothing
MOST = 64  # words of a text; more is an answer, and no question


class Read(NamedTuple):
    """A sentence as a model reads it. vector: (size,), of length one; words: (words, NUMBERS), each of length one."""

    vector: Floats
    words: Halves


class Lens(NamedTuple):
    """What is kept of a word: how it differs from most, along the axes in which words differ most (PCA).

    middle: (size,); axes: (size, NUMBERS). What was seen through one lens is compared only with what was seen through
    the same.
    """

    middle: Floats
    axes: Floats

    @classmethod
    def of(cls, words: Floats) -> "Lens":
        """For words like these; (many, size)."""
        middle = words.mean(0)
        _, turned = np.linalg.eigh(np.cov(words - middle, rowvar=False))
        return cls(middle, np.ascontiguousarray(turned[:, ::-1][:, :NUMBERS], np.float32))

    def same(self, other: "Lens | None") -> bool:
        """Whether what was seen through the other can be compared."""
        return other is not None and all(map(np.array_equal, self, other))

    def through(self, words: Floats) -> Halves:
        """Words of any number, as they are kept."""
        seen = (words[:MOST] - self.middle) @ self.axes
        found: Halves = (seen / np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-9)).astype(np.float16)
        return found


class Heard(NamedTuple):
    """How rows hear a question. words: (words of the question, rows), how close each word's like in each row is;
    rows: (rows,), how well the question's words find their like there and the row's theirs in the question, both
    halves counting the same. All about 0 to 1."""

    words: Floats
    rows: Floats

    def by(self, some: NDArray[np.bool_]) -> float:
        """How well the question's words find their like in any of these rows, on average."""
        return float(self.words[:, some].max(axis=1).mean())


def hear(asked: Halves, rows: Sequence[Halves]) -> Heard:
    """The question's words as the rows hear them; there is one row at least."""
    lengths = np.array([len(row) for row in rows])
    starts = np.cumsum([0, *lengths[:-1]])
    likeness = asked.astype(np.float32) @ np.concatenate(rows).astype(np.float32).T
    words: Floats = np.maximum.reduceat(likeness, starts, axis=1)
    offered = np.add.reduceat(likeness.max(0), starts) / lengths
    return Heard(words, ((words.mean(0) + offered) / 2).astype(np.float32))
