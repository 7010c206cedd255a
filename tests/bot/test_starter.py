"""The starter set: enough of it, each with its source and dates, in plain words, and no two entries alike."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from bot import knowledge_folder
from bot.starting_knowledge import STARTER
from domain.entries_files import Written
from domain.entries_pages import pages

OWN = "Circlekeeper starter set"
# What a friend would not say: orders, blame, verdicts, haste, and what a doctor says.
NEVER = re.compile(
    r"!|\b(should|must|ought|(?<!if )you (have|need) to|simply|obviously|of course|failed|fault of|"
    r"diagnose|symptoms?|dose|treatment|suffers?|suffering|special needs|normal child(ren)?|"
    r"suicid\w*|kill\w*|overdose)\b",
    re.IGNORECASE,
)
# Whoever names a country's rules says where they are written, and they are looked at again soon.
OF_A_COUNTRY = {"uk", "england", "scotland", "ireland", "usa"}
SOON = timedelta(days=190)
TOPICS = {
    "about",
    "first time",
    "meetups",
    "facilitators",
    "money",
    "school",
    "health",
    "care",
    "children",
    "family",
    "feelings",
    "safety",
    "bot",
    "work",
}


READ = [found.row for found in knowledge_folder.read(STARTER)]
ENTRIES = {row.key: row.values()[0] for row in READ if isinstance(row, Written)}
each = pytest.mark.parametrize("key", ENTRIES)


def sentences(answer: str) -> list[str]:
    """What is read in one breath: a sentence, or a line of a list."""
    return [part for part in re.split(r"(?<=[.?:])[”)]*\s+|\n+", answer) if re.search(r"\w", part)]


def test_each_file_is_taken_without_a_complaint() -> None:
    assert len(ENTRIES) == len(READ) == len(list(STARTER.iterdir()))
    assert [wrong for row in READ if isinstance(row, Written) for wrong in row.values()[1]] == []


def test_there_are_at_least_forty_entries() -> None:
    assert len(ENTRIES) >= 40


def test_each_topic_that_parents_ask_about_is_there() -> None:
    assert not TOPICS - {tag for entry in ENTRIES.values() for tag in entry["tags"]}


@each
def test_an_entry_says_where_it_comes_from_and_when_it_was_checked(key: str) -> None:
    entry = ENTRIES[key]
    assert entry["source_name"]
    assert entry["checked_on"] < entry["review_by"] <= entry["checked_on"] + timedelta(days=366)
    assert entry["source_name"] == OWN or entry["source_link"].startswith("https://")


@each
def test_what_holds_in_one_country_names_it_and_its_source_and_is_looked_at_again_soon(key: str) -> None:
    entry = ENTRIES[key]
    if OF_A_COUNTRY & set(entry["tags"]):
        assert entry["source_name"] != OWN
        assert entry["review_by"] - entry["checked_on"] <= SOON
        assert re.search(r"\((UK|England|Scotland|Ireland|United States)\)$|, UK\)$", entry["question"])


@each
def test_an_entry_can_be_asked_in_many_ways(key: str) -> None:
    assert len(ENTRIES[key]["phrasings"]) >= 6
    assert not any(phrasing.endswith("?") for phrasing in ENTRIES[key]["phrasings"])


@each
def test_an_answer_fits_on_one_screen_and_is_short(key: str) -> None:
    answer = ENTRIES[key]["answer"]
    assert len(pages(answer)) == 1
    assert len(answer) <= 650


@each
def test_an_answer_is_in_plain_words_and_orders_nobody_about(key: str) -> None:
    said = ENTRIES[key]["question"] + "\n" + ENTRIES[key]["answer"]
    assert not NEVER.search(said), NEVER.search(said)


@each
def test_an_answer_is_in_short_sentences(key: str) -> None:
    lengths = [len(sentence.split()) for sentence in sentences(ENTRIES[key]["answer"])]
    assert sum(lengths) / len(lengths) <= 15
    assert max(lengths) <= 30


@each
def test_an_answer_has_few_long_words(key: str) -> None:
    words = re.findall(r"[a-z]+", re.sub(r"\S+\.\w+", "", ENTRIES[key]["answer"].lower()))
    long = [word for word in words if len(word) > 9 and word not in {"facilitator", "facilitators"}]
    assert len(long) <= len(words) / 14, Counter(long)


def test_nobody_asks_two_entries_the_same() -> None:
    asked = Counter(
        re.sub(r"\W+", " ", words).strip().casefold()
        for entry in ENTRIES.values()
        for words in {entry["question"], *entry["phrasings"]}
    )
    assert [words for words, times in asked.items() if times > 1] == []


def test_in_danger_the_number_to_call_comes_first() -> None:
    assert "emergency number" in sentences(ENTRIES["crisis"]["answer"])[0]
    assert "112" in sentences(ENTRIES["crisis"]["answer"])[1] + sentences(ENTRIES["crisis"]["answer"])[0]
