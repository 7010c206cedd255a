"""A circle to test with: a local Telegram, three people, a group, and the real bot as production wires it.

The bot runs in this process but is reached over HTTP only; `kill` leaves it without a word, as a power cut would.
"""

import asyncio
import atexit
import contextlib
import json
import shutil
import tempfile
import urllib.request
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.app import Circlekeeper, running
from bot.settings import Settings
from sandbox import Client, Sandbox
from storage.migrate import migrate

MONDAY = "2026-11-30T09:00:00Z"
TOKEN = "7000000001:AAcanary-token-that-must-never-be-seen"
PATIENCE = 10.0


@cache
def empty_database() -> Path:
    """A database at the newest schema, made once for each process."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    migrate(f"sqlite+aiosqlite:///{folder}/empty.db")
    return Path(folder) / "empty.db"


class Circle:
    """What a test sees. Everything is done and seen through the local Telegram."""

    def __init__(self, client: Client, sandbox: Sandbox, folder: Path) -> None:
        self.client, self.sandbox, self.folder = client, sandbox, folder
        self.fay = self.mara = self.tom = self.group = 0
        self.app: Circlekeeper | None = None
        self.settings: dict[str, Any] = {}
        self._stack = contextlib.AsyncExitStack()

    @property
    def database(self) -> Path:
        return self.folder / "circle.db"

    def bot_settings(self, **more: Any) -> Settings:
        given = {
            "bot_token": TOKEN,
            "bot_api_url": self.sandbox.url,
            "database_url": f"sqlite+aiosqlite:///{self.database}",
            "clock_file": self.folder / "clock",
            "webhook_listen": "127.0.0.1:0",
            "pacing": False,
            "starter": "off",
            "semantic_model": "off",
            "_env_file": None,
        }
        return Settings(**{**given, **self.settings, **more})

    async def boot(self) -> None:
        """Start the bot; on a database that is made already, as making one takes longer than most tests."""
        if not self.database.exists():
            shutil.copyfile(empty_database(), self.database)
        self.app = await self._stack.enter_async_context(running(self.bot_settings()))

    async def stop(self) -> None:
        """End the bot as SIGTERM does."""
        await self._stack.aclose()
        self.app = None

    async def restart(self) -> None:
        await self.stop()
        await self.boot()

    async def settle(self) -> None:
        """Until Telegram has nothing for the bot, and the bot nothing to do."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        quiet = 0
        while quiet < 2:
            pending = len(self.sandbox.telegram.updates.items)  # not over HTTP: this is asked a hundred times a test
            at_rest = (await self.app.health())["at_rest"] if self.app else True
            quiet = quiet + 1 if at_rest and not pending else 0
            if loop.time() > end:
                raise AssertionError(f"not at rest: {pending} pending, {await self.app.health()}")
            await asyncio.sleep(0.01)

    async def now(self) -> datetime:
        found = await self.client.request("GET", "clock")
        return datetime.fromisoformat(found["now"])

    async def travel(self, to: str | datetime | None = None, **by: float) -> None:
        """Move the clock, forwards or back, and let the bot do what is due then."""
        if to is not None:
            at = to if isinstance(to, str) else to.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            await self.client.set_clock(at)
        else:
            await self.client.advance(timedelta(**by).total_seconds())
        if self.app is not None:
            self.app.jumped()
        await self.settle()

    async def say(self, person: int, text: str, chat: int | None = None, **more: Any) -> int:
        """Write in the group (or elsewhere); the message's id."""
        message_id = await self.client.send(person, text, chat=chat or self.group, **more)
        await self.settle()
        return message_id

    async def private(self, person: int, text: str, **more: Any) -> int:
        return await self.say(person, text, chat=person, **more)

    async def start(self, person: int, payload: str | None = None) -> None:
        await self.client.start(person, payload or "")
        await self.settle()

    async def press(
        self, person: int, button: str, chat: int | None = None, message_id: int | None = None
    ) -> str | None:
        """Press the newest button of that name which this person sees there; the toast, None if there was none."""
        chat = chat or self.group
        if message_id is None:
            message_id = await self.with_button(button, chat, person)
        pressed = await self.client.act(person, "press", chat=chat, message_id=message_id, button=button, wait=5)
        await self.settle()
        return pressed.get("text")

    async def with_button(self, button: str, chat: int, person: int | None = None) -> int:
        for message in reversed(await self.transcript(chat, person)):
            for row in message.get("buttons") or []:
                if any(found["text"] == button for found in row):
                    return int(message["message_id"])
        raise AssertionError(f"no button {button!r} in:\n{await self.client.text(chat, person)}")

    async def transcript(self, chat: int | None = None, person: int | None = None) -> list[dict[str, Any]]:
        found = await self.client.transcript(chat or self.group, person)
        return [message for message in found if not message.get("deleted")]

    async def from_bot(self, chat: int | None = None, person: int | None = None) -> list[dict[str, Any]]:
        """The bot's own messages there."""
        bot = self.app.me.id if self.app else 7000000001
        return [m for m in await self.transcript(chat, person) if m["from"]["id"] == bot and not m.get("service")]

    async def texts(self, chat: int | None = None, person: int | None = None) -> list[str]:
        """What the bot has said there, oldest first."""
        return [m.get("text") or m.get("caption") or "" for m in await self.from_bot(chat, person)]

    async def last(self, chat: int | None = None, person: int | None = None) -> dict[str, Any]:
        return (await self.from_bot(chat, person))[-1]

    async def buttons(self, chat: int | None = None, message_id: int | None = None) -> list[str]:
        """The words on the buttons of a message (the bot's last one)."""
        found = await self.from_bot(chat)
        message = next(m for m in reversed(found) if message_id in (None, m["message_id"]))
        return [button["text"] for row in message.get("buttons") or [] for button in row]

    async def health(self) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.app.port}/health"
        answer = await asyncio.to_thread(lambda: urllib.request.urlopen(url).read())
        return json.loads(answer)


@contextlib.asynccontextmanager
async def a_circle(folder: Path, *, booted: bool = True, speaks: str = "en", **settings: Any) -> AsyncIterator[Circle]:
    """Mara and Tom are parents, Fay is facilitator and made the group; the bot is in it as an administrator."""
    options = {"token": TOKEN, "clock_file": folder / "clock", "limits": False, "username": "circle_bot"}
    async with Sandbox.serve(0, **options) as sandbox, Client(sandbox.url) as client:
        circle = Circle(client, sandbox, folder)
        circle.settings = settings
        await client.set_clock(MONDAY)
        circle.mara = (await client.person("Mara", last_name="Okafor", language_code=speaks))["id"]
        circle.tom = (await client.person("Tom", language_code=speaks))["id"]
        circle.fay = (await client.person("Fay", last_name="Lindqvist", language_code=speaks))["id"]
        group = await client.group(
            "Calderwood parents", circle.fay, members=[circle.mara, circle.tom], bot="administrator"
        )
        circle.group = group["id"]
        if booted:
            await circle.boot()
            await circle.settle()
        try:
            yield circle
        finally:
            await circle.stop()
