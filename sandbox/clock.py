"""The world's clock: the machine's time plus an offset that only moves when it is told to. Unix seconds, UTC."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path


def iso(at: float) -> str:
    """Unix seconds as ISO 8601 UTC, to the millisecond."""
    stamp = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return stamp.replace(".000", "").replace("+00:00", "Z")


def parse(text: str) -> float:
    """ISO 8601 as Unix seconds; a time without a zone is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


class Clock:
    """Gives the world's time; a clock file, if any, holds the offset in seconds as text."""

    def __init__(self, file: Path | None = None) -> None:
        self.offset = 0.0
        self._file = file

    def now(self) -> float:
        """The world's time."""
        return time.time() + self.offset

    def shift(self, offset: float) -> None:
        """Set the offset, in seconds."""
        self.offset = offset
        self.write()

    def write(self) -> None:
        """Tell the clock file, atomically: a reader sees the old offset or the new one."""
        if self._file is not None:
            draft = self._file.with_name(self._file.name + ".new")
            draft.write_text(f"{self.offset:.3f}\n")
            os.replace(draft, self._file)
