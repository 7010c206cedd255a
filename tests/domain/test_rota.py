"""Turns follow the wall clock, and a gap is a time that nobody has."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.turns import Slot, Swap, Wishes, gaps, turns

LONDON = "Europe/London"
MONDAY = datetime(2026, 11, 30, 0, tzinfo=UTC)
FAY, MARA = 1, 2


def slot(
    weekday: int = 1, starts: time = time(18), ends: time = time(22), person_id: int = FAY, slot_id: int = 1
) -> Slot:
    return Slot(id=slot_id, group_id=1, person_id=person_id, weekday=weekday, starts=starts, ends=ends)


def test_a_slot_has_one_turn_a_week() -> None:
    found = turns([slot()], [], LONDON, MONDAY, MONDAY + timedelta(days=14))
    assert [(turn.day, turn.starts_at.hour, turn.ends_at.hour) for turn in found] == [
        (date(2026, 12, 1), 18, 22),
        (date(2026, 12, 8), 18, 22),
    ]


def test_a_turn_over_midnight_is_still_going_on_the_next_morning() -> None:
    night = slot(weekday=0, starts=time(22), ends=time(7))
    tuesday = datetime(2026, 12, 1, 6, 59, tzinfo=UTC)
    assert [turn.day for turn in turns([night], [], LONDON, tuesday, tuesday + timedelta(seconds=1))] == [
        date(2026, 11, 30)
    ]
    over = datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert turns([night], [], LONDON, over, over + timedelta(seconds=1)) == []


def test_equal_times_mean_a_whole_day() -> None:
    found = turns([slot(starts=time(9), ends=time(9))], [], LONDON, MONDAY, MONDAY + timedelta(days=7))
    assert found[0].ends_at - found[0].starts_at == timedelta(days=1)


def test_wall_times_stay_when_the_clocks_change() -> None:
    sunday = slot(weekday=6, starts=time(0), ends=time(6))
    autumn = turns([sunday], [], LONDON, datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC))
    assert autumn[0].ends_at - autumn[0].starts_at == timedelta(hours=7)
    spring = turns([sunday], [], LONDON, datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC))
    assert spring[0].ends_at - spring[0].starts_at == timedelta(hours=5)


def test_a_turn_that_was_taken_belongs_to_who_took_it_for_that_day_only() -> None:
    swap = Swap(group_id=1, slot_id=1, day=date(2026, 12, 1), person_id=FAY, taken_by=MARA, offered_at=MONDAY)
    found = turns([slot()], [swap], LONDON, MONDAY, MONDAY + timedelta(days=14))
    assert [turn.person_id for turn in found] == [MARA, FAY]
    offered = swap.changed(taken_by=None)
    assert [t.person_id for t in turns([slot()], [offered], LONDON, MONDAY, MONDAY + timedelta(days=14))] == [FAY, FAY]


def test_gaps_are_what_nobody_has() -> None:
    until = MONDAY + timedelta(days=2)
    assert gaps([], MONDAY, until) == [(MONDAY, until)]
    found = turns([slot(), slot(starts=time(20), ends=time(23), slot_id=2)], [], LONDON, MONDAY, until)
    evening = datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert gaps(found, MONDAY, until) == [(MONDAY, evening), (evening + timedelta(hours=5), until)]


def test_a_break_ends_with_its_last_day_and_quiet_hours_wrap_around_midnight() -> None:
    wishes = Wishes(group_id=1, person_id=FAY, break_until=date(2026, 12, 1))
    assert wishes.asks_peace(datetime(2026, 12, 1, 23, 59, tzinfo=UTC), LONDON)
    assert not wishes.asks_peace(datetime(2026, 12, 2, tzinfo=UTC), LONDON)
    quiet = Wishes(group_id=1, person_id=FAY, quiet_start=time(22), quiet_end=time(7))
    assert quiet.asks_peace(datetime(2026, 12, 1, 23, tzinfo=UTC), LONDON)
    assert not quiet.asks_peace(datetime(2026, 12, 1, 7, tzinfo=UTC), LONDON)


slots = st.builds(
    lambda weekday, starts, ends, number: slot(weekday, time(starts), time(ends), slot_id=number),
    st.integers(0, 6),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(1, 99),
)


@given(st.lists(slots, max_size=6), st.integers(0, 24 * 365))
def test_gaps_and_turns_together_fill_any_fortnight_without_overlap(some: list[Slot], hours: int) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    until = since + timedelta(days=14)
    found = turns(some, [], LONDON, since, until)
    free = gaps(found, since, until)
    for moment in (since + timedelta(hours=n) for n in range(0, 14 * 24, 7)):
        served = any(turn.starts_at <= moment < turn.ends_at for turn in found)
        assert served is not any(start <= moment < end for start, end in free)
