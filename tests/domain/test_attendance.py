"""Who came: what is shown ticked, who usually comes, what counts, and who hears that nothing was saved."""

from datetime import date, datetime, timedelta

import pytest

from domain.attendance import TICKS_DUE, Attended, Mark, What, is_held, is_regular, ticked
from domain.attendance_lists import CLOSES, DOOR, DOOR_DUE, MORNING, TICKS, close, door_due, morning, offer, open_lists
from domain.attendance_marks import (
    add_guest,
    add_member,
    addable,
    regulars,
    save,
    say_held,
    say_not_held,
    tick,
    tick_guest,
    tick_list,
)
from domain.errors import Gone, ListClosed, NotHeld, NotNow, TooLong
from domain.groups import Facilitator, Group
from domain.lifecycle import end
from domain.meetups import Answer, Meetup, MeetupState, Rsvp
from domain.members import leave, see_member
from domain.nudges import DECIDE
from domain.people import Person
from storage.transaction import Transaction
from tests.domain.a_series import NOW, a_group, a_series

FAY, LU, MARA, TOM, ANA = 1, 2, 3, 4, 5
NAMES = {FAY: "Fay", LU: "Lu", MARA: "Mara", TOM: "Tom", ANA: "Ana"}
CAME, MISSED = Mark.CAME, Mark.MISSED


def people(tx: Transaction, group: Group, *, reachable: tuple[int, ...] = (FAY,)) -> None:
    """Fay and Lu are facilitators, everybody is a member."""
    for person_id, name in NAMES.items():
        is_open = person_id in reachable
        tx.people.save(Person(id=person_id, first_name=name, private_open=is_open, seen_at=NOW))
        see_member(tx, group.id, person_id, NOW)
    for person_id in (FAY, LU):
        tx.groups.add_facilitator(Facilitator(group_id=group.id, person_id=person_id, added_by=FAY, added_at=NOW))


def over(tx: Transaction, number: int = 0) -> tuple[Group, Meetup]:
    """A group and the so-manieth meetup of its series, all of them before it ended too."""
    group = a_group(tx)
    people(tx, group)
    _, first = a_series(tx, group)
    for _ in range(number + 1):
        meetup = next(m for m in tx.meetups.of_series(first.series_id) if m.state is MeetupState.PLANNED)
        meetup = end(tx, meetup.id, meetup.ends_at) or meetup
    return group, meetup


def ended(tx: Transaction, group: Group, meetup: Meetup) -> list[Meetup]:
    return [m for m in tx.meetups.of_series(meetup.series_id) if m.state is MeetupState.ENDED]


def said(tx: Transaction, meetup: Meetup, person_id: int, answer: Answer | None, here: datetime | None = None) -> None:
    tx.meetups.save_rsvp(Rsvp(meetup_id=meetup.id, person_id=person_id, answer=answer, here_at=here, changed_at=NOW))


def shown(tx: Transaction, meetup: Meetup) -> dict[str, Mark | None]:
    return {line.full_name: line.mark for line in tick_list(tx, tx.meetups.get(meetup.id) or meetup).lines}


EARLIER, LATER = NOW, NOW + timedelta(minutes=5)


def line(mark: Mark | None, at: datetime = EARLIER) -> Attended:
    return Attended(meetup_id=1, person_id=MARA, mark=mark, marked_by=FAY, marked_at=at)


def rsvp(answer: Answer | None, here: datetime | None = None) -> Rsvp:
    return Rsvp(meetup_id=1, person_id=MARA, answer=answer, here_at=here, changed_at=NOW)


@pytest.mark.parametrize(
    ("kept", "word", "expected"),
    [
        (None, None, None),
        *((None, rsvp(answer), None) for answer in Answer),
        *((None, rsvp(answer, EARLIER), CAME) for answer in (*Answer, None)),
        (line(CAME), rsvp(Answer.DECLINED), CAME),
        (line(MISSED), rsvp(Answer.GOING, EARLIER), MISSED),
        (line(None, LATER), rsvp(Answer.GOING, EARLIER), None),
        (line(None, EARLIER), rsvp(Answer.GOING, LATER), CAME),
    ],
)
def test_what_the_list_shows_follows_from_ticks_and_here_alone(
    kept: Attended | None, word: Rsvp | None, expected: Mark | None
) -> None:
    assert ticked(kept, word) is expected


