"""Every word that facilitators read about the knowledge comes from the catalogue."""

import re
from datetime import date
from pathlib import Path

from domain.entries import State
from domain.entries_fields import Problem
from handlers.views_unfit import unfit_words
from handlers.words import words
from tests.circle import Circle, a_circle
from tests.flows.knowing import an_entry
from tests.flows.test_pseudo_language import Tour, outside
from tests.sandbox.schema import violations

QQ = {
    "question": "QQwhat?",
    "answer": "\n\n".join(["QQ" + "q" * 700] * 3),
    "phrasings": ("QQhow",),
    "tags": ("QQtag",),
    "source_name": "QQsource",
    "source_link": "https://example.org",
    "place": "QQplace",
    "phone": "111",
    "link": "https://example.org/more",
    "credit": "QQthanks",
    "review_by": date(2026, 11, 1),
    "checked_on": date(2024, 11, 1),
    "own": True,
}
TOUR = ("/knowledge", "/knowledge QQwhat", "/knowledge QQnothing", "/answer", "/answer QQwhat")


async def entries(circle: Circle) -> None:
    await an_entry(circle, "one", **QQ)
    await an_entry(circle, "two", **{**QQ, "state": State.DRAFT, "question": "QQdraft?"})
    await an_entry(circle, "three", **{**QQ, "state": State.RETIRED, "question": "QQretired?"})
    await an_entry(circle, "four", **{**QQ, "own": False, "question": "QQshared?"})


def without_values(text: str) -> str:
    """What is neither from the catalogue nor the tour's own."""
    return outside(re.sub(r"\ben\b|\bQQ\w*|tqq\w+\.jpg", "", text))


async def test_no_word_to_those_who_look_after_answers_stands_outside_the_catalogue(tmp_path: Path) -> None:
    async with a_circle(tmp_path, speaks="qps", language="qps", timezone="Europe/London") as circle:
        tour = Tour(circle)
        await circle.start(circle.fay)
        await circle.say(circle.fay, "/help")
        await entries(circle)
        for typed in TOUR:
            await tour.type(circle.fay, circle.fay, typed)
        for _ in range(3):  # from list to entry, to its parts, to its history
            for message in await tour.look(circle.fay, circle.fay):
                await tour.press_all(circle.fay, circle.fay, message)
        for typed in ("QQshort", "QQshort = QQlong"):
            await circle.private(circle.fay, "/knowledge")
            await circle.press(circle.fay, "⟦Abbreviations⟧", chat=circle.fay)
            await circle.press(circle.fay, "⟦Add⟧", chat=circle.fay)
            await tour.type(circle.fay, circle.fay, typed)
        await circle.private(circle.fay, "/knowledge")
        await circle.press(circle.fay, "⟦Add⟧", chat=circle.fay)
        for typed in ("QQnew?", "QQways", "QQanswer", "QQsource"):
            await tour.look(circle.fay, circle.fay)
            await circle.private(circle.fay, typed)
        await tour.look(circle.fay, circle.fay)
        question = await circle.say(circle.mara, "QQquestion")
        await circle.say(circle.fay, "/answer QQwhat", reply_to=question)
        await tour.type(circle.fay, circle.fay, "/knowledge")
        await tour.look(circle.group, circle.tom)
        calls = await circle.client.calls(limit=20_000)
    assert violations(calls) == []
    assert {text for text in tour.bare if without_values(text)} == set()
    assert len(tour.pressed) > 60


def test_every_reason_why_something_does_not_fit_has_words() -> None:
    said = [unfit_words(words("qps"), {"problem": problem, "most": 7}) for problem in Problem]
    assert all(text.startswith("⟦") for text in said)
    assert len(set(said)) >= 8
