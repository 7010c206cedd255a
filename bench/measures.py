"""How right and how sure: the figures of bench/answers.py, with intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLED = 1_000


@dataclass(frozen=True)
class Judged:
    """One question. score: of the first entry; right: it is the one; own: there is a right one; outright: it was
    given as
    the answer."""

    score: float
    right: bool
    own: bool
    outright: bool = False


def first_right(some: Sequence[Judged]) -> float:
    """P@1: how often the first entry is right, of the questions that have an answer."""
    return _share([one.right for one in some if one.own])


def told_apart(some: Sequence[Judged]) -> float:
    """AUROC: how often a right first entry has a higher score than anything else, ties counting half."""
    right = np.array([one.right for one in some])
    if right.all() or not right.any():
        return float("nan")
    scores = np.array([one.score for one in some])
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    wins = rank[right].sum() - right.sum() * (right.sum() + 1) / 2
    return float(wins / (right.sum() * (~right).sum()))


def outright_right(some: Sequence[Judged]) -> float:
    """Of the outright answers, how many are right."""
    return _share([one.right for one in some if one.outright])


def outright(some: Sequence[Judged]) -> float:
    """Of the questions that have an answer, how many are answered outright."""
    return _share([one.outright for one in some if one.own])


def outright_of_found(some: Sequence[Judged]) -> float:
    """Of the questions whose right entry came first, how many are answered outright."""
    return _share([one.outright for one in some if one.right])


def interval(
    measure: Callable[[Sequence[Judged]], float], sets: Sequence[Sequence[Judged]]
) -> tuple[float, float, float]:
    """The mean over the sets, and the bounds of its 95 % bootstrap interval (each set resampled)."""
    chance = np.random.default_rng(7)
    means = []
    for _ in range(RESAMPLED):
        drawn = [[some[n] for n in chance.integers(0, len(some), len(some))] for some in sets]
        means.append(np.nanmean([measure(some) for some in drawn]))
    low, high = np.quantile(np.array(means), (0.025, 0.975))
    return float(np.nanmean([measure(some) for some in sets])), float(low), float(high)


def _share(some: Sequence[bool]) -> float:
    found: NDArray[np.float64] = np.array(some, float)
    return float(found.mean()) if len(found) else float("nan")