@pytest.mark.parametrize(
    ("marks", "usually"),
    [
        ([], False),
        ([CAME], False),
        ([CAME, CAME], True),
        ([CAME, MISSED, MISSED, CAME], True),
        ([CAME, None, None, MISSED], False),
        ([MISSED] * 4, False),
    ],
)
def test_two_of_the_four_before_make_a_regular(marks: list[Mark | None], *, usually: bool) -> None:
    assert is_regular(marks) is usually


@pytest.mark.parametrize("state", MeetupState)
def test_only_what_ended_and_was_saved_counts_as_held(tx: Transaction, state: MeetupState) -> None:
    _, meetup = over(tx)
    assert not is_held(meetup.changed(state=state))
    assert is_held(meetup.changed(state=state, attendance_saved_at=NOW)) is (state is MeetupState.ENDED)


def test_on_the_list_stands_who_said_going_or_maybe_or_pressed_here_and_nobody_else(tx: Transaction) -> None:
    _, meetup = over(tx)
    said(tx, meetup, MARA, Answer.GOING)
    said(tx, meetup, TOM, Answer.MAYBE)
    said(tx, meetup, ANA, Answer.DECLINED)
    said(tx, meetup, LU, None, here=NOW)
    assert shown(tx, meetup) == {"Lu": CAME, "Mara": None, "Tom": None}
    assert [one.full_name for one in addable(tx, meetup)] == ["Ana", "Fay"]


def test_regulars_are_those_who_came_to_two_of_the_last_four_held(tx: Transaction) -> None:
    group, last = over(tx, 5)
    meetups = ended(tx, group, last)
    came = {MARA: (0, 1, 4), TOM: (3, 4), ANA: (0, 2), LU: (2, 4)}
    for number, meetup in enumerate(meetups[:5]):
        for person_id, numbers in came.items():
            tick(tx, meetup, person_id, CAME if number in numbers else MISSED, FAY, meetup.ends_at)
        if number != 3:
            assert save(tx, meetup, group, FAY, meetup.ends_at)
    # The fourth was never saved, so it counts for nobody: 0, 1, 2 and 4 are looked at.
    assert regulars(tx, last) == {MARA, ANA, LU}
    leave(tx, group.id, MARA, NOW)
    assert regulars(tx, last) == {ANA, LU}
    say_not_held(tx, tx.meetups.get(meetups[2].id) or last, FAY, meetups[2].ends_at)
    assert regulars(tx, last) == set()


def test_saving_makes_what_is_shown_count_and_lets_the_nudges_decide(tx: Transaction) -> None:
    group, meetup = over(tx)
    said(tx, meetup, MARA, Answer.GOING, here=meetup.starts_at)
    said(tx, meetup, TOM, Answer.GOING)
    assert tx.attendance.marks(meetup.id) == []
    assert save(tx, meetup, group, FAY, meetup.ends_at)
    (only,) = tx.attendance.marks(meetup.id)
    assert (only.person_id, only.mark, only.marked_by) == (MARA, CAME, FAY)
    saved = tx.meetups.get(meetup.id)
    assert saved is not None
    assert saved.attendance_saved_at == meetup.ends_at
    assert len(tx.agenda.of(DECIDE, meetup.id)) == 1
    assert tx.attendance.history(MARA, group.id, [saved]) == {meetup.id: CAME}
    assert tx.attendance.history(TOM, group.id, [saved]) == {}


def test_saving_twice_decides_once_and_saving_a_change_decides_again(tx: Transaction) -> None:
    group, meetup = over(tx)
    said(tx, meetup, MARA, Answer.GOING)
    assert save(tx, meetup, group, FAY, meetup.ends_at)
    tx.agenda.remove(DECIDE, meetup.id)
    saved = tx.meetups.get(meetup.id) or meetup
    assert not save(tx, saved, group, LU, meetup.ends_at)
    assert tx.agenda.of(DECIDE, meetup.id) == []
    tick(tx, saved, MARA, MISSED, LU, meetup.ends_at)
    assert save(tx, saved, group, LU, meetup.ends_at)
    assert len(tx.agenda.of(DECIDE, meetup.id)) == 1


