"""Which entry owns a question, judged by the rows around it: kernel ridge regression on the nearest rows only.

Learning on the neighbourhood needs no training when the base changes, and on the bench it is as good as on the whole.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

NEIGHBOURS = 150  # rows; 80 are a little worse, 300 no better
FEW = 20  # entries; with fewer the doubt would be larger than what speaks for any


class Kernel:
    """How fast likeness fades, and how little a single row is trusted (of the ridge)."""

    def __init__(self, sharpness: float, doubt: float) -> None:
        self.sharpness, self.doubt = sharpness, doubt

    def shares(self, alike: Floats, near: Floats, owner: Ints, owners: int, entries: int) -> Floats:
        """For each owner how much the question is theirs, about 0 to 1.

        alike: of the rows with each other; near: of the rows to the question; owner: of each row, below `owners`;
        entries: how many there are in all, as a question is nobody's before it is looked at.
        """
        between = np.exp(self.sharpness * (alike - 1))
        between[np.diag_indices_from(between)] += self.doubt
        pull: Floats = np.linalg.solve(between, np.exp(self.sharpness * (near - 1)))
        found: Floats = (np.bincount(owner, pull, owners) - pull.sum() / max(entries, FEW)).astype(np.float32)
        return found


def nearest(near: Floats, count: int = NEIGHBOURS) -> Ints:
    """The rows that are nearest, in their own order."""
    there = np.flatnonzero(near > -1)
    if len(there) > count:
        there = there[np.argpartition(-near[there], count - 1)[:count]]
    return np.sort(there)
