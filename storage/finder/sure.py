"""How sure is sure: signs turned into evidence, and the three outcomes decided by what the base says about itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.finding import Outcome

Signs = NDArray[np.float32]

# What speaks for the first entry being right, in the order of `ranking.SIGNS`, of share and lead their roots: a
# logistic regression on what people asked of five published knowledge bases, each weighing the same. Fitted on four,
# it judges the fifth nearly as well (bench/answers.py). Among neighbours nearness proves less, which crowd takes
# away; a word of the question that finds its like nowhere nearby tells of another topic.
ROOTS = 2  # of the first signs: between nothing and a little lies more than between much and very much
WORDS_ALONE = (2.32, 3.89, 0.59, 0.0, 1.45, -2.21, 1.05, 0.0, 0.0, 0.0), -5.75
WITH_MEANING = (2.44, 3.26, 1.00, 0.80, 0.37, -0.85, 0.92, -2.29, 2.32, 2.17), -7.67

ANSWER_FROM, SUGGEST_FROM = 2.2, 0.5  # evidence, where a base is too small to tell
SUGGEST_AT_MOST = 1.0  # phrasings of a base resemble each other more than questions do: don't ask too much of these
ENOUGH = 40  # trials after which the base's own word counts as much as these
WORTH = 2.0  # a good suggestion, beside a vain one
# The share of right ones that is aimed at among those of the base's own phrasings that would be answered, with as many
# questions that have no answer. People ask in other words than the base, all the more where words are all there is.
AIM_WORDS_ALONE, AIM_WITH_MEANING = 0.89, 0.815
LEAST = 1.0  # evidence, nearly three to one: below it nothing is an answer, however well the base knows itself
# What comes nearer to what people say every day than to the entry, or nearly so, is only an answer from nine to one on:
# "when is the next train" is not "when is the next meetup". On the bench it costs one answer in a hundred.
NEARLY, CERTAIN = 0.1, 2.2


@dataclass(frozen=True)
class Trial:
    """A question that the base asked itself. evidence: for the first entry, of_any: for one of the first three;
    right: the
    first was the one; close: one of the three was; own: the base had an answer at all."""

    evidence: float
    of_any: float
    right: bool
    close: bool
    own: bool


@dataclass(frozen=True)
class Sureness:
    """From which evidence on something is an answer, or worth suggesting."""

    semantic: bool
    answer_from: float = ANSWER_FROM
    suggest_from: float = SUGGEST_FROM

    def outcome(self, evidence: float, of_any: float, *, everyday: bool = False) -> Outcome:
        """What may be said, by the evidence for the first entry and for any of the first three."""
        if evidence >= self.answer_from and not everyday:
            return Outcome.ANSWER
        return Outcome.SUGGEST if of_any >= self.suggest_from else Outcome.UNKNOWN


def evidence(signs: Signs, *, semantic: bool) -> float:
    """For the first entry being right; 0 is even odds in the knowledge bases that this was fitted on."""
    weights, start = WITH_MEANING if semantic else WORDS_ALONE
    roots = np.sqrt(np.maximum(signs[:ROOTS], 0))
    return float(np.dot(np.array(weights, np.float32), np.concatenate([roots, signs[ROOTS:]])) + start)


def is_everyday(found: float, meaning: float, everyday: float) -> bool:
    """Whether a question is too near to what is said every day. meaning, everyday: how close it is to the entry, and
    to that."""
    return found < CERTAIN and everyday >= meaning - NEARLY


def chance(found: float) -> float:
    """The evidence as a number between 0 and 1."""
    return float(1 / (1 + np.exp(-found)))


def judged(trials: Sequence[Trial], *, semantic: bool) -> Sureness:
    """The thresholds that a base has earned.

    They move from the defaults with the number of trials that it has an answer to; a base with one phrasing an entry
    has none, and keeps them. Where there are few, they only move up: at least to what questions without an answer
    reach in
    one of twenty cases.
    """
    own = [trial for trial in trials if trial.own]
    foreign = [trial.evidence for trial in trials if not trial.own]
    if not foreign:
        return Sureness(semantic)
    trust = len(own) / (len(own) + ENOUGH)
    answer = ANSWER_FROM + trust * (_answer_from(trials, semantic=semantic) - ANSWER_FROM) if own else ANSWER_FROM
    suggest = SUGGEST_FROM + trust * (_suggest_from(trials) - SUGGEST_FROM) if own else SUGGEST_FROM
    if trust < 0.5:
        answer = max(answer, ANSWER_FROM, float(np.quantile(foreign, 0.95)))
    return Sureness(semantic, max(answer, LEAST), min(suggest, SUGGEST_AT_MOST))


def _answer_from(trials: Sequence[Trial], *, semantic: bool) -> float:
    """The lowest evidence above which enough are right; past the best where never enough are."""
    seen, weight = np.array([trial.evidence for trial in trials]), _weights(trials)
    order = np.argsort(-seen, kind="stable")
    right = np.array([trial.right for trial in trials])[order] * weight[order]
    share = np.where(_last_of_equals(seen[order]), np.cumsum(right) / np.cumsum(weight[order]), 0)
    fine = np.flatnonzero(share >= (AIM_WITH_MEANING if semantic else AIM_WORDS_ALONE))
    return float(seen[order][fine[-1]]) if len(fine) else float(seen.max()) + 1


def _suggest_from(trials: Sequence[Trial]) -> float:
    """Where the most are kept of those whose entry is among three, beside the fewest that have none.

    A parent whose answer is there and who hears "I don't know that one" is worse off than one who is shown three
    others.
    """
    seen, weight = np.array([trial.of_any for trial in trials]), _weights(trials)
    order = np.argsort(-seen, kind="stable")
    worth = np.array([WORTH * trial.close - (not trial.own) for trial in trials], float)[order] * weight[order]
    gained = np.where(_last_of_equals(seen[order]), np.cumsum(worth), -np.inf)
    return float(seen[order][int(np.argmax(gained))])


def _last_of_equals(falling: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where a threshold can be: what is equal falls on one side of it."""
    found: NDArray[np.bool_] = np.append(falling[1:] != falling[:-1], True)
    return found


def _weights(trials: Sequence[Trial]) -> NDArray[np.float64]:
    """Weights that make those with and those without an answer count the same."""
    own = np.array([trial.own for trial in trials])
    found: NDArray[np.float64] = np.where(own, 1 / max(own.sum(), 1), 1 / max((~own).sum(), 1))
    return found
