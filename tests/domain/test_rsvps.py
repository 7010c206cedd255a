"""Answers, children, places and the waiting list."""

from datetime import timedelta

import pytest

from domain.errors import Full, NotNow
from domain.meetups import Answer, Meetup, MeetupState
from domain.places import come_alone, offer
from domain.rsvps import SETTLED, arrive, bring, counted_on, move_up, say, set_places, taken, waiting
from storage.transaction import Transaction
from tests.domain.a_series import NOW, a_group, a_series, people, utc

GOING, MAYBE, DECLINED = Answer.GOING, Answer.MAYBE, Answer.DECLINED


@pytest.fixture
def meetup(tx: Transaction) -> Meetup:
    group = a_group(tx)
    people(tx, group, 1, 2, 3, 4, 5)
    return a_series(tx, group)[1]


def limited(tx: Transaction, meetup: Meetup, places: int) -> Meetup:
    set_places(tx, meetup, places, NOW)
    return meetup.changed(places=places)


def placed(tx: Transaction, meetup: Meetup) -> list[int]:
    return [r.person_id for r in tx.meetups.rsvps(meetup.id) if r.answer is GOING and r.waiting_since is None]


def test_the_same_answer_again_takes_it_back_and_another_changes_it(tx: Transaction, meetup: Meetup) -> None:
    assert say(tx, meetup, 1, GOING, NOW).rsvp.answer is GOING
    assert say(tx, meetup, 1, MAYBE, NOW).rsvp.answer is MAYBE
    assert say(tx, meetup, 1, MAYBE, NOW + SETTLED, takes_back=True).rsvp.answer is None
    assert counted_on(tx, meetup) == []


@pytest.mark.parametrize("answer", [GOING, MAYBE, DECLINED])
def test_two_quick_taps_count_once(tx: Transaction, meetup: Meetup, answer: Answer) -> None:
    said = say(tx, meetup, 1, answer, NOW, takes_back=True).rsvp
    again = say(tx, meetup, 1, answer, NOW + SETTLED - timedelta(seconds=1), takes_back=True)
    assert (again.rsvp, again.different) == (said, False)


def test_where_nothing_is_taken_back_the_same_answer_changes_nothing(tx: Transaction, meetup: Meetup) -> None:
    bring(tx, meetup, 1, 2, NOW)
    again = say(tx, meetup, 1, GOING, NOW + timedelta(days=1))
    assert not again.different
    assert tx.meetups.rsvps(meetup.id) == [again.rsvp]
    assert again.rsvp.children == 2


def test_who_changes_their_answer_loses_the_children_and_it_is_said(tx: Transaction, meetup: Meetup) -> None:
    bring(tx, meetup, 1, 2, NOW)
    said = say(tx, meetup, 1, MAYBE, NOW)
    assert (said.lost, said.rsvp.children) == (2, 0)
    assert say(tx, meetup, 1, GOING, NOW).lost == 0


def test_an_answer_holds_for_one_meetup_only(tx: Transaction, meetup: Meetup) -> None:
    say(tx, meetup, 1, GOING, NOW)
    others = [other for other in tx.meetups.of_series(meetup.series_id) if other.id != meetup.id]
    assert others
    assert all(tx.meetups.rsvps(other.id) == [] for other in others)


def test_who_says_going_when_it_is_full_waits_and_moves_up_in_order(tx: Transaction, meetup: Meetup) -> None:
    meetup = limited(tx, meetup, 2)
    for minute, person in enumerate((1, 2, 3, 4)):
        say(tx, meetup, person, GOING, NOW + timedelta(minutes=minute))
    assert [rsvp.person_id for rsvp in waiting(tx.meetups.rsvps(meetup.id))] == [3, 4]
    said = say(tx, meetup, 1, DECLINED, NOW + timedelta(hours=1))
    assert [rsvp.person_id for rsvp in said.moved_up] == [3]
    assert placed(tx, meetup) == [2, 3]


def test_who_waits_and_takes_it_back_gives_nobody_a_place(tx: Transaction, meetup: Meetup) -> None:
    meetup = limited(tx, meetup, 1)
    for person in (1, 2, 3):
        say(tx, meetup, person, GOING, NOW)
    assert say(tx, meetup, 2, GOING, NOW + SETTLED, takes_back=True).moved_up == ()
    assert placed(tx, meetup) == [1]


def test_the_first_who_fits_moves_up(tx: Transaction, meetup: Meetup) -> None:
    meetup = limited(tx, meetup, 2)
    say(tx, meetup, 1, GOING, NOW)
    say(tx, meetup, 2, GOING, NOW)
    bring(tx, meetup, 3, 1, NOW + timedelta(minutes=1))  # waits for two places
    say(tx, meetup, 4, GOING, NOW + timedelta(minutes=2))
    assert [rsvp.person_id for rsvp in say(tx, meetup, 1, DECLINED, NOW).moved_up] == [4]
    assert placed(tx, meetup) == [2, 4]
    say(tx, meetup, 2, DECLINED, NOW)
    said = say(tx, meetup, 4, DECLINED, NOW)
    assert [rsvp.person_id for rsvp in said.moved_up] == [3]


def test_a_child_counts_as_a_place_and_is_refused_when_there_is_none(tx: Transaction, meetup: Meetup) -> None:
    meetup = limited(tx, meetup, 2)
    assert bring(tx, meetup, 1, 1, NOW).rsvp.children == 1
    with pytest.raises(Full):
        bring(tx, meetup, 1, 1, NOW)
    assert taken(tx.meetups.rsvps(meetup.id)) == 2