def test_what_was_not_held_takes_no_ticks_until_it_is_said_to_be_held(tx: Transaction) -> None:
    group, meetup = over(tx)
    said(tx, meetup, MARA, Answer.GOING)
    save(tx, meetup, group, FAY, meetup.ends_at)
    off = say_not_held(tx, tx.meetups.get(meetup.id) or meetup, FAY, meetup.ends_at)
    assert tx.agenda.of(DECIDE, meetup.id) == []
    assert not is_held(off)
    with pytest.raises(NotHeld):
        tick(tx, off, MARA, CAME, FAY, meetup.ends_at)
    with pytest.raises(NotHeld):
        save(tx, off, group, FAY, meetup.ends_at)
    with pytest.raises(NotHeld):
        say_not_held(tx, off, LU, meetup.ends_at)
    on = say_held(tx, off, FAY, meetup.ends_at)
    assert not is_held(on)
    with pytest.raises(NotNow):
        say_held(tx, on, LU, meetup.ends_at)
    assert [entry.what for entry in tx.attendance.log(meetup.id)] == [What.SAVED, What.NOT_HELD, What.HELD]


def test_seven_days_after_the_end_nothing_can_be_changed(tx: Transaction) -> None:
    group, meetup = over(tx)
    said(tx, meetup, MARA, Answer.GOING)
    last, late = meetup.ends_at + timedelta(days=7, seconds=-1), meetup.ends_at + timedelta(days=7)
    tick(tx, meetup, MARA, CAME, FAY, last)
    assert open_lists(tx, group.id, last) == [meetup]
    for change in (
        lambda: tick(tx, meetup, MARA, MISSED, FAY, late),
        lambda: add_guest(tx, meetup, "Anna", FAY, late),
        lambda: save(tx, meetup, group, FAY, late),
        lambda: say_not_held(tx, meetup, FAY, late),
        lambda: say_held(tx, meetup, FAY, late),
    ):
        with pytest.raises(ListClosed):
            change()
    assert open_lists(tx, group.id, late) == []
    assert shown(tx, meetup) == {"Mara": CAME}


def test_only_people_of_this_group_can_be_ticked_and_only_members_added(tx: Transaction) -> None:
    group, meetup = over(tx)
    tx.people.save(Person(id=99, first_name="Stranger", seen_at=NOW))
    for stranger in (99, 12345):
        with pytest.raises(Gone):
            tick(tx, meetup, stranger, CAME, FAY, meetup.ends_at)
    leave(tx, group.id, ANA, NOW)
    with pytest.raises(Gone):
        add_member(tx, meetup, ANA, FAY, meetup.ends_at)
    assert add_member(tx, meetup, TOM, FAY, meetup.ends_at).mark is CAME


def test_a_guest_has_a_first_name_and_goes_when_saved_unticked(tx: Transaction) -> None:
    group, meetup = over(tx)
    for wrong in ("", "   ", "x" * 41):
        with pytest.raises(TooLong):
            add_guest(tx, meetup, wrong, FAY, meetup.ends_at)
    guest = add_guest(tx, meetup, " Anna  Lou ", FAY, meetup.ends_at)
    assert shown(tx, meetup) == {"Anna Lou": CAME}
    assert guest.kept is not None
    with pytest.raises(Gone):
        tick_guest(tx, meetup, guest.kept.id + 1, None, FAY, meetup.ends_at)
    tick_guest(tx, meetup, guest.kept.id, None, FAY, meetup.ends_at)
    save(tx, meetup, group, FAY, meetup.ends_at)
    assert shown(tx, meetup) == {}


def test_the_end_of_a_meetup_promises_the_list(tx: Transaction) -> None:
    _, meetup = over(tx)
    assert [promise.due_at for promise in tx.agenda.of(TICKS_DUE, meetup.id)] == [meetup.ends_at]


def test_the_list_goes_to_facilitators_who_can_be_reached_and_to_nobody_else(tx: Transaction) -> None:
    _, meetup = over(tx)
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    assert [card.chat_id for card in tx.cards.about(TICKS, meetup.id)] == [FAY]
    # An administrator whom Telegram names is one too, whoever cannot be reached is left out.
    tx.people.save(Person(id=ANA, first_name="Ana", private_open=True, seen_at=NOW))
    offer(tx, meetup.id, (ANA, TOM, 777), "link", meetup.ends_at)
    assert [card.chat_id for card in tx.cards.about(TICKS, meetup.id)] == [FAY, ANA]


def test_without_a_room_the_group_shows_the_way_only_where_nobody_has_the_list(tx: Transaction) -> None:
    group, meetup = over(tx)
    people(tx, group, reachable=())
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    assert [promise.due_at for promise in tx.agenda.of(DOOR_DUE, meetup.id)] == [meetup.ends_at]
    door_due(tx, meetup.id, "link", meetup.ends_at + timedelta(hours=24))
    assert tx.cards.about(DOOR, meetup.id) == []
    door_due(tx, meetup.id, "link", meetup.ends_at)
    assert [card.chat_id for card in tx.cards.about(DOOR, meetup.id)] == [group.chat_id]


