"""The command line. Exit codes: 0 fine, 1 something is wrong, 2 a wrong setting or argument, 3 already running."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import structlog
import typer
from telegram.error import BadRequest, InvalidToken

from bot import alarm, backups, check, logs
from bot.app import AlreadyRunning, running
from bot.clock import SystemClock
from bot.importing_knowledge import import_knowledge
from bot.settings import Settings, WrongSetting, load
from bot.starting_knowledge import STARTER
from storage.migrate import TooNew

cli = typer.Typer(
    help="Circlekeeper keeps the circle of a weekly parents' peer-support group.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # they show local variables, and the token is one
)

WRONG, SETTING, TAKEN = 1, 2, 3
NO_DATABASE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
PRIVATE = 0o077  # what this program writes is for its own user's eyes


def _settings() -> Settings:
    os.umask(PRIVATE)
    try:
        return load()
    except WrongSetting as error:
        typer.echo(f"circlekeeper: {error}", err=True)
        raise typer.Exit(SETTING) from None


@cli.command()
def run() -> None:
    """Run the bot: polling, or a webhook when WEBHOOK_URL is set. Ends cleanly on SIGTERM."""
    settings = _settings()
    logs.configure(settings.log_level, settings.log_format, settings.bot_token)
    try:
        code = asyncio.run(_run(settings))
    except Exception:  # our log takes the token out of a traceback, Python's own would not
        structlog.get_logger("cli").exception("it cannot go on")
        code = WRONG
    raise typer.Exit(code)


async def _run(settings: Settings) -> int:
    """Until a signal comes or it cannot go on; the exit code."""
    stop, up = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    working = asyncio.create_task(_work(settings, stop, up))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not up.is_set():
        working.cancel()  # it still waits for Telegram, perhaps for ever; nothing was accepted yet
    try:
        return await working
    except asyncio.CancelledError:
        return 0


async def _work(settings: Settings, stop: asyncio.Event, up: asyncio.Event) -> int:
    try:
        async with running(settings) as app:
            up.set()
            waits = [asyncio.create_task(stop.wait()), asyncio.create_task(app.ended.wait())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        if isinstance(app.failure, InvalidToken):
            raise app.failure
        return 0 if stop.is_set() else WRONG
    except AlreadyRunning as error:
        typer.echo(f"circlekeeper: {error.__doc__}", err=True)
        return TAKEN
    except TooNew as error:
        typer.echo(f"circlekeeper: {error.__doc__}", err=True)
        return SETTING
    except InvalidToken:
        typer.echo("circlekeeper: BOT_TOKEN is not known to Telegram; copy it again from BotFather", err=True)
        return SETTING
    except BadRequest as error:
        typer.echo(f"circlekeeper: WEBHOOK_URL is refused by Telegram: {error}", err=True)
        return SETTING
    except (OSError, sqlite3.Error) as error:
        if not up.is_set() and _no_database(settings, error):
            wrong = (
                f"DATABASE_URL names {settings.database_path}, which is no SQLite file that I can write to ({error})"
            )
            typer.echo(f"circlekeeper: {wrong}; like sqlite+aiosqlite:///circlekeeper.db", err=True)
            return SETTING
        if isinstance(error, sqlite3.Error):
            raise
        typer.echo(f"circlekeeper: {error.strerror or error}", err=True)
        return WRONG


def _no_database(settings: Settings, error: OSError | sqlite3.Error) -> bool:
    """Whether what DATABASE_URL names cannot be opened as a database: a folder, another kind of file, no right to."""
    if isinstance(error, OSError):
        at, file = str(error.filename or ""), str(settings.database_path)
        return at != "" and (at.startswith(file) or file.startswith(at))
    return getattr(error, "sqlite_errorcode", None) in NO_DATABASE


@cli.command(name="check")
def check_() -> None:
    """Say, line by line, whether settings, token, database and the rights in each group are fine."""
    try:
        settings = load()
    except WrongSetting as error:
        typer.echo(f"✗ settings: {error}")
        raise typer.Exit(WRONG) from None
    logs.configure("ERROR", settings.log_format, settings.bot_token)
    fine = True
    for finding in asyncio.run(check.findings(settings)):
        fine = fine and finding.fine
        typer.echo(f"{'✓' if finding.fine else '✗'} {finding.subject}: {finding.words}")
    raise typer.Exit(0 if fine else WRONG)


@cli.command(name="demo")
def demo_(
    port: Annotated[
        int | None, typer.Option(help="Of the chat page on 127.0.0.1; 8081 or, where that is taken, any free one.")
    ] = None,
    folder: Annotated[Path | None, typer.Option(help="Where the demo is kept between runs.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Try it: a local Telegram, the real bot and a chat page in the browser. No token, no network."""
    from bot import demo  # with the local Telegram, which a program that runs never needs: a tenth of its start

    raise typer.Exit(demo.run(port, folder, open_browser=browser))


