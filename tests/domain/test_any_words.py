"""Whatever is typed, every parser gives a value or says kindly what it could not read, and at once."""

from collections.abc import Callable
from datetime import date, time, timedelta
from time import thread_time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.grammar import (
    ScheduleSpec,
    Unreadable,
    parse_away,
    parse_leads,
    parse_schedule,
    parse_span,
    parse_time_of_day,
    parse_when,
    write_schedule,
)
from domain.grammar.tokens import as_link
from domain.recurrence import Rule, occurrences
from domain.timezones import find_zone

TODAY = date(2026, 11, 24)
AT_ONCE = 0.05

PARSERS: list[Callable[[str], object]] = [
    lambda words: parse_schedule(words, today=TODAY),
    lambda words: parse_when(words, today=TODAY),
    lambda words: parse_away(words, today=TODAY),
    parse_time_of_day,
    parse_span,
    parse_leads,
    find_zone,
]
NAMES = ["schedule", "when", "away", "time of day", "span", "leads", "zone"]

KNOWN = (
    "every each other 2 0 99 weeks month weekly monthly first second last 5th tue tuesdays thu and & on the of "
    "from starting until 2026-12-03 2026-02-30 9999-12-31 0000-00-00 3 31 dec feb 3/12 tomorrow 10:00 25:00 10 "
    "10am pm noon 18h30 90m 1h 1.5h 1h30 2w 999999 months off @ - , zoom.us/j/1 https://x.org Coffee"
)
known_words = st.sampled_from(KNOWN.split())
phrases = st.lists(st.one_of(known_words, st.text(max_size=8)), max_size=12).map(" ".join)
any_words = st.one_of(phrases, st.text(), known_words.map(lambda word: word * 400))


def seconds_to_answer(parse: Callable[[str], object], words: str) -> float:
    quoted, begun = "", thread_time()
    try:
        parse(words)
    except Unreadable as refused:
        quoted = refused.quoted
    took = thread_time() - begun
    assert len(quoted) <= 60
    return took


@pytest.mark.parametrize("parse", PARSERS, ids=NAMES)
@settings(deadline=None, database=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(words=any_words)
@example(words="1" * 2_000)
@example(words="1h" * 1_000)
@example(words="1 " * 1_000)
@example(words="every " + "a" * 1_990)
@example(words="\ufdfa" * 2_000)
@example(words="x" * 100_000)
@example(words="every tue 10:00 \ud800\x00")
@example(words="every tue ١٠:٠٠")
def test_any_words_are_read_or_refused_at_once(parse: Callable[[str], object], words: str) -> None:
    # The same words take the same work each time; a longer one was the garbage collector's.
    assert any(seconds_to_answer(parse, words) < AT_ONCE for _ in range(3))


weekdays = st.integers(0, 6)
rules = st.one_of(
    st.just(Rule(frequency="once")),
    st.builds(Rule, frequency=st.just("weekly"), interval=st.integers(1, 52), weekday=weekdays),
    st.builds(
        Rule,
        frequency=st.just("monthly"),
        interval=st.integers(1, 12),
        weekday=weekdays,
        nth=st.sampled_from([1, 2, 3, 4, 5, -1]),
    ),
)
titles = phrases.filter(lambda words: not any(as_link(word) for word in words.split()))


@st.composite
def specs(draw: st.DrawFn) -> ScheduleSpec:
    rule = draw(rules)
    start = TODAY + timedelta(days=draw(st.integers(0, 600)))
    return ScheduleSpec(
        rule=rule,
        starts_on=occurrences(rule, start, start, count=1)[0],
        local_time=draw(st.times()).replace(second=0, microsecond=0),
        duration=timedelta(minutes=draw(st.integers(10, 720))),
        title=draw(titles)[:100],
        place=draw(st.none() | titles.map(lambda words: words[:200])),
        link=draw(st.none() | st.just("https://zoom.us/j/123")),
    )


@settings(deadline=None, database=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(spec=specs())
@example(
    spec=ScheduleSpec(
        rule=Rule(frequency="weekly", weekday=1),
        starts_on=TODAY,
        local_time=time(0),
        title="and thu 90m from 2026-12-08 @ six",
    )
)
def test_every_schedule_reads_back_from_what_is_written(spec: ScheduleSpec) -> None:
    assert parse_schedule(write_schedule(spec), today=TODAY) == spec


@settings(deadline=None, database=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(words=phrases.map(lambda words: f"every tue 10:00 {words}"))
def test_every_schedule_that_was_read_reads_back_from_what_is_written(words: str) -> None:
    try:
        spec = parse_schedule(words, today=TODAY)
    except Unreadable:
        return
    assert parse_schedule(write_schedule(spec), today=TODAY) == spec
