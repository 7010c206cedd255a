"""The file of helplines: ours, or the host's own."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from domain.helplines import Helplines

STARTER = Path(__file__).with_name("starter") / "helplines.toml"


def read(path: Path | None = None) -> Helplines:
    """What the file holds; ValueError with one sentence where it cannot be used."""
    return _starter() if path is None else _read(path)


@cache
def _starter() -> Helplines:
    return _read(STARTER)


def _read(path: Path) -> Helplines:
    try:
        return Helplines.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError:
        raise ValueError(f"names a file that cannot be read ({path}); like helplines.toml") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"is not a TOML file ({error}); copy {STARTER} and change that") from None
    except ValidationError as error:
        raise ValueError(f"{_sentence(error)}; copy {STARTER} and change that") from None


def _sentence(error: ValidationError) -> str:
    """Which entry is wrong, counted from 1 as people do, and why."""
    first = error.errors()[0]
    where = " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])
    return f"is wrong at {where or 'its top'}: {first['msg'].removeprefix('Value error, ')}"
