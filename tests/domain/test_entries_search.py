"""Facilitators find an entry by all of their words, and are told nothing where hardly any of them stands in it."""

import pytest

from domain.entries import Entry
from domain.entries_search import has_all, search
from tests.storage.world import NOW

ENTRIES = [
    Entry(id=number, key=key, question=question, answer=answer, created_at=NOW, updated_at=NOW)
    for number, (key, question, answer) in enumerate(
        [
            ("trips", "Who pays for school trips?", "Ask the office for the form."),
            ("meals", "Who gets free school meals?", "Most do. There is a form."),
            ("forms", "Where are the forms?", "In the office of the school. Trips have one, too."),
            ("dla", "What is DLA?", "Money for a child. It has an appeal."),
            ("lifts", "Who gives lifts?", "Ask in the group."),
            ("ecole", "École: who to ask?", "The office."),
        ],
        1,
    )
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("school trips", ["trips", "forms"]),  # all of them; in the question before the answer
        ("trip", ["trips", "forms"]),
        ("how do I get the dla", ["dla"]),  # what every question has says nothing
        ("DLA appeals", ["dla"]),
        ("school meals holiday form", ["meals"]),  # most of it
        ("lift dla", ["dla", "lifts"]),  # as good as each other
        ("school swimming", []),  # one that half of them have is not enough
        ("dla swimming galoshes", []),
        ("ecole", ["ecole"]),
        ("who", ["trips", "meals", "lifts", "ecole"]),  # where there is nothing else it counts after all
        ("zzz", []),
        ("<b>&", []),
        ("", []),
    ],
)
def test_what_has_all_of_the_words_is_found_else_what_has_most_of_what_they_say(words: str, found: list[str]) -> None:
    assert [entry.key for entry in search(ENTRIES, words, 8)] == found


def test_there_are_never_more_than_were_asked_for() -> None:
    assert len(search(ENTRIES, "who", 2)) == 2


def test_whether_all_of_the_words_stand_in_one_is_known() -> None:
    assert has_all(ENTRIES[0], "the school trip")
    assert not has_all(ENTRIES[0], "the school meal")
