"""The finder beside the running bot: a model that cannot be read stops nobody from being answered."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.finding_entries import EntryFinder
from bot.forgetting import Ledger
from bot.starting_knowledge import take_starter
from domain.finding import Outcome, Question
from storage.migrate import migrate
from storage.transaction import Store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    path = tmp_path / "circle.db"
    url = f"sqlite+aiosqlite:///{path}"
    migrate(url)
    store = await Store.open(url, Ledger(path))
    await take_starter(store)
    yield store
    await store.close()


async def test_a_model_that_cannot_be_read_is_logged_once_and_words_answer(store: Store, tmp_path: Path) -> None:
    broken = tmp_path / "model"
    broken.mkdir()
    (broken / "tokenizer.json").write_text("no tokenizer")
    finder = EntryFinder(store, str(broken), tmp_path / "vectors")
    with capture_logs() as logs:
        running = asyncio.create_task(finder.run())
        for _ in range(1_000):
            await asyncio.sleep(0 if logs else 0.01)
        for _ in range(3):
            found = await finder.find(Question("Are dads welcome?", "en"))
            assert found.outcome is Outcome.ANSWER
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    finder.close()
    told = [(line["log_level"], line["event"]) for line in logs]
    assert told == [("error", "the model for answers cannot be read; words alone answer")]
    assert str(broken) in logs[0]["error"]
    assert not (tmp_path / "vectors").exists()
