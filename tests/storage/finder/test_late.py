"""Words that look for their like, one by one."""

import numpy as np
import pytest

from storage.finder.index import Index
from storage.finder.known import Known
from storage.finder.late import MOST, NUMBERS, Halves, Lens, hear
from storage.finder.ranking import SIGNS, Floats
from storage.finder.sentences import Sentences, directory
from tests.storage.finder.conftest import asked, filled, first


def words(*numbers: int) -> Halves:
    """Words that are alike where they have the same number, and have nothing in common otherwise."""
    return np.eye(NUMBERS, dtype=np.float16)[list(numbers)]


def test_each_word_counts_where_it_finds_its_like_both_ways() -> None:
    heard = hear(words(1, 2), [words(1, 2), words(2, 1), words(1), words(1, 2, 3, 4), words(5)])
    assert heard.rows.tolist() == pytest.approx([1, 1, 0.75, 0.75, 0])
    assert heard.words.tolist() == [[1, 1, 1, 1, 0], [1, 1, 0, 1, 0]]


def test_two_rows_may_hear_a_question_together() -> None:
    heard = hear(words(1, 2), [words(1), words(2), words(3)])
    assert heard.by(np.array([True, False, True])) == pytest.approx(0.5)
    assert heard.by(np.array([True, True, False])) == pytest.approx(1)


def test_the_lens_keeps_what_words_differ_in_and_drops_what_they_share() -> None:
    chance = np.random.default_rng(1)
    told = np.zeros((500, 100), np.float32)
    told[:, :NUMBERS] = chance.standard_normal((500, NUMBERS))
    told[:, -1] = 40
    seen = Lens.of(told).through(told[:10]).astype(np.float32)
    alone = told[:10, :NUMBERS] - told[:, :NUMBERS].mean(0)
    alone /= np.linalg.norm(alone, axis=1, keepdims=True)
    assert np.allclose(np.linalg.norm(seen, axis=1), 1, atol=1e-2)
    assert np.allclose(seen @ seen.T, alone @ alone.T, atol=1e-2)


def test_of_a_long_text_only_so_many_words_are_kept_and_of_none_there_is_one(sentences: Sentences) -> None:
    filled([Known(1, ("Is there parking?",))], sentences)
    long, none, usual = sentences.read(["tea " * 300, "", "is there parking"])
    assert (len(long.words), len(none.words), len(usual.words)) == (MOST, 1, 3)
    assert np.isfinite(none.words).all()


def test_a_model_reads_nothing_before_it_has_its_lens() -> None:
    folder = directory("")
    assert folder is not None
    with pytest.raises(RuntimeError, match="every day are read first"):
        Sentences(folder).read(["is there parking"])


def test_a_word_that_nobody_nearby_has_makes_it_less_sure(by_meaning: Index) -> None:
    def sign(text: str, name: str) -> float:
        shelf = by_meaning._sealed()
        question = by_meaning._reader.asked(text, ())
        assert question is not None
        signs: Floats = shelf.rank(question, by_meaning._wanted_by("en", ())).signs
        return float(signs[SIGNS.index(name)])

    told, strange = "is there parking at the hall", "is there trombone parking at the hall"
    for name in ("heard", "heard_nearby"):
        assert sign(strange, name) < sign(told, name)
    assert asked(by_meaning, strange).top[0][1] < asked(by_meaning, told).top[0][1]
    assert first(asked(by_meaning, strange)) == first(asked(by_meaning, told))
