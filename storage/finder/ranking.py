"""Which entries a question belongs to, best first, and the signs by which it is judged how sure that is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.finder.lexical import Lexical, Row
from storage.finder.owners import Kernel, nearest

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Chosen on the dev sets of five knowledge bases together; all are flat around these values.
WORDS = Kernel(sharpness=1.5, doubt=0.5)
MEANING = Kernel(sharpness=2.0, doubt=0.2)
WORDS_BESIDE_MEANING = 0.5
ANSWER = 0.3  # a word that stands only in the answer counts this much of one in the question
TWINS = 0.85  # questions as alike as this, of another scope or language, are the same question
PREFERRED = 0.05  # of two that are as good, the group's own, and the one in the asker's language

SIGNS = ("share", "lead", "letters", "meaning", "covered", "foreign", "length")


@dataclass(frozen=True)
class Asked:
    """A question taken apart. vector: None where only words count. stems: its telling ones, each once."""

    row: Row
    vector: Floats | None
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """Who asks: which entries may be found (by place), and which are preferred."""

    allowed: NDArray[np.bool_]
    preferred: Floats


@dataclass(frozen=True)
class Ranked:
    """Entries by place with their scores, best first; signs in the order of `SIGNS`."""

    top: tuple[tuple[int, float], ...]
    signs: Floats


NOTHING = Ranked((), np.zeros(len(SIGNS), np.float32))


@dataclass
class Shelf:
    """All that is sealed. owner: which entry (by place) a row belongs to; first: the row of each entry's question.

    vectors: of the rows, None where there is no model or it has not read all rows yet. kinds: scope and language of each
    entry; twins can only be of different kinds.
    """

    lexical: Lexical
    owner: Ints
    first: Ints
    kinds: list[tuple[int | None, str]]
    stems: list[frozenset[str]]
    vectors: Floats | None

    def rank(self, asked: Asked, wanted: Wanted, without: Ints | None = None) -> Ranked:
        """The best entries for a question; rows `without` are looked away from (for judging the base by itself)."""
        count = len(self.owner)
        letters = self.lexical.near(asked.row)
        near, in_answers = letters[:count], ANSWER * letters[count:]
        vectors = self.vectors if asked.vector is not None else None
        meaning = vectors @ asked.vector if vectors is not None else np.zeros_like(near)
        closeness = near + meaning + in_answers[self.owner]
        closeness[~wanted.allowed[self.owner]] = -2
        if without is not None:
            closeness[without] = -2
        some = nearest(closeness)
        if not len(some):
            return NOTHING
        places, owner = np.unique(self.owner[some], return_inverse=True)
        label = self._twins(places)[owner]
        score = WORDS.shares(self.lexical.alike(some), near[some], label, len(places), len(self.first))
        if vectors is not None:
            alike = vectors[some] @ vectors[some].T
            shares = MEANING.shares(alike, meaning[some], label, len(places), len(self.first))
            score = (shares + WORDS_BESIDE_MEANING * score) / (1 + WORDS_BESIDE_MEANING)
        score += in_answers[places]
        closest = np.full(len(places), -1, np.float32)
        np.maximum.at(closest, owner, closeness[some])
        twins = self._twins(places)
        top = _best(places, score, twins, closest, wanted)
        best = np.isin(label, np.flatnonzero(twins == twins[np.searchsorted(places, top[0][0])]))
        signs = self._signs(asked, top, float(near[some][best].max()), float(meaning[some][best].max()))
        return Ranked(top, signs)

    def _twins(self, places: Ints) -> Ints:
        """For each entry the first of those that ask the same in another scope or language; mostly itself."""
        found = np.arange(len(places))
        kinds = [self.kinds[place] for place in places]
        if len(set(kinds)) < 2:
            return found
        alike = self.lexical.alike(self.first[places])
        for n in range(1, len(places)):
            for earlier in np.flatnonzero(alike[n, :n] >= TWINS):
                if kinds[n] != kinds[earlier]:
                    found[n] = found[earlier]
                    break
        return found

    def _signs(self, asked: Asked, top: tuple[tuple[int, float], ...], letters: float, meaning: float) -> Floats:
        weights = [self.lexical.rarity_of(stem) for stem in asked.stems]
        known = [self.lexical.knows(stem) for stem in asked.stems]
        all_weight = max(sum(weights), 1e-9)
        held = self.stems[top[0][0]]
        covered = sum(w for w, stem in zip(weights, asked.stems, strict=True) if stem in held) / all_weight
        foreign = sum(w for w, there in zip(weights, known, strict=True) if not there) / all_weight
        second = top[1][1] if len(top) > 1 else 0.0
        length = np.log(1 + len(asked.stems))
        return np.array([top[0][1], top[0][1] - second, letters, meaning, covered, foreign, length], np.float32)


def _best(
    places: Ints, score: Floats, twins: Ints, closest: Floats, wanted: Wanted
) -> tuple[tuple[int, float], ...]:
    """At most five entries, one of each pair of twins: the preferred, else the closer one."""
    preferred = wanted.preferred[places]
    order = sorted(set(twins.tolist()), key=lambda n: (-(score[n] + PREFERRED * preferred[twins == n].max()), n))
    found = []
    for label in order[:5]:
        pair = np.flatnonzero(twins == label)
        chosen = max(pair.tolist(), key=lambda n: (preferred[n], closest[n], -n))
        found.append((int(places[chosen]), float(score[label])))
    return tuple(found)
