"""What people type, and what the finder makes of it, on both levels."""

import pytest

from domain.finding import Finding, Outcome
from storage.finder.index import Index
from storage.finder.known import Known, Short
from storage.finder.sentences import Sentences
from tests.storage.finder.conftest import (
    ALONE,
    BASE,
    COST,
    DADS,
    DLA,
    FIRST,
    GROUP,
    HALL,
    OTHER_GROUP,
    RESPITE,
    SLEEP,
    STOP,
    asked,
    filled,
    first,
    the_base,
)  # fmt: skip

STORY = (
    "Hello all. We moved here in the spring and my son started at the new school, which has been hard for all "
    "of us, and my mother is not well either so I drive up there every weekend. I have heard of your "
    "group from the nurse. "
    "Anyway, is it only for mums or can dads come?"
)


@pytest.mark.parametrize("number", BASE)
def test_an_entry_asked_in_its_own_words_is_the_answer(index: Index, number: int) -> None:
    found = asked(index, BASE[number][0])
    assert (found.outcome, first(found)) == (Outcome.ANSWER, number)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("parkin at teh hal", HALL),
        ("CAN I PARK???", HALL),
        ("how do i claim dla for my lad", DLA),
        ("disabilty livng alowance", DLA),
        ("respit", RESPITE),
        ("dads?", DADS),
        ("is it free", COST),
        ("no more remindrs pls", STOP),
        ("first time", FIRST),
        ("feeling so isolatd", ALONE),
        ("she wont go to bed at nigth", SLEEP),
    ],
)
def test_misspelt_shouted_or_in_two_words_it_is_found(index: Index, typed: str, number: int) -> None:
    found = asked(index, typed)
    assert first(found) == number
    assert found.outcome is not Outcome.UNKNOWN


def test_a_long_story_is_answered_by_the_question_at_its_end(index: Index) -> None:
    found = asked(index, STORY)
    assert first(found) == DADS
    assert found.outcome is not Outcome.UNKNOWN


def test_thousands_of_characters_before_the_question_change_nothing(index: Index) -> None:
    found = asked(index, f"{'and then we went to the doctor again. ' * 400} Are dads welcome?")
    assert first(found) == DADS


@pytest.mark.parametrize(
    "typed",
    [
        "asdf qwer zxcv", "what is the capital of france", "how do i kill a python process", "who won the football",
        "42", "7021645199", "<b>&amp;</b>", "'; DROP TABLE entries; --", "a" * 5_000, "где купить билеты",
        "ما هو الطقس غدا",
    ],
)  # fmt: skip
def test_what_nobody_wrote_an_answer_to_is_never_answered(index: Index, typed: str) -> None:
    assert asked(index, typed).outcome is not Outcome.ANSWER


@pytest.mark.parametrize("typed", ["", "   ", "😀😀😀", "???", "\u200f\u202e", "…", "-- !!"])
def test_where_no_word_is_there_is_nothing_to_find(index: Index, typed: str) -> None:
    assert asked(index, typed) == Finding(Outcome.UNKNOWN)


@pytest.mark.parametrize("odd", ["\ud83d", "\x00", "\ufdfa", "\U0010ffff", "\u0301" * 50])
def test_signs_that_are_none_change_nothing(index: Index, odd: str) -> None:
    assert first(asked(index, f"{odd} are dads {odd} welcome?{odd}")) == DADS


def test_nonsense_and_another_topic_are_unknown(index: Index) -> None:
    assert asked(index, "asdf qwer zxcv").outcome is Outcome.UNKNOWN
    assert asked(index, "bitcoin exchange rates").outcome is Outcome.UNKNOWN


def test_at_most_five_are_named_the_best_first_with_falling_scores(index: Index) -> None:
    found = asked(index, "can i come with my child")
    scores = [score for _, score in found.top]
    assert 1 < len(found.top) <= 5
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({number for number, _ in found.top}) == len(found.top)


def test_one_word_that_two_entries_share_asks_which() -> None:
    index = filled([Known(1, ("Is there parking at the hall?",)), Known(2, ("Is there parking at the school?",))])
    found = asked(index, "parking")
    assert found.outcome is Outcome.SUGGEST
    assert {number for number, _ in found.top} == {1, 2}


@pytest.mark.parametrize("with_meaning", [False, True])
def test_nobody_knows_anything_in_an_empty_base(with_meaning: bool, sentences: Sentences) -> None:
    index = filled([], sentences if with_meaning else None)
    assert asked(index, "is there parking") == Finding(Outcome.UNKNOWN)


def test_a_base_of_one_entry_answers_it_and_nothing_else() -> None:
    index = filled([Known(1, ("Is there parking at the hall?",))])
    assert asked(index, "is there parking at the hall").outcome is Outcome.ANSWER
    assert asked(index, "is there a bus").outcome is Outcome.UNKNOWN


