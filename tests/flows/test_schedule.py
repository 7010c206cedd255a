"""`/schedule`: from words or buttons to a series, and what must not become one."""

import pytest

from tests.circle import Circle

WORDS = "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall"


async def test_the_preview_says_it_in_full_words_with_the_next_four_dates(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS)
    text = (await circle.last())["text"]
    for part in ("Coffee and chat", "Every Tuesday at 10:00", "90 minutes", "Calderwood Hall", "London time"):
        assert part in text
    for day in ("Tuesday 1 December", "Tuesday 8 December", "Tuesday 15 December", "Tuesday 22 December"):
        assert day in text
    assert "29 December" not in text
    assert "Confirm" in await circle.buttons()


async def test_confirm_posts_the_first_card_and_pins_it_quietly(circle: Circle) -> None:
    await circle.say(circle.fay, WORDS)
    assert await circle.press(circle.fay, "Confirm") == "Scheduled."
    card = (await circle.last())
    assert card["pinned"]
    assert "Tuesday 1 December, 10:00–11:30 (London time)" in card["text"]
    assert (await circle.buttons())[:3] == ["Going", "Maybe", "Can't make it"]
    pins = await circle.client.calls(method="pinChatMessage")
    assert [call["params"]["disable_notification"] for call in pins] in ([True], ["true"])
