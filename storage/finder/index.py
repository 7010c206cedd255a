"""The finder itself: entries in, questions answered. No input or output; one thread at a time."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from domain.finding import Finding, Outcome, Question
from storage.finder.known import Known, Prepared, Short, Shorts, counted
from storage.finder.lexical import Lexical
from storage.finder.ranking import Asked, Ranked, Shelf, Wanted
from storage.finder.reading import Reader, prepared
from storage.finder.sentences import Sentences, Vectors
from storage.finder.sure import DEFAULTS, Sureness
from storage.finder.text import parts

LONGEST = 4_000  # letters of a question that are looked at: its end
AT_ONCE = 8  # sentences that are read in one step of learning: some 50 ms


class Index:
    """What is known, ready to be asked.

    Entries are put and dropped one by one; only they are taken apart anew. Weights that depend on all of them are
    renewed before the next question. With sentences, vectors are computed by `step`, a few at a time; until all are
    there, words alone answer.
    """

    def __init__(self, sentences: Sentences | None = None) -> None:
        self._sentences = sentences
        self._vectors: dict[str, Vectors] = {}
        self._entries: dict[int, Prepared] = {}
        self._shorts = Shorts(())
        self._lexical = Lexical()
        self._changed()

    def _changed(self) -> None:
        self._shelf: Shelf | None = None
        self._learning: Iterator[None] | None = None
        self._wanted: dict[tuple[str, tuple[int, ...]], Wanted] = {}

    def put(self, known: Known) -> None:
        """Take in an entry, new or changed."""
        there = self._entries.get(known.id)
        if there is None or there.known != known:
            self._entries[known.id] = prepared(known, self._lexical, self._shorts)
            self._changed()

    def drop(self, entry_id: int) -> None:
        """It is to be found no more."""
        if self._entries.pop(entry_id, None):
            self._changed()

    def shorten(self, shorts: Iterable[Short]) -> None:
        """All that people write for short."""
        new = Shorts(shorts)
        if new == self._shorts:
            return
        self._shorts = new
        self._entries = {n: prepared(entry.known, self._lexical, new) for n, entry in self._entries.items()}
        self._changed()

    def find(self, question: Question) -> Finding:
        """What there is to say to it."""
        shelf = self.shelf()
        best: tuple[float, Ranked] | None = None
        for part in parts(question.text[-LONGEST:]):
            asked = self._reader.asked(part, question.group_ids)
            if asked is None:
                continue
            ranked = shelf.rank(asked, self.wanted(question.language, question.group_ids))
            chance = self.sureness.chance(ranked.signs) if ranked.top else 0.0
            if best is None or chance > best[0]:
                best = chance, ranked
        if best is None or not best[1].top:
            return Finding(Outcome.UNKNOWN)
        chance, ranked = best
        most = max(ranked.top[0][1], 1e-6)
        ids = [(self._ids[place], round(chance * min(max(score / most, 0), 1), 6)) for place, score in ranked.top]
        return Finding(self.sureness.outcome(chance), tuple(ids))

    def wanted(self, language, group_ids) -> Wanted:
        key = language, tuple(group_ids)
        if key not in self._wanted:
            self._wanted[key] = self._scope(language, set(group_ids))
        return self._wanted[key]

    def _scope(self, language: str, groups: set[int]) -> Wanted:
        entries = [self._entries[n].known for n in self._ids]
        own = {entry.key for entry in entries if entry.group_id in groups and entry.key}
        allowed = [e.group_id in groups or (e.group_id is None and e.key not in own) for e in entries]
        several = len({entry.language for entry in entries}) > 1
        preferred = [(e.group_id is not None) + (several and e.language == language) for e in entries]
        return Wanted(np.array(allowed, bool), np.array(preferred, np.float32))

    @property
    def sureness(self) -> Sureness:
        return DEFAULTS[self.shelf().vectors is not None]

    def shelf(self) -> Shelf:
        if self._shelf is None:
            self._shelf = self._sealed()
        return self._shelf

    def _sealed(self) -> Shelf:
        self._ids = sorted(self._entries)
        entries = [self._entries[n] for n in self._ids]
        rows = [row for entry in entries for row in entry.rows]
        owner = np.repeat(np.arange(len(entries)), [len(entry.rows) for entry in entries])
        first = np.cumsum([0] + [len(entry.rows) for entry in entries])[:-1]
        self._lexical.seal(rows + [entry.more for entry in entries])
        texts = [text for entry in entries for text in entry.known.texts]
        vectors = None
        if self._sentences is not None and texts:
            missing = [text for text in texts if text not in self._vectors]
            for text, v in zip(missing, self._sentences.vectors(missing)): self._vectors[text] = v.astype(np.float16)
            vectors = np.stack([self._vectors[text] for text in texts]).astype(np.float32)
        self._reader = Reader(
            self._lexical, self._shorts, counted(entries, self._shorts.words()),
            self._sentences.words if self._sentences else {},
            {entry.known.language for entry in entries}, self._sentences if vectors is not None else None,
        )
        return Shelf(self._lexical, owner, first, [(e.known.group_id, e.known.language) for e in entries],
                     [e.stems for e in entries], vectors)
