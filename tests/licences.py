"""Under which licence each package is that Circlekeeper runs with: `make licences` writes docs/licences.md.

    python -m tests.licences > docs/licences.md

The names are those of the runtime lock, the licences are what each package says of itself.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-model.txt")

# Free to use, change and pass on; asks for no more than that the notice stays.
PERMISSIVE = {
    *(
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "PSF-2.0",
        "Unlicense",
        "Zlib",
    ),
}
# Asks for more; what that means for whoever runs or passes on Circlekeeper.
NOTED = {
    "LGPL-3.0-only": "used as it is published, neither changed nor built in: whoever passes Circlekeeper on leaves it "
    "a package of its own that can be exchanged",
    "MPL-2.0": "used as it is published, not changed; changed files of it would have to be published",
}
# What packages without an SPDX expression say of themselves.
SAID = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
}
# Only on Windows, so that it cannot be asked here.
ELSEWHERE = {"colorama": "BSD-3-Clause"}


def locked() -> list[str]:
    """The names of all packages, sorted."""
    found: set[str] = set()
    for lock in LOCKS:
        found |= set(re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
    return sorted(found)


def licence(name: str) -> str:
    """What the installed package says, as an SPDX expression; `unknown` where it says nothing that is known."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return ELSEWHERE.get(name, "unknown")
    classified = [line.split(" :: ")[-1] for line in metadata.get_all("Classifier") or [] if line.startswith("License")]
    for words in (metadata.get("License-Expression"), metadata.get("License"), *classified):
        expression = SAID.get(words or "", words or "")
        if parts(expression) <= PERMISSIVE | set(NOTED):
            return expression
    return "unknown"


def parts(expression: str) -> set[str]:
    """The licences that an expression names; itself where it names none."""
    return set(re.split(r" (?:AND|OR) ", expression))


def page() -> str:
    """docs/licences.md."""
    names = {name: licence(name) for name in locked()}
    lines = [
        "# Licences",
        "",
        "Circlekeeper is under the MIT licence. It runs with the packages of `requirements.txt`, and with the sentence",
        "model too if you install that. `make licences` writes this page from what each of them says of itself; a test",
        "fails where one says nothing, or something else than what stands here. `make sbom` writes the packages of",
        "`requirements.txt` with versions and hashes as CycloneDX, for software that reads such lists.",
        "",
        "| package | licence |",
        "| --- | --- |",
        *(f"| {name} | {expression} |" for name, expression in names.items()),
        "",
        "All of these are permissive, but for:",
        "",
    ]
    for noted, meaning in NOTED.items():
        bearers = ", ".join(name for name, expression in names.items() if noted in parts(expression))
        lines.append(f"- **{noted}** ({bearers}): {meaning}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
