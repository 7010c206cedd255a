"""The files for running it elsewhere are what the systems that read them take, and keep their promises."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.metrics import Metrics
from domain.watch import Trouble
from handlers import operator

DEPLOY = Path(__file__).parent.parent / "docs/deploy"
UNITS = sorted(path.name for ending in ("service", "timer") for path in DEPLOY.glob(f"*.{ending}"))
# Programs that are not on this machine; anything that can be run stands in for them.
PROGRAMS = ("/opt/circlekeeper/venv/bin/circlekeeper", "/usr/local/bin/litestream")

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


@needs_systemd
def test_systemd_takes_every_unit_without_a_word(tmp_path: Path) -> None:
    for name in UNITS:
        unit = text(name)
        for program in PROGRAMS:
            unit = unit.replace(program, "/bin/true")
        (tmp_path / name).write_text(unit, encoding="utf-8")
    command = ("systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_systemd_would_notice_a_mistake(tmp_path: Path) -> None:
    wrong = tmp_path / "circlekeeper.service"
    wrong.write_text(text("circlekeeper.service").replace("Restart=always", "Restart=sometimes"), encoding="utf-8")
    done = subprocess.run(("systemd-analyze", "verify", "--man=no", wrong), capture_output=True, text=True, check=False)
    assert "sometimes" in done.stderr


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_no_service_runs_as_root_or_leaves_files_that_others_may_read(name: str) -> None:
    unit = text(name)
    for line in ("User=circlekeeper", "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes"):
        assert f"\n{line}\n" in unit


def test_a_wrong_setting_or_a_second_start_is_not_tried_again_for_ever() -> None:
    assert "RestartPreventExitStatus=2 3" in text("circlekeeper.service")


def test_the_container_has_everything_pinned_runs_as_nobody_special_and_holds_the_whole_program() -> None:
    file = text("Containerfile")
    installs = [line for line in file.splitlines() if "pip install" in line]
    assert installs
    assert all("--require-hashes -r" in line for line in installs)
    project = (DEPLOY.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    (packages,) = re.findall(r"^include = \[(.*)\]$", project, re.MULTILINE)
    for package in re.findall(r'"(\w+)\*"', packages):
        assert f"COPY {package} /opt/circlekeeper/{package}" in file
    assert file.rindex("COPY ") < file.index("compileall -q /opt/circlekeeper") < file.index("USER circlekeeper")
    assert file.index("USER circlekeeper") < file.index("ENTRYPOINT")
    assert file.count("FROM ") == 1
    assert not re.search(r"https?://|--index-url|BOT_TOKEN", file)


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_lets_through_the_webhook_and_nothing_else(name: str) -> None:
    file = text(name)
    assert file.count("127.0.0.1:8080") == 1
    assert "/telegram" in file
    assert re.search(r"(respond|return) 404", file)
    assert re.search(r"(max_size|client_max_body_size) 1m", file, re.IGNORECASE)


def test_every_file_is_told_of_on_the_page() -> None:
    page = (DEPLOY.parent / "operations.md").read_text(encoding="utf-8")
    assert [path.name for path in DEPLOY.iterdir() if f"(deploy/{path.name})" not in page] == []


def test_the_page_explains_every_metric_and_no_other() -> None:
    page = (DEPLOY.parent / "operations.md").read_text(encoding="utf-8")
    table = page.split("## What to watch")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = {name.removesuffix("_total") for cell in cells for name in re.findall(r"`(\w+)", cell)}
    assert told == {family.name for family in Metrics().registry.collect()}


def test_the_page_explains_everything_that_the_operator_chat_says() -> None:
    page = (DEPLOY.parent / "operations.md").read_text(encoding="utf-8")
    table = page.split("## What the operator chat says")[1].split("\n## ")[0]
    said = [cell.strip() for line in table.splitlines()[4:] if line.startswith("| ") for cell in line.split("|")[1:2]]
    sentences = re.findall(r't\("([A-Z][^"]+)"', Path(operator.__file__).read_text(encoding="utf-8"))
    assert len(sentences) >= len(Trouble)
    asides = ("Circlekeeper", "Since I last", "Telegram keeps", "Messages came")
    for sentence in (sentence for sentence in sentences if not sentence.startswith(asides)):
        assert any(sentence.startswith(words.split(" …")[0]) for words in said), sentence
