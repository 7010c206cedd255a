"""The pages for people are true: what they name is there, and what they draw is what the code does."""

import re
from collections.abc import Mapping, Set
from enum import StrEnum
from pathlib import Path

import pytest
from typer.main import get_command

import handlers
from bot.cli import cli
from domain import buddies, entries, share
from domain.meetups import TRANSITIONS, MeetupState
from domain.nudge import NUDGE_TRANSITIONS, NudgeState
from domain.relayed import NAME_TRANSITIONS, NameState
from domain.requests import REQUEST_TRANSITIONS, RequestState
from domain.requests_asking import OF_A_REQUEST, PROMISED
from handlers.routing import Table
from storage.tables import metadata

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
BY_NAME = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
GUIDES = {name: text for name, text in BY_NAME.items() if name != "docs/sandbox.md"}
LARGEST_PICTURE = 200 * 1024  # bytes
PLACES = ("bot", "handlers", "domain", "storage", "sandbox", "tests", "bench", "docs")
# Commands that the pages speak of and that are not the bot's: BotFather's, and those of a later version.
ELSEWHERE = {"newbot", "revoke"}
LATER = {"report"}


def anchors(text: str) -> set[str]:
    """The names under which a page's headings can be linked to."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def code(text: str) -> list[str]:
    """What stands in backticks, and the lines of the code blocks."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", rest)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_link_to_a_page_or_picture_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", BY_NAME[name], flags=re.DOTALL))
    for link in (link for link in links if not re.match(r"https?:|mailto:", link)):
        path, _, anchor = link.partition("#")
        target = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("name", GUIDES)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {found for line in code(GUIDES[name]) for found in re.findall(r"^make ([a-z]+)", line)}
    assert named <= targets


@pytest.mark.parametrize("name", GUIDES)
def test_every_subcommand_and_option_that_is_named_exists(name: str) -> None:
    known = get_command(cli).commands  # type: ignore[attr-defined]
    for line in code(GUIDES[name]):
        for found in re.finditer(r"(?:\bcirclekeeper|-m bot) ([a-z][a-z-]*)((?: [^|#]*)?)", line):
            assert found[1] in known, line
            options = {option for parameter in known[found[1]].params for option in parameter.opts}
            assert set(re.findall(r"(?<= )--[a-z-]+", found[2])) <= options, line


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_that_people_are_told_to_send_has_a_handler(name: str) -> None:
    known = set(Table(handlers.ROUTERS).commands) | ELSEWHERE
    named = {found[1] for line in code(GUIDES[name]) if (found := re.fullmatch(r"/([a-z]+)(?:@\w+)?(?: .*)?", line))}
    named -= {"health", "metrics"}  # addresses of the loopback server
    if "Not yet:" in GUIDES[name]:
        assert not LATER & known, "it is there now: say so"
        named -= LATER
    assert named <= known


@pytest.mark.parametrize("name", GUIDES)
def test_every_file_of_the_project_that_is_named_exists(name: str) -> None:
    paths = {
        found
        for line in code(GUIDES[name])
        for found in re.findall(rf"(?<![\w/.-])(?:{'|'.join(PLACES)})/[\w./-]*\w", line)
        if "<" not in line and " -o " not in line  # a pattern, or a file that the line makes
    }
    assert {path for path in paths if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("name", GUIDES)
def test_every_test_that_is_named_exists(name: str) -> None:
    for file, test in re.findall(r"(tests/[\w/]+\.py)::(\w+)", GUIDES[name]):
        assert re.search(rf"^(async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), test


def test_pictures_load_quickly_and_are_all_used() -> None:
    pictures = sorted((ROOT / "docs/pictures").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size <= LARGEST_PICTURE, picture.name
        assert any(f"pictures/{picture.name}" in text for text in BY_NAME.values()), picture.name


MACHINES: dict[str, tuple[StrEnum, Mapping[StrEnum, Set[StrEnum]]]] = {
    "a meetup": (MeetupState.PLANNED, TRANSITIONS),
    "a nudge": (NudgeState.PLANNED, NUDGE_TRANSITIONS),
    "a request": (RequestState.RECEIVED, REQUEST_TRANSITIONS),
    "the opening of a name": (NameState.DECLARED, NAME_TRANSITIONS),
    "a pair": (buddies.State.SUGGESTED, buddies.TRANSITIONS),
    "an entry": (entries.State.DRAFT, entries.TRANSITIONS),
    "a shared message": (share.ShareState.ASKED, share.TRANSITIONS),
}


def drawn() -> list[list[tuple[str, str]]]:
    """The steps of each state machine that is drawn, in the order of the page."""
    found = re.findall(r"```mermaid\nstateDiagram-v2\n(.*?)```", BY_NAME["docs/architecture.md"], re.DOTALL)
    return [[tuple(line.split(" --> ")) for line in map(str.strip, drawing.splitlines())] for drawing in found]


@pytest.mark.parametrize("name", MACHINES)
def test_what_is_drawn_is_the_table(name: str) -> None:
    start, table = MACHINES[name]
    steps = drawn()[[*MACHINES].index(name)]
    known = {(before.value, after.value) for before, afters in table.items() for after in afters}
    assert set(steps) == known | {("[*]", start.value)}
    assert len(steps) == len(known) + 1


def test_every_machine_that_is_drawn_is_compared() -> None:
    assert len(drawn()) == len(MACHINES)


def test_the_way_of_a_press_is_drawn_once() -> None:
    assert sum(text.count("sequenceDiagram") for text in BY_NAME.values()) == 1


@pytest.mark.parametrize("name", MACHINES)
def test_each_state_is_explained(name: str) -> None:
    start, table = MACHINES[name]
    section = BY_NAME["docs/architecture.md"].split("stateDiagram-v2")[1 + [*MACHINES].index(name)]
    assert [state for state in table if state is not start and f"*{state}*" not in section] == []


def test_what_is_promised_of_a_request_is_the_table() -> None:
    section = BY_NAME["docs/architecture.md"].split("| state | promised |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| (\w+) \|(.*)\|$", section, re.MULTILINE)
    written = {state: tuple(re.findall(r"`(\w+)`", promised)) for state, promised in rows}
    assert written == {state.value: promised for state, promised in PROMISED.items()}
    assert {kind for promised in PROMISED.values() for kind in promised} == set(OF_A_REQUEST)


def test_the_page_on_privacy_names_every_table() -> None:
    page = BY_NAME["docs/privacy.md"]
    assert {name for name in metadata.tables if f"`{name}`" not in page} == set()
