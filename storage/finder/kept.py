"""The sentence vectors of a base, kept in a file beside the database: a restart reads no entry again."""

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from storage.finder.ranking import Floats

KEY = 16  # bytes


def kept(path: Path, model: str) -> dict[bytes, Floats]:
    """What is there of this model; nothing where the file is missing, damaged or of another model."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as there:
            if str(there["model"]) != model:
                return {}
            keys, vectors = there["keys"].tobytes(), there["vectors"]
    except Exception:  # whatever a damaged file makes of itself
        return {}
    return {keys[n * KEY : (n + 1) * KEY]: vector for n, vector in enumerate(vectors)}


def keep(path: Path, model: str, vectors: Mapping[bytes, Floats]) -> None:
    """Write the file as a whole or not at all."""
    if not vectors:
        return
    unfinished = path.with_name(f"{path.name}.new")
    keys = np.frombuffer(b"".join(vectors), np.uint8)
    with unfinished.open("wb") as file:
        np.savez(file, model=np.array(model), keys=keys, vectors=np.stack(list(vectors.values())))
    os.replace(unfinished, path)
