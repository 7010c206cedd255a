"""Export: open formats, pseudonyms unless names are asked for, and no cell that a spreadsheet would run."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from bot.backups import Impossible
from bot.export import Pseudonyms, export, safe
from domain.meetups import Answer, Rsvp
from domain.requests import Request, RequestState, RequestWords
from storage.transaction import Store, Transaction
from tests.storage.world import FAY, MARA, NAME, NOW, fill, group, person


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def everything(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.is_file())


async def test_nobody_is_named_unless_names_are_asked_for(store: Store, path: Path, tmp_path: Path) -> None:
    meetup = await store.transact(fill)
    await store.transact(
        lambda tx: tx.meetups.save_rsvp(Rsvp(meetup_id=meetup.id, person_id=FAY, answer=Answer.MAYBE, changed_at=NOW))
    )
    told = export(path, tmp_path / "out", names=False)
    assert "without names" in told
    text = everything(tmp_path / "out")
    for trace in (MARA, FAY, NAME, "Okafor-Canary", "M-Canary"):
        assert str(trace) not in text
    # The same person bears the same code everywhere, another person another.
    codes = {row["id"] for row in table(tmp_path / "out", "people")}
    assert len(codes) == 2
    assert {row["person_id"] for row in table(tmp_path / "out", "rsvps")} == codes
    assert {row["by"] for row in table(tmp_path / "out", "changes")} < codes


async def test_codes_of_one_export_say_nothing_about_the_next(store: Store, path: Path, tmp_path: Path) -> None:
    await store.transact(fill)
    for folder in ("one", "two"):
        export(path, tmp_path / folder, names=False)
    one, two = ({row["id"] for row in table(tmp_path / folder, "people")} for folder in ("one", "two"))
    assert one.isdisjoint(two)
    assert Pseudonyms()(MARA) != Pseudonyms()(MARA)


async def test_names_stand_there_when_they_are_asked_for(store: Store, path: Path, tmp_path: Path) -> None:
    await store.transact(fill)
    assert "with names" in export(path, tmp_path / "out", names=True)
    assert {row["id"] for row in table(tmp_path / "out", "people")} == {MARA, FAY}
    assert NAME in everything(tmp_path / "out")


async def test_what_is_on_its_way_is_never_exported(store: Store, path: Path, tmp_path: Path) -> None:
    await store.transact(fill)
    export(path, tmp_path / "out", names=True)
    written = {file.stem for file in (tmp_path / "out").iterdir() if file.is_file()}
    assert written >= {"groups", "people", "members", "series", "meetups", "rsvps"}
    assert written.isdisjoint({"inbox", "outbox", "holds", "agenda", "drafts", "alembic_version"})


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx", "=cmd|' /C calc'!A0", " =1+1", "\u00a0=1", "\uff1d1+1"],
)
async def test_no_cell_is_run_by_a_spreadsheet(store: Store, path: Path, tmp_path: Path, cell: str) -> None:
    await store.transact(lambda tx: tx.groups.add(group(title=cell)))
    export(path, tmp_path / "out", names=False)
    with (tmp_path / "out" / "groups.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["title"] == f"'{cell}"
    assert row["chat_id"].startswith("-")  # a number is no formula
    assert table(tmp_path / "out", "groups")[0]["title"] == cell  # JSON is not opened by spreadsheets


@pytest.mark.parametrize("cell", ["Coffee and chat", "1 = 1", "", None, -5, 2.5, "ünï <&>", "'quoted'"])
def test_harmless_cells_stay_as_they_are(cell: object) -> None:
    assert safe(cell) == cell


def test_there_is_nothing_to_export_before_the_first_run(path: Path, tmp_path: Path) -> None:
    with pytest.raises(Impossible, match="run the bot once"):
        export(path, tmp_path / "out", names=False)
    assert not (tmp_path / "out").exists()


async def test_who_asked_for_a_human_unnamed_is_unnamed_with_names_too_and_no_words_leave(
    store: Store, path: Path, tmp_path: Path
) -> None:
    def asked(tx: Transaction) -> None:
        here = tx.groups.add(group())
        tx.people.save(person())
        moments = {"asked_at": NOW, "waiting_since": NOW, "moved_at": NOW}
        for named, state in ((True, RequestState.CLOSED), (False, RequestState.RECEIVED)):
            about = {"group_id": here.id, "person_id": MARA, "named": named, "state": state}
            request = tx.requests.add(Request(**about, **moments, receipt_id=5))
            tx.requests.add_words(RequestWords(request_id=request.id, text="words-canary", at=NOW))

    await store.transact(asked)
    export(path, tmp_path / "out", names=True)
    shown = {row["named"]: row["person_id"] for row in table(tmp_path / "out", "requests")}
    assert shown == {1: MARA, 0: None}
    export(path, tmp_path / "coded", names=False)
    coded = {row["named"]: row["person_id"] for row in table(tmp_path / "coded", "requests")}
    assert coded[0] is None
    assert coded[1].startswith("p")
    assert "words-canary" not in everything(tmp_path / "out") + everything(tmp_path / "coded")
