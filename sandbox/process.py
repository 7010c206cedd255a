"""The bot's program, started, ended and killed with all that it started itself."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from typing import Any

from sandbox.errors import ControlError

PATIENCE = 10.0


class Program:
    """One command in a process group of its own; `on_change` hears when it starts and ends."""

    def __init__(self, command: tuple[str, ...], on_change: Callable[[], None]) -> None:
        self._command = command
        self._on_change = on_change
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    def as_json(self) -> dict[str, Any]:
        """`none` without a command, `running` or `stopped` with what it exited with (negative: the signal)."""
        if not self._command:
            return {"state": "none"}
        if self._process is None:
            return {"state": "stopped"}
        if self._process.returncode is None:
            return {"state": "running", "pid": self._process.pid}
        return {"state": "stopped", "exit": self._process.returncode}

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it, unless it runs. Raises ControlError where it cannot be started."""
        if not self._command:
            raise ControlError("The sandbox was started without a command.")
        if self.running:
            return
        try:
            self._process = await asyncio.create_subprocess_exec(*self._command, start_new_session=True)
        except OSError as error:
            raise ControlError(f"The program cannot be started: {error}.") from error
        self._watch = asyncio.create_task(self._ended(self._process))
        self._on_change()

    async def _ended(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self._on_change()

    async def signal(self, number: int) -> None:
        """Send a signal to the whole process group and wait for the end, up to 10 s."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), PATIENCE)

    async def close(self) -> None:
        """End it with the sandbox; what does not end is killed, also what it left behind."""
        await self.signal(signal.SIGTERM)
        await self.signal(signal.SIGKILL)
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        if self._watch is not None:
            await self._watch
