"""`circlekeeper demo`: a local Telegram, the real bot as a process of its own, and a chat page in the browser."""

import asyncio
import os
import signal
import sys
import webbrowser
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from filelock import FileLock, Timeout

from bot.sample_town import take_sample_town
from domain.requests_asking import FOLLOW_UP, GO_ON, PAGE, REMIND
from sandbox import Client, Sandbox
from sandbox.local import Settings as SandboxSettings
from storage.peek import Held, around_now, promised

TOKEN = "4242424242:demo-token-of-the-local-telegram"  # noqa: S105 - means nothing anywhere else
FOLDER = Path("circlekeeper-demo")
GROUP = "Calderwood parents"
ZONE = "Europe/London"
USUAL_PORT = 8081
MORNING = time(10, 30)
WAITED_FOR = {  # of the agenda → on the page
    PAGE: "ten minutes later",
    REMIND: "an hour without a word",
    GO_ON: "another hour without a word",
    FOLLOW_UP: "a week later",
}


def run(port: int | None, folder: Path | None, *, open_browser: bool) -> int:
    """Serve until it is interrupted; the exit code. port None: the usual one, or any where that is taken."""
    where = (folder or FOLDER).resolve()
    where.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(where / "demo.lock").acquire(timeout=0):
            return asyncio.run(_serve(port, where, open_browser=open_browser))
    except Timeout:
        typer.echo(f"circlekeeper: a demo runs in {where} already; end it first, or try --folder another", err=True)
        return 1
    except OSError as error:
        typer.echo(f"circlekeeper: port {port} cannot be used ({error.strerror}); try --port 8082", err=True)
        return 1


async def _serve(port: int | None, folder: Path, *, open_browser: bool) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    settings = SandboxSettings(
        token=TOKEN,
        state=folder / "telegram.db",
        clock_file=folder / "clock",
        command=(sys.executable, "-m", "bot", "run"),
        username="circlekeeper_demo_bot",
        first_name="Circlekeeper",
    )
    sandbox = _sandbox(settings, port)
    await asyncio.to_thread(_local_help, folder)
    os.environ.update(_environment(sandbox.url, folder))  # for the bot, which the sandbox starts
    async with sandbox.running(), Client(sandbox.url) as client:
        await _people(client)
        typer.echo(f"The chat page is at {sandbox.url}  (what happens here is kept in {folder}; Ctrl-C ends it)")
        if open_browser:
            webbrowser.open(sandbox.url)
        telling = asyncio.create_task(_tell_moments(client, folder / "circlekeeper.db"))
        await stop.wait()
        telling.cancel()
    return 0


def _sandbox(settings: SandboxSettings, port: int | None) -> Sandbox:
    if port is not None:
        return Sandbox(settings, port)
    try:
        return Sandbox(settings, USUAL_PORT)
    except OSError:
        return Sandbox(settings, 0)


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'circlekeeper.db'}",
        "CLOCK_FILE": str(folder / "clock"),
        "TIMEZONE": ZONE,
        "WEBHOOK_LISTEN": "127.0.0.1:0",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }


def _local_help(folder: Path) -> None:
    """A town's local help, before the bot looks; only the first time."""
    path = folder / "circlekeeper.db"
    if not path.exists():
        take_sample_town(path, f"sqlite+aiosqlite:///{path}", datetime.now(UTC))


async def _people(client: Client) -> None:
    """Two parents, a facilitator, and their group with the bot in it; only the first time."""
    if (await client.world())["people"]:
        return
    mara = await client.person("Mara", last_name="Okafor", language_code="en")
    tom = await client.person("Tom", language_code="en")
    fay = await client.person("Fay", last_name="Lindqvist", language_code="en")
    await client.group(GROUP, fay["id"], members=[mara["id"], tom["id"]], bot="administrator")


async def _tell_moments(client: Client, database: Path) -> None:
    """Keep the page's jumps in time up to date with the meetups."""
    told: list[dict[str, str]] | None = None
    while True:
        if database.exists():
            over, coming = await asyncio.to_thread(around_now, database)
            waiting = await asyncio.to_thread(promised, database, list(WAITED_FOR))
            now = datetime.fromisoformat((await client.request("GET", "clock"))["now"])
            ahead = [*waits(waiting, now), *moments(over, coming, now)]
            found = [{"label": label, "at": f"{at:%Y-%m-%dT%H:%M:%SZ}"} for label, at in ahead]
            if found != told:
                await client.moments(found)
                told = found
        await asyncio.sleep(0.5)


def waits(promised: Mapping[str, datetime], now: datetime) -> list[tuple[str, datetime]]:
    """The jumps to what a request for a human waits for: the next facilitator is asked, "did that help?"."""
    due = [(WAITED_FOR[kind], at + timedelta(seconds=1)) for kind, at in promised.items()]
    return [(label, at) for label, at in sorted(due, key=lambda one: one[1]) if at > now]


def moments(over: Held | None, coming: Held | None, now: datetime) -> list[tuple[str, datetime]]:
    """The jumps that lie ahead: around the next meetup, and the morning after the one that was last."""
    found: list[tuple[str, datetime]] = []
    if over is not None and _morning_after(over) > now:
        found.append(("next morning", _morning_after(over)))
    if coming is not None:
        found += [
            ("a day before the meetup", coming.starts_at - timedelta(days=1)),
            ("an hour before", coming.starts_at - timedelta(hours=1)),
            ("it begins", coming.starts_at),
            ("it ends", coming.ends_at),
        ]
        if len(found) == 4:
            found.append(("next morning", _morning_after(coming)))
    return [(label, at) for label, at in found if at > now]


def _morning_after(meetup: Held) -> datetime:
    local = meetup.ends_at.astimezone(ZoneInfo(meetup.zone))
    return datetime.combine(local.date() + timedelta(days=1), MORNING, local.tzinfo).astimezone(UTC)
