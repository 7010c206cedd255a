"""The program as a process of its own that can be killed, there in a moment."""

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

TOKEN = "7000000001:AAcanary-token-that-must-never-be-seen"


def environment(telegram: str, folder: Path, **more: str) -> dict[str, str]:
    """Settings of the program beside the local Telegram at this address; the folder has its database and its clock."""
    given = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": telegram,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'circle.db'}",
        "CLOCK_FILE": str(folder / "clock"),
        "WEBHOOK_LISTEN": "127.0.0.1:0",
        "STARTER": "off",
        "SEMANTIC_MODEL": "off",
    }
    return given | more


def launch(settings: dict[str, str], output: Path, prepared: Callable[[], None] | None = None) -> BaseProcess:
    """`circlekeeper run` with these settings. output: what it writes. prepared: called in the process before."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([(prepared or launch).__module__, "bot.cli", "bot.app", "handlers"])
    process = context.Process(target=_main, args=(settings, str(output), prepared), daemon=True)
    process.start()
    return process


def _main(settings: dict[str, str], output: str, prepared: Callable[[], None] | None) -> None:
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.environ.update(settings)
    from bot import cli

    if prepared is not None:
        prepared()
    sys.argv = ["circlekeeper", "run"]
    with contextlib.chdir(Path(output).parent):
        cli.cli()
