"""What `make chaos` plays in full, played a little: every promise is kept, whatever is broken."""

import re
from pathlib import Path

import pytest

from tests.chaos.__main__ import SEED
from tests.chaos.scenarios import SCENARIOS

SHORT = [name for name, scenario in SCENARIOS.items() if scenario.short]


@pytest.mark.parametrize("name", SHORT)
async def test_broken_in_this_way_it_keeps_its_promises(name: str, tmp_path: Path) -> None:
    figures = await SCENARIOS[name].play(tmp_path, SEED, SCENARIOS[name].short)
    assert figures


def test_each_way_to_break_it_stands_in_the_page_with_its_figures() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    table = page.partition("<!-- chaos figures: begin -->")[2].partition("<!-- chaos figures: end -->")[0]
    named = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", table, re.MULTILINE)
    assert named == list(SCENARIOS)
