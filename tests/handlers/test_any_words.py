"""Whatever stands in a message of ours is shown as it is and formats nothing; names and others' words lead nowhere."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.names import TURNING, safe_name
from handlers.views_entries import answer_html
from handlers.views_resources import safe_text
from handlers.words import words
from sandbox.entities import find, units
from sandbox.html import parse
from tests import naughty

T = words("en")
CALLING = {"mention", "bot_command", "hashtag", "cashtag"}
TAPPED = CALLING | {"email"}
PIECES = st.sampled_from([*naughty.OURS, "@", "/", "#", "$", "://", ".", "t.me/", "\u2069", "<b>", "&lt;", "a", " "])
any_words = st.text(max_size=60) | st.lists(PIECES | st.text(max_size=4), max_size=6).map("".join)
TRIED = settings(deadline=None, database=None, max_examples=100)


@TRIED
@given(said=any_words)
def test_a_value_stands_in_a_text_as_it_is_and_formats_nothing(said: str) -> None:
    text, marks = parse(T("Hello <b>{name}</b>.", name=said))
    assert text == f"Hello {said}."
    assert [one["type"] for one in marks] == (["bold"] if said.strip() else [one["type"] for one in marks])
    assert T.plain("{name}!", name=said) == f"{said}!"


@TRIED
@given(name=any_words)
@example(name="\u2068@everyone\u2069")
@example(name="a@b.co")
def test_a_name_turns_nothing_and_leads_nowhere(name: str) -> None:
    safe = safe_name(T, name)
    assert safe.strip("\u2068\u2069").strip()
    assert {one["type"] for one in find(f"({safe})")} & (TAPPED | {"url"}) == set()
    assert not TURNING.search(safe.removeprefix("\u2068").removesuffix("\u2069"))
    assert "\n" not in safe


@TRIED
@given(said=any_words, longest=st.integers(2, 200))
@example(said="T.ME/0", longest=6)
def test_others_words_are_one_line_that_calls_nobody(said: str, longest: int) -> None:
    safe = safe_text(said, longest)
    assert {one["type"] for one in find(safe)} & CALLING == set()
    assert "\n" not in safe
    assert units(safe.replace("\u2060", "").strip("\u2068\u2069")) <= longest


@TRIED
@given(answer=any_words)
@example(answer='[x](https://evil.example/"onclick=") [y](tg://user?id=1) **<b>**')
def test_an_answer_s_marks_are_bold_slanting_and_links_to_pages_and_nothing_else(answer: str) -> None:
    _, marks = parse(answer_html(answer))
    assert {one["type"] for one in marks} <= {"bold", "italic", "text_link"}
    assert all(one["url"].startswith(("http://", "https://")) for one in marks if one["type"] == "text_link")


def test_every_naughty_string_goes_through_all_of_it() -> None:
    for said in naughty.every():
        assert parse(T("{words}", words=said))[0] == said
        assert {one["type"] for one in find(safe_name(T, said[:64]))} & TAPPED == set(), said
        assert {one["type"] for one in find(safe_text(said))} & CALLING == set(), said
        parse(answer_html(said))