def test_a_child_less_makes_room_for_who_waits_and_for_oneself(tx: Transaction, meetup: Meetup) -> None:
    meetup = limited(tx, meetup, 2)
    bring(tx, meetup, 1, 1, NOW)
    say(tx, meetup, 2, GOING, NOW)
    assert [rsvp.person_id for rsvp in bring(tx, meetup, 1, -1, NOW).moved_up] == [2]
    say(tx, meetup, 1, DECLINED, NOW)
    bring(tx, meetup, 3, 1, NOW)
    assert waiting(tx.meetups.rsvps(meetup.id))[0].person_id == 3
    said = bring(tx, meetup, 3, -1, NOW)
    assert said.rsvp.waiting_since is None
    assert said.moved_up == ()


def few(tx: Transaction, meetup: Meetup) -> Meetup:
    """Two places; one is taken, and person 2 waits for two."""
    meetup = limited(tx, meetup, 2)
    say(tx, meetup, 1, GOING, NOW)
    bring(tx, meetup, 2, 1, NOW)
    return meetup


def test_who_waits_for_more_than_is_free_is_told_once(tx: Transaction, meetup: Meetup) -> None:
    meetup = few(tx, meetup)
    told = offer(tx, meetup, NOW)
    assert told is not None
    assert (told.person.id, told.free, told.rsvp.seats) == (2, 1, 2)
    assert offer(tx, meetup, NOW) is None
    say(tx, meetup, 2, DECLINED, NOW)
    bring(tx, meetup, 2, 1, NOW)
    assert offer(tx, meetup, NOW) is not None


def test_nobody_is_told_of_few_places_where_none_is_free_or_who_waits_cannot_be_reached(
    tx: Transaction, meetup: Meetup
) -> None:
    meetup = few(tx, meetup)
    say(tx, meetup, 3, GOING, NOW)
    assert offer(tx, meetup, NOW) is None
    say(tx, meetup, 3, DECLINED, NOW)
    tx.people.save(tx.people.get(2).changed(private_open=False))
    assert offer(tx, meetup, NOW) is None


def test_coming_without_the_children_takes_one_place_while_it_is_free(tx: Transaction, meetup: Meetup) -> None:
    meetup = few(tx, meetup)
    say(tx, meetup, 3, GOING, NOW)
    with pytest.raises(Full):
        come_alone(tx, meetup, 2, NOW)
    say(tx, meetup, 3, DECLINED, NOW)
    assert come_alone(tx, meetup, 2, NOW).rsvp.children == 0
    assert placed(tx, meetup) == [1, 2]
    assert not come_alone(tx, meetup, 2, NOW).different
    assert not come_alone(tx, meetup, 4, NOW).different
    assert placed(tx, meetup) == [1, 2]


def test_children_never_go_below_none(tx: Transaction, meetup: Meetup) -> None:
    assert not bring(tx, meetup, 1, -1, NOW).different
    assert tx.meetups.rsvps(meetup.id) == []


def test_more_places_move_everybody_up_who_fits_and_fewer_throw_nobody_out(tx: Transaction, meetup: Meetup) -> None:
    meetup = limited(tx, meetup, 1)
    for person in (1, 2, 3):
        say(tx, meetup, person, GOING, NOW + timedelta(minutes=person))
    assert [rsvp.person_id for rsvp in set_places(tx, meetup, None, NOW)] == [2, 3]
    assert set_places(tx, meetup.changed(places=None), 1, NOW) == ()
    assert placed(tx, meetup) == [1, 2, 3]


@pytest.mark.parametrize("state", [MeetupState.SKIPPED, MeetupState.CANCELLED, MeetupState.ENDED, MeetupState.NOT_HELD])
def test_a_meetup_that_is_called_off_or_over_takes_no_answer(
    tx: Transaction, meetup: Meetup, state: MeetupState
) -> None:
    off = meetup.changed(state=state)
    for act in (lambda: say(tx, off, 1, GOING, NOW), lambda: bring(tx, off, 1, 1, NOW)):
        with pytest.raises(NotNow):
            act()
    assert tx.meetups.rsvps(meetup.id) == []


def test_an_answer_can_be_given_until_the_end_and_not_after(tx: Transaction, meetup: Meetup) -> None:
    say(tx, meetup, 1, GOING, meetup.ends_at - timedelta(seconds=1))
    with pytest.raises(NotNow):
        say(tx, meetup, 2, GOING, meetup.ends_at)


@pytest.mark.parametrize(
    ("at", "possible"),
    [
        (utc(1, 9, 44), False),
        (utc(1, 9, 45), True),
        (utc(1, 11, 59), True),
        (utc(1, 12, 0), False),
    ],
)
def test_here_opens_15_minutes_before_and_closes_30_after(
    tx: Transaction, meetup: Meetup, at: object, possible: bool
) -> None:
    if possible:
        assert arrive(tx, meetup, 1, at)
        assert not arrive(tx, meetup, 1, at)
    else:
        with pytest.raises(NotNow):
            arrive(tx, meetup, 1, at)


def test_being_here_says_nothing_about_coming(tx: Transaction, meetup: Meetup) -> None:
    arrive(tx, meetup, 1, utc(1, 10))
    assert counted_on(tx, meetup) == []
    say(tx, meetup, 2, GOING, NOW)
    rsvp = tx.meetups.rsvp(meetup.id, 2)
    assert rsvp is not None
    assert rsvp.here_at is None


def test_nobody_moves_up_once_it_is_over(tx: Transaction, meetup: Meetup) -> None:
    meetup = limited(tx, meetup, 1)
    say(tx, meetup, 1, GOING, NOW)
    say(tx, meetup, 2, GOING, NOW)
    assert move_up(tx, meetup.changed(places=5), meetup.ends_at) == ()
