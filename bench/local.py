"""What the benches share: a local Telegram in a process of its own, and programs to run against it."""

import asyncio
import contextlib
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from sandbox import Client

FIGURES = "figures: "
TOKEN = "7000000001:bench-token-of-the-local-telegram"


@contextlib.asynccontextmanager
async def telegram(*options: str) -> AsyncIterator[Client]:
    """A fresh local Telegram and a client of its control API."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--token", TOKEN, *options, stdout=asyncio.subprocess.PIPE
    )
    if process.stdout is None:
        raise RuntimeError("the local Telegram has no output")
    url = ""
    while "http://" not in url:
        url = (await process.stdout.readline()).decode()
    try:
        async with Client(url[url.index("http://") :].split()[0].rstrip("/")) as client:
            yield client
    finally:
        process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def program(*command: str, url: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot as a process, on an empty database in a folder of its own; killed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        given = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}",
            "WEBHOOK_LISTEN": "127.0.0.1:0",
            "LOG_LEVEL": "ERROR",
        }
        # What is installed is compiled; a checkout that may not keep what it compiled would do so at every start.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        process = await asyncio.create_subprocess_exec(*command, env=inherited | given | environment)
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def many_groups(client: Client, count: int) -> list[int]:
    """So many groups with the bot in them; their chat ids. What the bot would hear of that is thrown away."""
    founder = await client.person("Fay")
    groups = [await client.group(f"Group {number}", founder["id"], bot="member") for number in range(count)]
    await client.drop()
    return [int(group["id"]) for group in groups]


def command_update(chat: int, person: int, text: str, title: str = "Group") -> dict[str, Any]:
    """A raw update: somebody writes a command in a group."""
    name = text.split()[0]
    return {
        "message": {
            "message_id": 1_000_000,
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": "supergroup", "title": title},
            "from": {"id": person, "is_bot": False, "first_name": "Mara", "language_code": "en"},
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(name)}],
        }
    }


def spread(values: Sequence[float], form: str = ".0f") -> str:
    """`median (min to max)`."""
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def figures(**values: float | Sequence[float]) -> None:
    """The last line of a bench: its figures, of one try or of several, for `python -m bench`, which makes the table."""
    print(FIGURES + json.dumps(values), flush=True)


def machine() -> str:
    """Where this was measured."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {os.cpu_count()} cores, {platform.system()}"
