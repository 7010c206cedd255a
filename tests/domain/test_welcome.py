"""Welcomes: when, for whom, and what is agreed to."""

from datetime import timedelta

import pytest

from domain.errors import TooLong
from domain.leaving import leave_group
from domain.people import NameStyle
from domain.welcome import (
    GAP,
    GATHER,
    LONGEST_TEXT,
    MOST_NAMED,
    STALE,
    WELCOME,
    agree,
    agreed_at,
    arrived,
    greet,
    set_rules,
    set_wanted,
)
from storage.transaction import Transaction
from tests.domain.a_series import NOW, a_group, people, utc

MINUTE = timedelta(minutes=1)


def due(tx: Transaction, group_id: int) -> list[object]:
    return [promise.due_at for promise in tx.agenda.of(WELCOME, group_id)]


def test_telegram_tells_it_twice_and_it_counts_once(tx: Transaction) -> None:
    group = a_group(tx)
    assert arrived(tx, group, 7, "Ann", NOW)
    assert not arrived(tx, group, 7, "Ann", NOW)
    assert due(tx, group.id) == [NOW + GATHER]


def test_the_next_welcome_waits_until_a_quarter_of_an_hour_after_the_last(tx: Transaction) -> None:
    group = a_group(tx)
    arrived(tx, group, 7, "Ann", NOW)
    tx.agenda.remove(WELCOME, group.id)
    assert greet(tx, group.id, NOW + MINUTE) is not None
    arrived(tx, group, 8, "Ben", NOW + 2 * MINUTE)
    arrived(tx, group, 9, "Cleo", NOW + 9 * MINUTE)
    assert due(tx, group.id) == [NOW + MINUTE + GAP]


def test_at_night_it_waits_for_the_morning_also_after_the_program_was_off(tx: Transaction) -> None:
    group = a_group(tx)
    arrived(tx, group, 7, "Ann", utc(1, 22))
    assert due(tx, group.id) == [utc(2, 8)]
    tx.agenda.remove(WELCOME, group.id)
    assert greet(tx, group.id, utc(2, 23)) is None
    assert due(tx, group.id) == [utc(3, 8)]


def test_who_came_days_ago_is_not_welcomed_any_more(tx: Transaction) -> None:
    group = a_group(tx)
    arrived(tx, group, 7, "Ann", NOW)
    arrived(tx, group, 8, "Ben", NOW + STALE)
    greeting = greet(tx, group.id, NOW + STALE + MINUTE)
    assert greeting is not None
    assert greeting.names == ("Ben",)
    assert greet(tx, group.id, NOW + STALE + MINUTE) is None


def test_known_people_are_named_as_they_wish(tx: Transaction) -> None:
    group = a_group(tx)
    people(tx, group, 1, 2, 3)
    for person_id, wish in ((1, {"called": "Annie"}), (2, {"name_style": NameStyle.HIDDEN}), (3, {})):
        tx.people.save(tx.people.get(person_id).changed(**wish))  # type: ignore[union-attr]
        arrived(tx, group, person_id, f"Telegram {person_id}", NOW)
    greeting = greet(tx, group.id, NOW + MINUTE)
    assert greeting is not None
    assert (greeting.names, greeting.more) == (("Annie", "P3"), 1)


def test_a_crowd_is_counted_and_the_first_are_named(tx: Transaction) -> None:
    group = a_group(tx)
    for number in range(MOST_NAMED + 3):
        arrived(tx, group, 100 + number, f"N{number}", NOW)
    greeting = greet(tx, group.id, NOW + MINUTE)
    assert greeting is not None
    assert (len(greeting.names), greeting.more) == (MOST_NAMED, 3)


def test_nothing_is_said_where_it_is_not_wanted_or_the_bot_is_away(tx: Transaction) -> None:
    group = a_group(tx)
    arrived(tx, group, 7, "Ann", NOW)
    set_wanted(tx, group, wanted=False)
    assert greet(tx, group.id, NOW + MINUTE) is None
    resting = group.changed(resting=True)
    tx.groups.save(resting)
    assert not arrived(tx, resting, 8, "Ben", NOW)


def test_one_group_welcomes_nobody_of_another(tx: Transaction) -> None:
    group, other = a_group(tx), a_group(tx, -1002)
    arrived(tx, group, 7, "Ann", NOW)
    assert greet(tx, other.id, NOW + MINUTE) is None
    assert greet(tx, group.id, NOW + MINUTE) is not None


def test_an_agreement_is_to_the_rules_as_they_were(tx: Transaction) -> None:
    group = a_group(tx)
    people(tx, group, 1)
    agree(tx, group, 1, NOW)
    assert agreed_at(tx, group.id, 1) == NOW
    set_rules(tx, group, "Bring slippers", NOW + MINUTE)
    assert agreed_at(tx, group.id, 1) is None
    agree(tx, group, 1, NOW + 2 * MINUTE)
    assert agreed_at(tx, group.id, 1) == NOW + 2 * MINUTE


def test_leaving_ends_the_agreement_and_being_new(tx: Transaction) -> None:
    group = a_group(tx)
    people(tx, group, 1)
    arrived(tx, group, 1, "Ann", NOW)
    agree(tx, group, 1, NOW)
    leave_group(tx, group, 1, NOW)
    assert tx.newcomers.get(group.id, 1) is None
    assert tx.newcomers.agreement(group.id, 1) is None


def test_words_that_are_too_long_are_refused_and_empty_ones_are_the_usual(tx: Transaction) -> None:
    group = a_group(tx)
    with pytest.raises(TooLong):
        set_rules(tx, group, "x" * (LONGEST_TEXT + 1), NOW)
    assert set_rules(tx, group, "x" * LONGEST_TEXT, NOW).rules == "x" * LONGEST_TEXT
    assert set_rules(tx, group, "  ", NOW).rules is None


def test_a_group_that_shows_only_counts_names_nobody(tx: Transaction) -> None:
    group = a_group(tx, names_shown=False)
    arrived(tx, group, 7, "Ann", NOW)
    greeting = greet(tx, group.id, NOW + MINUTE)
    assert greeting is not None
    assert (greeting.names, greeting.more) == ((), 1)
