"""What the benches tell is told right: medians and spread, the table on the page, what grows too fast, the picture."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import table as tables
from bench.plot import plot
from bench.scale import STARTING, STEPS, TIDYING, too_fast
from bench.soak import Sample, judged
from bench.table import BENCHES, PAGE, ROWS, Figure, table, write

SIZES = [10, 100, 1000, 10_000]


def test_a_figure_of_several_tries_is_their_median_with_the_least_and_the_most() -> None:
    assert f"{Figure([3, 1, 2]):.1f}" == "2.0 (1.0 to 3.0)"
    assert f"{Figure([1051.4]):,.0f}" == "1,051"
    assert f"{Figure([]):.1f}" == "–"


def test_each_row_is_of_a_bench_that_is_run_and_one_that_broke_off_leaves_a_dash() -> None:
    names = [bench.name for bench in BENCHES]
    assert {row.bench for row in ROWS} <= set(names)
    assert all((PAGE.parents[1] / "bench" / f"{name}.py").exists() for name in names)
    rows = table({"nudges": {"seconds": Figure([2.5])}, "storm": {}}).splitlines()[2:]
    assert rows == [
        "| 500 groups of 20 end at once: 10,000 decisions | 2.50 s; presses p99 – ms meanwhile |  | < 5 s, ≤ 250 ms |"
    ]


def test_the_table_is_written_between_its_marks_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench figures: begin -->\nold\n<!-- bench figures: end -->\nbehind\n")
    monkeypatch.setattr(tables, "PAGE", page)
    write("figures", "| new |")
    assert page.read_text() == ("before\n<!-- bench figures: begin -->\n| new |\n<!-- bench figures: end -->\nbehind\n")


def test_the_page_has_the_marks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in ("figures", "stages"):
        begin, end = (mark.format(name=name) for mark in tables.MARKS)
        assert text.index(begin) < text.index(end)


def test_a_step_may_grow_with_the_logarithm_and_not_with_the_number() -> None:
    step = next(iter(STEPS))
    assert not too_fast(step, SIZES, [1, 2, 3, 4])
    assert too_fast(step, SIZES, [1, 10, 100, 1000])
    assert too_fast(step, SIZES, [1, 1, 3, 9])


def test_the_start_is_held_to_two_seconds_and_what_is_done_for_all_groups_to_nothing() -> None:
    assert not too_fast(STARTING, SIZES, [200, 400, 900, 1900])
    assert too_fast(STARTING, SIZES, [1900, 1900, 1900, 2100])
    assert not too_fast(TIDYING, SIZES, [1, 10, 100, 1000])


def test_a_soak_that_leaks_in_its_second_half_is_found_out() -> None:
    flat = [Sample(100 + number % 2, 20, 0.1) for number in range(100)]
    assert judged(flat)["grown"] < 0.01
    leaking = [Sample(100 + number, 20 + number // 10, 0.1) for number in range(100)]
    assert judged(leaking)["grown"] > 0.05
    assert judged(leaking)["files"] > 3


def test_what_was_late_is_told_also_where_it_was_in_the_first_half() -> None:
    samples = [Sample(100, 20, 7.0 if number == 3 else 0.1) for number in range(100)]
    assert judged(samples)["late"] == 7.0


def test_the_picture_holds_each_line_once_and_is_sound() -> None:
    picture = plot("A & B", SIZES, {"/next": [1, 2, 2, 3], "a <b>": [5, 5, 5, 5]})
    found = ElementTree.fromstring(picture)
    assert sum(one.tag.endswith("polyline") for one in found) == 2
    assert {"A & B", "/next", "a <b>", "10,000"} <= {one.text for one in found}
