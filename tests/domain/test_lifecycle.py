"""Cards and meetups over time."""

from datetime import time, timedelta

from domain.lifecycle import card_due, end, finish_card, next_of
from domain.meetups import Meetup, MeetupState
from domain.outbox import Card
from domain.planning import CARD, CARD_DUE, CLOSES, ENDS, promise
from domain.quiet import QuietHours
from storage.transaction import Transaction
from tests.domain.a_series import NOW, a_group, a_series, utc


def card_of(tx: Transaction, meetup: Meetup) -> Card | None:
    return tx.cards.of(CARD, meetup.id)


def second(tx: Transaction, first: Meetup) -> Meetup:
    return tx.meetups.of_series(first.series_id)[1]


def test_the_first_card_is_posted_at_once_and_the_second_is_promised(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    assert card_of(tx, first)
    assert tx.agenda.of(CARD_DUE, first.id) == []
    following = second(tx, first)
    assert card_of(tx, following) is None
    assert [p.due_at for p in tx.agenda.of(CARD_DUE, following.id)] == [following.starts_at - timedelta(days=2)]


def test_the_next_card_comes_when_the_meetup_before_it_has_ended(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    assert end(tx, first.id, first.ends_at - timedelta(minutes=1)) is None
    assert card_of(tx, second(tx, first)) is None
    ended = end(tx, first.id, first.ends_at)
    assert ended is not None
    assert ended.state is MeetupState.ENDED
    assert card_of(tx, second(tx, first))
    assert len(tx.meetups.of_series(first.series_id)) == 6


def test_in_quiet_hours_the_next_card_waits_for_the_morning(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx), local_time=time(20))
    end(tx, first.id, first.ends_at)
    following = second(tx, first)
    assert card_of(tx, following) is None
    assert [p.due_at for p in tx.agenda.of(CARD_DUE, following.id)] == [utc(2, 8)]
    card_due(tx, following.id, utc(2, 8))
    assert card_of(tx, following)


def test_a_card_that_is_due_two_days_before_is_posted_once(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    following = second(tx, first)
    for _ in range(2):
        card_due(tx, following.id, following.starts_at - timedelta(days=2))
    end(tx, first.id, first.ends_at)
    assert card_of(tx, following)
    assert len(tx.cards.in_chat(-1001)) == 2


def test_after_five_weeks_of_silence_only_the_card_that_is_still_of_use_comes(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    now = first.starts_at + timedelta(weeks=5, days=2)
    for meetup in tx.meetups.of_series(first.series_id):
        card_due(tx, meetup.id, now)
        end(tx, meetup.id, now)
    cards = {card.subject_id for card in tx.cards.in_chat(-1001)}
    coming = [m for m in tx.meetups.of_series(first.series_id) if m.starts_at > now]
    assert cards == {first.id, coming[0].id}


def test_nothing_is_posted_for_a_meetup_that_is_called_off(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    following = second(tx, first)
    tx.meetups.save(following.changed(state=MeetupState.CANCELLED))
    card_due(tx, following.id, following.starts_at - timedelta(days=2))
    assert card_of(tx, following) is None


def test_nothing_is_posted_while_the_group_rests(tx: Transaction) -> None:
    group = a_group(tx)
    _, first = a_series(tx, group)
    tx.groups.save(group.changed(resting=True))
    end(tx, first.id, first.ends_at)
    assert card_of(tx, second(tx, first)) is None


def test_a_card_is_finished_half_an_hour_after_the_end_and_not_before(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    finish_card(tx, first.id, first.here_until - timedelta(minutes=1))
    assert not card_of(tx, first).closed
    finish_card(tx, first.id, first.here_until)
    assert card_of(tx, first).closed


def test_a_pinned_card_is_to_be_unpinned_once(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx))
    tx.cards.save(card_of(tx, first).changed(pinned=True, message_id=5))
    assert finish_card(tx, first.id, first.here_until)
    assert finish_card(tx, first.id, first.here_until) is None


def test_after_a_skipped_one_the_series_goes_on(tx: Transaction) -> None:
    group = a_group(tx)
    _, first = a_series(tx, group)
    skipped = first.changed(state=MeetupState.SKIPPED)
    tx.meetups.save(skipped)
    promise(tx, skipped, group, NOW)
    assert tx.agenda.of(ENDS, first.id) == []
    assert [p.due_at for p in tx.agenda.of(CLOSES, first.id)] == [first.here_until]
    finish_card(tx, first.id, first.here_until)
    assert card_of(tx, first).closed
    assert card_of(tx, second(tx, first))


def test_two_series_of_one_group_do_not_mix(tx: Transaction) -> None:
    group = a_group(tx)
    _, tea = a_series(tx, group)
    series, coffee = a_series(tx, group, title="Other", local_time=time(15))
    end(tx, tea.id, tea.ends_at)
    assert next_of(tx, group, utc(1, 12)).id == coffee.id
    assert card_of(tx, second(tx, tea))
    assert card_of(tx, second(tx, coffee)) is None
    assert next_of(tx, group, utc(1, 12), series_id=series.id).id == coffee.id


def test_a_group_without_quiet_hours_gets_its_card_at_night(tx: Transaction) -> None:
    _, first = a_series(tx, a_group(tx, quiet=QuietHours(start=time(0), end=time(0))), local_time=time(21))
    end(tx, first.id, first.ends_at)
    assert card_of(tx, second(tx, first))
