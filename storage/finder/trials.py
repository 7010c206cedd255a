"""The base asks itself: each phrasing as a question, once with its entry's other phrasings there, once with none
of them."""

from collections.abc import Callable, Iterator

import numpy as np

from storage.finder.late import Read
from storage.finder.ranking import FEW, Asked, Ints, Shelf, Wanted
from storage.finder.sure import Sureness, Trial, evidence, judged

MOST = 400  # phrasings that are tried
AT_ONCE = 8  # in one step


def sureness(shelf: Shelf, wanted: Callable[[int], Wanted]) -> Iterator[Sureness | None]:
    """The thresholds this base has earned, last; None after each step on the way.

    wanted: who may find the entry at this place. A phrasing without its own entry is a question that has no answer
    here.
    """
    semantic = shelf.vectors is not None
    if not len(shelf.owner):
        return
    rows = np.random.default_rng(len(shelf.owner)).permutation(len(shelf.owner))[:MOST]
    found: list[Trial] = []
    for start in range(0, len(rows), AT_ONCE):
        for row in rows[start : start + AT_ONCE].tolist():
            found += _trials(shelf, row, wanted)
        yield None
    yield judged(found, semantic=semantic)


def _trials(shelf: Shelf, row: int, wanted: Callable[[int], Wanted]) -> list[Trial]:
    place = int(shelf.owner[row])
    read = None if shelf.vectors is None else Read(shelf.vectors[row], shelf.words[row])
    itself = shelf.lexical.sealed(row)
    asked = Asked(itself, read, tuple((stem,) for stem in itself.stems.tolist()))
    siblings = np.array(shelf.rows_of(place))
    found = [_trial(shelf, asked, wanted(place), siblings, None)]
    if len(siblings) > 1:
        found.append(_trial(shelf, asked, wanted(place), np.array([row]), place))
    return [trial for trial in found if trial is not None]


def _trial(shelf: Shelf, asked: Asked, wanted: Wanted, without: Ints, own: int | None) -> Trial | None:
    ranked = shelf.rank(asked, wanted, without)
    if not ranked.top:
        return None
    named = [place for place, _ in ranked.top[:FEW]]
    semantic = shelf.vectors is not None
    seen, of_any = (evidence(signs, semantic=semantic) for signs in (ranked.signs, ranked.any_signs))
    return Trial(seen, of_any, right=named[0] == own, close=own in named, own=own is not None)
