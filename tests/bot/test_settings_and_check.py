"""Settings: a wrong one is one line that names it; `check`: what is fine and what is not, line by line."""

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import check
from bot.cli import _run as work_until_stopped
from bot.cli import cli
from bot.settings import Settings, WrongSetting, load
from storage.migrate import migrate
from tests.circle import TOKEN, Circle, a_circle

NAMES = [name.upper() for name in Settings.model_fields]
GOOD = {"BOT_TOKEN": TOKEN}
WRONG: list[tuple[str, dict[str, str], str]] = [
    ("BOT_TOKEN", {"BOT_TOKEN": ""}, "123456789:AA"),
    ("BOT_TOKEN", {"BOT_TOKEN": "hello"}, "123456789:AA"),
    ("BOT_TOKEN", {"BOT_TOKEN": "12:a b c d"}, "123456789:AA"),
    ("BOT_API_URL", {"BOT_API_URL": "127.0.0.1:8081"}, "http://127.0.0.1:8081"),
    ("BOT_API_URL", {"BOT_API_URL": "ftp://x"}, "http://127.0.0.1:8081"),
    ("DATABASE_URL", {"DATABASE_URL": "postgresql://x/y"}, "sqlite+aiosqlite:///circlekeeper.db"),
    ("DATABASE_URL", {"DATABASE_URL": "sqlite+aiosqlite:///:memory:"}, "sqlite+aiosqlite:///circlekeeper.db"),
    ("DATABASE_URL", {"DATABASE_URL": "circle.db"}, "sqlite+aiosqlite:///circlekeeper.db"),
    ("TIMEZONE", {"TIMEZONE": "London"}, "Europe/London"),
    ("TIMEZONE", {"TIMEZONE": "../etc/passwd"}, "Europe/London"),
    ("LANGUAGE", {"LANGUAGE": "xx"}, "en"),
    ("COUNTRY", {"COUNTRY": "Britain"}, "GB"),
    ("HELPLINES", {"HELPLINES": "no/such/file.toml"}, "helplines.toml"),
    ("HELPLINES", {"HELPLINES": __file__}, "helplines.toml"),
    ("WEBHOOK_URL", {"WEBHOOK_URL": "bot.example.org", "WEBHOOK_SECRET": "abc"}, "https://bot.example.org/telegram"),
    ("WEBHOOK_SECRET", {"WEBHOOK_URL": "https://x.test/h"}, "kJ3-long_and_random"),
    ("WEBHOOK_SECRET", {"WEBHOOK_URL": "https://x.test/h", "WEBHOOK_SECRET": "with space"}, "kJ3-long_and_random"),
    ("WEBHOOK_LISTEN", {"WEBHOOK_LISTEN": "8080"}, "127.0.0.1:8080"),
    ("WEBHOOK_LISTEN", {"WEBHOOK_LISTEN": "127.0.0.1:99999"}, "127.0.0.1:8080"),
    ("WEBHOOK_LISTEN", {"WEBHOOK_LISTEN": "127.0.0.1:²"}, "127.0.0.1:8080"),
    ("LOG_LEVEL", {"LOG_LEVEL": "loud"}, "LOG_LEVEL=INFO"),
    ("LOG_FORMAT", {"LOG_FORMAT": "xml"}, "LOG_FORMAT=text"),
    ("OPERATOR_CHAT_ID", {"OPERATOR_CHAT_ID": "@host"}, "123456789"),
    ("PACING", {"PACING": "perhaps"}, "PACING=true"),
]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, no .env of this folder."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def set_all(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_only_the_token_is_required_and_everything_else_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, GOOD)
    settings = load()
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.database_path == Path("circlekeeper.db")
    assert (settings.timezone, settings.language, settings.country) == (None, "en", None)
    assert (settings.webhook_url, settings.listen) == (None, ("127.0.0.1", 8080))
    assert (settings.log_level, settings.log_format, settings.pacing) == ("INFO", "text", True)


def test_what_is_set_is_used_and_empty_means_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}\nTIMEZONE=Asia/Kathmandu\nCOUNTRY=np\nSOMETHING_ELSE=1\n")
    set_all(monkeypatch, {"COUNTRY": "in", "WEBHOOK_URL": "", "WEBHOOK_SECRET": "", "WEBHOOK_LISTEN": "[::1]:0"})
    settings = load()
    assert (settings.timezone, settings.country) == ("Asia/Kathmandu", "IN")  # the environment wins
    assert settings.webhook_url is None
    assert settings.listen == ("::1", 0)


@pytest.mark.parametrize(("name", "values", "example"), WRONG, ids=[f"{n}={list(v.values())[-1]}" for n, v, _ in WRONG])
@pytest.mark.parametrize("command", ["run", "backup", "check"])
def test_a_wrong_setting_is_one_line_that_names_it_with_an_example(
    monkeypatch: pytest.MonkeyPatch, name: str, values: dict[str, str], example: str, command: str
) -> None:
    set_all(monkeypatch, GOOD | values)
    result = CliRunner().invoke(cli, [command, "x.db"] if command == "backup" else [command])
    lines = result.output.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"✗ settings: {name} " if command == "check" else f"circlekeeper: {name} ")
    assert example in lines[0]
    assert result.exit_code == (1 if command == "check" else 2)
    assert TOKEN.partition(":")[2] not in lines[0]


