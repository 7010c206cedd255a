"""Where the program reads time: the machine's, or the machine's plus an offset that a file holds."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

LOOK_EVERY = 0.1  # seconds between looks at the offset file


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """The current moment, UTC."""
        return datetime.now(UTC)


class FileClock:
    """The machine's time plus the seconds that a file holds, so that a demo or a test can travel.

    The file is a number of seconds as text; where there is none, the offset is 0.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """The current moment of the travelled clock, UTC."""
        self.moved()
        return datetime.now(UTC) + self._offset

    def moved(self) -> bool:
        """Look at the file; whether the offset is another one than before."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return False
        stamp = (stat.st_mtime_ns, stat.st_ino)
        if stamp == self._stamp:
            return False
        text = self._path.read_text().strip()
        self._stamp = stamp
        offset = timedelta(seconds=float(text or 0))
        changed, self._offset = offset != self._offset, offset
        return changed

    async def watch(self, on_jump: Callable[[], None]) -> None:
        """Call `on_jump` whenever the clock was moved, until cancelled."""
        seen = self._offset
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.moved()
            if self._offset != seen:
                seen = self._offset
                on_jump()
