"""The world that is broken on purpose: a local Telegram, its people, and the real program as processes that may die."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sandbox import Client, Sandbox
from sandbox.client import Refused
from tests.faults.process import TOKEN, environment, launch

MONDAY = "2026-11-30T09:00:00Z"
TABLES = ("inbox", "outbox", "agenda", "holds", "watch")


class Broken(AssertionError):
    """A promise that was not kept; what it says is for whoever replays it."""


class World:
    """Mara and Tom are parents, Fay made the group and facilitates it; all is seen through the local Telegram."""

    patience = 120.0  # seconds for what has to come true, however often the program is killed meanwhile

    def __init__(self, folder: Path, client: Client, sandbox: Sandbox, **settings: str) -> None:
        self.folder, self.client, self.sandbox, self.settings = folder, client, sandbox, settings
        self.mara = self.tom = self.fay = self.operator = self.group = 0
        self.process: BaseProcess | None = None
        self.kills: list[float] = []

    @property
    def database(self) -> Path:
        return self.folder / "circle.db"

    @property
    def output(self) -> str:
        """What the program wrote."""
        path = self.folder / "output.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def environment(self) -> dict[str, str]:
        given = {
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "LOG_LEVEL": "WARNING",
            "TIMEZONE": "Europe/London",
            "PACING": "false",
        }
        given |= {"OPERATOR_CHAT_ID": str(self.operator)} if self.operator else {}
        return environment(self.sandbox.url, self.folder, **given) | self.settings

    # The program.

    def start(self) -> BaseProcess:
        """Start it, and do not wait."""
        self.process = launch(self.environment(), self.folder / "output.log")
        return self.process

    async def started(self) -> BaseProcess:
        """Start it and wait until it asks for updates."""
        process = self.start()
        await self.until(self.polls, "it asks for updates")
        return process

    async def polls(self) -> bool:
        return bool((await self.client.pending())["polling"])

    async def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.kill()
            self.kills.append(time.monotonic())
            await asyncio.to_thread(self.process.join, 10)

    async def ended(self) -> int | None:
        """SIGTERM; the exit code."""
        assert self.process is not None
        self.process.terminate()
        await asyncio.to_thread(self.process.join, 20)
        return self.process.exitcode

    # Looking.

    async def until(self, true: Callable[[], Any], what: str, seconds: float | None = None) -> Any:
        """Wait until it is so; what was so."""
        end = time.monotonic() + (seconds or self.patience)
        while True:
            found = true()
            found = await found if isinstance(found, Awaitable) else found
            if found:
                return found
            if time.monotonic() > end:
                raise Broken(f"never: {what}\n{self.state()}")
            await asyncio.sleep(0.02)

    def state(self) -> str:
        """For whoever has to find out why."""
        kept = [f"{table}: {self.rows(f'SELECT * FROM {table} ORDER BY 1 DESC LIMIT 12')}" for table in TABLES]
        return "\n".join([*kept, self.output[-3000:]])

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What is on the disk now."""
        if not self.database.exists():
            return []
        with (
            closing(sqlite3.connect(self.database, timeout=10)) as connection,
            contextlib.suppress(sqlite3.OperationalError),
        ):
            return connection.execute(sql, values).fetchall()
        return [(None,)]  # it is just being made

    def count(self, sql: str, *values: object) -> int:
        return len(self.rows(sql, *values))

    async def now(self) -> datetime:
        found = await self.client.request("GET", "clock")
        return datetime.fromisoformat(found["now"])

    async def said(self, chat: int, words: str = "") -> list[dict[str, Any]]:
        """The bot's messages there that hold these words, as they stand now."""
        found = await self.client.transcript(chat)
        mine = [m for m in found if m["from"]["is_bot"] and not m["deleted"] and not m.get("service")]
        return [m for m in mine if words in words_of(m)]

    async def sends(
        self, chat: int | None = None, words: str = "", method: str = "sendMessage"
    ) -> list[dict[str, Any]]:
        """Calls that did something, also where the line was cut after it."""
        found = await self.client.calls(method, chat, limit=20_000)
        happened = [call for call in found if call["status"] == 200 or call.get("fault") == "cut_after"]
        return [call for call in happened if words in str(call["params"].get("text", ""))]

    async def rest(self) -> None:
        """Nothing is pending at Telegram, in the inbox or in the outbox, and nothing is due."""

        async def quiet() -> bool:
            for _ in range(3):
                now = (await self.now()).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
                if (await self.client.pending())["updates"] or self.rows("SELECT 1 FROM inbox WHERE state = 'waiting'"):
                    return False
                if self.rows("SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending')"):
                    return False
                if self.rows("SELECT 1 FROM agenda WHERE NOT set_aside AND due_at <= ?", now):
                    return False
                await asyncio.sleep(0.02)
            return True

        await self.until(quiet, "rest")

    # Doing.

    async def advance(self, seconds: float) -> None:
        """The clock moves only when nothing would grow too old by it."""
        await self.rest()
        await self.client.advance(seconds)

    async def travel(self, to: str | datetime) -> None:
        await self.rest()
        at = to if isinstance(to, str) else to.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        await self.client.set_clock(at)

    async def with_button(self, chat: int, button: str, about: str = "", after: int = 0) -> int | None:
        """The newest message with such a button (and these words), sent after that one."""
        for message in reversed(await self.said(chat, about)):
            here = any(one["text"] == button for row in message.get("buttons") or [] for one in row)
            if here and message["message_id"] > after:
                return int(message["message_id"])
        return None

    async def press(
        self, person: int, button: str, chat: int | None = None, about: str = "", *, after: int = 0, wait: float = 0
    ) -> dict[str, Any]:
        """Press the newest such button as soon as it is there, and again where it was drawn anew in that moment."""
        told: dict[str, Any] = await self.until(
            lambda: self.press_now(person, button, chat or person, about, after=after, wait=wait),
            f"the button {button}",
        )
        return told

    async def press_now(
        self, person: int, button: str, chat: int, about: str = "", *, after: int = 0, wait: float = 0
    ) -> dict[str, Any] | None:
        """The same where it is there now; None: it is not, or was drawn anew in this very moment."""
        message_id = await self.with_button(chat, button, about, after)
        if message_id is None:
            return None
        with contextlib.suppress(Refused):
            return await self.client.act(person, "press", chat=chat, message_id=message_id, button=button, wait=wait)
        return None

    async def people(self, **group: Any) -> None:
        """Everybody is there and has opened the private chat; the program runs."""
        client = self.client
        names = ("Mara", "Tom", "Fay", "Olu")
        self.mara, self.tom, self.fay, self.operator = [
            (await client.person(name, language_code="en"))["id"] for name in names
        ]
        given = {"members": [self.mara, self.tom], "bot": "administrator"} | group
        self.group = (await client.group("Calderwood parents", self.fay, **given))["id"]
        await self.started()
        for person in (self.mara, self.tom, self.fay, self.operator):
            await client.start(person)
        for person in (self.mara, self.tom, self.fay):
            await client.send(person, "/next", chat=self.group)
        await self.rest()

    async def planned(self, words: str = "every tue 10:00 Coffee and chat @ Calderwood Hall") -> None:
        """A meetup every Tuesday; the first one's card stands."""
        await self.client.send(self.fay, f"/schedule {words}", chat=self.group)
        await self.press(self.fay, "Confirm", self.group)
        await self.until(lambda: self.with_button(self.group, "Going"), "the card")
        await self.rest()


def words_of(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


@contextlib.asynccontextmanager
async def a_world(folder: Path, kind: type[World] = World, *, seed: int = 7, **settings: str) -> AsyncIterator[World]:
    """The program's processes end with it."""
    options = {"token": TOKEN, "clock_file": folder / "clock", "limits": False, "username": "circle_bot", "seed": seed}
    async with Sandbox.serve(0, **options) as sandbox, Client(sandbox.url) as client:
        world = kind(folder, client, sandbox, **settings)
        await client.set_clock(MONDAY)
        try:
            yield world
        finally:
            if world.process is not None:
                world.process.kill()
                await asyncio.to_thread(world.process.join, 10)
