"""Which entries a question belongs to, best first, and the signs by which it is judged how sure that is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.finder.everyday import Everyday
from storage.finder.late import Floats, Halves, Read, hear
from storage.finder.lexical import UNKNOWN, Lexical, Row
from storage.finder.owners import Kernel, nearest

Ints = NDArray[np.int64]
_Top = tuple[tuple[int, float], ...]

# Chosen on the dev sets of five knowledge bases together; all are flat around these values.
WORDS = Kernel(sharpness=1.5, doubt=0.5)
MEANING = Kernel(sharpness=2.0, doubt=0.2)
WORDS_BESIDE_MEANING = 0.5
WORD_BY_WORD = 0.5  # beside both; 0.8 is as good, 0.3 a little worse
ANSWER = 0.6  # a word that stands only in the answer counts this much of one in the question
TWINS = 0.85  # questions as alike as this, of another scope or language, are the same question
MOST = 5  # entries that are named
FEW = 3  # of them are suggested where it is not sure
AWAY = -2.0  # a closeness below all others
PREFERRED = 0.05  # of two that are as good, the group's own, and the one in the asker's language

SIGNS = ("share", "lead", "letters", "meaning", "covered", "foreign", "length", "crowd", "heard", "heard_nearby")


@dataclass(frozen=True)
class Asked:
    """A question taken apart. read: None where only words count. stems: of each word the forms it has in the
    languages of the base, by number; each word once."""

    row: Row
    read: Read | None
    stems: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Wanted:
    """Who asks: which entries may be found (by place), and which are preferred."""

    allowed: NDArray[np.bool_]
    preferred: Floats


@dataclass(frozen=True)
class Ranked:
    """Entries by place with their scores, best first. signs: for the first one; any_signs: for the first three
    taken as one,
    both in the order of `SIGNS`."""

    top: _Top
    signs: Floats
    any_signs: Floats


NOTHING = Ranked((), np.zeros(len(SIGNS), np.float32), np.zeros(len(SIGNS), np.float32))


@dataclass(frozen=True)
class Neighbourhood:
    """The rows around a question. places: their entries; twins: for each of these whose score it shares, by its
    number here;
    label: the same for each row."""

    rows: Ints
    places: Ints
    twins: Ints
    label: Ints


@dataclass
class Shelf:
    """All that is sealed. owner: which entry (by place) a row belongs to; first: the row of each entry's question.

    vectors: of the rows, None where there is no model or it has not read all rows yet; words: of the rows, as it read
    them. kinds: scope and language of each entry; twins can only be of different kinds. everyday: what is said beside
    all of it; None without a model.
    """

    lexical: Lexical
    owner: Ints
    first: Ints
    kinds: list[tuple[int | None, str]]
    vectors: Floats | None
    words: Sequence[Halves]
    everyday: Everyday | None

    def rank(self, asked: Asked, wanted: Wanted, without: Ints | None = None) -> Ranked:
        """The best entries for a question; rows `without` are looked away from (for judging the base by itself)."""
        count = len(self.owner)
        letters = self.lexical.near(asked.row)
        near, in_answers = letters[:count], ANSWER * letters[count:]
        read = asked.read if self.vectors is not None else None
        meaning = np.zeros_like(near) if self.vectors is None or read is None else self.vectors @ read.vector
        closeness = near + meaning + in_answers[self.owner]
        closeness[~wanted.allowed[self.owner]] = AWAY
        if without is not None:
            closeness[without] = AWAY
        some = nearest(closeness)
        if not len(some):
            return NOTHING
        places, owner = np.unique(self.owner[some], return_inverse=True)
        twins = self._twins(places)
        around = Neighbourhood(some, places, twins, twins[owner])
        score = self._scores(around, near[some], None if read is None else meaning[some]) + in_answers[places]
        heard = None if read is None else hear(read.words, [self.words[row] for row in some.tolist()])
        if heard is not None:
            score += WORD_BY_WORD * _above_the_others(heard.rows, around.label, len(places))
        closest = np.full(len(places), AWAY, np.float32)
        np.maximum.at(closest, owner, closeness[some])
        top = _best(around, score, closest, wanted)
        best = around.label == twins[np.searchsorted(places, top[0][0])]
        letters_of, meant = float(near[some][best].max()), float(meaning[some][best].max())
        around_it = (0.0, 0.0, 0.0)
        if heard is not None:
            around_it = self._crowd(some, best, meaning[some]), heard.by(best), heard.by(np.ones_like(best))
        gone = set() if without is None else set(without.tolist())
        signs = self._signs(asked, top, (letters_of, meant, *around_it), gone)
        return Ranked(top, signs, _of_any(signs, top))

    def _scores(self, around: Neighbourhood, near: Floats, meaning: Floats | None) -> Floats:
        """For each entry of the neighbourhood, by words and, where there is a vector, by meaning."""
        owners, entries = len(around.places), len(self.first)
        score = WORDS.shares(self.lexical.alike(around.rows), near, around.label, owners, entries)
        if meaning is None or self.vectors is None:
            return score
        vectors = self.vectors[around.rows]
        shares = MEANING.shares(vectors @ vectors.T, meaning, around.label, owners, entries)
        found: Floats = ((shares + WORDS_BESIDE_MEANING * score) / (1 + WORDS_BESIDE_MEANING)).astype(np.float32)
        return found

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

    def _crowd(self, rows: Ints, best: NDArray[np.bool_], meaning: Floats) -> float:
        """How close the first entry's phrasing that the question is nearest to stands to something else: to another
        entry, or to what people say every day, so that a small base has its neighbours too.

        Bases and entries differ in this. Where things stand close together, being near to one of them is less.
        """
        if self.vectors is None:
            return 0.0
        own = rows[best]
        nearest_one = self.vectors[own[np.argmax(meaning[best])]]
        crowd = float((self.vectors[rows[~best]] @ nearest_one).max(initial=0))
        return crowd if self.everyday is None else max(crowd, self.everyday.nearest(nearest_one))

    def _signs(self, asked: Asked, top: _Top, close: Sequence[float], gone: set[int]) -> Floats:
        letters, meaning, *around = close
        weights = np.array([self.lexical.rarity_of(forms) for forms in asked.stems], np.float32)
        all_weight = max(float(weights.sum()), 1e-9)
        held = self._stems_of(top[0][0], gone)
        lost = self._lost(gone)
        covered = [not held.isdisjoint(forms) for forms in asked.stems]
        foreign = [all(self.lexical.held(stem) <= lost[stem] for stem in forms) for forms in asked.stems]
        second = top[1][1] if len(top) > 1 else 0.0
        signs = (
            top[0][1],
            top[0][1] - second,
            letters,
            meaning,
            float(weights[np.array(covered, bool)].sum()) / all_weight,
            float(weights[np.array(foreign, bool)].sum()) / all_weight,
            np.log(1 + len(asked.stems)),
            *around,
        )
        return np.array(signs, np.float32)

    def rows_of(self, place: int) -> range:
        """The rows of an entry."""
        ends = self.first[place + 1] if place + 1 < len(self.first) else len(self.owner)
        return range(int(self.first[place]), int(ends))

    def _stems_of(self, place: int, gone: set[int]) -> set[int]:
        """Of all its rows, its answer's among them."""
        rows = [row for row in self.rows_of(place) if row not in gone]
        return self._told([*rows, len(self.owner) + place]).keys() - {UNKNOWN}

    def _lost(self, gone: set[int]) -> Counter[int]:
        """In how many of the rows that are looked away from each stem stands; with all rows of an entry its answer
        goes."""
        places = {int(self.owner[row]) for row in gone}
        answers = [len(self.owner) + place for place in places if gone.issuperset(self.rows_of(place))]
        return self._told([*gone, *answers])

    def _told(self, rows: Iterable[int]) -> Counter[int]:
        return Counter(stem for row in rows for stem in self.lexical.sealed(row).stems.tolist())


