"""`circlekeeper check` names the answers that somebody should look at again."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot import check
from domain.entries import State
from tests.circle import Circle, a_circle
from tests.flows.knowing import an_entry


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Circle]:
    async with a_circle(tmp_path, timezone="Europe/London") as circle:
        yield circle


async def answers(circle: Circle) -> check.Finding:
    found = await check.findings(circle.bot_settings())
    return next(finding for finding in found if finding.subject == "answers")


async def test_without_any_it_says_how_to_get_some(circle: Circle) -> None:
    found = await answers(circle)
    assert found.fine
    assert "import-knowledge --starter" in found.words


async def test_what_is_due_is_named_and_what_parents_do_not_get_is_not(circle: Circle) -> None:
    await an_entry(circle, "fresh", review_by=date(2100, 1, 1))
    assert (await answers(circle)).words == "1 published, none is due for another look"
    await an_entry(circle, "old", own=True, review_by=date(2020, 1, 1))
    await an_entry(circle, "older", review_by=date(2019, 1, 1))
    await an_entry(circle, "away", review_by=date(2019, 1, 1), state=State.RETIRED)
    found = await answers(circle)
    assert found.fine
    assert found.words == "3 published, 2 due for another look: older, old"
