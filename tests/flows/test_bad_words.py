"""Whatever people type, wherever words are taken: it is kept as it is or refused in words, and shows as nothing else.

`CIRCLEKEEPER_STRINGS=600 python -m pytest tests/flows/test_bad_words.py` tries every string in every place.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests import naughty
from tests.flows.authorising import TABLE, a_world, speaks
from tests.flows.taking_words import ROWS
from tests.flows.walking import Row, Walk, unintended

A_PLACE = 6  # strings for each place, others for each


@pytest.fixture
async def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Walk]:
    """Tom is a facilitator here, as Mara and Fay are busy with requests."""
    async with a_world(tmp_path, monkeypatch) as world:
        await world.circle.client.act(world.circle.fay, "promote", chat=world.ours, user=world.circle.tom)
        await world.circle.settle()
        yield Walk(world)


def test_every_place_that_takes_words_has_a_row() -> None:
    assert {name.partition(":")[0] for name in ROWS} == set(TABLE.words)


def test_the_published_strings_are_tried_where_they_are() -> None:
    if naughty.folder() is None:
        pytest.skip("the published strings are not there (CIRCLEKEEPER_DATA): only our own short list was tried")
    assert len(naughty.published()) > 400


async def taken(walk: Walk, name: str, row: Row, words: str) -> list[Any]:
    """Type these words there; what is wrong with what came of it."""
    if row.kept is not None or ":" in name or not await walk.awaits(row, name):
        await walk.begin(row)
        if not await walk.awaits(row, name):
            return [(name, "is not awaited")]
    before = await walk.look(row.kept) if row.kept else None
    await walk.say(row.who, words)
    if row.kept is None:
        return []
    after, wanted = await walk.look(row.kept), row.tidied(words)
    if after == before and (len(wanted) > row.limit or words.lstrip().startswith("/") or not holds(after, wanted)):
        return [] if not fits(row, words) else [(name, "is not taken", words[:60], after)]
    return [] if holds(after, wanted) else [(name, "is kept otherwise", words[:60], after)]


def holds(kept: Any, wanted: Any) -> bool:
    return kept == wanted or (isinstance(kept, list | set) and wanted in kept)


def fits(row: Row, words: str) -> bool:
    """Words that nobody could refuse: short, plain, and no command."""
    return words.isascii() and words.isprintable() and words[0].isalpha() and len(words) < 30 and words != "none"


async def test_words_are_kept_as_they_are_or_refused_in_words_and_show_as_nothing_else(walk: Walk) -> None:
    wrong: list[Any] = []
    for number, (name, row) in enumerate(ROWS.items()):
        before = await walk.circle.client.calls(limit=1)
        strings = naughty.some(number, A_PLACE)
        for words in strings:
            wrong += await taken(walk, name, row, words)
        await walk.circle.settle()
        calls = await walk.circle.client.calls(since=before[0]["seq"])
        wrong += [(name, *one) for one in unintended(calls)]
        if sum(speaks(call) for call in calls) < len(strings):
            wrong.append((name, "is silent"))
    assert wrong == [], "\n".join(str(one)[:300] for one in wrong)
    assert await walk.failures() == 0
