"""What reads like a question."""

import pytest

from domain.asking import gives_thanks, greets, has_words, looks_asked, more_than_a_few


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


@pytest.mark.parametrize(
    "text",
    [
        "I could murder a coffee",
        "I will be late tomorrow",
        "I have not slept for three nights",
        "Tom is in hospital again",
        "we can come",
        "my son has a cold",
    ],
)
def test_something_that_is_told_is_no_question(text: str) -> None:
    assert not looks_asked(text)


@pytest.mark.parametrize(
    "text", ["so can we come", "hi is there parking", "hello does it cost", "in which hall", "know who mends prams"]
)
def test_a_word_before_a_question_does_not_hide_it(text: str) -> None:
    assert looks_asked(text)


@pytest.mark.parametrize("text", ["thanks", "Thank you so much!", "ok thanks fay", "many thanks for your help", "ty"])
def test_a_thank_you(text: str) -> None:
    assert gives_thanks(text)
    assert not greets(text)


@pytest.mark.parametrize("text", ["hi", "Hello Circlekeeper!", "hey there", "good morning", "hi again all"])
def test_a_hello(text: str) -> None:
    assert greets(text)
    assert not gives_thanks(text)


@pytest.mark.parametrize("text", ["thanks for nothing, my son is ill", "hi where do we meet", "good", "you", "", "👍"])
def test_more_than_a_courtesy_is_neither(text: str) -> None:
    assert not greets(text)
    assert not gives_thanks(text)


@pytest.mark.parametrize(("text", "found"), [("🙂", False), ("1234", False), ("?", False), ("a", True), ("أين", True)])
def test_something_to_look_up(text: str, found: bool) -> None:
    assert has_words(text) is found


@pytest.mark.parametrize(
    ("text", "found"), [("thank you", False), ("my son needs shoes", True), ("駐車場" * 20, True), ("ok", False)]
)
def test_long_enough_to_be_one(text: str, found: bool) -> None:
    assert more_than_a_few(text) is found
