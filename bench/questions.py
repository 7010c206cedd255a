"""A published knowledge base and what people asked it, as JSON lines; and the finder filled with it."""

import json
import random
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.finder.index import Index
from storage.finder.known import Known


class Absent(Exception):
    """The data is not where it was looked for."""


@dataclass(frozen=True)
class Asked:
    """What somebody asked. relevant: the entries that are right; none: "I don't know that one" is."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True)
class Collection:
    """A knowledge base. entries: as in its file."""

    name: str
    entries: Sequence[dict[str, Any]]
    asked: Sequence[Asked]

    def texts(self) -> list[tuple[str, ...]]:
        """Of each entry its question and the other phrasings."""
        return [(entry["question"], *entry.get("alts", ())) for entry in self.entries]


def read(folder: Path, queries: str | Path) -> Collection:
    """A folder with `entries.jsonl`, and the questions, whose path may be relative to it. Absent."""
    path = Path(queries)
    asked = path if path.is_absolute() or (path.exists() and not (folder / path).exists()) else folder / path
    entries = _lines(folder / "entries.jsonl")
    questions = [Asked(str(one["id"]), one["text"], frozenset(one.get("relevant") or ())) for one in _lines(asked)]
    return Collection(folder.name, entries, questions)


def every(folder: Path) -> list[Collection]:
    """All collections in a folder that have questions. Absent where there is none."""
    found = [read(one, "dev.jsonl") for one in sorted(folder.glob("*")) if (one / "entries.jsonl").exists()]
    if not found:
        raise Absent(f"no collection with an entries.jsonl in {folder}")
    return found


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Absent(f"{path} cannot be read ({error.strerror}); give the folder that holds the data") from None
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def filled(collection: Collection, sentences: Any = None) -> Index:
    """The very finder that answers people, having learnt all there is to learn. An entry's id is its place."""
    index = Index()
    if sentences is not None:
        index.understand(sentences)
    for place, (entry, texts) in enumerate(zip(collection.entries, collection.texts(), strict=True)):
        index.put(Known(place, texts, more=entry.get("answer") or ""))
    while index.step():
        pass
    return index


def mistyped(text: str, share: float, chance: random.Random) -> str:
    """The text with this share of its words mistyped: a letter left out, doubled by another, changed, or two
    turned round."""
    return " ".join(
        _slip(word, chance) if len(word) > 2 and chance.random() < share else word for word in text.split(" ")
    )


def _slip(word: str, chance: random.Random) -> str:
    at, letter = chance.randrange(len(word) - 1), chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
