"""News for many people: everybody is named who may be, and every message fits Telegram."""

import html
import re

from domain.people import NameStyle, Person
from handlers.views_changes import addressed, portions
from handlers.words import words
from tests.domain.a_series import NOW

T = words("en")


def crowd(count: int, name: str, **more: object) -> list[Person]:
    return [Person(id=number, first_name=name, seen_at=NOW, **more) for number in range(1, count + 1)]


def messages_for(text: str, people: list[Person], *, named: bool) -> list[str]:
    return [addressed(T, *portion) for portion in portions(T, text, people, named=named)]


def visible(text: str) -> str:
    return html.unescape(re.sub(r"</?[a-z][^>]*>", "", text))


def test_two_hundred_long_names_are_all_mentioned_and_no_message_is_too_long() -> None:
    people = crowd(200, "<&>" * 21 + "😀")
    messages = messages_for("News " + "x" * 900, people, named=True)
    found = [int(number) for text in messages for number in re.findall(r"tg://user\?id=(\d+)", text)]
    assert found == list(range(1, 201))
    assert all(len(visible(text).encode("utf-16-le")) // 2 <= 4096 for text in messages)
    assert all(text.count("<a ") <= 50 for text in messages)
    assert [text.startswith("News") for text in messages][:2] == [True, False]


def test_names_are_escaped_and_hidden_ones_only_counted() -> None:
    people = [
        Person(id=1, first_name="<b>Ann</b>", seen_at=NOW),
        Person(id=2, first_name="Tom", name_style=NameStyle.HIDDEN, seen_at=NOW),
    ]
    (text,) = messages_for("News", people, named=True)
    assert "&lt;b&gt;Ann&lt;/b&gt;" in text
    assert "Tom" not in text
    assert text.endswith("and one more")


def test_a_group_that_shows_no_names_counts_only() -> None:
    assert messages_for("News", crowd(3, "Ann"), named=False) == ["News\n\nFor 3 people who come."]


def test_a_name_from_right_to_left_stays_by_itself() -> None:
    (text,) = messages_for("News", crowd(1, "نور"), named=True)
    assert "\u2068نور\u2069" in text
