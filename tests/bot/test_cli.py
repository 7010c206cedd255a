"""The command line says in one line what it did, or why it could not."""

import os
from pathlib import Path

import pytest
from filelock import FileLock
from typer.testing import CliRunner, Result

from bot.cli import cli
from storage.migrate import migrate
from tests.circle import TOKEN


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program is started; its database has been made."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name in ("DATABASE_URL", "TIMEZONE", "WEBHOOK_URL")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    migrate("sqlite+aiosqlite:///circlekeeper.db")
    return tmp_path


def said(*words: str) -> Result:
    result = CliRunner().invoke(cli, list(words))
    assert len(result.output.strip().splitlines()) == 1, result.output
    assert not isinstance(result.exception, Exception)
    return result


def test_a_backup_an_export_and_a_restore_are_each_told_in_one_line(folder: Path) -> None:
    assert said("backup", "kept.db").exit_code == 0
    assert (folder / "kept.db").exists()
    assert "without names" in said("export", "out").output
    assert "with names" in said("export", "--names", "named").output
    restored = said("restore", "kept.db")
    assert restored.exit_code == 0
    assert "verified" in restored.output


@pytest.mark.parametrize(
    "words",
    [
        ("backup", "circlekeeper.db"),
        ("backup", "file/in/a/file.db"),
        ("restore", "nowhere.db"),
        ("restore", "file"),
        ("restore", "."),
        ("export", "file"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_in_one_line_with_exit_code_1(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "file").write_text("no database")
    before = (folder / "circlekeeper.db").read_bytes()
    result = said(*words)
    assert result.exit_code == 1
    assert result.output.startswith("circlekeeper: ")
    assert (folder / "circlekeeper.db").read_bytes() == before


def test_an_error_of_the_system_is_told_in_words_and_names_the_file(folder: Path) -> None:
    (folder / "out").write_text("a file, and no folder")
    for words, reason in ((("export", "out"), "File exists: out"), (("restore", str(folder)), "Is a directory: ")):
        told = said(*words)
        assert told.exit_code == 1
        assert told.output.startswith(f"circlekeeper: {reason}"), told.output
        assert "Errno" not in told.output


def test_nothing_is_restored_while_the_bot_runs(folder: Path) -> None:
    said("backup", "kept.db")
    with FileLock("circlekeeper.db.lock"):
        result = said("restore", "kept.db")
    assert result.exit_code == 1
    assert "stop it first" in result.output


def test_help_names_every_command() -> None:
    output = CliRunner().invoke(cli, ["--help"]).output
    for command in ("run", "demo", "check", "backup", "restore", "export"):
        assert command in output


def test_what_is_written_is_for_its_own_user_only(folder: Path) -> None:
    mask = os.umask(0o022)
    try:
        said("backup", "kept.db")
        said("export", "out")
    finally:
        os.umask(mask)
    for file in (folder / "kept.db", folder / "out" / "people.csv"):
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_table_with_nothing_in_it_is_exported_with_its_header(folder: Path) -> None:
    said("export", "out")
    assert (folder / "out" / "people.csv").read_text().startswith("id,first_name,")


def test_a_second_demo_in_the_same_folder_is_refused(folder: Path) -> None:
    (folder / "demo").mkdir()
    with FileLock(folder / "demo" / "demo.lock"):
        refused = said("demo", "--no-browser", "--port", "0", "--folder", "demo")
    assert refused.exit_code == 1
    assert "already" in refused.output
