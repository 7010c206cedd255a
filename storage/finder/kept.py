"""The sentences of a base as a model read them, kept in a file beside the database: a restart reads no entry again."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from storage.finder.late import Lens, Read

KEY = 16  # bytes


@dataclass(frozen=True)
class Kept:
    """What was read, by a hash of each text, and the lens through which it was seen; None: nothing was."""

    lens: Lens | None = None
    read: Mapping[bytes, Read] = field(default_factory=dict)


def kept(path: Path, model: str) -> Kept:
    """What is there of this model; nothing where the file is missing, damaged or of another model."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as there:
            if str(there["model"]) != model:
                return Kept()
            keys, vectors, words = there["keys"].tobytes(), there["vectors"], there["words"]
            told = np.split(words, np.cumsum(there["lengths"])[:-1])
            lens = Lens(there["middle"], there["axes"])
        names = [keys[start : start + KEY] for start in range(0, len(keys), KEY)]
        return Kept(lens, {name: Read(*some) for name, *some in zip(names, vectors, told, strict=True)})
    except Exception:  # whatever a damaged file makes of itself
        return Kept()


def keep(path: Path, model: str, some: Kept) -> None:
    """Write the file as a whole or not at all."""
    if some.lens is None or not some.read:
        return
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("wb") as file:
        np.savez(
            file,
            model=np.array(model),
            keys=np.frombuffer(b"".join(some.read), np.uint8),
            vectors=np.stack([read.vector for read in some.read.values()]),
            words=np.concatenate([read.words for read in some.read.values()]),
            lengths=np.array([len(read.words) for read in some.read.values()]),
            middle=some.lens.middle,
            axes=some.lens.axes,
        )
    os.replace(unfinished, path)
