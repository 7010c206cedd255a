"""The command by which the finder is judged from outside: a line for each question, the very finder, told absences."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.answers import main
from domain.finding import Outcome
from tests.storage.finder.conftest import BASE

ROOT = Path(__file__).parents[3]
QUESTIONS = {"q1": "can i park at the hall", "q2": "dads?", "q3": "bitcoin exchange rates", "q4": "😀", "q5": "<b>&"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny knowledge base, with names of its own for its entries and one that has no other phrasings."""
    found = tmp_path / "tiny"
    found.mkdir()
    entries = [
        {"id": f"entry-{number}", "question": first, "answer": "", "alts": list(others)}
        for number, (first, *others) in BASE.items()
    ]
    entries.append({"id": "lonely", "question": "Where is the projector?", "answer": "In the cupboard."})
    asked = [{"id": name, "text": text, "relevant": [], "tags": []} for name, text in QUESTIONS.items()]
    asked[0]["relevant"] = ["entry-1"]
    for name, lines in (("entries", entries), ("dev", asked)):
        (found / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return found


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("level", [[], ["--semantic"]])
def test_a_line_for_each_question_in_its_order_with_entries_scores_and_the_outcome(
    folder: Path, tmp_path: Path, level: list[str]
) -> None:
    out = tmp_path / "predictions.jsonl"
    assert main([str(folder), "--queries", "dev.jsonl", "--out", str(out), *level]) == 0
    lines = written(out)
    assert [line["id"] for line in lines] == list(QUESTIONS)
    ids = {f"entry-{number}" for number in BASE} | {"lonely"}
    for line in lines:
        assert list(line) == ["id", "top", "outcome"]
        assert line["outcome"] in {outcome.value for outcome in Outcome}
        scores = [score for _, score in line["top"]]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 5
        assert {entry for entry, _ in line["top"]} <= ids
    assert (lines[0]["top"][0][0], lines[0]["outcome"]) == ("entry-1", "answer")
    assert lines[1]["top"][0][0] == "entry-4"
    assert "answer" not in {line["outcome"] for line in lines[2:]}
    assert lines[3]["top"] == []


def test_it_runs_from_another_folder_as_a_program_of_its_own(folder: Path, tmp_path: Path) -> None:
    questions, out = folder / "dev.jsonl", tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "bench.answers", str(folder), "--queries", str(questions), "--out", str(out)]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(written(out)) == len(QUESTIONS)


def test_absent_data_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--queries", "dev.jsonl", "--out", str(tmp_path / "out.jsonl")]) == 2
    assert main([str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 2
    assert str(tmp_path) in told
    assert not (tmp_path / "out.jsonl").exists()


def test_a_model_that_is_not_there_is_said_and_nothing_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMANTIC_MODEL", "off")
    out = tmp_path / "out.jsonl"
    assert main([str(folder), "--queries", "dev.jsonl", "--out", str(out), "--semantic"]) == 2
    monkeypatch.setenv("SEMANTIC_MODEL", str(tmp_path))
    assert main([str(folder), "--queries", "dev.jsonl", "--out", str(out), "--semantic"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert not out.exists()
