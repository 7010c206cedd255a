"""The finder itself: entries in, questions answered. No input or output; one thread at a time."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from domain.finding import Finding, Outcome, Question
from storage.finder.kept import Kept
from storage.finder.known import Known, Prepared, Short, Shorts
from storage.finder.late import Floats, Halves, Read
from storage.finder.lexical import Lexical
from storage.finder.ranking import NOTHING, SIGNS, Ranked, Shelf, Wanted
from storage.finder.reading import Reader, prepared, words_of
from storage.finder.sure import Sureness, chance, evidence, is_everyday
from storage.finder.text import parts
from storage.finder.trials import sureness

if TYPE_CHECKING:  # its libraries are an extra
    from storage.finder.sentences import Sentences

LONGEST = 4_000  # letters of a question that are looked at: its end
AT_ONCE = 8  # sentences that are read in one step of learning: some 50 ms
SOON = 8  # new sentences that are read before the next question, so that one changed entry changes nothing else


class Index:
    """What is known, ready to be asked.

    Entries are put and dropped one by one; only they are taken apart anew, and what depends on all of them is renewed
    before the next question. `step` learns a little at a time: the vectors of the rows, then how sure is sure.
    Until all
    vectors are there, words alone answer.
    """

    def __init__(self) -> None:
        self._sentences: Sentences | None = None
        self._read_so_far: dict[bytes, Read] = {}  # all texts that were read, by a hash
        self._entries: dict[int, Prepared] = {}
        self._shorts = Shorts(())
        self._lexical = Lexical()
        self._own: Counter[str] = Counter()  # the words of all entries, and how often they stand there
        self._sureness: dict[bool, Sureness] = {}
        self._changed()

    def _changed(self) -> None:
        self._shelf: Shelf | None = None
        self._learning: Iterator[None] | None = self._learn()
        self._wanted: dict[tuple[str, tuple[int, ...]], Wanted] = {}

    def understand(self, sentences: "Sentences", before: Kept = Kept()) -> None:  # noqa: B008  (it never changes)
        """Go by meaning too. before: what this model has read before, as `kept` gave it."""
        everyday = sentences.everyday
        everyday.lens = everyday.lens or before.lens
        same = everyday.lens is not None and everyday.lens.same(before.lens)
        self._sentences, self._read_so_far = sentences, dict(before.read) if same else {}
        self._changed()

    @property
    def kept(self) -> Kept:
        """All that was read, for the next start."""
        return Kept() if self._sentences is None else Kept(self._sentences.everyday.lens, self._read_so_far)

    def put(self, known: Known) -> None:
        """Take in an entry, new or changed."""
        there = self._entries.get(known.id)
        if there is None or there.known != known:
            self._take(known)
            self._changed()

    def drop(self, entry_id: int) -> None:
        """It is to be found no more."""
        if entry_id in self._entries:
            self._leave(entry_id)
            self._changed()

    def shorten(self, shorts: Iterable[Short]) -> None:
        """All that people write for short, in place of what there was."""
        new = Shorts(shorts)
        if new == self._shorts:
            return
        every = [entry.known for entry in self._entries.values()]
        for known in every:
            self._leave(known.id)
        self._shorts = new
        for known in every:
            self._take(known)
        self._changed()

    def _take(self, known: Known) -> None:
        if known.id in self._entries:
            self._leave(known.id)
        self._entries[known.id] = prepared(known, self._lexical, self._shorts)
        self._own.update(words_of(known, self._shorts))

    def _leave(self, entry_id: int) -> None:
        self._own -= Counter(words_of(self._entries.pop(entry_id).known, self._shorts))

    def find(self, question: Question) -> Finding:
        """What there is to say to it. Scores are chances: the first one's of being right, the others' below it."""
        shelf = self._sealed()
        semantic = shelf.vectors is not None
        wanted = self._wanted_by(question.language, question.group_ids)
        best, found, read = NOTHING, -np.inf, None
        for part in parts(question.text[-LONGEST:]):
            asked = self._reader.asked(part, question.group_ids)
            ranked = NOTHING if asked is None else shelf.rank(asked, wanted)
            if asked and ranked.top and (seen := evidence(ranked.signs, semantic=semantic)) > found:
                best, found, read = ranked, seen, asked.read
        if not best.top:
            return Finding(Outcome.UNKNOWN)
        of_any = evidence(best.any_signs, semantic=semantic)
        outcome = self.sureness.outcome(found, of_any, everyday=self._is_everyday(best, float(found), read))
        return Finding(outcome, self._named(best, chance(float(found))))

    def _is_everyday(self, ranked: Ranked, found: float, read: Read | None) -> bool:
        if self._sentences is None or read is None:
            return False
        meaning = float(ranked.signs[SIGNS.index("meaning")])
        return is_everyday(found, meaning, self._sentences.everyday.nearest(read.vector))

    def _named(self, ranked: Ranked, sure: float) -> tuple[tuple[int, float], ...]:
        most = max(ranked.top[0][1], 1e-6)
        return tuple((self._ids[place], sure * min(max(score / most, 0), 1)) for place, score in ranked.top)

    @property
    def sureness(self) -> Sureness:
        """By which thresholds it decides now."""
        semantic = self._sealed().vectors is not None
        return self._sureness.get(semantic, Sureness(semantic))

    def step(self) -> bool:
        """Learn a little, at most some 100 ms; False when there is nothing more to learn."""
        if self._learning is not None and next(self._learning, self) is self:
            self._learning = None
        return self._learning is not None

    def _learn(self) -> Iterator[None]:
        while self._sentences is not None and not self._sentences.everyday.known:
            self._sentences.everyday.step()
            yield
        missing = self._missing()
        for start in range(0, len(missing), AT_ONCE):
            self._read(missing[start : start + AT_ONCE])
            yield
        if missing:
            self._shelf = None
        shelf = self._sealed()
        for judged in sureness(shelf, self._wanted_for):
            if judged is not None:
                self._sureness[judged.semantic] = judged
            yield

    def _missing(self) -> list[str]:
        there = self._read_so_far
        return [] if self._sentences is None else [text for text in self._texts() if key(text) not in there]

    def _texts(self) -> list[str]:
        return list(dict.fromkeys(text for entry in self._entries.values() for text in entry.texts))

    def _read(self, texts: Collection[str]) -> None:
        if self._sentences is not None and texts:
            for text, read in zip(texts, self._sentences.read(list(texts)), strict=True):
                self._read_so_far[key(text)] = Read(read.vector.astype(np.float16), read.words)

    def _sealed(self) -> Shelf:
        """What depends on all entries, renewed if one of them changed."""
        if self._shelf is not None:
            return self._shelf
        self._ids = sorted(self._entries)
        entries = [self._entries[n] for n in self._ids]
        if self._reads and len(missing := self._missing()) <= SOON:
            self._read(missing)
        self._lexical.seal([row for entry in entries for row in entry.rows] + [entry.more for entry in entries])
        sizes = [len(entry.rows) for entry in entries]
        vectors, words = self._stacked(entries)
        self._shelf = Shelf(
            self._lexical,
            owner=np.repeat(np.arange(len(entries)), sizes),
            first=np.cumsum([0, *sizes])[:-1],
            kinds=[(entry.known.group_id, entry.known.language) for entry in entries],
            vectors=vectors,
            words=words,
            everyday=None if self._sentences is None else self._sentences.everyday,
        )
        self._reader = self._new_reader(entries)
        return self._shelf

    @property
    def _reads(self) -> bool:
        """Whether there is a model that knows what is said every day, through which it sees the rest."""
        return self._sentences is not None and self._sentences.everyday.known

    def _stacked(self, entries: list[Prepared]) -> tuple[Floats | None, list[Halves]]:
        keys = [key(text) for entry in entries for text in entry.texts]
        if not self._reads or not keys or any(key not in self._read_so_far for key in keys):
            return None, []
        rows = [self._read_so_far[key] for key in keys]
        return np.stack([row.vector for row in rows]).astype(np.float32), [row.words for row in rows]

    def _new_reader(self, entries: list[Prepared]) -> Reader:
        reading = self._sentences if self._shelf is not None and self._shelf.vectors is not None else None
        right = {} if self._sentences is None else self._sentences.words
        languages = {entry.known.language for entry in entries} or {"en"}
        own = dict.fromkeys(self._shorts.words(), 1) | self._own
        return Reader(self._lexical, self._shorts, own, right, languages, reading)

    def _wanted_by(self, language: str, group_ids: tuple[int, ...]) -> Wanted:
        key = language, group_ids
        if key not in self._wanted:
            self._wanted[key] = self._scope(language, set(group_ids))
        return self._wanted[key]

    def _wanted_for(self, place: int) -> Wanted:
        """As somebody would ask who may find this entry."""
        known = self._entries[self._ids[place]].known
        return self._wanted_by(known.language, () if known.group_id is None else (known.group_id,))

    def _scope(self, language: str, groups: set[int]) -> Wanted:
        entries = [self._entries[n].known for n in self._ids]
        own = {entry.key for entry in entries if entry.group_id in groups and entry.key}
        several = len({entry.language for entry in entries}) > 1
        allowed = [e.group_id in groups or (e.group_id is None and e.key not in own) for e in entries]
        preferred = [(e.group_id is not None) + (several and e.language == language) for e in entries]
        return Wanted(np.array(allowed, bool), np.array(preferred, np.float32))


def key(text: str) -> bytes:
    """By which a text's vector is kept."""
    return blake2b(text.encode(), digest_size=16).digest()
