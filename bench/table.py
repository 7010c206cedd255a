"""The table of benches in docs/developers.md: which there are, what a row says, and where it was measured."""

import platform
import sqlite3
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from bench.local import machine

PAGE = Path(__file__).parents[1] / "docs" / "developers.md"
PICTURE = PAGE.parent / "pictures" / "scale.svg"
MARKS = "<!-- bench {name}: begin -->", "<!-- bench {name}: end -->"
HEAD = "| bench | Circlekeeper | stock, same run | wanted |\n| --- | --- | --- | --- |"
OF = ("python-telegram-bot", "aiohttp", "aiosqlite", "SQLAlchemy", "pydantic")


class Bench(NamedTuple):
    """A module of this folder. long: it takes minutes, and is run once. quick: what it is given for a try; whole: for a
    run that is written.
    """

    name: str
    long: bool = False
    quick: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


class Figure:
    """One figure of one or several tries, as `median (least to most)`."""

    def __init__(self, values: Iterable[float]) -> None:
        self.values = list(values)

    def __format__(self, form: str) -> str:
        if not self.values:
            return "–"  # the bench broke off before
        median = format(statistics.median(self.values), form)
        least, most = format(min(self.values), form), format(max(self.values), form)
        return median if least == most else f"{median} ({least} to {most})"


class Row(NamedTuple):
    """One line: the bench it is of, and its cells with the figures' names in braces."""

    bench: str
    what: str
    ours: str
    stock: str = ""
    wanted: str = ""


BENCHES = (
    Bench("throughput", quick=("--updates", "400", "--pairs", "1")),
    Bench("presses", quick=("--seconds", "5", "--groups", "20")),
    Bench("footprint", quick=("--groups", "50")),
    Bench("stages", long=True, quick=("--presses", "8")),
    Bench("scale", long=True, quick=("--groups", "10", "100", "--times", "6"), whole=("--plot", str(PICTURE))),
    Bench("cards", quick=("--people", "40", "--seconds", "4")),
    Bench("nudges", quick=("--groups", "40")),
    Bench("storm", long=True, quick=("--people", "200")),
    Bench("requests", long=True, quick=("--people", "300")),
    Bench("cost"),
    Bench("resources", quick=("2000",)),
    Bench("import", quick=("2000",)),
    Bench("soak", long=True, quick=("--groups", "60", "--minutes", "1")),
)

