"""What reads like a question."""

import pytest

from domain.asking import has_words, looks_asked, more_than_a_few


@pytest.mark.parametrize(
    "text",
    [
        "Is there parking?",
        "how do i claim dla for my lad",
        "anyone know a good dentist",
        "We moved here last week. It is all new to us. Where can we park",
        "where to park. thanks so much",
        "هل يوجد موقف سيارات؟",
        "駐車場はありますか？",
        "parking ?",
        "blue badge how",
        "It is raining and we are late, can we still come? Thank you",
    ],
)
def test_a_question(text: str) -> None:
    assert looks_asked(text)


@pytest.mark.parametrize(
    "text",
    ["thank you", "Thanks a lot, that was kind", "see you there", "ok", "", "🙂", "https://example.org/?q=1", "hello"],
)
def test_none(text: str) -> None:
    assert not looks_asked(text)


@pytest.mark.parametrize(("text", "found"), [("🙂", False), ("1234", False), ("?", False), ("a", True), ("أين", True)])
def test_something_to_look_up(text: str, found: bool) -> None:
    assert has_words(text) is found


@pytest.mark.parametrize(
    ("text", "found"), [("thank you", False), ("my son needs shoes", True), ("駐車場" * 20, True), ("ok", False)]
)
def test_long_enough_to_be_one(text: str, found: bool) -> None:
    assert more_than_a_few(text) is found
