"""Answers, found off the event loop: the index follows the database, one thread asks it, and learns in between."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.finders import reckon_on_one_thread
from domain.entries import Entry, State, Synonym
from domain.finding import Finding, Question
from storage.transaction import Store

if TYPE_CHECKING:
    from storage.finder.index import Index

T = TypeVar("T")
log = structlog.get_logger("answers")

QUIET = 1.0  # seconds without a change before it learns, so that an import is learnt once
GIVE_WAY = 0.01  # seconds between two steps of learning, in which a question may come first


class EntryFinder:
    """Answers a `Question`. What was committed before the question is found.

    model: where the sentence model is (`storage.finder.sentences.directory`); vectors: the file in which its
    vectors are
    kept. Until it is there, and where there is none, words alone answer.
    """

    def __init__(self, store: Store, model: str, vectors: Path) -> None:
        self._store, self._model, self._vectors = store, model, vectors
        self._index: Index | None = None
        self._revision = -1
        self._thread = ThreadPoolExecutor(1, "answers")
        self._reading = asyncio.Lock()
        self._changed = asyncio.Event()

    async def find(self, question: Question) -> Finding:
        """What there is to say to it."""
        await self.catch_up()
        return await self._there(lambda: self._the_index().find(question))

    async def catch_up(self) -> None:
        """Take in what has changed: entries in any state, and what people write for short."""
        async with self._reading:
            before = self._revision
            if await self._store.look(lambda tx: tx.entries.revision()) == before:
                return
            revision, changed, synonyms = await self._store.look(
                lambda tx: (tx.entries.revision(), tx.entries.changed_since(max(before, 0)), tx.entries.synonyms())
            )
            await self._there(lambda: self._take_in(changed, synonyms))
            self._revision = revision
            self._changed.set()

    async def run(self) -> None:
        """Read the model, then learn whenever something has changed, until it is cancelled."""
        try:
            await self.catch_up()
        except Exception as error:  # the bot goes on without answers; who asks hears that it did not work
            log.error("the answers cannot be read", exc_info=error)
        model = await self._there(self._read_model)
        self._changed.set()
        while True:
            await self._changed.wait()
            self._changed.clear()
            await asyncio.sleep(QUIET)
            if self._changed.is_set():
                continue
            try:
                await self._learn()
                if model:
                    await self._there(lambda: self._keep(model))
            except Exception as error:  # people are answered without what it would have learnt
                log.error("learning from the answers failed", exc_info=error)

    async def _learn(self) -> None:
        while True:
            if not await self._there(lambda: self._the_index().step()):
                return
            await asyncio.sleep(GIVE_WAY)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _take_in(self, changed: Iterable[Entry], synonyms: Iterable[Synonym]) -> None:
        index = self._the_index()
        from storage.finder.known import Known, Short

        index.shorten(Short(one.short, one.long, one.group_id) for one in synonyms)
        for entry in changed:
            if entry.state is not State.PUBLISHED:
                index.drop(entry.id)
                continue
            texts = (entry.question, *entry.phrasings)
            more = " ".join((entry.answer, *entry.tags))
            index.put(Known(entry.id, texts, entry.key, entry.group_id, entry.language, more))

    def _read_model(self) -> str:
        """Its name; empty where there is none to be had. Of one that cannot be read the log hears once."""
        index = self._the_index()
        from storage.finder.kept import kept

        try:
            from storage.finder.sentences import NoModel, Sentences, directory
        except ImportError as error:
            if self._model not in ("", "off"):
                log.error("the model for answers needs the extra `semantic`; words alone answer", error=str(error))
            return ""
        folder = directory(self._model)
        if folder is None:
            return ""
        try:
            sentences = Sentences(folder)
        except NoModel as error:
            log.error("the model for answers cannot be read; words alone answer", error=str(error))
            return ""
        index.understand(sentences, kept(self._vectors, sentences.name))
        return sentences.name

    def _keep(self, model: str) -> None:
        from storage.finder.kept import keep

        keep(self._vectors, model, self._the_index().kept)

    def _the_index(self) -> "Index":
        """Made where it is used, so that a start does not wait for the libraries."""
        if self._index is None:
            reckon_on_one_thread()
            from storage.finder.index import Index

            self._index = Index()
        return self._index

    async def _there(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