def test_accents_may_be_missing_and_may_be_too_many() -> None:
    entries = [
        Known(1, ("¿Dónde está el salón?", "dirección del salón"), language="es"),
        Known(2, ("¿Cuánto cuesta la sesión?", "precio"), language="es"),
        Known(3, ("Qui peut venir à la réunion ?", "la réunion est pour qui"), language="fr"),
    ]
    index = filled(entries)
    assert first(asked(index, "donde esta el salon", language="es")) == 1
    assert first(asked(index, "QUI PEUT VENIR A LA REUNION", language="fr")) == 3
    assert first(asked(index, "préçiö", language="es")) == 2


def test_arabic_is_found_with_and_without_its_marks() -> None:
    entries = [
        Known(1, ("أين يوجد موقف السيارات؟", "موقف السيارات"), language="ar"),
        Known(2, ("كم تكلفة الاجتماع؟", "هل الاجتماع مجاني"), language="ar"),
    ]
    index = filled(entries)
    found = asked(index, "اين موقف السيّارات", language="ar")
    assert first(found) == 1
    assert found.outcome is not Outcome.UNKNOWN
    assert first(asked(index, "هل الإجتماع مجّاني؟", language="ar")) == 2


def test_two_languages_in_one_sentence_find_the_entry_of_either() -> None:
    index = filled(
        [*the_base(), Known(90, ("¿Cómo pido la ayuda por discapacidad?", "pedir ayuda discapacidad"), language="es")]
    )
    assert first(asked(index, "hola please can dads come tambien")) == DADS
    assert first(asked(index, "hi, como pido la ayuda por discapacidad for my son", language="es")) == 90


def test_of_two_that_ask_the_same_the_one_in_the_askers_language_wins() -> None:
    entries = [
        Known(1, ("Zoom link",), language="en"), Known(2, ("Zoom link",), language="es"),
        Known(3, ("Is there parking at the hall?",), language="en"),
    ]  # fmt: skip
    index = filled(entries)
    assert first(asked(index, "zoom link", language="es")) == 2
    assert first(asked(index, "zoom link", language="en")) == 1
    assert first(asked(index, "is there parking at the hall", language="es")) == 3


@pytest.mark.parametrize("level", ["by_words", "by_meaning"])
def test_another_groups_entry_is_never_found(level: str, request: pytest.FixtureRequest, sentences: Sentences) -> None:
    secret = Known(99, ("What is the code of our door?", "door code"), group_id=OTHER_GROUP)
    index = filled([*the_base(), secret], sentences if level == "by_meaning" else None)
    assert first(asked(index, "what is the code of our door?", OTHER_GROUP)) == 99
    for groups in ((), (GROUP,)):
        found = asked(index, "what is the code of our door?", *groups)
        assert 99 not in [number for number, _ in found.top]
        assert found.outcome is not Outcome.ANSWER


def test_a_groups_own_entry_wins_over_the_shared_one_that_asks_the_same() -> None:
    own = Known(99, ("Is there parking at the hall?", "where do i park"), group_id=GROUP)
    index = filled([*the_base(), own])
    there = asked(index, "is there parking at the hall", GROUP)
    assert (there.outcome, first(there)) == (Outcome.ANSWER, 99)
    assert HALL not in [number for number, _ in there.top]
    assert first(asked(index, "is there parking at the hall")) == HALL


def test_a_groups_own_entry_with_the_key_of_a_shared_one_stands_in_its_place() -> None:
    own = Known(99, ("Where do the cars go?",), key=f"entry-{HALL}", group_id=GROUP)
    index = filled([*the_base(), own])
    assert HALL not in [number for number, _ in asked(index, "where can i park", GROUP).top]
    assert first(asked(index, "where can i park", OTHER_GROUP)) == HALL


@pytest.mark.parametrize(("typed", "number"), [("how do i get the mtt", 90), ("mobility top up thing", 90)])
def test_what_people_write_for_short_is_known_in_both_directions(typed: str, number: int) -> None:
    entries = [*the_base(), Known(90, ("How do I get the mobility top up?",)), Known(91, ("What is the CVT?",))]
    index = filled(entries, None, Short("mtt", "mobility top up"), Short("cvt", "community visiting team"))
    assert first(asked(index, typed)) == number
    assert first(asked(index, "who is the community visiting team")) == 91


def test_a_groups_own_abbreviation_means_nothing_to_another_group() -> None:
    entries = [*the_base(), Known(90, ("How do I get the mobility top up?",))]
    index = filled(entries, None, Short("mtt", "mobility top up", GROUP))
    assert asked(index, "mtt", GROUP).outcome is not Outcome.UNKNOWN
    assert asked(index, "mtt", OTHER_GROUP).outcome is Outcome.UNKNOWN


def test_abbreviations_with_signs_in_them_are_words_not_patterns() -> None:
    index = filled(
        the_base(), None, Short("c++ (", "disability living allowance"), Short(".*", "parking"), Short("", "x")
    )
    assert first(asked(index, "dads?")) == DADS


def test_what_stands_only_in_the_answer_helps_to_find_it() -> None:
    index = filled(
        [*the_base(), Known(90, ("How do I get there?",), more="Take bus 18 to Calderwood, opposite the chemist.")]
    )
    assert first(asked(index, "chemist calderwood")) == 90
    assert asked(index, "chemist").outcome is not Outcome.ANSWER
