"""The sandbox as a server: beside a test in its own event loop, or for itself."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn

from sandbox.app import build
from sandbox.cut import CuttableProtocol
from sandbox.local import LocalTelegram, Settings
from sandbox.process import Program
from sandbox.store import Store

HOST = "127.0.0.1"
#: So long may answers that are under way take when the end has come, seconds.
PATIENCE = 1.0


class _Server(uvicorn.Server):
    """uvicorn without signal handlers or a ticking clock of its own: who embeds it says when it ends."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ended = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def main_loop(self) -> None:
        """Serve until the end."""
        await self._ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and let running answers finish; uvicorn's own would pause 0.1 s, which tests pay each time."""
        for server in self.servers:
            server.close()
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while state.connections or state.tasks:  # noqa: ASYNC110 - uvicorn tells nobody
                    await asyncio.sleep(0.002)
        late = list(state.tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def end(self) -> None:
        """End now."""
        self.should_exit = True
        self._ended.set()


class Sandbox:
    """A running local Telegram; `url` is where."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._socket = _listening(port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self.telegram = LocalTelegram.build(settings)
        self.program = Program(settings.command, self._program_changed)
        try:
            self._store = Store(self.telegram, settings.state) if settings.state else None
        except BaseException:
            self._socket.close()
            raise
        self.telegram.clock.write()

    @classmethod
    @contextlib.asynccontextmanager
    async def serve(cls, port: int = 0, **options: Any) -> "AsyncIterator[Sandbox]":
        """Serve inside the running event loop; the options are those of `Settings`."""
        sandbox = cls(Settings(**options), port)
        async with sandbox.running():
            yield sandbox

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve until the block ends."""
        tg = self.telegram
        tg.updates.on_put = self._wake
        server = _Server(self._config())
        task = asyncio.create_task(server.serve(sockets=[self._socket]))
        try:
            while not server.started:
                if task.done():
                    task.result()
                    raise RuntimeError("the sandbox did not start")
                await asyncio.sleep(0.005)
            tg.webhook.start()
            if self.program.as_json()["state"] != "none":
                await self.program.start()
            yield
        finally:
            await self._close(server, task)

    def _config(self) -> uvicorn.Config:
        return uvicorn.Config(
            build(self.telegram, self.program),
            http=CuttableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_keep_alive=75,
        )

    async def _close(self, server: _Server, task: asyncio.Task[None]) -> None:
        tg = self.telegram
        await self.program.close()
        tg.closing = True
        self._wake()
        tg.events.wake()
        await tg.webhook.close()
        server.end()
        await task
        self._socket.close()
        if self._store is not None:
            self._store.close()

    def _wake(self) -> None:
        """There is an update, or the end has come: whoever holds a poll looks."""
        held = self.telegram.polling.held
        if held is not None and not held.done():
            held.set_result("")
        self.telegram.webhook.knock()

    def _program_changed(self) -> None:
        self.telegram.events.emit("process", **self.program.as_json())


def _listening(port: int) -> socket.socket:
    # asyncio sends without delay only on sockets that say they are TCP.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
    except OSError:
        made.close()
        raise
    return made