def test_a_missing_token_is_said_by_the_real_program_with_exit_code_2(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(check.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"circlekeeper: BOT_TOKEN is missing; .*BOT_TOKEN=123456789:AA\w+\n", done.stderr)
    assert list(tmp_path.iterdir()) == []  # nothing was begun


def test_the_example_file_as_it_stands_with_a_token_and_every_line_taken_is_what_is_set_without_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, TOKEN if name == "BOT_TOKEN" else "")
    assert load() == Settings(bot_token=TOKEN, _env_file=None)


@pytest.mark.parametrize("kind", ["a folder", "another kind of file", "in no folder"])
def test_a_database_that_cannot_be_one_is_one_line_that_names_the_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = tmp_path / "x.db"
    if kind == "a folder":
        path.mkdir()
    else:
        path.write_text("a list of groceries, and no database at all\n" * 50)
    if kind == "in no folder":
        path = path / "deeper.db"
    settings = Settings(bot_token=TOKEN, database_url=f"sqlite+aiosqlite:///{path}", _env_file=None)
    assert asyncio.run(work_until_stopped(settings)) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"circlekeeper: DATABASE_URL names {path},")
    assert lines[0].endswith("; like sqlite+aiosqlite:///circlekeeper.db")


def test_a_setting_given_in_code_is_checked_alike() -> None:
    with pytest.raises(WrongSetting, match="TIMEZONE"):
        load(bot_token=TOKEN, timezone="Mars/Olympus")


def test_every_setting_is_explained_in_the_example_file() -> None:
    example = (Path(check.__file__).parent.parent / ".env.example").read_text(encoding="utf-8")
    for name in NAMES:
        assert name in ("CLOCK_FILE", "PACING") or re.search(rf"^#? ?{name}=", example, re.MULTILINE), name


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Circle]:
    async with a_circle(tmp_path, timezone="Europe/London") as circle:
        yield circle


async def lines_of(circle: Circle, **settings: Any) -> dict[str, tuple[bool, str]]:
    found = await check.findings(circle.bot_settings(**settings))
    return {finding.subject: (finding.fine, finding.words) for finding in found}


GROUP = "group “Calderwood parents”"


async def test_check_says_that_all_is_well(circle: Circle) -> None:
    found = await lines_of(circle)
    assert list(found)[:3] == ["settings", "token", "database"]
    assert all(fine for fine, _ in found.values())
    assert "@circle_bot" in found["token"][1]
    assert "1 group" in found["database"][1]
    assert found[GROUP] == (True, "has every right it uses")


async def test_check_says_which_rights_are_missing_and_that_it_works_without(circle: Circle) -> None:
    bot = circle.app.me.id if circle.app else 0
    rights = {"can_pin_messages": False, "can_delete_messages": True}
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=bot, rights=rights)
    fine, words = (await lines_of(circle))[GROUP]
    assert fine
    assert "may not pin messages" in words
    assert "delete" not in words


async def test_check_says_that_the_bot_is_no_longer_there(circle: Circle) -> None:
    await circle.stop()
    await circle.client.act(circle.fay, "remove", chat=circle.group, user=7000000001)
    fine, words = (await lines_of(circle))[GROUP]
    assert not fine
    assert "add it again" in words or "cannot be reached" in words


async def test_check_says_that_the_token_is_not_known(circle: Circle) -> None:
    fine, words = (await lines_of(circle, bot_token="7000000001:AAanother-one-that-nobody-knows"))["token"]
    assert not fine
    assert "BotFather" in words


async def test_check_says_that_telegram_cannot_be_reached(circle: Circle) -> None:
    found = await lines_of(circle, bot_api_url="http://127.0.0.1:9")
    assert not found["token"][0]
    assert "network" in found["token"][1]
    assert found["database"][0]  # the rest is looked at all the same
    assert TOKEN.partition(":")[2] not in str(found)


async def test_check_looks_at_the_database_without_making_or_changing_one(circle: Circle, tmp_path: Path) -> None:
    none = tmp_path / "none.db"
    assert (await lines_of(circle, database_url=f"sqlite+aiosqlite:///{none}"))["database"][0]
    assert not none.exists()
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database, and never was one" * 100)
    fine, words = (await lines_of(circle, database_url=f"sqlite+aiosqlite:///{broken}"))["database"]
    assert not fine
    assert "cannot be read" in words
    newer = tmp_path / "newer.db"
    migrate(f"sqlite+aiosqlite:///{newer}")
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert not (await lines_of(circle, database_url=f"sqlite+aiosqlite:///{newer}"))["database"][0]
