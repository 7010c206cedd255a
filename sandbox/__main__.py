"""`python -m sandbox`: serve until interrupted."""

import argparse
import asyncio
import logging
import signal
import sqlite3
import sys
from pathlib import Path

from sandbox.local import Settings
from sandbox.server import Sandbox


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Telegram to try a bot on.")
    parser.add_argument("--port", type=int, default=8081, help="0: any free one, printed")
    parser.add_argument("--token", help="the only token that is accepted (default: any)")
    parser.add_argument("--state", type=Path, help="keep the world in this file")
    parser.add_argument("--clock-file", type=Path, help="write the clock's offset in seconds to this file")
    parser.add_argument("--seed", type=int, help="make ids repeatable")
    parser.add_argument("--no-limits", action="store_true", help="without Telegram's flood limits")
    parser.add_argument("--username", default="sandbox_bot", help="the bot's username")
    parser.add_argument("--name", default="Sandbox bot", help="the bot's name")
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="the bot's program, after --")
    return parser.parse_args(argv)


async def _serve(asked: argparse.Namespace) -> None:
    settings = Settings(
        token=asked.token,
        state=asked.state,
        clock_file=asked.clock_file,
        seed=asked.seed,
        limits=not asked.no_limits,
        command=tuple(asked.command),
        username=asked.username,
        first_name=asked.name,
    )
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    sandbox = Sandbox(settings, asked.port)
    async with sandbox.running():
        print(f"The local Telegram is at {sandbox.url}", flush=True)  # noqa: T201 - told to whoever started it
        await ended.wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    try:
        asyncio.run(_serve(_arguments(sys.argv[1:])))
    except (OSError, sqlite3.DatabaseError) as error:
        sys.exit(f"The sandbox cannot start: {error}")
