"""A plain line after local help was shown: it narrows the search or begins another; talk and questions stay what they
are."""

import re

import pytest

from tests.circle import Circle
from tests.flows.local_help import TOWN, resource, said, seed


@pytest.fixture
async def shown(circle: Circle) -> Circle:
    """Mara looks at clubs, in private."""
    await circle.say(circle.mara, "/next")
    await seed(circle, *TOWN, *(resource(f"Chess {n}", 4 + n, free=n == 1, schedules=()) for n in range(3)))
    await circle.private(circle.mara, "/resources chess")
    assert (await said(circle, circle.mara)).startswith("1 of 3")
    return circle


async def write(circle: Circle, words: str) -> str:
    await circle.private(circle.mara, words)
    return await said(circle, circle.mara)


def is_card(text: str) -> bool:
    return re.match(r"\d+ of \d+", text) is not None


async def test_a_filter_or_place_narrows_the_same_search(shown: Circle) -> None:
    assert (await write(shown, "free")).startswith("1 of 1 · free")
    assert "Chess 1" in await said(shown, shown.mara)
    assert "near G74 5AB" in await write(shown, "near g74 5ab?")
    assert "Chess" in await said(shown, shown.mara)
    assert "for age 7" in await write(shown, "for my 7 year old")
    nothing = await write(shown, "today")
    assert "I found nothing that fits" in nothing
    assert "open today" in nothing


async def test_what_is_said_last_counts(shown: Circle) -> None:
    await write(shown, "/resources club on saturday")
    assert "on Saturday" in await said(shown, shown.mara)
    assert "You asked for: on Tuesday" in await write(shown, "on tuesday")
    await shown.press(shown.mara, "Any day of the week", shown.mara)
    assert "on Saturday" in await write(shown, "saturday")


async def test_other_words_look_for_something_else(shown: Circle) -> None:
    card = await write(shown, "toddler singing")
    assert "Toddler singing" in card
    assert card.startswith("1 of 1")
    assert "I found nothing that fits" in await write(shown, "on friday")  # of the singing


@pytest.mark.parametrize(
    "words",
    ["thanks", "hi", "how do I claim DLA?", "my lad won't sleep", "I feel so alone", "she loves chess",
     "we went there last week and it was lovely, they have cake"],
)  # fmt: skip
async def test_talk_and_questions_are_no_search(shown: Circle, words: str) -> None:
    await shown.press(shown.mara, "As a list", shown.mara)
    before = len(await shown.transcript(shown.mara))
    answer = await write(shown, words)
    assert not is_card(answer)
    assert "search" not in answer
    assert len(await shown.transcript(shown.mara)) == before + 2


async def test_words_of_danger_get_their_line_and_are_no_search(shown: Circle) -> None:
    await write(shown, "want to die")
    every = " ".join(str(message["text"]) for message in await shown.transcript(shown.mara))
    assert "took that for a search" not in every
    assert "I found nothing that fits" not in every


async def test_what_is_found_nowhere_says_what_it_was_taken_for_and_leads_to_a_human(shown: Circle) -> None:
    assert "took that for a search" in await write(shown, "galoshes")
    assert await shown.buttons(shown.mara) == ["Local help", "Ask a facilitator"]


async def test_later_or_after_something_else_a_line_is_no_search(shown: Circle) -> None:
    await shown.travel("2026-11-30T09:12:00Z")
    assert "did not expect words" in await write(shown, "toddler singing")
    await write(shown, "/resources chess")
    await write(shown, "/ask where is the moon")
    assert not is_card(await write(shown, "toddler singing"))


async def test_words_for_a_facilitator_stay_words_for_a_facilitator(shown: Circle) -> None:
    await shown.start(shown.fay)
    await write(shown, "/facilitator")
    await shown.press(shown.mara, "By name", shown.mara)
    await write(shown, "/resources chess")
    before = len(await shown.transcript(shown.mara))
    await shown.private(shown.mara, "free on saturday")
    assert len(await shown.transcript(shown.mara)) == before + 1  # it went along with what they asked


async def test_somebody_elses_search_is_not_narrowed_and_a_restart_changes_nothing(shown: Circle) -> None:
    await shown.start(shown.tom)
    await shown.private(shown.tom, "free")
    assert not is_card(await said(shown, shown.tom))
    await shown.restart()
    assert (await write(shown, "free")).startswith("1 of 1")


async def test_in_the_group_a_line_after_it_is_nobodys_business(shown: Circle) -> None:
    before = await shown.texts()
    await shown.say(shown.mara, "free")
    assert await shown.texts() == [*before, "free"] or await shown.texts() == before
