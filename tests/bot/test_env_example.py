"""Every setting stands in .env.example and in the guide for hosts, with the default that it really has."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
NOT_FOR_HOSTS = {"clock_file", "pacing"}  # for the demo and the tests only
SETTINGS = {name: field for name, field in Settings.model_fields.items() if name not in NOT_FOR_HOSTS}
SAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/hosts.md").read_text(encoding="utf-8")


def default_of(name: str) -> str:
    """The default as it would be written; empty where there is none."""
    field = SETTINGS[name]
    return "" if field.is_required() or field.default is None else str(field.default)


def in_sample() -> dict[str, tuple[bool, str]]:
    """Of each setting in .env.example: whether its line is commented out, and the value there."""
    found = re.findall(r"^(# )?([A-Z_]+)=(.*)$", SAMPLE, re.MULTILINE)
    return {name.lower(): (bool(mark), value) for mark, name, value in found}


def in_guide() -> dict[str, str]:
    """Of each setting in the table of docs/hosts.md: the default that is told, empty for none."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]+)`|none) \|", GUIDE, re.MULTILINE)
    return {name.lower(): value for name, value in rows}


def test_each_setting_is_in_both_and_nothing_else_is() -> None:
    assert set(in_sample()) == set(SETTINGS)
    assert set(in_guide()) == set(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_its_default_is_the_real_one(name: str) -> None:
    assert in_sample()[name][1] == default_of(name)
    assert in_guide()[name] == default_of(name)


@pytest.mark.parametrize("name", SETTINGS)
def test_only_what_is_required_is_not_commented_out(name: str) -> None:
    assert in_sample()[name][0] is not SETTINGS[name].is_required()


@pytest.mark.parametrize("name", SETTINGS)
def test_a_comment_stands_above_it(name: str) -> None:
    lines = SAMPLE.splitlines()
    at = next(number for number, line in enumerate(lines) if re.match(rf"(# )?{name.upper()}=", line))
    assert re.match(r"# .*[a-z].* ", lines[at - 1])


def test_a_copy_with_a_token_is_all_that_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name.upper(), raising=False)
    copy = tmp_path / ".env"
    copy.write_text(SAMPLE.replace("BOT_TOKEN=\n", "BOT_TOKEN=123456789:AAExampleExampleExample\n"), encoding="utf-8")
    settings = Settings(_env_file=copy)
    assert {name: str(getattr(settings, name) or "") for name in SETTINGS if name != "bot_token"} == {
        name: default_of(name) for name in SETTINGS if name != "bot_token"
    }
