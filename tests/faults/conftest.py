"""A circle with the small bot: in this process, or as processes that can be killed."""

import asyncio
import contextlib
import json
import sqlite3
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from sandbox import Client, Sandbox
from tests.circle import TOKEN, Circle
from tests.faults import process
from tests.faults.program import ROUTERS, launch


class Small(Circle):
    """The circle of tests/circle.py around the small bot."""

    process: BaseProcess | None = None

    async def boot(self, **more: Any) -> None:
        self.app = await self._stack.enter_async_context(running(self.bot_settings(**more), ROUTERS))

    @property
    def output(self) -> Path:
        """What the processes wrote to standard output and standard error."""
        return self.folder / "output.log"

    def environment(self, **more: str) -> dict[str, str]:
        return process.environment(self.sandbox.url, self.folder, LOG_LEVEL="INFO", PACING="false") | more

    def launch(self, **more: str) -> BaseProcess:
        """Start the small bot as a process."""
        self.process = launch(self.environment(**more), self.output)
        return self.process

    async def launched(self, **more: str) -> BaseProcess:
        """Start it and wait until it asks for updates."""
        process = self.launch(**more)
        await until(self.polled, "the process polls")
        return process

    async def polled(self) -> bool:
        return bool((await self.client.pending())["polling"])

    async def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        await asyncio.to_thread(self.process.join, 10)

    async def terminate(self) -> tuple[int | None, float]:
        """SIGTERM; the exit code, and how many seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.terminate()
        await asyncio.to_thread(self.process.join, 15)
        return self.process.exitcode, time.monotonic() - began

    def notes(self, kind: str = "note") -> Counter[str]:
        """What was remembered under this kind, and how often."""
        rows = self.query("SELECT data FROM drafts WHERE kind = ?", kind)
        return Counter(json.loads(row["data"])["words"] for row in rows)

    def query(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Look into the database file as it is on the disk."""
        if not self.database.exists():
            return []
        with closing(sqlite3.connect(self.database)) as connection:
            connection.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in connection.execute(sql, values)]
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                raise

    def state(self, table: str) -> Counter[str]:
        return Counter(row["state"] for row in self.query(f"SELECT state FROM {table}"))

    async def sends(self, chat: int | None = None, method: str = "sendMessage") -> list[dict[str, Any]]:
        return await self.client.calls(method, chat or self.group)


async def until(true: Any, what: str, seconds: float = 30.0) -> None:
    """Wait until it is true."""
    end = time.monotonic() + seconds
    while True:
        found = true()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.01)


def fetch(url: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, body, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@contextlib.asynccontextmanager
async def a_small_circle(folder: Path, *, booted: bool = True, **settings: Any) -> AsyncIterator[Small]:
    options = {"token": TOKEN, "clock_file": folder / "clock", "limits": False, "username": "circle_bot", "seed": 7}
    async with Sandbox.serve(0, **options) as sandbox, Client(sandbox.url) as client:
        circle = Small(client, sandbox, folder)
        circle.settings = settings
        circle.mara, circle.tom, circle.fay = [
            (await client.person(name, language_code="en"))["id"] for name in ("Mara", "Tom", "Fay")
        ]
        people = [circle.mara, circle.tom]
        circle.group = (await client.group("Parents", circle.fay, members=people, bot="administrator"))["id"]
        if booted:
            await circle.boot()
            await circle.settle()
        try:
            yield circle
        finally:
            await circle.stop()
            if circle.process is not None and circle.process.is_alive():
                circle.process.kill()
                circle.process.join(5)


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Small]:
    """The small bot runs in this process."""
    async with a_small_circle(tmp_path) as circle:
        yield circle


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Small]:
    """No bot runs yet."""
    async with a_small_circle(tmp_path, booted=False) as circle:
        yield circle
