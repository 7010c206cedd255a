"""With a second catalogue beside English: who chooses a language is answered in it, at once and from then on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers import words
from tests.circle import Circle, a_circle
from tests.flows.newcomers import newcomer

FRENCH = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\nLanguage: fr\\n"

msgid "<b>Welcome to {group}</b>"
msgstr "<b>Bienvenue dans {group}</b>"

msgid "Language"
msgstr "Langue"

msgid "The next meetup"
msgstr "La prochaine rencontre"
"""


def _forget_what_was_read() -> None:
    for known in (words.languages, words._catalogue, words.best_language, words.words):
        known.cache_clear()


@pytest.fixture
async def bilingual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Circle]:
    """English and a little French, as a folder of catalogues that a host may have."""
    locales = tmp_path / "locales"
    locales.mkdir()
    (locales / "fr.po").write_text(FRENCH, encoding="utf-8")
    monkeypatch.setattr(words, "LOCALES", locales)
    _forget_what_was_read()
    async with a_circle(tmp_path, timezone="Europe/London") as circle:
        yield circle
    monkeypatch.undo()
    _forget_what_was_read()


async def test_the_language_is_a_step_of_the_welcome_and_one_tap_changes_it(bilingual: Circle) -> None:
    ann = await newcomer(bilingual)
    await bilingual.press(ann, "Language", chat=ann)
    assert (await bilingual.last(ann))["text"] == "Which language shall I use with you?"
    assert await bilingual.buttons(ann) == ["English", "Français", "Back"]
    await bilingual.press(ann, "Français", chat=ann)
    assert (await bilingual.last(ann))["text"].startswith("Bienvenue dans Calderwood parents")
    assert "Langue" in await bilingual.buttons(ann)


async def test_it_holds_for_what_comes_later_and_for_nobody_else(bilingual: Circle) -> None:
    ann = await newcomer(bilingual)
    await bilingual.press(ann, "Language", chat=ann)
    await bilingual.press(ann, "Français", chat=ann)
    await bilingual.restart()
    await bilingual.private(ann, "/welcome")
    assert (await bilingual.last(ann))["text"].startswith("Bienvenue dans")
    await bilingual.say(bilingual.mara, "/next")
    await bilingual.private(bilingual.mara, "/welcome")
    assert (await bilingual.last(bilingual.mara))["text"].startswith("Welcome to")


async def test_back_leaves_the_language_as_it_was(bilingual: Circle) -> None:
    ann = await newcomer(bilingual)
    await bilingual.press(ann, "Language", chat=ann)
    await bilingual.press(ann, "Back", chat=ann)
    assert (await bilingual.last(ann))["text"].startswith("Welcome to")


async def test_the_settings_offer_it_too_and_back_again(bilingual: Circle) -> None:
    await bilingual.private(bilingual.mara, "/settings")
    await bilingual.press(bilingual.mara, "Language", chat=bilingual.mara)
    await bilingual.press(bilingual.mara, "Français", chat=bilingual.mara)
    assert "Langue" in await bilingual.buttons(bilingual.mara)
    await bilingual.press(bilingual.mara, "Langue", chat=bilingual.mara)
    await bilingual.press(bilingual.mara, "English", chat=bilingual.mara)
    assert "Language" in await bilingual.buttons(bilingual.mara)


async def test_the_menu_is_set_in_each_language(bilingual: Circle) -> None:
    calls = await bilingual.client.calls(method="setMyCommands")
    french = [call["params"] for call in calls if call["params"].get("language_code") == "fr"]
    assert french
    said = {one["command"]: one["description"] for one in french[0]["commands"]}
    assert said["next"] == "La prochaine rencontre"


async def test_with_english_alone_nobody_is_asked(circle: Circle) -> None:
    ann = await newcomer(circle)
    assert "Language" not in await circle.buttons(ann)