def _above_the_others(words: Floats, label: Ints, owners: int) -> Floats:
    """For each owner how far its best row is above what the owners' best are on average; 0 for whom has no row."""
    best = np.full(owners, AWAY, np.float32)
    np.maximum.at(best, label, words)
    there = best > AWAY
    found: Floats = np.where(there, best - best[there].mean(), 0).astype(np.float32)
    return found


def _of_any(signs: Floats, top: _Top) -> Floats:
    """The signs for one of the first few being right, whichever: "parking" is none of two parkings surely, and one
    of them is
    meant."""
    found = signs.copy()
    found[0] = sum(max(score, 0) for _, score in top[:FEW])
    found[1] = found[0] - sum(max(score, 0) for _, score in top[FEW : FEW + 1])
    return found


def _best(around: Neighbourhood, score: Floats, closest: Floats, wanted: Wanted) -> _Top:
    """At most five entries, one of each pair of twins: the preferred, else the closer one."""
    preferred = wanted.preferred[around.places]
    favoured = {
        label: float(score[label] + PREFERRED * preferred[around.twins == label].max())
        for label in np.unique(around.twins).tolist()
    }
    found = []
    for label in sorted(favoured, key=lambda label: (-favoured[label], label))[:MOST]:
        pair = np.flatnonzero(around.twins == label).tolist()
        chosen = max(pair, key=lambda n: (preferred[n], closest[n], -n))
        found.append((int(around.places[chosen]), float(score[label])))
    return tuple(found)
