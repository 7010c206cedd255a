"""How sure is sure: signs turned into a chance of being right, judged on the base by itself."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.finding import Outcome

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Trial:
    """A question that the base asked itself. signs: as ranked; right: whether the first entry was its own."""

    signs: Floats
    right: bool


@dataclass(frozen=True)
class Sureness:
    weights: Floats
    bias: float
    answer_from: float = 0.9
    suggest_from: float = 0.3

    def chance(self, signs) -> float:
        return float(1 / (1 + np.exp(-(self.weights @ signs + self.bias))))

    def outcome(self, chance: float) -> Outcome:
        if chance >= self.answer_from:
            return Outcome.ANSWER
        return Outcome.SUGGEST if chance >= self.suggest_from else Outcome.UNKNOWN


DEFAULTS = {False: Sureness(np.array([1, 1, 0, 0, 0, 0, 0.0]), 0), True: Sureness(np.array([1, 1, 0, 0, 0, 0, 0.0]), 0)}
