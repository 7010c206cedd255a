"""Which questions are taken for the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.likeness import ALIKE, LONGEST, alike, twins

SAME_QUESTION = [
    ("how do i claim dla for my lad", "claiming DLA for my son?"),
    ("how do I get a blue badge", "blue badge how?"),
    ("where can I get a blue badge", "how to apply for a blue badge"),
    ("Is there a toddler group on Saturdays", "saturday toddler groups?"),
    ("who pays for school transport", "school trasport who pays"),
    ("what is an EHCP", "ehcp"),
    ("is there parking", "where can I park the car"),
    ("Wie bekomme ich Kindergeld", "kindergeld bekommen wie"),
    ("Où trouver une crèche près d’ici", "ou trouver une creche pres d'ici"),
    ("كيف أحصل على مساعدة", "كيف احصل على مساعدة مالية"),
]
ANOTHER = [
    ("how do I claim carers allowance", "how do I claim dla"),
    ("is there a toddler group", "is there a swimming group"),
    ("how do I appeal a school place", "how do i find a school"),
    ("who pays for school transport", "school uniform grants"),
    ("how long does an ehcp take", "what is an EHCP"),
    ("can I bring my baby", "can I bring my dog"),
    ("", "where is it"),
    ("🙂", "where is it"),
]


@pytest.mark.parametrize(("one", "other"), SAME_QUESTION)
def test_the_same_question_in_other_words(one: str, other: str) -> None:
    assert alike(one, other) >= ALIKE


@pytest.mark.parametrize(("one", "other"), ANOTHER)
def test_another_question(one: str, other: str) -> None:
    assert alike(one, other) < ALIKE


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_a_figure_from_0_to_1_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == alike(other, one)


def test_of_a_long_story_only_the_end_counts_where_the_question_is() -> None:
    story = "We had a long week and much rain. " * 40 + "How do I get a blue badge?"
    question = "blue badge"
    assert alike(story, question) == alike(story[-LONGEST:], question) > alike(story[:LONGEST], question)


def test_twins_are_found_among_many() -> None:
    questions = ["How do I get a blue badge?", "Is there parking?", "How can I get a blue badge", "What is an EHCP?"]
    questions += ["What is peer support?", "What are the values of peer support?"]
    questions += ["What does a facilitator do?", "When would a facilitator have to tell somebody else?"]
    assert list(twins(questions)) == [(0, 2)]


def test_three_hundred_questions_are_compared_in_a_moment() -> None:
    questions = [f"How do I get help number {i} with thing {i * 7} and paper {i * 13}?" for i in range(300)]
    assert len(list(twins(questions))) < len(questions) ** 2
