"""A start waits for nothing that it does not need."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from storage.migrate import migrate

ROOT = Path(__file__).parent.parent.parent
# Modules that are imported where they are used, each of which would make every start later for the sake of a few:
# to migrate, to find answers and local help, to make files, and what other commands than `run` are made of.
LATER = {
    "alembic", "mako", "numpy", "tantivy", "rapidfuzz", "tokenizers", "safetensors", "icalendar", "sandbox",
    "sqlalchemy.dialects.postgresql", "domain.hsds", "bot.export", "bot.importing_resources", "bot.demo",
}  # fmt: skip
START = """
import sys
import bot.__main__, bot.cli
from storage.migrate import migrate
migrate(sys.argv[1])
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What `circlekeeper run` has loaded when it opens a database of the newest schema."""
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('start') / 'circle.db'}"
    migrate(url)
    done = subprocess.run([sys.executable, "-c", START, url], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_start_loads_nothing_that_it_does_not_need(loaded: set[str]) -> None:
    assert LATER & loaded == set()
    assert [name for name in sorted(LATER) if importlib.util.find_spec(name) is None] == []


def test_what_every_answer_needs_is_loaded_before_the_first_update(loaded: set[str]) -> None:
    assert {"bot.app", "handlers", "telegram", "sqlalchemy", "aiohttp"} <= loaded
