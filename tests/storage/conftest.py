"""A real, migrated SQLite file for each test."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.forgetting import Ledger
from storage.migrate import migrate
from storage.transaction import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "circle.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def store(path: Path, url: str) -> AsyncIterator[Store]:
    migrate(url)
    store = await Store.open(url, Ledger(path))
    yield store
    await store.close()


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Store]:
    """The same file once more; closed also where the test fails, or its thread would hold up the end."""
    store = await Store.open(f"sqlite+aiosqlite:///{path}", Ledger(path))
    try:
        yield store
    finally:
        await store.close()
