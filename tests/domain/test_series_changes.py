"""A series that goes on differently or ends: which meetup becomes which, and everything put back by an undo."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from domain.changes import Edit, change
from domain.errors import Done, NewerFirst, NotNow, Over, Told, Unchanged
from domain.grammar import parse_schedule
from domain.groups import Group
from domain.meetups import Answer, ChangeKind, Meetup, MeetupState, Series, SeriesChange
from domain.recurrence import Rule
from domain.rsvps import say
from domain.series_changes import SeriesPlan, carry_out, plan_change, plan_end, settle, successor_of, undo_series
from domain.telling import tell
from storage.transaction import Transaction
from tests.domain.a_series import NOW, a_group, a_series, people, utc

TODAY = date(2026, 11, 30)


def a_plan(tx: Transaction, group: Group, series: Series, first: Meetup, words: str) -> SeriesPlan:
    spec = parse_schedule(words, today=TODAY)
    successor = successor_of(series, spec, first, length=None, by=9, now=NOW)
    return plan_change(tx, successor, series, first, group, NOW)


def carried_out(tx: Transaction, group: Group, plan: SeriesPlan) -> SeriesChange:
    return carry_out(tx, plan, group, 9, NOW, reason="The series has ended.")


def dates(tx: Transaction, group: Group) -> list[date]:
    return [meetup.day for meetup in tx.meetups.coming(group.id, NOW, limit=20)]


def everything(tx: Transaction, group: Group) -> dict[str, Any]:
    """Series, meetups, answers and promises, as far as people could tell them apart."""
    meetups = [m for series in tx.meetups.series_of(group.id) for m in tx.meetups.of_series(series.id)]
    return {
        "series": tx.meetups.series_of(group.id),
        "meetups": [meetup.changed(sequence=0) for meetup in meetups],
        "answers": [tx.meetups.rsvps(meetup.id) for meetup in meetups],
        "reminders": [tx.agenda.of("reminder", f"{meetup.id}:60") for meetup in meetups],
        "ends": [tx.agenda.of("meetup_ends", meetup.id) for meetup in meetups],
        "telling": [tx.agenda.of("tell_change", meetup.id) for meetup in meetups],
    }


def test_a_weekly_series_moves_each_meetup_within_its_week(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    plan = a_plan(tx, group, series, first, "every thu 18:30")
    assert [after.day - before.day for before, after in plan.going_on] == [timedelta(days=2)] * 5
    assert plan.dropped == ()
    kept = carried_out(tx, group, plan)
    assert {meetup.series_id for meetup in tx.meetups.coming(group.id, NOW)} == {kept.successor_id}
    assert tx.meetups.get(first.id).starts_at == utc(3, 18, 30)


def test_every_other_week_drops_the_weeks_between(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    plan = a_plan(tx, group, series, first, "every 2 weeks tue 10:00")
    assert [meetup.key for meetup in plan.dropped] == [date(2026, 12, 8), date(2026, 12, 22)]
    carried_out(tx, group, plan)
    assert dates(tx, group) == [date(2026, 12, d) for d in (1, 15, 29)] + [date(2027, 1, d) for d in (12, 26)]


def test_a_monthly_series_stays_within_its_month(tx: Transaction) -> None:
    group = a_group(tx)
    rule = Rule(frequency="monthly", weekday=1, nth=1)
    series, first = a_series(tx, group, rule=rule)
    plan = a_plan(tx, group, series, first, "every month last fri 10:00")
    assert [(before.key.month, after.key.day) for before, after in plan.going_on][:3] == [(12, 25), (1, 29), (2, 26)]
    assert plan.dropped == ()


def test_from_a_later_meetup_on_the_earlier_ones_are_left_alone(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    second = tx.meetups.by_key(series.id, date(2026, 12, 8))
    carried_out(tx, group, a_plan(tx, group, series, second, "every wed 11:00"))
    assert tx.meetups.get(first.id) == first
    assert tx.meetups.series(series.id).until == date(2026, 12, 7)
    assert dates(tx, group)[:3] == [date(2026, 12, 1), date(2026, 12, 9), date(2026, 12, 16)]


def test_what_the_words_leave_out_stays_and_own_things_too(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group, place="Hall", minutes=60, places=12)
    change(tx, first, Edit(kind=ChangeKind.PLACE, place="Library"), group, 9, NOW - timedelta(hours=1))
    first = tx.meetups.get(first.id)
    plan = a_plan(tx, group, series, first, "every tue 11:00")
    assert (plan.successor.title, plan.successor.place, plan.successor.minutes) == ("Coffee and chat", "Hall", 60)
    assert [after.place for _, after in plan.going_on][:2] == ["Library", "Hall"]
    elsewhere = a_plan(tx, group, series, first, "every tue 11:00 @ Park")
    assert {after.place for _, after in elsewhere.going_on} == {"Park"}


def test_a_moved_one_keeps_its_day_where_only_the_place_changes(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    change(tx, first, Edit(kind=ChangeKind.MOVED, day=date(2026, 12, 2)), group, 9, NOW)
    first = tx.meetups.get(first.id)
    plan = a_plan(tx, group, series, first, "every tue 10:00 @ Park")
    assert plan.going_on[0][1].day == date(2026, 12, 2)
    assert a_plan(tx, group, series, first, "every thu 10:00").going_on[0][1].day == date(2026, 12, 3)


def test_refused_where_it_makes_no_sense(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    with pytest.raises(Unchanged):
        a_plan(tx, group, series, first, "every tue 10:00")
    with pytest.raises(NotNow):
        a_plan(tx, group, series, first, "on 2026-12-03 10:00")
    with pytest.raises(Over):
        plan_change(tx, series.changed(local_time=time(9)), series, first, group, utc(1, 10))
    carried_out(tx, group, plan_end(tx, series, first.key, NOW))
    with pytest.raises(Unchanged):
        plan_end(tx, tx.meetups.series(series.id), first.key, NOW)


def test_the_end_takes_unknown_meetups_away_and_calls_off_known_ones(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    carried_out(tx, group, plan_end(tx, series, first.key - timedelta(days=1), NOW))
    (left,) = tx.meetups.of_series(series.id)
    assert (left.id, left.state, left.reason) == (first.id, MeetupState.CANCELLED, "The series has ended.")


@pytest.mark.parametrize(
    "words", ["every thu 18:30", "every 2 weeks fri 9am Walk @ Park", "every month last fri 10:00"]
)
def test_an_undo_puts_everything_back(tx: Transaction, words: str) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    people(tx, group, 1, 2)
    say(tx, first, 1, Answer.GOING, NOW)
    say(tx, tx.meetups.by_key(series.id, date(2026, 12, 15)), 2, Answer.MAYBE, NOW)
    before = everything(tx, group)
    kept = carried_out(tx, group, a_plan(tx, group, series, first, words))
    a_series(tx, group, starts_on=date(2027, 1, 1), title="Another")  # whatever else is planned meanwhile
    other = tx.meetups.series_of(group.id)[-1]
    undo_series(tx, kept, group, NOW)
    for meetup in tx.meetups.of_series(other.id):
        tx.meetups.remove(meetup.id)
    tx.meetups.remove_series(other.id)
    assert everything(tx, group) == before
    with pytest.raises(Done):
        undo_series(tx, tx.meetups.series_change(kept.id), group, NOW)


def test_an_undo_of_the_end_puts_everything_back(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    before = everything(tx, group)
    kept = carried_out(tx, group, plan_end(tx, series, first.key - timedelta(days=1), NOW))
    undo_series(tx, kept, group, NOW)
    assert everything(tx, group) == before


def test_a_newer_change_is_undone_first_and_what_was_told_stays(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    kept = carried_out(tx, group, a_plan(tx, group, series, first, "every thu 18:30"))
    change(tx, tx.meetups.get(first.id), Edit(kind=ChangeKind.PLACE, place="Park"), group, 9, NOW)
    with pytest.raises(NewerFirst):
        undo_series(tx, kept, group, NOW)
    tell(tx, first.id, NOW + timedelta(minutes=2))
    with pytest.raises(Told):
        undo_series(tx, kept, group, NOW)


def test_after_two_minutes_it_stands(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    kept = carried_out(tx, group, plan_end(tx, series, first.key, NOW))
    assert kept.tell_at == NOW + timedelta(minutes=2)
    assert settle(tx, kept.id)
    assert settle(tx, kept.id) is None
    with pytest.raises(Told):
        undo_series(tx, tx.meetups.series_change(kept.id), group, NOW)


def test_near_the_start_it_is_told_at_once(tx: Transaction) -> None:
    group = a_group(tx)
    series, first = a_series(tx, group)
    now = utc(1, 9)
    kept = carry_out(tx, plan_end(tx, series, first.key - timedelta(days=1), now), group, 9, now, reason="")
    assert kept.tell_at == now


def test_two_groups_never_touch(tx: Transaction) -> None:
    group, other = a_group(tx), a_group(tx, chat_id=-1002)
    series, first = a_series(tx, group)
    a_series(tx, other)
    before = everything(tx, other)
    carried_out(tx, group, a_plan(tx, group, series, first, "every thu 18:30"))
    assert everything(tx, other) == before