def test_a_list_that_stands_with_somebody_keeps_the_group_free_of_it(tx: Transaction) -> None:
    _, meetup = over(tx)
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    (card,) = tx.cards.about(TICKS, meetup.id)
    tx.cards.save(card.changed(message_id=7))
    door_due(tx, meetup.id, "link", meetup.ends_at + timedelta(minutes=10))
    assert tx.cards.about(DOOR, meetup.id) == []


def test_with_a_room_the_way_stands_there_and_never_in_the_group(tx: Transaction) -> None:
    group, meetup = over(tx)
    tx.groups.save(group.changed(room_chat_id=-77))
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    assert [card.chat_id for card in tx.cards.about(DOOR, meetup.id)] == [-77]
    assert tx.agenda.of(DOOR_DUE, meetup.id) == []


def test_a_resting_group_gets_nothing(tx: Transaction) -> None:
    group, meetup = over(tx)
    tx.groups.save(group.changed(resting=True))
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    door_due(tx, meetup.id, "link", meetup.ends_at)
    assert tx.cards.about(TICKS, meetup.id) == tx.cards.about(DOOR, meetup.id) == []
    assert morning(tx, meetup.id, (), meetup.ends_at + timedelta(days=1)) is None


def test_the_morning_reminder_is_for_the_reachable_and_only_while_nothing_is_saved(tx: Transaction) -> None:
    group, meetup = over(tx)
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    (promised,) = tx.agenda.of(MORNING, meetup.id)
    assert promised.due_at == meetup.starts_at.replace(hour=9, minute=0) + timedelta(days=1)
    found = morning(tx, meetup.id, (), promised.due_at)
    assert found is not None
    assert [person.id for person in found.people] == [FAY]
    assert found.room is None
    save(tx, meetup, group, FAY, meetup.ends_at)
    assert tx.agenda.of(MORNING, meetup.id) == []
    assert morning(tx, meetup.id, (), promised.due_at) is None


def test_a_facilitator_who_is_away_is_spared_where_another_is_there(tx: Transaction) -> None:
    group, meetup = over(tx)
    people(tx, group, reachable=(FAY, LU))
    away = {"first_name": "Fay", "private_open": True, "seen_at": NOW, "away_until": date(2026, 12, 20)}
    tx.people.save(Person(id=FAY, **away))
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    assert [card.chat_id for card in tx.cards.about(TICKS, meetup.id)] == [LU]
    tx.people.save(Person(id=LU, **away | {"first_name": "Lu"}))
    found = morning(tx, meetup.id, (), meetup.starts_at + timedelta(days=1))
    assert found is not None
    assert found.people == ()
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    assert [card.chat_id for card in tx.cards.about(TICKS, meetup.id)] == [LU, FAY]


def test_a_reminder_that_comes_late_waits_for_the_day(tx: Transaction) -> None:
    _, meetup = over(tx)
    night = meetup.starts_at.replace(hour=3) + timedelta(days=3)
    assert morning(tx, meetup.id, (), night) is None
    assert [promise.due_at.hour for promise in tx.agenda.of(MORNING, meetup.id)] == [8]


def test_when_the_list_closes_its_messages_are_drawn_one_last_time(tx: Transaction) -> None:
    _, meetup = over(tx)
    offer(tx, meetup.id, (), "link", meetup.ends_at)
    assert [promise.due_at for promise in tx.agenda.of(CLOSES, meetup.id)] == [meetup.ends_at + timedelta(days=7)]
    close(tx, meetup.id, meetup.ends_at + timedelta(days=7))
    assert all(card.closed for card in tx.cards.about(TICKS, meetup.id))


def test_where_nobody_can_be_reached_the_room_is_reminded_and_the_group_never(tx: Transaction) -> None:
    group, meetup = over(tx)
    people(tx, group, reachable=())
    next_day = meetup.starts_at + timedelta(days=1)
    found = morning(tx, meetup.id, (), next_day)
    assert found is not None
    assert (found.people, found.room) == ((), None)
    tx.groups.save(group.changed(room_chat_id=-77))
    found = morning(tx, meetup.id, (), next_day)
    assert found is not None
    assert (found.people, found.room) == ((), -77)
