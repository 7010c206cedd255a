"""Answers come in from files and go out again to the letter; every row that cannot be taken is named."""

import asyncio
import csv
import io
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from typer.testing import CliRunner, Result

from bot.cli import cli
from bot.forgetting import Ledger
from bot.starting_knowledge import STARTER, take_starter
from domain.entries import Entry, State, What
from storage.migrate import migrate
from storage.peek import knowledge
from storage.transaction import Store, Transaction
from tests.circle import TOKEN
from tests.storage.world import CHAT, group

T = TypeVar("T")
PDF = b"%PDF-1.7 a form"
ENTRY = """question: What is DLA?
phrasings:
- how do i claim dla for my lad
- disability living allowance
tags: money, care
language: en
source: The council
link: https://example.org/dla
checked: 2026-11-22
review: 2027-11-22
website: https://example.org/form
place: The hall, 1 High Street
phone: +44 20 7946 0000
credit: Mara

It is **money** for a child who needs more care.

See [the form](https://example.org/form).
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program is started; its database has been made."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name in ("DATABASE_URL", "TIMEZONE", "WEBHOOK_URL")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    migrate("sqlite+aiosqlite:///circlekeeper.db")
    (tmp_path / "answers").mkdir()
    return tmp_path


def taken(*words: str) -> Result:
    result = CliRunner().invoke(cli, ["import-knowledge", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def kept(here: Path) -> list[Entry]:
    return knowledge(here / "circlekeeper.db").entries


def write(here: Path, name: str, text: str | bytes) -> Path:
    path = here / "answers" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def exported(here: Path, name: str = "out") -> dict[str, bytes]:
    assert CliRunner().invoke(cli, ["export", "--names", name]).exit_code == 0
    folder = here / name / "knowledge"
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def kept_by(here: Path, use_case: Callable[[Transaction], T]) -> T:
    async def work() -> T:
        store = await Store.open("sqlite+aiosqlite:///circlekeeper.db", Ledger(here / "circlekeeper.db"))
        try:
            return await store.transact(use_case)
        finally:
            await store.close()

    return asyncio.run(work())


def test_a_folder_is_taken_and_told_row_by_row(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    write(here, "first-time.md", "---\nquestion: What is it like?\n---\nTea and chat.\n")
    write(here, "README.md", "About this folder.\n")
    result = taken("answers")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "added    dla: What is DLA?",
        "added    first-time: What is it like?",
        "2 added, 0 changed, 0 same, 0 refused",
    ]
    dla = next(entry for entry in kept(here) if entry.key == "dla")
    assert (dla.state, dla.group_id, dla.phrasings[0]) == (State.PUBLISHED, None, "how do i claim dla for my lad")
    assert dla.answer.endswith("See [the form](https://example.org/form).")


def test_the_same_file_twice_changes_nothing(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    taken("answers")
    before = kept(here)
    result = taken("answers")
    assert result.output.strip() == "0 added, 0 changed, 1 same, 0 refused"
    assert kept(here) == before


def test_a_look_shows_the_change_and_keeps_nothing(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    taken("answers")
    before = kept(here)
    write(here, "dla.md", ENTRY.replace("The council", "The town hall"))
    result = taken("answers", "--dry-run")
    assert "changed  dla: What is DLA?" in result.output
    assert "    -source: The council\n" in result.output
    assert "    +source: The town hall\n" in result.output
    assert "only a look" in result.output
    assert kept(here) == before
    taken("answers")
    assert [(e.source_name, e.version) for e in kept(here)] == [("The town hall", 2)]


def test_what_was_there_before_an_import_can_be_had_back(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    taken("answers")
    write(here, "dla.md", ENTRY.replace("money", "cash"))
    taken("answers")
    newest, first = kept_by(here, lambda tx: tx.entries.history(kept(here)[0].id))
    assert (newest.what, first.what, newest.by) == (What.IMPORTED, What.IMPORTED, 0)
    assert "**money**" in first.after.answer


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.md", ENTRY.replace("2026-11-22", "22nd November"), "a.md:9: checked: is no day"),
        ("a.md", ENTRY.replace("review: 2027-11-22", "review: 2027-02-30"), "a.md:10: review: is no day"),
        ("a.md", ENTRY.replace("https://example.org/dla", "javascript:alert(1)"), "a.md:8: link: is no address"),
        ("a.md", ENTRY.replace("https://example.org/form\n", "tg://user?id=1\n"), "a.md:11: website: is no address"),
        ("a.md", ENTRY.replace("+44 20 7946 0000", "ask Mara"), "a.md:13: phone: is no phone number"),
        ("a.md", ENTRY.replace("language: en", "language: English"), "a.md:6: language: is no language"),
        ("a.md", ENTRY.replace("What is DLA?", "W" * 201), "a.md:1: question: is too long, at most 200"),
        ("a.md", ENTRY.replace("question: What is DLA?\n", ""), "a.md:1: question: is missing"),
        ("a.md", ENTRY + "x" * 3601, "a.md:16: answer: is too long, at most 3600"),
        ("a.md", ENTRY.split("\n\n", maxsplit=1)[0] + "\n", "answer: is missing"),
        ("a.md", ENTRY.replace("credit: Mara", "author: Mara"), "a.md:14: author: there is no such field"),
        ("a.md", ENTRY.replace("credit: Mara", "tags: Mara"), "tags: stands there twice"),
        ("a.md", ENTRY.replace("credit: Mara", "credit: M\nstate: gone"), "a.md:15: state: is one of draft"),
        ("a.md", ENTRY.replace("credit: Mara", "group: -42"), "a.md:14: group: the bot knows no group"),
        ("a.md", ENTRY.replace("credit: Mara", "group: here"), "a.md:14: group: the bot knows no group"),
        ("a.md", ENTRY.replace("credit: Mara", "file: form.pdf"), "a.md:14: file: form.pdf does not lie beside it"),
        ("a.md", ENTRY.replace("credit: Mara", "file: ../form.pdf"), "a.md:14: file: is no name of a picture"),
        ("a.md", ENTRY.replace("credit: Mara", "file: evil.pdf"), "file: evil.pdf is not what its name says"),
        ("a.md", "Just words\n\nand more\n", "a.md:1: a file begins with lines like"),
        ("a.md", "question: What?\njust words\n\nYes.\n", "a.md:2: a file begins with lines like"),
        ("a.md", "", "a.md:1: a file begins with lines like"),
        ("a.md", ENTRY.encode("utf-16"), "a.md:1: a.md is not UTF-8"),
        ("a.md", "question: Café?\n\nOui.".encode("latin-1"), "a.md:1: a.md is not UTF-8"),
        ("a.md", b"question: What?\n\n\x00\x01", "a.md is no text"),
        ("a.md", b"x" * 300_000, "a.md is larger than 256 KB"),
        ("a.md", b"PK\x03\x04rest", "a.md is an archive"),
        ("not a name!.md", ENTRY, "“not a name!” is no name for an entry"),
    ],
)
def test_each_wrong_file_is_named_with_line_and_reason_and_the_others_are_taken(
    here: Path, name: str, text: str | bytes, told: str
) -> None:
    write(here, "evil.pdf", b"MZ no pdf")
    write(here, name, text)
    write(here, "right.md", "question: What is right?\n\nThis.\n")
    result = taken("answers")
    assert result.exit_code == 1
    assert told in result.output
    assert "1 added, 0 changed, 0 same, 1 refused" in result.output
    assert [entry.key for entry in kept(here)] == ["right"]


def test_strict_takes_all_or_nothing(here: Path) -> None:
    write(here, "right.md", "question: What is right?\n\nThis.\n")
    write(here, "wrong.md", "question: What is wrong?\n")
    result = taken("answers", "--strict")
    assert result.exit_code == 1
    assert "nothing was taken" in result.output
    assert kept(here) == []
    (here / "answers" / "wrong.md").unlink()
    assert taken("answers", "--strict").exit_code == 0
    assert len(kept(here)) == 1


TABLE = "question,answer,tags\nWhat is it?,Tea and chat.,first time\n"


def test_a_table_is_enough_with_two_columns(here: Path) -> None:
    path = write(here, "a.csv", TABLE)
    assert taken(str(path)).exit_code == 0
    (entry,) = kept(here)
    assert (entry.key, entry.question, entry.answer, entry.tags) == (
        "what-is-it", "What is it?", "Tea and chat.", ("first time",),
    )  # fmt: skip
    assert taken(str(path)).output.strip() == "0 added, 0 changed, 1 same, 0 refused"


def test_columns_that_a_table_lacks_stay_as_they_are(here: Path) -> None:
    write(here, "what-is-it.md", "question: What is it?\nplace: The hall\nstate: draft\n\nOld words.\n")
    taken("answers")
    taken(str(write(here, "a.csv", TABLE)))
    (entry,) = kept(here)
    assert (entry.answer, entry.place, entry.state) == ("Tea and chat.", "The hall", State.DRAFT)


def test_a_table_of_another_country_with_a_mark_at_its_beginning_is_read(here: Path) -> None:
    text = '\ufeffQuestion;Answer\r\n"What; really?";"Tea\nand chat."\r\n'
    assert taken(str(write(here, "a.csv", text))).exit_code == 0
    assert [(e.question, e.answer) for e in kept(here)] == [("What; really?", "Tea\nand chat.")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TABLE + "No answer,,\n", "a.csv:3: answer: is missing"),
        (TABLE + "One,two,three,four\n", "a.csv:3: there are more cells than columns"),
        (TABLE + '"Where,is the end\n', "a.csv:3: this cannot be read as CSV"),
        (TABLE + TABLE.splitlines()[1] + "\n", "a.csv:3: what-is-it was in a.csv:2 already"),
        (TABLE.replace("tags", "labels"), "a.csv:1: labels: there is no such field"),
        (TABLE.replace("tags", "answer"), "a.csv:1: answer: stands there twice"),
        ("words,more\n1,2\n", "a.csv:1: words: there is no such field"),
        ("question\nWhat?\n", "a.csv:1: the first row names the columns"),
        ("", "a.csv:1: the first row names the columns"),
        ("key,question,answer\n../etc,What?,Yes.\n", "a.csv:2: “../etc” is no name"),
        ("question,answer,checked\nWhat?,Yes.,soon\n", "a.csv:2: checked: is no day"),
    ],
)
def test_each_wrong_row_is_named_with_line_and_reason(here: Path, text: str, told: str) -> None:
    result = taken(str(write(here, "a.csv", text)))
    assert result.exit_code == 1
    assert told in result.output
    assert "1 refused" in result.output


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.zip", b"PK\x03\x04", "neither a folder of .md files nor a .csv; unpack it first"),
        ("a.xlsx", b"PK\x03\x04", "save the table as “CSV UTF-8” first"),
        ("a.txt", b"words", "neither a folder of .md files nor a .csv"),
        ("a.csv", b"PK\x03\x04", "a.csv is an archive; unpack it first"),
        ("a.csv", b"\xff\xfeq\x00", "a.csv is not UTF-8"),
        ("a.csv", b"x" * (16 * 1024 * 1024 + 1), "a.csv is larger than 16384 KB"),
        ("gone/a.csv", None, "is not there"),
        ("empty", None, "is not there"),
    ],
)
def test_what_is_no_such_file_is_said_in_one_sentence(here: Path, name: str, content: bytes | None, told: str) -> None:
    if content is not None:
        (here / name).write_bytes(content)
    result = taken(name)
    assert result.exit_code == 1
    assert told in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert kept(here) == []


def test_a_folder_without_answers_and_no_path_at_all_are_said(here: Path) -> None:
    assert "holds no .md files" in taken("answers").output
    assert "give a folder or a file, or --starter" in taken().output
    assert taken("answers", "--starter").exit_code == 2


NASTY = """question: =cmd|'/c calc'!A1
phrasings:
- - a dash
- +1 & <b>bold</b>
- "quoted", with a comma
- '=already quoted
tags: @you
language: en
credit: \N{FULLWIDTH EQUALS SIGN}1+1

