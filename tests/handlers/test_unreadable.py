"""Every problem of the grammar has its sentence, which quotes the words and shows an example."""

import pytest

from domain.grammar import Problem, Unreadable
from handlers.unreadable import explain
from handlers.words import words


@pytest.mark.parametrize("code", list(Problem))
def test_every_problem_has_words_and_an_example(code: Problem) -> None:
    said = explain(words("en"), Unreadable(code, "<b>tusday</b>", suggestion="tuesday", limit=90))
    assert "For example: <code>every tue 10:00" in said
    assert "<b>" not in said


def test_what_could_not_be_read_is_quoted_and_a_guess_offered() -> None:
    said = explain(words("en"), Unreadable(Problem.UNKNOWN_DAY, "tusday", suggestion="tuesday"), "thu 18:30")
    assert said == "I can’t read “tusday”. Did you mean “tuesday”?\nFor example: <code>thu 18:30</code>"


def test_a_limit_of_time_is_said_in_the_unit_people_think_in() -> None:
    said = explain(words("en"), Unreadable(Problem.OUT_OF_RANGE, "20h", limit=12 * 60))
    assert "12 hours" in said
