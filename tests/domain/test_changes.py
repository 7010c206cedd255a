"""The rules of changes: what may become of a meetup, what people hear of it and when."""

from datetime import date, time, timedelta

import pytest

from domain.changes import Edit, News, audience, change, edited, set_topic, tell_at, undo, untold, what_differs
from domain.errors import Done, InPast, NewerFirst, NotNow, Over, Refused, Told, TooLong, Unchanged
from domain.meetups import Answer, ChangeKind, Meetup, MeetupState
from domain.members import leave
from domain.rsvps import say
from domain.telling import tell
from storage.transaction import Transaction
from tests.domain.a_series import NOW, a_group, a_series, people, utc

LONDON = "Europe/London"
MEETUP = Meetup(
    id=1,
    series_id=1,
    group_id=1,
    key=date(2026, 12, 1),
    day=date(2026, 12, 1),
    local_time=time(10),
    starts_at=utc(1, 10),
    minutes=90,
    title="Coffee",
    place="Hall",
)
SKIPPED = MEETUP.changed(state=MeetupState.SKIPPED)
ENDED = MEETUP.changed(state=MeetupState.ENDED)
OFF = MEETUP.changed(state=MeetupState.CANCELLED, reason="Ill")


@pytest.mark.parametrize(
    ("meetup", "edit", "refusal"),
    [
        (MEETUP, Edit(kind=ChangeKind.MOVED), Unchanged),
        (MEETUP, Edit(kind=ChangeKind.MOVED, day=date(2026, 11, 30), local_time=time(8)), InPast),
        (MEETUP, Edit(kind=ChangeKind.PLACE, place="Hall"), Unchanged),
        (MEETUP, Edit(kind=ChangeKind.RESTORED), Unchanged),
        (MEETUP, Edit(kind=ChangeKind.CANCELLED, reason="x" * 301), TooLong),
        (SKIPPED, Edit(kind=ChangeKind.MOVED, local_time=time(11)), NotNow),
        (SKIPPED, Edit(kind=ChangeKind.SKIPPED), Unchanged),
        (SKIPPED, Edit(kind=ChangeKind.CANCELLED), NotNow),
        (ENDED, Edit(kind=ChangeKind.SKIPPED), Over),
        (ENDED, Edit(kind=ChangeKind.RESTORED), Over),
    ],
)
def test_what_cannot_be_is_refused(meetup: Meetup, edit: Edit, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        edited(meetup, edit, time(10), LONDON, NOW)


def test_moving_leaves_out_what_stays_and_knows_the_way_back() -> None:
    later = edited(MEETUP, Edit(kind=ChangeKind.MOVED, local_time=time(11)), time(10), LONDON, NOW)
    assert (later.day, later.local_time, later.starts_at, later.moved) == (MEETUP.day, time(11), utc(1, 11), True)
    back = edited(later, Edit(kind=ChangeKind.MOVED, local_time=time(10)), time(10), LONDON, NOW)
    assert not back.moved
    assert [MEETUP.sequence, later.sequence, back.sequence] == [0, 1, 2]


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (MEETUP, MEETUP.changed(topic="Sleep"), ()),
        (MEETUP, MEETUP.changed(starts_at=utc(1, 11)), (News.TIME,)),
        (MEETUP, MEETUP.changed(link="https://zoom.us/j/1", starts_at=utc(1, 11)), (News.TIME, News.PLACE)),
        (MEETUP, SKIPPED, (News.OFF,)),
        (MEETUP, SKIPPED.changed(starts_at=utc(1, 11)), (News.OFF,)),
        (SKIPPED, OFF, (News.OFF,)),
        (OFF, MEETUP, (News.ON,)),
        (OFF, OFF, ()),
    ],
)
def test_people_hear_of_what_matters_to_them(before: Meetup, after: Meetup, news: tuple[News, ...]) -> None:
    assert what_differs(before, after) == news


@pytest.mark.parametrize(
    ("now", "after", "wait"),
    [
        (utc(1, 8), MEETUP, 2),
        (utc(1, 8, 1), MEETUP, 0),
        (utc(1, 8, 1), MEETUP.changed(starts_at=utc(3, 10)), 0),  # the old start is near
        (utc(1, 7), MEETUP.changed(starts_at=utc(1, 8, 59)), 0),  # the new one is
    ],
)
def test_near_the_old_or_the_new_start_people_hear_at_once(now, after: Meetup, wait: int) -> None:
    assert tell_at(MEETUP, after, now) == now + timedelta(minutes=wait)


def test_an_undo_puts_back_only_what_its_change_changed(tx: Transaction) -> None:
    group = a_group(tx)
    _, meetup = a_series(tx, group)
    kept = change(tx, meetup, Edit(kind=ChangeKind.MOVED, local_time=time(11)), group, 1, NOW)
    set_topic(tx, tx.meetups.get(meetup.id), "Sleep", NOW)
    undo(tx, kept, group, NOW)
    after = tx.meetups.get(meetup.id)
    assert after.topic == "Sleep"
    assert after.starts_at == meetup.starts_at
    assert after.sequence > meetup.sequence
    assert not tx.agenda.of("tell_change", meetup.id)


