"""The bar and the lines of `circlekeeper import-resources`."""

import sys
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.importing_resources import Choices, Counts, import_resources
from bot.settings import Settings

STEPS = 1000  # of the bar


def import_with_a_bar(settings: Settings, path: Path, now: datetime, choices: Choices) -> Counts:
    """Lines go to standard output; the bar to standard error, where that is a terminal."""
    shown = sys.stderr.isatty()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        disable=not shown,
        redirect_stdout=shown and sys.stdout.isatty(),
        redirect_stderr=False,
    ) as progress:
        tasks: dict[str, TaskID] = {}

        def bar(what: str, done: float) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=STEPS)
            progress.update(tasks[what], completed=min(STEPS, int(done * STEPS)))

        return import_resources(settings, path, now, choices, typer.echo, bar)
