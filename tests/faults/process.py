"""The real program as a process of its own that can be killed, there in a moment."""

import contextlib
import multiprocessing
import os
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path


def launch(environment: dict[str, str], output: Path) -> BaseProcess:
    """`circlekeeper run` with these settings; output: what it writes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.process", "bot.cli", "bot.app", "handlers"])
    process = context.Process(target=_main, args=(environment, str(output)), daemon=True)
    process.start()
    return process


def _main(environment: dict[str, str], output: str) -> None:
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.environ.update(environment)
    from bot import cli

    sys.argv = ["circlekeeper", "run"]
    with contextlib.chdir(Path(output).parent):
        cli.main()
