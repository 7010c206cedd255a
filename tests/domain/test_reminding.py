"""Which reminders are still of use, and for whom."""

from datetime import date, datetime, time, timedelta

from domain.agenda import Promise
from domain.meetups import Answer, Meetup, MeetupState
from domain.planning import PRIVATE_REMINDER, REMINDER, promise, subject
from domain.reminding import recipients, speaks_for_all, take
from domain.rsvps import say
from storage.transaction import Transaction
from tests.domain.a_series import NOW, a_group, a_series, people, utc


def promised(meetup: Meetup, lead: int, kind: str = REMINDER) -> Promise:
    return Promise(kind=kind, subject=subject(meetup, lead), due_at=meetup.starts_at - timedelta(minutes=lead))


def test_a_reminder_is_sent_when_it_is_due_and_not_once_it_has_begun(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    hour = promised(first, 60)
    assert take(tx, hour, hour.due_at) is not None
    assert take(tx, hour, first.starts_at - timedelta(minutes=1)) is not None
    assert take(tx, hour, first.starts_at) is None


def test_nothing_is_said_about_a_meetup_that_is_called_off_or_in_a_group_that_rests(tx: Transaction) -> None:
    group = a_group(tx)
    _, first = a_series(tx, group)
    hour = promised(first, 60)
    tx.meetups.save(first.changed(state=MeetupState.SKIPPED))
    assert take(tx, hour, hour.due_at) is None
    tx.meetups.save(first)
    tx.groups.save(group.changed(resting=True))
    assert take(tx, hour, hour.due_at) is None


def test_a_missed_one_is_put_off_to_the_end_of_the_night(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    day = promised(first, 24 * 60)
    assert take(tx, day, utc(1, 3)) is None
    assert [p.due_at for p in tx.agenda.of(REMINDER, day.subject)] == [day.due_at, utc(1, 8)]
    again = tx.agenda.of(REMINDER, day.subject)[-1]
    assert take(tx, again, utc(1, 8)) is not None


def test_a_missed_one_wakes_nobody_where_the_meetup_begins_before_the_night_ends(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx), local_time=time(7))
    assert take(tx, promised(first, 24 * 60), utc(1, 6)) is None
    assert all(p.due_at <= utc(1, 6) for p in tx.agenda.of(REMINDER, subject(first, 24 * 60)))


def spoken(tx: Transaction, one: Promise, now: datetime) -> bool:
    found = take(tx, one, now)
    return found is not None and speaks_for_all(tx, found, one, now)


def test_two_missed_reminders_are_one_message(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    now = first.starts_at - timedelta(minutes=20)
    day, hour = promised(first, 24 * 60), promised(first, 60)
    assert spoken(tx, day, now)
    assert tx.agenda.of(REMINDER, hour.subject) == []


def test_a_missed_one_is_left_out_just_before_the_next(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    day = promised(first, 24 * 60)
    assert not spoken(tx, day, first.starts_at - timedelta(minutes=70))
    assert tx.agenda.of(REMINDER, subject(first, 60))
    assert spoken(tx, day, first.starts_at - timedelta(minutes=120))


def test_leads_that_are_near_each_other_by_choice_are_both_sent(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx, leads=(60, 45)))
    for lead in (60, 45):
        one = promised(first, lead)
        assert spoken(tx, one, one.due_at)


def test_in_private_only_those_are_reminded_who_asked_and_want_to_come_and_are_not_away(tx: Transaction) -> None:
    group, other = a_group(tx), a_group(tx, chat_id=-2)
    people(tx, group, 1, 2, 3, 4, 5, 6, lead=120)
    people(tx, other, 7, lead=120)
    _, first = a_series(tx, group)
    say(tx, first, 1, Answer.DECLINED, NOW)
    tx.people.save(tx.people.get(2).changed(away_until=date(2026, 12, 1)))
    tx.people.save(tx.people.get(3).changed(lead=None))
    tx.people.save(tx.people.get(4).changed(private_open=False))
    tx.people.save(tx.people.get(5).changed(lead=60))
    one = promised(first, 120, PRIVATE_REMINDER)
    found = take(tx, one, one.due_at)
    assert [person.id for person in recipients(tx, found, one.due_at)] == [6]


def test_who_is_back_is_reminded_again(tx: Transaction) -> None:
    group = a_group(tx)
    people(tx, group, 1, lead=120, away_until=date(2026, 11, 30))
    _, first = a_series(tx, group)
    one = promised(first, 120, PRIVATE_REMINDER)
    assert recipients(tx, take(tx, one, one.due_at), one.due_at)


def test_a_wish_that_comes_later_is_promised_anew(tx: Transaction) -> None:
    group = a_group(tx)
    _, first = a_series(tx, group)
    people(tx, group, 1, lead=120)
    assert tx.agenda.of(PRIVATE_REMINDER, subject(first, 120)) == []
    promise(tx, first, group, NOW)
    assert tx.agenda.of(PRIVATE_REMINDER, subject(first, 120))
