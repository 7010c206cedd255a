"""The words of local help: an index in memory, with stems, accents and slips of the finger forgiven."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import tantivy
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.resource_words import plain
from domain.resources import Resource

# Where a word stands says how much it means.
# joined: two neighbours of a name or kind in one word, so that "foodbank" finds the "food bank".
FIELDS = {"name": 3.0, "kinds": 2.5, "joined": 2.5, "place": 1.0, "text": 1.0}
HEAP = 32_000_000  # bytes that the writer may use
_SHORTEST_GUESS = 4  # letters; shorter words are taken as they stand
_LONG = 8  # letters from which two slips are forgiven
_MOST_WORDS = 16
APART = 0.5  # what two words that stand anywhere count beside the one that they make
_HALF = 3  # letters that each half of a word in two has at least
_PART = re.compile(r"\w+")
_ANALYZER = "words"
Query = tantivy.Query
Choice = str | tuple[str, str]  # a stem to look for, or two that have to stand there both


def _analyzer() -> tantivy.TextAnalyzer:
    filters = (
        tantivy.Filter.remove_long(60),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    )
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in filters:
        builder = builder.filter(one)
    return builder.build()


class ResourceText:
    """Finds slots (row numbers of the caller's) by words."""

    def __init__(self) -> None:
        self._words = _analyzer()
        builder = tantivy.SchemaBuilder()
        for name in FIELDS:
            builder.add_text_field(name, tokenizer_name=_ANALYZER, index_option="freq")
        builder.add_unsigned_field("slot", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._index.register_tokenizer(_ANALYZER, self._words)
        self._writer = self._index.writer(heap_size=HEAP, num_threads=1)
        self._known: Counter[str] = Counter()
        self._joined: set[str] = set()
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._searcher = self._index.searcher()

    def put(self, slot: int, resource: Resource, *, known: bool) -> None:
        """Add or replace what stands in this slot; `commit` makes it found. known: whether something stands there."""
        if known:
            self._writer.delete_documents_by_query(Query.term_query(self._schema, "slot", slot, "basic"))
        document = tantivy.Document()
        document.add_unsigned("slot", slot)
        for name, text in _texts(resource).items():
            document.add_text(name, text)
            if name == "joined":
                self._joined.update(self._words.analyze(text))
            else:
                self._learn(text)
        self._writer.add_document(document)

    def commit(self) -> None:
        """What was put is found from now on."""
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(
        self, words: Sequence[str], limit: int, among: Iterable[int] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Slots with their scores, best first. At least half of the words that the data knows must be there."""
        terms = self._terms(words)
        wanted = [(tantivy.Occur.Should, _one_of_the_fields(self._schema, choices)) for choices in terms]
        if not wanted:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        query = Query.boolean_query(wanted, minimum_number_should_match=math.ceil(len(wanted) / 2))
        if among is not None:
            inside = Query.const_score_query(Query.term_set_query(self._schema, "slot", list(among)), 0.0)
            query = Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, inside)])
        hits = self._searcher.search(query, limit=limit, count=False).hits
        slots = self._searcher.fast_field_values("slot", [address for _, address in hits])
        return np.array(slots, np.int64), np.array([score for score, _ in hits], np.float32)

    def _terms(self, words: Sequence[str]) -> list[list[Choice]]:
        """For each word that is known, perhaps by a guess, what to look for."""
        parts = [part for word in words for part in _PART.findall(word)][:_MOST_WORDS]
        found: dict[str, list[Choice]] = {}
        for part, following in zip(parts, [*parts[1:], ""], strict=True):
            for stem in self._words.analyze(part):
                found.setdefault(stem, self._choices(part, stem))
            if following:
                self._run_together(found, part, following)
        return [choices for choices in found.values() if choices]

    def _run_together(self, found: dict[str, list[Choice]], part: str, following: str) -> None:
        """Two words that somebody writes in one, as in "food bank": that stands for each of them."""
        whole = self._words.analyze(part + following)
        if len(whole) == 1 and self._known[whole[0]]:
            for stem in self._words.analyze(f"{part} {following}"):
                choices = found.setdefault(stem, self._choices(stem, stem))
                if whole[0] not in choices:
                    choices.append(whole[0])

    def _choices(self, word: str, stem: str) -> list[Choice]:
        found: list[Choice] = [stem] if self._known[stem] or stem in self._joined else []
        if (stem in self._joined or not found) and (halves := self._halves(word)):
            found.append(halves)
        return found or self._guesses(stem)

    def _halves(self, word: str) -> tuple[str, str] | None:
        """The two known words of which it is made, the most usual ones; None where it is not."""
        pairs = [self._words.analyze(f"{word[:at]} {word[at:]}") for at in range(_HALF, len(word) - _HALF + 1)]
        usual = [(min(self._known[one], self._known[other]), one, other) for one, other in filter(_is_pair, pairs)]
        most, one, other = max(usual, default=(0, "", ""))
        return (one, other) if most else None

    def _guesses(self, stem: str) -> list[Choice]:
        if len(stem) < _SHORTEST_GUESS:
            return []
        slips = 2 if len(stem) >= _LONG else 1
        near = [word for n in range(-slips, slips + 1) for word in self._by_length.get(len(stem) + n, ())]
        found = process.extract(stem, near, scorer=OSA.distance, score_cutoff=slips, limit=5)
        least = min((distance for _, distance, _ in found), default=0)
        return [word for word, distance, _ in found if distance == least]

    def _learn(self, text: str) -> None:
        for word in self._words.analyze(text):
            if word not in self._known:
                self._by_length[len(word)].append(word)
            self._known[word] += 1


def _texts(resource: Resource) -> dict[str, str]:
    places = [
        word
        for location in resource.locations
        for word in (location.name, location.address, location.city, location.region, location.postal_code)
    ]
    text = (resource.organization_name, resource.description, resource.eligibility_description)
    names = (resource.name, resource.alternate_name)
    found = {
        "name": names,
        "kinds": resource.kinds,
        "joined": tuple(_pairs((*names, *resource.kinds))),
        "place": (*places, *resource.service_areas),
        "text": (*text, resource.application_process, *resource.languages, *resource.accessibility),
    }
    return {name: " ".join(word for word in words if word) for name, words in found.items()}


def _pairs(names: Iterable[str | None]) -> Iterator[str]:
    for name in names:
        parts = _PART.findall(plain(name or ""))
        yield from (one + other for one, other in pairwise(parts))


def _is_pair(stems: list[str]) -> bool:
    return len(stems) == 2


def _one_of_the_fields(schema: tantivy.Schema, choices: Sequence[Choice]) -> tantivy.Query:
    return Query.disjunction_max_query([query for choice in choices for query in _of_choice(schema, choice)], 0.1)


def _of_choice(schema: tantivy.Schema, choice: Choice) -> list[tantivy.Query]:
    if isinstance(choice, str):
        return [
            Query.boost_query(Query.term_query(schema, field, choice, "freq"), boost) for field, boost in FIELDS.items()
        ]
    halves = [Query.disjunction_max_query(_of_choice(schema, half), 0.1) for half in choice]
    both = Query.boolean_query([(tantivy.Occur.Must, half) for half in halves])
    return [Query.boost_query(both, APART)]
