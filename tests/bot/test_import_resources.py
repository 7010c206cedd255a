"""import-resources: files of every kind, each row told, nothing half-done, and the way back out by export."""

import csv
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.importing_resources import Choices, import_resources
from bot.sample_town import take_sample_town
from bot.settings import Settings
from domain.plain_resources import COLUMNS
from domain.resources import Resource, ResourceState
from storage.resource_export import every_resource
from tests.storage.world import NOW

EXAMPLES = Path(os.environ.get("HSDS_EXAMPLES", Path(__file__).parents[3] / "shared" / "data" / "hsds"))
TODAY = date(2026, 11, 30)
UUID = "ac148810-d857-441c-9679-4{:011x}"

Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "circle.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", "123456789:AAExampleExampleExampleExampleExamp")
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def run(database: Path) -> Run:
    def run(path: Path, *options: str) -> tuple[int, list[str]]:
        result = CliRunner().invoke(cli, ["import-resources", str(path), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output.splitlines()

    return run


def kept(database: Path) -> dict[str, Resource]:
    return {resource.name: resource for _, resource in every_resource(database)} if database.exists() else {}


def service(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": UUID.format(number), "name": f"Service {number}", "status": "active", **more}


def written(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def spreadsheet(path: Path, *lines: dict[str, str], columns: tuple[str, ...] = COLUMNS, **options: Any) -> Path:
    with path.open("w", newline="", encoding=options.pop("encoding", "utf-8")) as file:
        writer = csv.DictWriter(file, columns, restval="", **options)
        writer.writeheader()
        writer.writerows(lines)
    return path


def tables(folder: Path) -> Path:
    folder.mkdir()
    written(
        folder / "services.csv",
        f"id,organization_id,name,status\n{UUID.format(1)},o,Swimming,active\n,,Nameless,active\n",
    )
    written(folder / "organizations.csv", "id,name,description\no,Calderwood Leisure,Pools\n")
    written(folder / "service_at_location.csv", f"id,service_id,location_id\nat,{UUID.format(1)},pool\n")
    written(folder / "locations.csv", "id,location_type,name,latitude,longitude\npool,physical,Baths,55.7,-4.1\n")
    written(
        folder / "addresses.csv",
        "id,location_id,address_1,city,postal_code,country\na,pool,40 Station Road,Calderwood,G74 0AF,GB\n",
    )
    written(folder / "phones.csv", f'id,service_id,number\np,{UUID.format(1)},"""01632 960111"""\n')
    written(
        folder / "schedules.csv",
        'id,service_at_location_id,freq,byday,opens_at,closes_at\ns,at,WEEKLY,"MO,TU",10:00,12:00\n',
    )
    written(folder / "attributes.csv", f"id,link_id,taxonomy_term_id\nx,{UUID.format(1)},t\n")
    written(folder / "taxonomy_terms.csv", "id,name,description\nt,swimming,In water\n")
    written(
        folder / "cost_options.csv",
        f"id,service_id,amount,currency,amount_description\nc,{UUID.format(1)},3,gbp,a family\n",
    )
    return folder


SHAPES: dict[str, Any] = {
    "one service": service(),
    "a list": [service()],
    "a page of an API": {"total_items": 1, "contents": [service()], "empty": False},
    "an organisation": {"id": "o", "name": "Trust", "services": [service()]},
    "one to a line": f"\n{json.dumps(service())}\n",
    "with a byte order mark": f"\ufeff{json.dumps(service())}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_json_is_taken_in_every_shape_and_the_same_again_changes_nothing(
    tmp_path: Path, database: Path, run: Run, shape: str
) -> None:
    file = written(tmp_path / "in.json", SHAPES[shape])
    assert run(file) == (0, ["added    in.json, service 1: " + ("Service 1 (Trust)" if "org" in shape else "Service 1"),
                             "1 added, 0 changed, 0 as before, 0 refused"])  # fmt: skip
    before = kept(database)
    assert run(file) == (0, ["0 added, 0 changed, 1 as before, 0 refused"])
    assert kept(database) == before


@pytest.mark.parametrize("zipped", [False, True])
def test_tables_are_joined_from_a_folder_or_a_zip(tmp_path: Path, database: Path, run: Run, zipped: bool) -> None:
    folder = tables(tmp_path / "tables")
    if zipped:
        with zipfile.ZipFile(tmp_path / "tables.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            for file in folder.iterdir():
                packed.write(file, f"hsds/{file.name}")
        folder = tmp_path / "tables.zip"
    code, lines = run(folder)
    assert (code, lines[1:]) == (
        1,
        ["refused  services.csv:3: id: is missing", "1 added, 0 changed, 0 as before, 1 refused"],
    )
    (found,) = kept(database).values()
    assert (found.organization_name, found.kinds, found.fees_description) == (
        "Calderwood Leisure",
        ("swimming",),
        "3 GBP a family",
    )
    assert found.phones[0].number == "01632 960111"
    place = found.locations[0]
    assert (place.name, place.postal_code, place.latitude) == ("Baths", "G74 0AF", 55.7)
    assert place.schedules[0].byday == ("MO", "TU")
    assert run(folder)[1][-1] == "0 added, 0 changed, 1 as before, 1 refused"


def test_a_spreadsheet_is_taken_and_updates_are_matched_by_name_and_organisation(
    tmp_path: Path, database: Path, run: Run
) -> None:
    file = spreadsheet(
        tmp_path / "town.csv",
        {"name": "Toy library", "organisation": "Trust", "cost": "Free"},
        {"name": "Toy library", "organisation": "Others"},
        {"name": "Bad", "ages": "old", "opens": "tue 25:99"},
    )
    code, lines = run(file)
    assert code == 1
    assert lines[:2] == ["added    town.csv:2: Toy library (Trust)", "added    town.csv:3: Toy library (Others)"]
    assert lines[2].startswith("refused  town.csv:4: ages: “old” cannot be read; write for example 0-4")
    assert "; opens: “25:99” cannot be read" in lines[2]
    spreadsheet(file, {"name": "toy LIBRARY", "organisation": "Trust", "cost": "£1"})
    assert run(file)[1][0] == "changed  town.csv:2: toy LIBRARY (Trust): fees_description, free, name"
    assert len(list(every_resource(database))) == 2


def test_a_spreadsheet_may_have_a_mark_semicolons_and_lines_in_a_cell(tmp_path: Path, database: Path, run: Run) -> None:
    line = {"name": "Café", "description": "One\nTwo", "kinds": "food; company"}
    assert run(spreadsheet(tmp_path / "a.csv", line, encoding="utf-8-sig", delimiter=";"))[0] == 0
    assert kept(database)["Café"].kinds == ("food", "company")


UNUSABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "blank": (b"  \n ", "does not begin with the names of its columns"),
    "latin-1": (",".join(COLUMNS).encode() + "\nCafé".encode("latin-1"), "is not UTF-8 (byte 0xe9"),
    "utf-16": (",".join(COLUMNS).encode("utf-16"), "is UTF-16; save it as UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "is no text"),
    "a broken zip": (b"PK\x03\x04 and then nothing", "is a broken zip"),
    "other columns": (b"a,b,c\n1,2,3\n", "does not begin with the names of its columns: name, organisation"),
    "a column too many": (",".join((*COLUMNS, "password")).encode(), "has a column password, which nobody reads"),
    "a column twice": (",".join((*COLUMNS, "name")).encode(), "has the column name twice"),
    "broken JSON": (b'[{"id": "1",\n "name": }]', "line 2: this is no JSON that can be read"),
    "half of a JSON": (b'[{"id": "1"}, {"id"', "this is no JSON that can be read"),
    "a list without end": (b'[{"id": "1"}', "a list is not closed"),
    "an object without end": (b'{"id": "1"', "an object is not closed"),
    "not a number": (b'{"id": NaN}', "this is no JSON that can be read"),
    "too deep": (b'{"a": ' + b"[" * 100_000, "this is no JSON that can be read"),
    "an endless value": (b'{"a": "' + b"x" * 5_000_000, "one service is longer than 4,000,000 characters"),
    "no service": (b"[]", "there is no service in it"),
    "a quotation mark that never ends": (
        ",".join(COLUMNS).encode() + b'\n"' + b"x" * 4_100_000, "has a cell of more than 4,000,000 characters"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNUSABLE)
def test_what_cannot_be_read_is_said_in_one_sentence_and_changes_nothing(
    tmp_path: Path, database: Path, run: Run, what: str
) -> None:
    content, words = UNUSABLE[what]
    file = tmp_path / "in.csv"
    file.write_bytes(content)
    code, lines = run(file)
    assert code == 1
    assert lines[-1].startswith("circlekeeper: ")
    assert words in lines[-1]
    assert kept(database) == {}


def test_a_path_that_leads_nowhere_is_said(tmp_path: Path, run: Run) -> None:
    assert run(tmp_path / "nowhere.json")[1][-1].startswith("circlekeeper: there is no ")
    (tmp_path / "empty").mkdir()
    assert "holds none of what can be read" in run(tmp_path / "empty")[1][-1]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, database: Path, run: Run) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("services.csv", b"id,name,status\n" + b"0" * 50_000_000)
    code, lines = run(bomb)
    assert (code, "that is no list of services" in lines[-1]) == (1, True)
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as packed:
        for number in range(501):
            packed.writestr(f"{number}.csv", "")
    assert "holds 501 files; at most 500" in run(many)[1][-1]
    assert kept(database) == {}


def test_a_zip_cannot_write_anywhere(tmp_path: Path, database: Path, run: Run) -> None:
    crooked = tmp_path / "crooked.zip"
    with zipfile.ZipFile(crooked, "w") as packed:
        packed.writestr("../../services.json", json.dumps(service()))
    assert run(crooked)[0] == 0
    assert not (tmp_path.parent / "services.json").exists()
    assert list(kept(database)) == ["Service 1"]


def test_a_cell_of_a_million_characters_costs_its_own_row_only(tmp_path: Path, database: Path, run: Run) -> None:
    file = spreadsheet(tmp_path / "a.csv", {"name": "Long", "description": "x" * 1_000_000}, {"name": "Short"})
    assert run(file) == (1, [
        "refused  a.csv:2: description: has 1,000,000 characters; at most 10,000",
        "added    a.csv:3: Short",
        "1 added, 0 changed, 0 as before, 1 refused",
    ])  # fmt: skip
    assert list(kept(database)) == ["Short"]


def test_formulas_are_refused_and_signs_of_a_terminal_are_not_printed(tmp_path: Path, run: Run) -> None:
    file = spreadsheet(
        tmp_path / "a.csv", {"name": '=HYPERLINK("http://x")'}, {"name": "\x1b[31mRed\x07"}, {"name": "'@home club"}
    )
    code, lines = run(file)
    assert code == 1
    assert lines[0] == "refused  a.csv:2: name: begins with “=”, as a formula does; write it in words"
    assert lines[1] == "added    a.csv:3: ·[31mRed·"
    assert lines[2] == "added    a.csv:4: @home club"


def test_a_row_with_more_cells_than_columns_is_refused(tmp_path: Path, run: Run) -> None:
    file = written(tmp_path / "a.csv", ",".join(COLUMNS) + "\nToys" + ",x" * 12 + "\n")
    assert run(file)[1][0] == "refused  a.csv:2: line: has 13 cells, and the first line names 10 columns"


def test_the_same_twice_in_one_file_is_refused_the_second_time(tmp_path: Path, run: Run) -> None:
    code, lines = run(written(tmp_path / "a.json", [service(), service()]))
    assert code == 1
    assert lines[1] == "refused  a.json, service 2: id: stands in a.json, service 1 already"
    lines = run(spreadsheet(tmp_path / "b.csv", {"name": "Toys"}, {"name": "TOYS"}))[1]
    assert lines[1] == "refused  b.csv:3: name: stands in b.csv:2 already"


def test_a_dry_run_says_everything_and_does_nothing(tmp_path: Path, database: Path, run: Run) -> None:
    file = written(tmp_path / "a.json", [service(1), service(2, status="?")])
    code, lines = run(file, "--dry-run")
    assert code == 1
    assert [line[:8] for line in lines[:2]] == ["added   ", "refused "]
    assert lines[-1] == "this is what would happen: 1 added, 0 changed, 0 as before, 1 refused"
    assert kept(database) == {}


def test_strict_takes_all_or_nothing(tmp_path: Path, database: Path, run: Run) -> None:
    file = written(tmp_path / "a.json", [*map(service, range(1, 600)), service(600, name="")])
    code, lines = run(file, "--strict")
    assert code == 1
    assert lines[-1].startswith("nothing was taken, as not everything could be: 599 added")
    assert kept(database) == {}
    assert run(written(file, [*map(service, range(1, 600))]), "--strict")[0] == 0
    assert len(kept(database)) == 599


def test_the_bar_hears_how_far_reading_and_writing_are(tmp_path: Path, database: Path) -> None:
    file = written(tmp_path / "a.json", "\n".join(json.dumps(service(n)) for n in range(1, 300)))
    heard: list[tuple[str, float]] = []
    import_resources(
        Settings(), file, NOW, Choices(), lambda _line: None, lambda what, done: heard.append((what, done))
    )
    for what in ("reading", "writing"):
        steps = [done for name, done in heard if name == what]
        assert len(steps) > 1
        assert steps == sorted(steps)
        assert steps[-1] == pytest.approx(1)


def test_a_second_import_waits_for_the_first_one(tmp_path: Path, database: Path, run: Run) -> None:
    file = written(tmp_path / "a.json", [service(1), service(2)])
    meanwhile: list[tuple[int, list[str]]] = []

    def say(_line: str) -> None:
        if not meanwhile:
            meanwhile.append(run(file))

    counts = import_resources(Settings(), file, NOW, Choices(), say, lambda _what, _done: None)
    assert meanwhile == [(1, ["circlekeeper: another import is at work; try again when it has ended"])]
    assert counts.added == len(kept(database)) == 2
    assert run(file)[1][-1] == "0 added, 0 changed, 2 as before, 0 refused"


def test_a_database_that_nobody_can_write_now_is_said_in_one_line(
    tmp_path: Path, database: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "a.json", [service(1)])
    run(file, "--dry-run")
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        monkeypatch.setattr("storage.resource_import.PATIENCE", 0.1)
        other.execute("BEGIN IMMEDIATE")
        assert run(file) == (1, ["added    a.json, service 1: Service 1", "circlekeeper: database is locked"])
    assert kept(database) == {}


def test_what_vanished_is_retired_only_when_asked_and_comes_back(tmp_path: Path, database: Path, run: Run) -> None:
    file = written(tmp_path / "a.json", [service(1), service(2), service(3)])
    run(file)
    run(spreadsheet(tmp_path / "b.csv", {"name": "By hand"}))
    written(file, [service(1), service(3, status="?")])
    run(file)
    assert kept(database)["Service 2"].state is ResourceState.SHOWN
    lines = run(file, "--retire-missing")[1]
    assert lines[-2] == f"retired  {UUID.format(2)}: it is not in the file any more"
    states = {name: one.state for name, one in kept(database).items()}
    assert states == {  # what was refused has not vanished, and another kind of file is not this one's business
        "Service 1": "shown", "Service 2": "retired", "Service 3": "shown", "By hand": "shown",
    }  # fmt: skip
    assert "retired" not in run(file, "--retire-missing")[1][-1]
    written(file, [service(1), service(2), service(3)])
    assert run(file)[1][0].endswith("Service 2: it is back")
    assert kept(database)["Service 2"].state is ResourceState.SHOWN


def test_strict_takes_what_is_new_and_retires_what_vanished_together_or_neither(
    tmp_path: Path, database: Path, run: Run
) -> None:
    file = written(tmp_path / "a.json", [service(1), service(2)])
    run(file)
    written(file, [service(1), service(3)])
    with closing(sqlite3.connect(database)) as other:
        other.execute(
            "CREATE TRIGGER power_cut BEFORE UPDATE ON resources WHEN NEW.state = 'retired' "
            "BEGIN SELECT RAISE(ABORT, 'the power is gone'); END"
        )
        code, lines = run(file, "--strict", "--retire-missing")
        assert (code, lines[-1]) == (1, "circlekeeper: the power is gone")
        assert set(kept(database)) == {"Service 1", "Service 2"}
        other.execute("DROP TRIGGER power_cut")
    assert run(file, "--strict", "--retire-missing")[0] == 0
    assert {name: str(one.state) for name, one in kept(database).items()} == {
        "Service 1": "shown", "Service 2": "retired", "Service 3": "shown",
    }  # fmt: skip


def test_a_line_with_a_slip_in_it_has_not_vanished(tmp_path: Path, database: Path, run: Run) -> None:
    file = tmp_path / "a.csv"
    run(spreadsheet(file, {"name": "Swimming", "organisation": "Pools"}, {"name": "Chess"}, {"name": "Drums"}))
    slip = {"name": " swimming", "organisation": "POOLS", "checked_on": "soon"}
    lines = run(spreadsheet(file, slip, {"name": "Drums"}), "--retire-missing")[1]
    assert [line for line in lines if line.startswith("retired")] == [
        f"retired  {kept(database)['Chess'].hsds_id}: it is not in the file any more"
    ]
    states = {name: one.state for name, one in kept(database).items()}
    assert states == {"Swimming": "shown", "Chess": "retired", "Drums": "shown"}


def test_where_a_refused_line_could_be_any_service_nothing_is_retired(tmp_path: Path, database: Path, run: Run) -> None:
    file = tmp_path / "a.csv"
    run(spreadsheet(file, {"name": "Swimming"}, {"name": "Chess"}))
    spreadsheet(file, {"name": "Swimming"}, {"description": "the name was lost"})
    lines = run(file, "--retire-missing")[1]
    assert "nothing is retired: of a refused row nobody can tell which service it is" in lines
    assert {one.state for one in kept(database).values()} == {ResourceState.SHOWN}


def test_what_a_facilitator_retired_does_not_come_back_by_an_import(tmp_path: Path, database: Path, run: Run) -> None:
    file = written(tmp_path / "a.json", service())
    run(file)
    retire(database)
    assert run(written(file, service(alert="New")))[1][0] == "changed  a.json, service 1: Service 1: alert"
    assert kept(database)["Service 1"].state is ResourceState.RETIRED


def retire(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE resources SET state = 'retired'")
    connection.close()


@pytest.fixture
def town(database: Path) -> Path:
    take_sample_town(database, f"sqlite+aiosqlite:///{database}", NOW)
    return database


def test_the_sample_town_is_there_once_fresh_and_made_up(town: Path) -> None:
    found = [resource for _, resource in every_resource(town)]
    assert len(found) == 40
    assert take_sample_town(town, f"sqlite+aiosqlite:///{town}", NOW) == 0
    numbers = {phone.number for resource in found for phone in resource.phones}
    # Ofcom keeps these for stories; nobody will ever have them.
    assert all(number.startswith(("01632 960", "0808 157 0")) for number in numbers)
    ages = [(NOW.date() - one.assured_date).days for one in found if one.assured_date]
    assert min(ages) == 9
    assert [age > 365 for age in ages].count(True) == 3


def exported(database: Path, folder: Path) -> list[dict[str, Any]]:
    result = CliRunner().invoke(cli, ["export", str(folder)])
    assert result.exit_code == 0, result.output
    page = json.loads((folder / "resources" / "services.json").read_text(encoding="utf-8"))
    assert page["total_items"] == len(page["contents"])
    services: list[dict[str, Any]] = page["contents"]
    return services


def test_what_is_exported_comes_back_unchanged(town: Path, tmp_path: Path, run: Run) -> None:
    assert len(exported(town, tmp_path / "out")) == 40
    assert run(tmp_path / "out" / "resources") == (0, ["0 added, 0 changed, 40 as before, 0 refused"])


@pytest.mark.skipif(not EXAMPLES.exists(), reason="HSDS_EXAMPLES does not lead to the schema and examples of HSDS 3")
def test_the_examples_of_hsds_are_taken_and_what_is_exported_fulfils_its_schema(
    town: Path, tmp_path: Path, run: Run
) -> None:
    for name in ("service_full.json", "service_list.json", "organization_full.json", "csv"):
        assert run(EXAMPLES / name)[0] == 0, name
    schema = json.loads((EXAMPLES / "service.schema.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    services = exported(town, tmp_path / "out")
    assert len(services) == 41
    assert [(one["name"], error.message) for one in services for error in check.iter_errors(one)] == []


def test_an_export_says_what_hsds_requires(town: Path, tmp_path: Path) -> None:
    for one in exported(town, tmp_path / "out"):
        assert {"id", "name", "status"} <= set(one)
        assert {"id", "name", "description"} <= set(one["organization"])
        for at in one.get("service_at_locations", []):
            assert {"id", "location_type"} <= set(at["location"])
        assert all(phone.keys() >= {"id", "number"} for phone in one["phones"])
