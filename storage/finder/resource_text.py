"""The words of local help: an index in memory, with stems, accents and slips of the finger forgiven."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import tantivy
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.resources import Resource

# Where a word stands says how much it means.
FIELDS = {"name": 3.0, "kinds": 2.5, "place": 1.0, "text": 1.0}
HEAP = 32_000_000  # bytes that the writer may use
_SHORTEST_GUESS = 4  # letters; shorter words are taken as they stand
_LONG = 8  # letters from which two slips are forgiven
_MOST_WORDS = 16
_ANALYZER = "words"
Query = tantivy.Query


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

    def _terms(self, words: Sequence[str]) -> list[list[str]]:
        """For each word that is known, perhaps by a guess, what to look for."""
        stems = [stem for word in words[:_MOST_WORDS] for stem in self._words.analyze(word)]
        return [choices for stem in dict.fromkeys(stems) if (choices := self._choices(stem))]

    def _choices(self, stem: str) -> list[str]:
        if stem in self._known:
            return [stem]
        if len(stem) < _SHORTEST_GUESS:
            return []
        slips = 2 if len(stem) >= _LONG else 1
        near = [word for n in range(-slips, slips + 1) for word in self._by_length.get(len(stem) + n, ())]
        found = process.extract(stem, near, scorer=OSA.distance, score_cutoff=slips, limit=5)
        if not found:
            return []
        least = min(distance for _, distance, _ in found)
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
    found = {
        "name": (resource.name, resource.alternate_name),
        "kinds": resource.kinds,
        "place": (*places, *resource.service_areas),
        "text": (*text, resource.application_process, *resource.languages, *resource.accessibility),
    }
    return {name: " ".join(word for word in words if word) for name, words in found.items()}


def _one_of_the_fields(schema: tantivy.Schema, choices: Sequence[str]) -> tantivy.Query:
    return Query.disjunction_max_query(
        [
            Query.boost_query(Query.term_query(schema, field, word, "freq"), boost)
            for word in choices
            for field, boost in FIELDS.items()
        ],
        0.1,
    )