def test_undone_or_told_there_is_no_way_back(tx: Transaction) -> None:
    group = a_group(tx)
    _, meetup = a_series(tx, group)
    first = change(tx, meetup, Edit(kind=ChangeKind.PLACE, place="Library"), group, 1, NOW)
    second = change(tx, tx.meetups.get(meetup.id), Edit(kind=ChangeKind.SKIPPED), group, 1, NOW)
    with pytest.raises(NewerFirst):
        undo(tx, first, group, NOW)
    undo(tx, second, group, NOW)
    with pytest.raises(Done):
        undo(tx, tx.meetups.change(second.id), group, NOW)
    assert [kept.id for kept in untold(tx, meetup.id)] == [first.id]
    tell(tx, meetup.id, NOW)
    with pytest.raises(Told):
        undo(tx, tx.meetups.change(first.id), group, NOW)


def test_reminders_follow_a_move_and_end_with_a_skip(tx: Transaction) -> None:
    group = a_group(tx)
    _, meetup = a_series(tx, group)
    change(tx, meetup, Edit(kind=ChangeKind.MOVED, day=date(2026, 12, 3)), group, 1, NOW)
    assert [promise.due_at for promise in tx.agenda.of("reminder", f"{meetup.id}:60")] == [utc(3, 9)]
    change(tx, tx.meetups.get(meetup.id), Edit(kind=ChangeKind.SKIPPED), group, 1, NOW)
    assert not tx.agenda.of("reminder", f"{meetup.id}:60")
    assert not tx.agenda.of("meetup_ends", meetup.id)


def test_who_answered_after_the_move_is_not_asked_again(tx: Transaction) -> None:
    group = a_group(tx)
    _, meetup = a_series(tx, group)
    people(tx, group, 1, 2, 3)
    say(tx, meetup, 1, Answer.GOING, NOW)
    say(tx, meetup, 3, Answer.DECLINED, NOW)
    later = NOW + timedelta(seconds=30)
    change(tx, meetup, Edit(kind=ChangeKind.MOVED, local_time=time(11)), group, 9, later)
    say(tx, tx.meetups.get(meetup.id), 2, Answer.GOING, later + timedelta(seconds=30))
    told = tell(tx, meetup.id, later + timedelta(minutes=2))
    assert [person.id for person in told.people] == [1, 2]
    assert told.asked
    said = {rsvp.person_id: rsvp.answer for rsvp in tx.meetups.rsvps(meetup.id)}
    assert said == {1: None, 2: Answer.GOING, 3: Answer.DECLINED}
    assert tell(tx, meetup.id, later + timedelta(minutes=2)) is None


def test_who_waited_moves_up_when_the_old_answers_are_open_again(tx: Transaction) -> None:
    group = a_group(tx)
    _, meetup = a_series(tx, group, places=1)
    people(tx, group, 1, 2)
    say(tx, meetup, 1, Answer.GOING, NOW)
    change(tx, meetup, Edit(kind=ChangeKind.MOVED, local_time=time(11)), group, 9, NOW)
    say(tx, tx.meetups.get(meetup.id), 2, Answer.GOING, NOW + timedelta(seconds=30))
    told = tell(tx, meetup.id, NOW + timedelta(minutes=2))
    assert [rsvp.person_id for rsvp in told.moved_up] == [2]


def test_who_left_the_group_is_not_counted_on(tx: Transaction) -> None:
    group = a_group(tx)
    _, meetup = a_series(tx, group)
    people(tx, group, 1, 2)
    for person_id in (1, 2):
        say(tx, meetup, person_id, Answer.MAYBE, NOW)
    leave(tx, group.id, 1, NOW)
    assert [person.id for person in audience(tx, meetup)] == [2]


@pytest.mark.parametrize(("now", "news"), [(utc(2, 12), (News.TIME,)), (utc(3, 11), ())])
def test_after_a_pause_it_is_told_until_the_later_start(tx: Transaction, now, news: tuple[News, ...]) -> None:
    group = a_group(tx)
    _, meetup = a_series(tx, group)
    change(tx, meetup, Edit(kind=ChangeKind.MOVED, day=date(2026, 12, 3)), group, 1, NOW)
    assert tell(tx, meetup.id, now).news == news


def test_a_group_without_the_bot_hears_nothing(tx: Transaction) -> None:
    group = a_group(tx)
    _, meetup = a_series(tx, group)
    change(tx, meetup, Edit(kind=ChangeKind.SKIPPED), group, 1, NOW)
    tx.groups.save(group.changed(resting=True))
    assert tell(tx, meetup.id, NOW + timedelta(minutes=2)).news == ()
