"""What `make chaos` plays in full, played a little: every promise is kept, whatever is broken."""

from pathlib import Path

import pytest

from tests.chaos.__main__ import SEED
from tests.chaos.scenarios import SCENARIOS

SHORT = [name for name, scenario in SCENARIOS.items() if scenario.short]


@pytest.mark.parametrize("name", SHORT)
async def test_broken_in_this_way_it_keeps_its_promises(name: str, tmp_path: Path) -> None:
    figures = await SCENARIOS[name].play(tmp_path, SEED, SCENARIOS[name].short)
    assert figures
