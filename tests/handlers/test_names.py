"""A name is whatever somebody typed: it stays readable, and does nothing to the words around it."""

import pytest

from handlers.names import safe_name
from handlers.words import words

T = words("en")


@pytest.mark.parametrize(
    "name",
    ["Mara Okafor", "Müller-O'Hara", "Zoë 😀", "👩‍👧", "李雷", "J. R. Tolkien", "<b>&</b>", "Anna  ".strip(), "नेहा"],
)
def test_ordinary_names_stay_as_they_are(name: str) -> None:
    assert safe_name(T, name) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("\u202eevil", "evil"),
        ("\u2067Mara\u200f", "Mara"),
        ("two\nlines\u2028here", "two lines here"),
        ("שרה", "\u2068שרה\u2069"),
        ("\u2069שרה\u2066", "\u2068שרה\u2069"),
        ("Tom @everyone", "Tom @\u2060everyone"),
        ("/schedule", "/\u2060schedule"),
        ("https://evil.com/x", "https:\u2060//\u2060evil.\u2060com/x"),
        ("tom@evil.com", "tom@\u2060evil.\u2060com"),
        ("#tag $USD", "#\u2060tag $\u2060USD"),
    ],
)
def test_what_would_turn_or_link_is_taken_out_of_it(name: str, expected: str) -> None:
    assert safe_name(T, name) == expected


@pytest.mark.parametrize("name", ["\u3164", "\u200b\u2060", "\u202e", " \u00a0", "\u2800", "\u0301", "", None])
def test_a_name_that_nobody_can_see_gets_a_kind_word(name: str | None) -> None:
    assert safe_name(T, name) == "Somebody"