ROWS = (
    Row(
        "throughput",
        "group updates a second, a reply each, everything durable",
        "{echo_ours:,.0f}",
        "python-telegram-bot's echo: {echo_stock:,.0f} (with `concurrent_updates`: {echo_side:,.0f})",
        "ratio ≥ 2: {echo_ratio:.2f}",
    ),
    Row("throughput", "… without a reply", "{hush_ours:,.0f}", "{hush_stock:,.0f}, keeping nothing"),
    Row(
        "presses",
        "50 presses a second: answered, p50 / p99",
        "{ours_p50:.0f} / {ours_p99:.0f} ms",
        "{stock_p50:.0f} / {stock_p99:.0f} ms, keeping nothing",
        "≤ 25 / 100 ms",
    ),
    Row(
        "footprint",
        "start to the first getUpdates, 1,000 groups",
        "{start:.2f} s, {cpu:.2f} s of them the processor's",
        "{stock_start:.2f} s, {stock_cpu:.2f} s; it has nothing to load",
    ),
    Row(
        "footprint",
        "resident memory at rest, 1,000 groups",
        "{memory:.0f} MiB; with the sentence model {model_memory:.0f} MiB",
        "{stock_memory:.0f} MiB",
        "≤ 130 MB",
    ),
    Row("scale", "10,000 groups, 300,000 people: start to the first getUpdates", "{start:.2f} s", "", "≤ 2 s"),
    Row(
        "scale",
        "… a step of a request, beside 10 groups: the one that grew most",
        "{grown:.1f} times (a press: {press:.1f} ms)",
        "",
        "no faster than the logarithm (4 times)",
    ),
    Row(
        "cards",
        "200 RSVPs in 10 s: answered, edits of the card",
        "{answered:.0f}, {edits:.0f} (p99 {p99:.0f} ms)",
        "an edit each: {people:.0f}",
        "200, ≤ 4",
    ),
    Row(
        "nudges",
        "500 groups of 20 end at once: 10,000 decisions",
        "{seconds:.2f} s; presses p99 {p99:.0f} ms meanwhile",
        "",
        "< 5 s, ≤ 250 ms",
    ),
    Row(
        "storm",
        "2,000 private reminders due at once: rate",
        "{ours_rate:.1f}/s",
        "with AIORateLimiter: {stock_rate:.1f}/s",
        "≥ 95 % of 30/s",
    ),
    Row("storm", "… refusals for flooding", "{ours_floods:.0f}", "{stock_floods:.0f}", "0"),
    Row(
        "storm",
        "… meanwhile a press is answered, p50 / p99",
        "{ours_press_p50:.0f} / {ours_press_p99:.0f} ms",
        "{stock_press_p50:,.0f} / {stock_press_p99:,.0f} ms",
        "≤ 250 ms",
    ),
    Row(
        "storm",
        "… meanwhile a command is answered, p50 / p99",
        "{ours_command_p50:.0f} / {ours_command_p99:.0f} ms",
        "{stock_command_p50:,.0f} / {stock_command_p99:,.0f} ms",
        "≤ 250 ms",
    ),
    Row(
        "requests",
        "a human is asked for behind 5,000 reminders: the receipt, the page, p99",
        "{ours_receipt_behind_the_backlog:.2f} / {ours_page_behind_the_backlog:.2f} s",
        "{stock_receipt_behind_the_backlog:.0f} / {stock_page_behind_the_backlog:.0f} s",
        "≤ 2 s",
    ),
    Row(
        "cost",
        "a question among 5,000 entries, CPU p50 / p95: by words",
        "{words_p50:.1f} / {words_p95:.1f} ms, {words_memory:.0f} MB more",
        "",
        "≤ 5 ms, ≤ 60 MB",
    ),
    Row(
        "cost",
        "… by meaning too",
        "{with_meaning_p50:.1f} / {with_meaning_p95:.1f} ms, {with_meaning_memory:.0f} MB more",
        "",
        "≤ 25 / 40 ms, ≤ 200 MB",
    ),
    Row(
        "resources",
        "a search over 50,000 services, CPU p50 / p99",
        "{ours_p50:.1f} / {ours_p99:.1f} ms (by the clock {ours_wall_p50:.1f} / {ours_wall_p99:.1f})",
        "FTS5 with bm25: {stock_p50:.1f} / {stock_p99:.1f} ms",
        "≤ 30 ms",
    ),
    Row(
        "import",
        "50,000 services taken in",
        "{seconds:.0f} s, {memory:.0f} MB; a commit beside it waits {wait:.0f} ms at p99",
        "FTS5, the words alone, nothing checked: {stock:.1f} s",
        "< 60 s, ≤ 300 MB",
    ),
    Row(
        "soak",
        "24 hours of 2,000 groups: memory in the second half, open files",
        "{grown:+.1%}, {files:+.0f} ({memory:.0f} MiB)",
        "",
        "≤ +5 %, as many",
    ),
    Row("soak", "… the first thing due waits, p99 / at most", "{late_p99:.2f} / {late:.2f} s", "", "≤ 5 s"),
)


def table(figures: Mapping[str, Mapping[str, Figure]]) -> str:
    """The rows of those benches that have figures."""
    rows = [_line(row, figures[row.bench]) for row in ROWS if figures.get(row.bench)]
    return "\n".join([HEAD, *rows])


def _line(row: Row, found: Mapping[str, Figure]) -> str:
    known = defaultdict(lambda: Figure(()), found)
    cells = [cell.format_map(known) for cell in (row.ours, row.stock, row.wanted)]
    return f"| {' | '.join([row.what, *cells])} |"


def where() -> str:
    """The machine, the day and the versions."""
    today = datetime.now(UTC)
    parts = ", ".join(f"{name} {version(name)}" for name in OF)
    return (
        f"Measured on {today.day} {today:%B %Y} by `make bench`: {_processor()}, {machine()} {platform.release()}; "
        f"{parts}, SQLite {sqlite3.sqlite_version}. Medians; in brackets the least and the most of several runs."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def write(name: str, text: str) -> None:
    """Put this where the page has the marks of that name."""
    begin, end = (mark.format(name=name) for mark in MARKS)
    before, rest = PAGE.read_text(encoding="utf-8").split(begin)
    _, after = rest.split(end)
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
