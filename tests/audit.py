"""Known weaknesses in the packages of the runtime lock: `make audit`, a part of `make check`.

    python -m tests.audit

Exit code 1 where one is found. Where the advisory service cannot be reached, or knows none of the packages because an
index of one's own stands in its place, this says so in one line and is content: being offline is no weakness.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
COMMAND = ("pip_audit", "--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off")
PATIENCE = 15  # seconds for each answer
OUT_OF_REACH = re.compile(r"ConnectionError|ConnectTimeout|ReadTimeout|ServiceError|HTTPError|Max retries|resolve")


def verdict(output: str, errors: str) -> tuple[int, list[str]]:
    """The exit code, and what to say."""
    try:
        found: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except ValueError:
        last = errors.strip().splitlines()[-1:] or ["it said nothing"]
        if OUT_OF_REACH.search(errors):
            return 0, [f"pip-audit: nothing was checked, the advisory service is out of reach ({last[0][:80]})"]
        return 1, [f"pip-audit: {last[0]}"]
    asked = [package for package in found if "vulns" in package]
    if not asked:
        return 0, [f"pip-audit: nothing was checked, the advisory service knows none of the {len(found)} packages"]
    weak = [(package, one) for package in asked for one in package["vulns"]]
    lines = [
        f"{package['name']} {package['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'none yet'}"
        for package, one in weak
    ]
    return int(bool(weak)), [
        *lines,
        f"pip-audit: {len(asked)} of {len(found)} packages checked, {len(weak)} weaknesses",
    ]


def main() -> int:
    """Ask, and say what came of it."""
    command = (sys.executable, "-m", *COMMAND, "--timeout", str(PATIENCE), "-r", str(ROOT / "requirements.txt"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    code, lines = verdict(done.stdout, done.stderr)
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
