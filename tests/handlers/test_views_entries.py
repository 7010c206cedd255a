"""An answer as parents see it: everything escaped, with its source, its date and its pages."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.entries import Entry
from handlers.views_entries import answer_html, beginning, entry_text
from handlers.words import words

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
T = words("en")
INJECTION = '<b>x</b> & <a href="tg://user?id=1">y</a>'


def an_entry(**more: Any) -> Entry:
    given = {"key": "dla", "question": "What is DLA?", "answer": "Money.", "created_at": NOW, "updated_at": NOW}
    return Entry(**{**given, **more})


def test_it_has_question_answer_source_date_and_thanks() -> None:
    entry = an_entry(
        source_name="The council", source_link="https://example.org/?a=1&b=2", checked_on=date(2026, 11, 22),
        credit="Mara", place="The hall", phone="+44 20 7946 0000", link="https://example.org/form",
    )  # fmt: skip
    assert entry_text(T, entry, NOW) == (
        "<b>What is DLA?</b>\n\nMoney.\n\n"
        "Place: The hall\nPhone: +44 20 7946 0000\nLink: https://example.org/form\n\n"
        'Source: <a href="https://example.org/?a=1&amp;b=2">The council</a>\n'
        "Checked on 22 November 2026.\nWith thanks to Mara."
    )


@pytest.mark.parametrize("field", ["question", "answer", "source_name", "place", "phone", "link", "credit"])
def test_no_field_can_bring_tags_or_mentions_of_its_own(field: str) -> None:
    text = entry_text(T, an_entry(**{"source_link": "https://example.org", field: INJECTION}), NOW)
    assert "&lt;b&gt;x&lt;/b&gt; &amp; &lt;a href=" in text
    assert "tg://user" not in "".join(re.findall(r'<a href="([^"]*)"', text))


def test_a_link_without_a_name_and_a_name_without_a_link_are_sources_too() -> None:
    assert 'Source: <a href="https://e.org">https://e.org</a>' in entry_text(
        T, an_entry(source_link="https://e.org"), NOW
    )
    assert entry_text(T, an_entry(source_name="Mara's mum"), NOW).endswith("Source: Mara's mum")
    assert "Source" not in entry_text(T, an_entry(), NOW)


def test_what_was_checked_long_ago_says_so() -> None:
    old = an_entry(checked_on=date(2025, 11, 29))
    assert "That is a while ago." in entry_text(T, old, NOW)
    assert "That is a while ago." not in entry_text(T, old.changed(checked_on=date(2025, 11, 30)), NOW)


def test_pages_are_told_and_what_goes_with_the_answer_stands_on_the_last() -> None:
    entry = an_entry(answer="\n\n".join(["a" * 800, "b" * 800]), place="The hall", source_name="N")
    first, second = (entry_text(T, entry, NOW, page) for page in (0, 1))
    assert "aaa" in first
    assert "Page 1 of 2" in first
    assert "Place" not in first
    assert "Source: N" in first
    assert "bbb" in second
    assert "Place: The hall" in second
    assert entry_text(T, entry, NOW, 99) == second
    assert entry_text(T, entry, NOW, -3) == first


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* [c](https://e.org/?x=1&y=2)", '<b>a</b> <i>b</i> <a href="https://e.org/?x=1&amp;y=2">c</a>'),
        ("[c](javascript:x)", "[c](javascript:x)"),
        ('[a"b](https://e.org)', '<a href="https://e.org">a"b</a>'),
        ("**<i>**", "<b>&lt;i&gt;</b>"),
    ],
)
def test_marks_become_telegrams_html(text: str, html: str) -> None:
    assert answer_html(text) == html


def test_the_beginning_is_whole_words_without_marks() -> None:
    entry = an_entry(answer="**Money** for a\nchild who needs more care.")
    assert beginning(entry, 100) == "Money for a child who needs more care."
    assert beginning(entry, 20) == "Money for a child…"
