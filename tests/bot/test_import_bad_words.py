"""Files full of words that have broken programs: a row is taken as it is or refused with a reason, and comes back."""

import csv
import gzip
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from bot.cli import cli
from bot.json_services import services
from bot.resource_files import File, Unusable
from bot.text_files import table
from domain.entries_fields import Unfit, cleaned
from domain.entries_files import Malformed, Written, read_csv, read_markdown
from domain.plain_resources import COLUMNS
from storage.peek import knowledge
from storage.resource_export import every_resource
from tests import naughty
from tests.circle import TOKEN, empty_database

TRIED = settings(deadline=None, database=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    shutil.copyfile(empty_database(), tmp_path / "circlekeeper.db")
    return tmp_path


def ran(*words: str) -> Result:
    result = CliRunner().invoke(cli, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def a_table(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def every_string() -> list[str]:
    """Without what is in no file of text; below, such a file is refused as a whole."""
    return [one.replace("\x00", "") for one in naughty.every()]


def test_answers_of_any_words_are_kept_as_they_are_or_refused_and_go_out_and_in_unchanged(here: Path) -> None:
    strings = every_string()
    rows = [{"key": f"e{n}", "question": one, "answer": one, "place": one[:80]} for n, one in enumerate(strings)]
    first = ran("import-knowledge", str(a_table(here / "bad.csv", rows)))
    kept = {one.key: one for one in knowledge(here / "circlekeeper.db").entries}
    asking = {f"e{number}" for number, one in enumerate(strings) if any(sign.isalnum() for sign in one)}
    assert kept.keys() <= asking  # signs and pictures alone ask nothing
    assert len(kept) > len(asking) * 0.8  # the others are too long
    assert len(kept) + first.output.count("refused  bad.csv") >= len(strings)  # none is passed over in silence
    for number, one in enumerate(strings):
        if f"e{number}" in kept:
            assert kept[f"e{number}"].question == " ".join(cleaned(disarmed(one)).split()), one
    ran("export", "out")
    for path in ("out/knowledge", "out/knowledge/entries.csv"):
        again = ran("import-knowledge", path)
        assert f"0 added, 0 changed, {len(kept)} same" in again.output, again.output[-300:]
    with (here / "out/knowledge/entries.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.lstrip("\t\r\n\u00a0 ").startswith(("=", "+", "@", "-"))] == []


def disarmed(words: str) -> str:
    """An apostrophe before what a spreadsheet would run stands there for the spreadsheet."""
    return words[1:] if words.startswith("'") and words[1:2] in tuple("=+-@\t\r\n") else words


def test_local_help_of_any_words_is_kept_as_it_is_or_refused_and_goes_out_and_in_unchanged(here: Path) -> None:
    strings = every_string()
    worded = ("organisation", "description", "kinds", "cost")
    bare = dict.fromkeys(COLUMNS, "")
    rows = [bare | {"name": f"{n} {one}"} | dict.fromkeys(worded, one) for n, one in enumerate(strings)]
    first = ran("import-resources", str(a_table(here / "bad.csv", rows)))
    kept = [one for _, one in every_resource(here / "circlekeeper.db")]
    assert len(kept) > len(strings) * 0.8
    assert len(kept) + first.output.count("refused ") >= len(strings)
    assert "\x1b" not in first.output
    before = {one.name: one for one in kept}
    ran("export", "out")
    again = ran("import-resources", "out/resources/services.json")
    assert " 0 refused" in again.output.splitlines()[-1], again.output[-400:]
    after = {one.name: one for _, one in every_resource(here / "circlekeeper.db")}
    assert after == before


def test_services_in_json_may_be_of_any_shape(here: Path) -> None:
    odd: list[Any] = [None, 5, "x", [], {}, {"id": 5}, {"id": "x", "name": {}}, {"id": [], "name": []}]
    odd += [{"id": f"s{n}", "name": one, "phones": one, "locations": [one]} for n, one in enumerate(naughty.OURS)]
    odd += [{"id": f"t{n}", "name": one, "status": "active"} for n, one in enumerate(naughty.OURS)]
    (here / "odd.json").write_text(json.dumps(odd), encoding="utf-8")
    result = ran("import-resources", "odd.json")
    assert result.exit_code in (0, 1)
    assert "added" in result.output.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("latin.csv", "question,answer\nCafé?,Où?\n".encode("latin-1")),
        ("windows.csv", "question,answer\nWho’s there?,“Us”\n".encode("cp1252")),
        ("wide.csv", "question,answer\nWho?,Us\n".encode("utf-16")),
        ("shift.csv", "question,answer\n誰?,私\n".encode("shift-jis")),
        ("empty.csv", b""),
        ("blank.csv", b"\n\n \n"),
        ("nothing.csv", b"\x00" * 5_000),
        ("packed.csv", gzip.compress(b"question,answer\n", mtime=0)),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("other.csv", b"colour,taste\nred,sweet\n"),
        ("open.csv", b'question,answer\n"never closed,\n' + b"x" * 100_000),
        ("deep.json", b"[" * 100_000),
        ("deep2.json", b'{"services":' * 50_000),
        ("number.json", b"1e999999"),
        ("cut.json", b'[{"id": "x", "name": "y"'),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence_and_changes_nothing(
    here: Path, name: str, content: bytes
) -> None:
    (here / name).write_bytes(content)
    for command in ("import-knowledge", "import-resources"):
        result = ran(command, name)
        assert result.exit_code != 0
        assert len(result.output.strip().splitlines()) <= 4, result.output
        assert name in result.output
    assert knowledge(here / "circlekeeper.db").entries == []
    assert list(every_resource(here / "circlekeeper.db")) == []


def test_bombs_and_files_that_are_too_large_cost_nothing(here: Path) -> None:
    with zipfile.ZipFile(here / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("services.csv", b"id,name\n" + b"x" * 50_000_000)
    (here / "large.csv").write_bytes(b"question,answer\n" + b"Why?,Because.\n" * 1_300_000)
    (here / "many").mkdir()
    (here / "many" / "one.md").write_bytes(b"question: Why?\n\n" + b"x" * 300_000)
    for command, name in (
        ("import-resources", "bomb.zip"),
        ("import-knowledge", "large.csv"),
        ("import-knowledge", "many"),
    ):
        result = ran(command, name)
        assert result.exit_code != 0, name
        assert knowledge(here / "circlekeeper.db").entries == []


@TRIED
@given(text=st.text(max_size=300) | st.lists(st.sampled_from(naughty.OURS)).map("\n".join))
def test_any_text_is_answers_or_says_what_is_wrong(text: str) -> None:
    try:
        for row in (read_markdown(text, "key"), *read_csv(f"question,answer\n{text}"), *read_csv(text)):
            if isinstance(row, Written):
                _, wrong = row.values()
                assert all(isinstance(error, Unfit) for _, error in wrong)
    except Malformed:
        return


@TRIED
@given(content=st.binary(max_size=300) | st.text(max_size=200).map(str.encode) | st.just(b'{"a":' * 2_000))
def test_any_bytes_are_a_table_services_or_unusable(content: bytes) -> None:
    for rows_of in (table, services):
        read, why = [0], "any.csv"
        try:
            list(rows_of(File("any.csv", len(content), lambda: io.BytesIO(content)), read.append))
        except Unusable as refused:
            why = str(refused)
        assert why.startswith("any.csv")
        assert read[-1] == len(content) or why != "any.csv"  # to its end, or with a reason
