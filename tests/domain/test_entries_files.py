"""Entries as files: whatever can stand in one is read as it was written, and whatever is no entry is said."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.entries import Entry, State
from domain.entries_fields import Field, Unfit, name_of, read
from domain.entries_files import (
    Malformed,
    Trouble,
    Written,
    armed,
    disarmed,
    read_csv,
    read_markdown,
    write_csv,
    write_markdown,
)
from tests.storage.world import NOW

# What people type, and what breaks headers, tables and spreadsheets.
WORDS = st.text(
    st.sampled_from("aé\u0639 -=+@'\",;:|#*[]()<>&\\/\n\r\t\u2028\ufeff\u202e\u200f\U0001f642"), max_size=60
)
LINKS = st.sampled_from(["", "https://example.org", "https://example.org/?a=b,c;d"])
DAYS = st.sampled_from(["", "2026-11-22", "1.2.2027"])


def texts() -> st.SearchStrategy[dict[Field, str]]:
    some = dict.fromkeys(Field, WORDS)
    some |= {Field.LINK: LINKS, Field.WEBSITE: LINKS, Field.CHECKED: DAYS, Field.REVIEW: DAYS}
    some |= {Field.STATE: st.sampled_from([*State]), Field.LANGUAGE: st.sampled_from(["en", "pt-BR", ""])}
    some |= {
        Field.PHONE: st.sampled_from(["", "+44 20 7946 0000", "111"]),
        Field.FILE: st.sampled_from(["", "a b.pdf"]),
    }
    return st.fixed_dictionaries(some)


def entry_of(given: dict[Field, str]) -> Entry | None:
    """The entry with these texts; None where one of them cannot stand there."""
    try:
        fields = {name_of(field): read(field, text) for field, text in given.items()}
    except Unfit:
        return None
    return Entry(**fields, key="key", created_at=NOW, updated_at=NOW)


def again(entry: Entry, written: Written) -> Entry:
    values, wrong = written.values()
    assert wrong == []
    return entry.changed(**{"credit": None, **values})


@settings(deadline=None)
@given(texts())
def test_whatever_an_entry_holds_comes_back_from_a_markdown_file(given: dict[Field, str]) -> None:
    entry = entry_of(given)
    if entry is not None:
        text = write_markdown(entry, -100, "AgAC")
        written = read_markdown(text, "key")
        assert (again(entry, written), written.group, written.telegram) == (entry, "-100", "AgAC")
        assert write_markdown(again(entry, written), -100, "AgAC") == text


@settings(deadline=None)
@given(st.lists(texts(), max_size=4))
def test_whatever_entries_hold_comes_back_from_a_table(given: list[dict[Field, str]]) -> None:
    entries = [entry for one in given if (entry := entry_of(one)) is not None]
    rows: list[tuple[Entry, int | None, str | None]] = [(entry, None, None) for entry in entries]
    text = write_csv(rows)
    found = list(read_csv(text))
    assert [again(entry, row) for entry, row in zip(entries, found, strict=True) if isinstance(row, Written)] == entries


def line_of_trouble(text: str, *, table: bool) -> int:
    """The line at which it is refused; 1 where it is not."""
    try:
        if table:
            return min([row.line for row in read_csv(text)], default=1)
        read_markdown(text, "key").values()
    except Malformed as error:
        return error.line
    return 1


@given(st.text(max_size=300) | WORDS)
def test_any_text_is_an_entry_or_is_refused_with_a_line(text: str) -> None:
    assert 1 <= line_of_trouble(text, table=False) <= text.replace("\r", "\n").count("\n") + 2


@given(st.text(max_size=300) | WORDS)
def test_any_table_is_read_or_refused_with_a_line(text: str) -> None:
    assert line_of_trouble(text, table=True) == 1
    assert line_of_trouble("question,answer,tags\n" + text, table=True) in range(1, text.count("\n") + 4)


@given(st.text(max_size=30) | WORDS)
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed_and_read_as_it_was(text: str) -> None:
    assert disarmed(armed(text)) == text
    assert not armed(text).lstrip(" \t\r\n").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    ("text", "trouble", "line"),
    [
        ("", Trouble.NO_HEADER, 1),
        ("no header\n\nwords", Trouble.NO_HEADER, 1),
        ("question: a\nno header\n\nwords", Trouble.NO_HEADER, 2),
        ("---\nquestion: a\nno header\n---\nwords", Trouble.NO_HEADER, 3),
        ("question: a\ncolour: red\n\nwords", Trouble.NO_SUCH_FIELD, 2),
        ("---\nquestion: a\nanswer: b\n---\nwords", Trouble.NO_SUCH_FIELD, 3),
        ("question: a\nQuestion: b\n\nwords", Trouble.TWICE, 2),
    ],
)
def test_what_is_no_entry_is_said_with_its_line(text: str, trouble: Trouble, line: int) -> None:
    with pytest.raises(Malformed) as caught:
        read_markdown(text, "key")
    assert (caught.value.trouble, caught.value.line) == (trouble, line)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine_and_names_may_be_large(newline: str) -> None:
    text = "Question: What?\nPHRASINGS:\n - one\n\t- two\n- - three\nChecked:  2026-11-22\n\nYes.\n\nNo.\n"
    values, wrong = read_markdown(text.replace("\n", newline), "A-Key").values()
    assert wrong == []
    wanted: dict[str, Any] = {"question": "What?", "phrasings": ("one", "two", "- three"), "answer": "Yes.\n\nNo."}
    assert {name: values[name] for name in wanted} == wanted
    assert values["checked_on"] == date(2026, 11, 22)


@pytest.mark.parametrize("key", ["", "a/b", "..", "-a", "a b", "x" * 65, ".hidden"])
def test_a_key_is_a_plain_word(key: str) -> None:
    with pytest.raises(Malformed) as caught:
        read_markdown("question: What?\n\nYes.", key)
    assert caught.value.trouble is Trouble.NO_KEY
