"""No request is lost, no step skipped, nothing said twice but what was in flight, wherever the plug is pulled."""

from pathlib import Path

from tests.faults.killing_requests import play

KILLS = 12  # more of them: python -m tests.faults.killing_requests --kills 200


async def test_requests_survive_kills_at_random_points(tmp_path: Path) -> None:
    assert await play(tmp_path, KILLS, seed=20261122) == []