- a list
=SUM(A1)

---
question: not a header & <script>alert(1)</script>

هل هذا جواب؟
"""


def test_what_is_exported_is_taken_back_as_it_was(here: Path) -> None:
    kept_by(here, lambda tx: tx.groups.add(group()))
    write(here, "dla.md", ENTRY.replace("credit: Mara", "file: form.pdf\ncredit: Mara"))
    write(here, "form.pdf", PDF)
    write(here, "nasty.md", NASTY)
    write(here, "draft.md", "question: A draft?\nlanguage: en\nstate: draft\n\nNot yet.\n")
    write(here, "ours/dla.md", ENTRY.replace("credit: Mara", f"group: {CHAT}"))
    write(here, "abbreviations.csv", f"group,short,long\n,DLA,disability living allowance\n{CHAT},sen,special needs\n")
    result = taken("answers")
    assert result.exit_code == 0, result.output
    first = exported(here)
    assert first["nasty.md"].decode() == NASTY
    assert first["draft.md"] == (here / "answers/draft.md").read_bytes()
    assert f"group: {CHAT}\n" in first[f"group{CHAT}/dla.md"].decode()
    assert PDF in first.values()
    before = knowledge(here / "circlekeeper.db")
    again = taken("out/knowledge")
    assert "0 added, 0 changed, 6 same, 0 refused" in again.output
    assert "0 added, 0 changed, 4 same, 0 refused" in taken("out/knowledge/entries.csv").output
    assert knowledge(here / "circlekeeper.db") == before
    assert exported(here, "again") == first


def test_an_export_fills_an_empty_database_with_the_same(here: Path) -> None:
    write(here, "dla.md", ENTRY.replace("credit: Mara", "file: form.pdf"))
    write(here, "form.pdf", PDF)
    write(here, "nasty.md", NASTY)
    write(here, "pic.md", "question: Where?\nfile: AQADx.jpg\ntelegram: AgACx1\n\nHere.\n")
    assert taken("answers").exit_code == 0
    for name in ("md", "csv"):
        first = exported(here, f"as-{name}")
        for old in here.glob("circlekeeper.db*"):
            old.unlink()
        migrate("sqlite+aiosqlite:///circlekeeper.db")
        assert taken(f"as-{name}/knowledge" + ("/entries.csv" if name == "csv" else "")).exit_code == 0
        assert exported(here, f"from-{name}") == first


def test_whom_an_answer_thanks_is_exported_with_names_only_and_is_not_lost_by_that(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    taken("answers")
    assert CliRunner().invoke(cli, ["export", "plain"]).exit_code == 0
    plain = {f.name: f.read_bytes() for f in (here / "plain").rglob("*") if f.is_file()}
    assert b"Mara" not in b"".join(plain.values())
    assert "0 added, 0 changed, 1 same, 0 refused" in taken("plain/knowledge").output
    assert "0 added, 0 changed, 1 same, 0 refused" in taken("plain/knowledge/entries.csv").output
    assert kept(here)[0].credit == "Mara"
    assert exported(here)["dla.md"].decode() == ENTRY
    write(here, "dla.md", ENTRY.replace("credit: Mara", "credit: -"))
    assert "1 changed" in taken("answers").output
    assert kept(here)[0].credit is None


def test_no_cell_of_the_export_is_run_by_a_spreadsheet(here: Path) -> None:
    write(here, "nasty.md", NASTY)
    taken("answers")
    table = exported(here)["entries.csv"].decode()
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert "'=cmd|'/c calc'!A1" in cells
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))] == []


def test_an_entry_that_is_gone_is_gone_from_the_next_export(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    taken("answers")
    (here / "out/knowledge").mkdir(parents=True)
    (here / "out/knowledge/old.md").write_text("question: Old?\n\nYes.\n")
    assert set(exported(here)) == {"dla.md", "entries.csv", "abbreviations.csv"}


async def test_answers_are_taken_while_the_bot_has_the_database_open(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    store = await Store.open("sqlite+aiosqlite:///circlekeeper.db", Ledger(here / "circlekeeper.db"))
    before = await store.look(lambda tx: tx.entries.revision())
    result = await asyncio.to_thread(taken, "answers")
    assert result.exit_code == 0
    assert [e.key for e in await store.look(lambda tx: tx.entries.changed_since(before))] == ["dla"]
    await store.close()


async def test_between_the_rows_of_a_long_import_the_bot_gets_its_turn(here: Path) -> None:
    rows = "".join(f"Question {number}?,Answer {number}.\n" for number in range(350))
    (here / "answers.csv").write_text(f"question,answer\n{rows}")
    store = await Store.open("sqlite+aiosqlite:///circlekeeper.db", Ledger(here / "circlekeeper.db"))
    seen = set()
    importing = asyncio.create_task(asyncio.to_thread(taken, "answers.csv"))
    while not importing.done():
        seen.add(await store.transact(lambda tx: len(tx.entries.of(None))))
        await asyncio.sleep(0.005)
    await store.close()
    assert importing.result().exit_code == 0
    assert seen - {0, 350}  # some were there before all were
    again = await asyncio.to_thread(taken, "answers.csv")
    assert again.stdout.splitlines()[-1] == "0 added, 0 changed, 350 same, 0 refused"


def test_a_database_that_cannot_be_written_now_is_said_in_one_line(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    with closing(sqlite3.connect(here / "circlekeeper.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = taken("answers")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == ["circlekeeper: database is locked; try again, what was taken is passed over"]


def test_abbreviations_that_cannot_be_read_are_named(here: Path) -> None:
    rows = "group,short,long\n,dla\n,a,a\n-42,dla,disability living allowance\n,sen,special needs\n"
    result = taken(str(write(here, "abbreviations.csv", rows)))
    assert result.exit_code == 1
    assert "abbreviations.csv:2: a row has three cells" in result.output
    assert "abbreviations.csv:3: both forms have letters" in result.output
    assert "abbreviations.csv:4: group: the bot knows no group" in result.output
    assert [(s.short, s.long) for s in knowledge(here / "circlekeeper.db").synonyms] == [("sen", "special needs")]


def test_the_starter_answers_can_be_taken_by_hand(here: Path) -> None:
    result = taken("--starter")
    assert result.exit_code == 0
    assert len(kept(here)) == len(list(STARTER.glob("*.md"))) >= 40


async def test_the_starter_answers_are_taken_once_and_only_where_nothing_was_ever_kept(here: Path) -> None:
    store = await Store.open("sqlite+aiosqlite:///circlekeeper.db", Ledger(here / "circlekeeper.db"))
    await take_starter(store)
    entries = kept(here)
    assert len(entries) >= 40
    assert {e.state for e in entries} == {State.PUBLISHED}
    await store.transact(lambda tx: tx.entries.remove(entries[0].id))
    await take_starter(store)
    assert len(kept(here)) == len(entries) - 1
    await store.close()


def test_the_starter_answers_go_out_as_they_came(here: Path) -> None:
    taken("--starter")
    out = exported(here)
    assert {f.name: f.read_bytes() for f in STARTER.glob("*.md")} == {n: t for n, t in out.items() if n.endswith(".md")}


def test_a_database_of_another_version_is_left_alone(here: Path) -> None:
    write(here, "dla.md", ENTRY)
    with closing(sqlite3.connect(here / "circlekeeper.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
    result = taken("answers")
    assert result.exit_code == 1
    assert "start the bot once" in result.output
    assert kept(here) == []


def test_where_there_is_no_database_yet_one_is_made(here: Path) -> None:
    for old in here.glob("circlekeeper.db*"):
        old.unlink()
    write(here, "dla.md", ENTRY)
    assert taken("answers").exit_code == 0
    assert [entry.key for entry in kept(here)] == ["dla"]


def test_a_file_that_cannot_be_opened_is_said_in_one_line(here: Path) -> None:
    (here / "answers" / "loop.md").symlink_to(here / "answers" / "loop.md")
    (here / "elsewhere.md").write_text(ENTRY)
    (here / "answers" / "out.md").symlink_to(here / "elsewhere.md")
    (here / "answers" / "folder.md").mkdir()
    result = taken("answers")
    assert result.exit_code == 1
    assert "holds no .md files" in result.output
    assert kept(here) == []
