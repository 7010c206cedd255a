"""Local help, found off the event loop: the index follows the database, and one thread looks things up in it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.finders import reckon_on_one_thread
from domain.resource_finding import ResourceQuery, ResourcesFound
from storage.transaction import Store

if TYPE_CHECKING:
    from storage.finder.resources import ResourceIndex

T = TypeVar("T")
log = structlog.get_logger("resources")
AT_ONCE = 500  # resources that are read in one look


class ResourceFinder:
    """Answers a `ResourceQuery`. What was committed before the question is found."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._index: ResourceIndex | None = None
        self._revision = 0
        self._thread = ThreadPoolExecutor(1, "resources")
        self._reading = asyncio.Lock()

    async def find(self, query: ResourceQuery) -> ResourcesFound:
        """What there is."""
        await self.catch_up()
        return await self._there(lambda: self._the_index().find(query))

    async def warm_up(self) -> None:
        """Catch up before somebody asks. Where that fails the bot goes on; who asks hears that it did not work."""
        try:
            await self.catch_up()
        except Exception as error:
            log.error("local help cannot be read", exc_info=error)

    async def catch_up(self) -> None:
        """Take in what has changed until now: the first time everything, some seconds where there are very many.

        What changes meanwhile is for the next one; nobody waits for an import to end.
        """
        async with self._reading:
            latest = await self._store.look(lambda tx: tx.resources.revision())
            while self._revision < latest:
                changed = await self._store.look(lambda tx: tx.resources.changed_since(self._revision, AT_ONCE))
                if not changed:
                    return
                await self._there(lambda found=changed: self._the_index().put([one for _, one in found]))  # type: ignore[misc]
                self._revision = changed[-1][0]

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _the_index(self) -> "ResourceIndex":
        """Made where it is used, so that a start does not wait for the libraries; no list, no index."""
        if self._index is None:
            reckon_on_one_thread()
            from storage.finder.resources import ResourceIndex

            self._index = ResourceIndex()
        return self._index

    async def _there(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
