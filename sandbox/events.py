"""What happened, numbered, for those who wait for it: `GET /control/wait`."""

import asyncio
from collections import deque
from itertools import islice
from typing import Any

KEPT = 20_000


class Events:
    """A ring of the last events; every event has the next number."""

    def __init__(self) -> None:
        self.seq = 0
        self._ring: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._waiting: set[asyncio.Future[None]] = set()

    def emit(self, kind: str, chat: int | None = None, **facts: Any) -> int:
        """Note what happened and wake whoever waits; its number."""
        self.seq += 1
        event = {"seq": self.seq, "type": kind, **facts}
        if chat is not None:
            event["chat"] = chat
        self._ring.append(event)
        if self._waiting:
            self.wake()
        return self.seq

    def since(self, seq: int) -> list[dict[str, Any]]:
        """The events after that number which are still kept, oldest first."""
        missed = min(self.seq - seq, len(self._ring))
        return list(islice(self._ring, len(self._ring) - missed, None)) if missed > 0 else []

    def wake(self) -> None:
        """Let all who wait look again (also used when the server ends)."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, since: int, seconds: float) -> list[dict[str, Any]]:
        """The events after `since`; held up to `seconds` until there is one.

        Who asks for what comes after a number not yet given knew an earlier run, and is answered at once.
        """
        if self.seq == since and seconds > 0:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait((future,), timeout=seconds)
            finally:
                self._waiting.discard(future)
        return self.since(since)
