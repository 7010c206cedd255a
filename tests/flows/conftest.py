"""Flows: people talk to the real bot through the local Telegram."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.circle import Circle, a_circle


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Circle]:
    """A group whose time zone is known."""
    async with a_circle(tmp_path, timezone="Europe/London") as circle:
        yield circle


@pytest.fixture
async def circle_bare(tmp_path: Path) -> AsyncIterator[Circle]:
    """A group about which nothing is known yet."""
    async with a_circle(tmp_path) as circle:
        yield circle
