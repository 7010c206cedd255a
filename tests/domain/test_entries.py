"""An entry's answer: its marks, its pages, and what its fields may hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.entries import Entry, State
from domain.entries_fields import Field, Problem, Unfit, name_of, read, write
from domain.entries_marks import Mark, Span, is_link, marked, spans, unmarked
from domain.entries_pages import SCREEN, pages
from tests.storage.world import NOW


def an_entry(**more: object) -> Entry:
    given = {"key": "dla", "question": "What is DLA?", "answer": "Money.", "created_at": NOW, "updated_at": NOW}
    return Entry(**{**given, **more})


def test_bold_slanting_and_links_are_read() -> None:
    text = "**Phone** first, *then* [the form](https://example.org/a)."
    assert list(spans(text)) == [
        Span("Phone", bold=True),
        Span(" first, "),
        Span("then", italic=True),
        Span(" "),
        Span("the form", link="https://example.org/a"),
        Span("."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4 = 24",
        "* one\n* two",
        "** not bold **",
        "a*b*c",
        "[words](tg://user?id=1)",
        "[words](javascript:alert(1))",
        "[words](https://user@evil.example/)",
        "[words](https://localhost)",
        "**over\na line**",
    ],
)
def test_what_is_no_mark_of_ours_stays_as_it_was_typed(text: str) -> None:
    assert list(spans(text)) == [Span(text)]


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("https://example.org", True),
        ("HTTP://example.org/a?b=c#d", True),
        ("https://[broken", False),
        ("ftp://example.org", False),
        ("tg://user?id=7", False),
        ("https://example.org/<b>", False),
        ("https://example.org:port", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_links_lead_to_pages_on_the_web_only(text: str, fine: bool) -> None:
    assert is_link(text) is fine


def test_what_telegram_says_of_the_look_becomes_marks() -> None:
    text = "🙂 Phone first, then the form.\nSecond line"
    found = [
        Mark("bold", 3, 5),
        Mark("text_link", 21, 8, "https://example.org"),
        Mark("italic", 31, 11),
        Mark("text_mention", 3, 2),
        Mark("text_link", 9, 5, "tg://user?id=7"),
    ]
    assert marked(text, found) == "🙂 **Phone** first, then [the form](https://example.org).\n*Second line*"


def test_a_look_over_two_lines_or_within_another_one_never_leaves_a_half_mark() -> None:
    assert marked("one\n two ", [Mark("bold", 0, 9)]) == "**one**\n **two** "
    assert marked("one two", [Mark("bold", 0, 7), Mark("italic", 4, 3)]) == "**one two**"
    assert marked("2*3", [Mark("bold", 0, 3)]) == "2*3"


def test_a_short_answer_is_one_page() -> None:
    assert pages("Money.\n\nFor **children**.") == ["Money.\n\nFor **children**."]
    assert pages("") == [""]


def test_a_long_answer_is_cut_between_paragraphs_where_it_can_be() -> None:
    one, two = "a" * 500, "b" * 500
    assert pages(f"{one}\n\n{two}") == [one, two]


def test_no_page_is_longer_than_a_screen_and_no_mark_is_cut() -> None:
    sentence = "This is **a bold thing. Really** and [a link. Yes](https://example.org/x) too. "
    found = pages(sentence * 60)
    assert len(found) > 2
    assert all(len(unmarked(page)) <= SCREEN for page in found)
    assert all(page.count("**") % 2 == 0 and page.count("[") == page.count("](https") for page in found)


@given(st.text(alphabet="ab .*[]()\n", max_size=3000))
def test_nothing_of_an_answer_is_lost_at_the_cuts(text: str) -> None:
    found = pages(text)
    assert all(len(unmarked(page)) <= SCREEN for page in found)
    assert "".join("".join(map(unmarked, found)).split()) == "".join(unmarked(text).split())


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (Field.QUESTION, "  What\nis   it? ", "What is it?"),
        (Field.PHRASINGS, "one\n\nTwo\nONE\n", ("one", "Two")),
        (Field.TAGS, "Money, school,money", ("money", "school")),
        (Field.ANSWER, "a\r\nb  \n", "a\nb"),
        (Field.CHECKED, "2026-11-22", date(2026, 11, 22)),
        (Field.REVIEW, "1.2.2027", date(2027, 2, 1)),
        (Field.REVIEW, "", None),
        (Field.LANGUAGE, "PT-br", "pt-br"),
        (Field.LANGUAGE, "", "en"),
        (Field.STATE, "", State.PUBLISHED),
        (Field.STATE, "Draft", State.DRAFT),
        (Field.PHONE, "+44 20 7946 0000 (weekdays)", "+44 20 7946 0000 (weekdays)"),
        (Field.PHONE, "111", "111"),
        (Field.WEBSITE, "https://example.org", "https://example.org"),
        (Field.FILE, "the map.PDF", "the map.PDF"),
        (Field.PLACE, "قاعة كالديروود", "قاعة كالديروود"),
        (Field.CREDIT, "\u202eMara\u2066", "Mara"),
    ],
)
def test_a_field_is_read(field: Field, text: str, value: object) -> None:
    assert read(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        (Field.QUESTION, " \n", Problem.MISSING),
        (Field.QUESTION, "😀", Problem.MISSING),
        (Field.QUESTION, "?!", Problem.MISSING),
        (Field.QUESTION, "a" * 201, Problem.TOO_LONG),
        (Field.ANSWER, "", Problem.MISSING),
        (Field.ANSWER, "👍 👍", Problem.MISSING),
        (Field.ANSWER, "a" * 3601, Problem.TOO_LONG),
        (Field.PHRASINGS, "\n".join(map(str, range(26))), Problem.TOO_MANY),
        (Field.PHRASINGS, "a" * 121, Problem.TOO_LONG),
        (Field.TAGS, "a" * 41, Problem.TOO_LONG),
        (Field.CHECKED, "2026-02-30", Problem.NO_DATE),
        (Field.CHECKED, "yesterday", Problem.NO_DATE),
        (Field.REVIEW, "9999-01-01", Problem.NO_DATE),
        (Field.LANGUAGE, "English", Problem.NO_LANGUAGE),
        (Field.STATE, "gone", Problem.NO_STATE),
        (Field.LINK, "javascript:alert(1)", Problem.NO_LINK),
        (Field.LINK, "www.example.org", Problem.NO_LINK),
        (Field.PHONE, "ask Mara", Problem.NO_PHONE),
        (Field.FILE, "../../etc/passwd.pdf", Problem.NO_FILE),
        (Field.FILE, "virus.exe", Problem.NO_FILE),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(field: Field, text: str, problem: Problem) -> None:
    with pytest.raises(Unfit) as caught:
        read(field, text)
    assert (caught.value.field, caught.value.problem) == (field, problem)


@pytest.mark.parametrize("field", Field)
def test_what_is_written_is_read_as_the_same(field: Field) -> None:
    entry = an_entry(
        phrasings=("dla", "What's DLA?"),
        tags=("money", "care"),
        source_name="The council",
        source_link="https://example.org/dla",
        checked_on=date(2026, 11, 22),
        review_by=date(2027, 11, 22),
        link="https://example.org",
        place="The hall",
        phone="+44 20 7946 0000",
        file="map.pdf",
        credit="Mara",
    )
    text = write(entry, field)
    assert text
    assert read(field, text) == getattr(entry, name_of(field))
    assert write(entry.changed(answer="other"), field) == ("other" if field is Field.ANSWER else text)