@cli.command(name="import-knowledge")
def import_knowledge_(
    path: Annotated[Path | None, typer.Argument(help="A folder of .md files, one of them, or a .csv.")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="The starter answers that come along.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="All or nothing.")] = False,
) -> None:
    """Take answers from files into the shared knowledge; a line for each one taken, changed or refused."""
    settings = _settings()
    if (path is None) is not starter:
        typer.echo("circlekeeper: give a folder or a file, or --starter for the answers that come along", err=True)
        raise typer.Exit(SETTING)
    try:
        work = import_knowledge(settings, path or STARTER, SystemClock().now(), dry_run=dry_run, strict=strict)
        report = asyncio.run(work)
    except (backups.Impossible, OSError, sqlite3.Error) as error:
        typer.echo(f"circlekeeper: {_reason(error)}", err=True)
        raise typer.Exit(WRONG) from None
    typer.echo("\n".join(report.lines))
    raise typer.Exit(WRONG if report.refused else 0)


@cli.command(name="import-resources")
def import_resources_(
    path: Annotated[Path, typer.Argument(help="HSDS as JSON, as a folder or zip of CSV; or the spreadsheet as CSV.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="All or nothing.")] = False,
    retire_missing: Annotated[
        bool, typer.Option("--retire-missing", help="Retire what such a file brought before and no longer holds.")
    ] = False,
) -> None:
    """Take local help from files; a line for each row added, changed or refused. The bot may be running."""
    # With the models of HSDS, which a program that runs never needs: they cost a twentieth of its start.
    from bot.cli_resources import import_with_a_bar
    from bot.importing_resources import Choices

    settings = _settings()
    choices = Choices(dry_run=dry_run, strict=strict, retire_missing=retire_missing)
    try:
        counts = import_with_a_bar(settings, path, SystemClock().now(), choices)
    except (backups.Impossible, OSError, sqlite3.Error) as error:
        typer.echo(f"circlekeeper: {_reason(error)}", err=True)
        raise typer.Exit(WRONG) from None
    raise typer.Exit(WRONG if counts.refused else 0)


@cli.command()
def backup(file: Path) -> None:
    """A consistent copy of the live database in FILE."""
    _told(lambda settings: backups.backup(settings.database_path, file), failed=alarm.backup_failed)


@cli.command()
def restore(file: Path) -> None:
    """Put FILE back in the database's place, verified; those who asked to be forgotten are forgotten again."""
    _told(lambda settings: backups.restore(settings, file))


@cli.command(name="export")
def export_(
    folder: Path,
    names: Annotated[bool, typer.Option("--names", help="With names instead of pseudonyms.")] = False,
) -> None:
    """The data in open formats (CSV and JSON) into FOLDER."""
    from bot import export  # it writes HSDS, and what that needs a start does without

    _told(lambda settings: export.export(settings.database_path, folder, names=names))


def _told(work: "backups.Work", failed: Callable[[Settings, str], None] | None = None) -> None:
    """Run the work and say what came of it, in one line. failed: hears of it where it went wrong."""
    settings = _settings()
    try:
        typer.echo(work(settings))
    except (backups.Impossible, OSError, sqlite3.Error) as error:
        typer.echo(f"circlekeeper: {_reason(error)}", err=True)
        if failed is not None:
            failed(settings, _reason(error))
        raise typer.Exit(WRONG) from None


def _reason(error: Exception) -> str:
    """What was wrong; of the system's errors the words and the file, not their number."""
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.strerror}: {error.filename}"
    return str(error)
