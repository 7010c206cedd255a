"""A heading stands before the words where both fit into one message, counted as Telegram counts."""

import pytest

from handlers.relay_content import Content, calls, change, units, with_heading

BOLD = {"type": "bold", "offset": 0, "length": 4}


def text(words: str) -> Content:
    return Content("text", "sendMessage", {"text": words})


@pytest.mark.parametrize(
    ("words", "messages"),
    [("a", 1), ("a" * 4090, 1), ("a" * 4091, 2), ("a" * 4096, 2), ("🦔" * 2045, 1), ("🦔" * 2046, 2)],
)
def test_what_has_no_room_for_its_heading_comes_after_it(words: str, messages: int) -> None:
    found = calls(text(words), "Mara:")
    assert len(found) == messages
    assert all(units(payload["text"]) <= 4096 for _, payload in found)
    assert found[-1][1]["text"].endswith(words)
    assert found[0][1]["text"].startswith("Mara:")


def test_formatting_moves_with_the_words_also_behind_a_name_of_signs() -> None:
    content = Content("text", "sendMessage", {"text": "loud", "entities": [BOLD]})
    headed = with_heading(content, "🦔 مارا:")
    assert headed is not None
    assert headed.payload["entities"][1]["offset"] == units("🦔 مارا:\n")


@pytest.mark.parametrize(
    ("content", "method"),
    [
        (text("a"), "editMessageText"),
        (Content("photo", "sendPhoto", {"photo": "f"}), "editMessageMedia"),
        (Content("document", "sendDocument", {"document": "f", "caption": "c"}), "editMessageMedia"),
        (Content("voice", "sendVoice", {"voice": "f", "caption": "c"}), "editMessageCaption"),
        (Content("location", "sendLocation", {"latitude": 1.0, "longitude": 2.0}), None),
        (Content("sticker", "sendSticker", {"sticker": "f"}), None),
    ],
)
def test_each_kind_is_changed_as_telegram_lets_it(content: Content, method: str | None) -> None:
    found = change(content, "Mara:")
    assert (found[0] if found is not None else None) == method


def test_a_caption_has_less_room_than_words() -> None:
    photo = Content("photo", "sendPhoto", {"photo": "f", "caption": "c" * 1024})
    assert [method for method, _ in calls(photo, "Mara:")] == ["sendMessage", "sendPhoto"]


def test_words_that_grew_too_long_for_their_heading_count_more() -> None:
    assert change(text("a" * 4096), "Mara:") == ("editMessageText", {"text": "a" * 4096})
