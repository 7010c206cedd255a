"""SQLite FTS5's own bm25 over the same entries: the stock peer of the finder."""

import re
import sqlite3
from collections.abc import Sequence


class FullText:
    """An entry is a document of its question and phrasings, stemmed by FTS5's porter."""

    def __init__(self, texts: Sequence[tuple[str, ...]]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE entries USING fts5(question, phrasings, tokenize='porter unicode61')"
        )
        rows = [(place, one[0], "\n".join(one[1:])) for place, one in enumerate(texts)]
        self._database.executemany("INSERT INTO entries(rowid, question, phrasings) VALUES (?, ?, ?)", rows)

    def best(self, text: str) -> tuple[int, float]:
        """The first entry and its score; -1 where no word of the question is known."""
        words = re.findall(r"[^\W_]+", text.lower())
        if not words:
            return -1, 0.0
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        order = "SELECT rowid, -bm25(entries) FROM entries WHERE entries MATCH ? ORDER BY bm25(entries) LIMIT 1"
        found = self._database.execute(order, (wanted,)).fetchone()
        return (int(found[0]), float(found[1])) if found else (-1, 0.0)
