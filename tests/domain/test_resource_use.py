"""Who may see a resource, how many can be saved, and how often it may be shown to a group."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Full, Gone, NotNow, SharedAlready, SharedJustNow, Unchanged
from domain.groups import Group
from domain.members import see_member, see_person
from domain.resource_editing import add, change, check, due, restore, retire, theirs
from domain.resource_use import ANY_AGAIN, MOST_SAVED, SAME_AGAIN, SHARED, judge, keep, kept_by, share, visible
from domain.resources import STALE_AFTER, Resource, ResourceState, Status, Verdict
from storage.transaction import Transaction
from tests.flows.local_help import resource

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MARA, FAY = 101, 202


@pytest.fixture
def group(tx: Transaction) -> Group:
    found = tx.groups.add(Group(chat_id=-1, title="Ours", zone="Europe/London", created_at=NOW))
    see_person(tx, MARA, first_name="Mara", last_name=None, private_open=True, now=NOW)
    see_member(tx, found.id, MARA, NOW)
    return found


def other(tx: Transaction) -> Group:
    return tx.groups.add(Group(chat_id=-2, title="Theirs", created_at=NOW))


def test_everybodys_and_ones_own_groups_are_seen_and_no_others(tx: Transaction, group: Group) -> None:
    shared, own = tx.resources.add(resource()), tx.resources.add(resource("Own", group_id=group.id))
    secret = tx.resources.add(resource("Secret", group_id=other(tx).id))
    assert [visible(tx, one.id, MARA).name for one in (shared, own)] == ["Saturday sports club", "Own"]
    for hidden in (secret.id, 999):
        with pytest.raises(Gone):
            visible(tx, hidden, MARA)
    with pytest.raises(Gone):
        visible(tx, own.id, FAY)


def test_what_was_saved_of_a_group_that_one_left_is_not_shown_any_more(tx: Transaction, group: Group) -> None:
    own = tx.resources.add(resource("Own", group_id=group.id))
    assert keep(tx, own.id, MARA, NOW)
    assert not keep(tx, own.id, MARA, NOW)
    member = tx.people.member(group.id, MARA)
    assert [one.id for one in kept_by(tx, MARA)] == [own.id]
    tx.people.save_member(member.changed(left_at=NOW))
    assert kept_by(tx, MARA) == []


def test_a_list_has_an_end(tx: Transaction, group: Group) -> None:
    many = [tx.resources.add(resource(f"Club {number}", number)) for number in range(MOST_SAVED + 1)]
    for one in many[:-1]:
        keep(tx, one.id, MARA, NOW)
    with pytest.raises(Full):
        keep(tx, many[-1].id, MARA, NOW)
    assert keep(tx, many[0].id, MARA, NOW) is False  # a second tap on what is there already


def test_nothing_is_said_of_what_is_no_longer_offered(tx: Transaction, group: Group) -> None:
    gone = tx.resources.add(resource(state=ResourceState.RETIRED))
    with pytest.raises(Gone):
        judge(tx, gone.id, MARA, Verdict.HELPED, NOW)
    with pytest.raises(Gone):
        share(tx, gone.id, group, NOW)


def test_what_people_no_longer_find_is_not_shown_to_a_group(tx: Transaction, group: Group) -> None:
    old = NOW.date() - STALE_AFTER
    unchecked = tx.resources.add(resource("Unchecked", assured_date=old - timedelta(days=1)))
    defunct = tx.resources.add(resource("Defunct", 2, status=Status.DEFUNCT))
    for one in (unchecked, defunct):
        with pytest.raises(Gone):
            share(tx, one.id, group, NOW)
    just = tx.resources.add(resource("Just still", 3, assured_date=old))
    assert share(tx, just.id, group, NOW).id == just.id


def test_the_same_is_shown_again_after_a_week_and_another_after_some_minutes(tx: Transaction, group: Group) -> None:
    one, two = tx.resources.add(resource()), tx.resources.add(resource("Other", 2))
    share(tx, one.id, group, NOW)
    with pytest.raises(SharedAlready):
        share(tx, one.id, group, NOW)
    with pytest.raises(SharedJustNow):
        share(tx, two.id, group, NOW)
    share(tx, one.id, other(tx), NOW)
    assert [p.due_at for p in tx.agenda.of(SHARED, f"{group.id}:{one.id}")] == [NOW + SAME_AGAIN]
    assert [p.due_at for p in tx.agenda.of(SHARED, f"{group.id}")] == [NOW + ANY_AGAIN]


def test_facilitators_look_after_everybodys_and_their_own(tx: Transaction, group: Group) -> None:
    shared = tx.resources.add(resource())
    secret = tx.resources.add(resource("Secret", group_id=other(tx).id))
    assert theirs(tx, group, shared.id) == shared
    with pytest.raises(Gone):
        theirs(tx, group, secret.id)


def test_each_step_is_noted_and_none_can_be_done_twice(tx: Transaction, group: Group) -> None:
    added = add(tx, group, Resource(name="New", added_on=NOW.date()), FAY, NOW)
    changed = change(tx, added, added.changed(alert="Closed on Monday"), FAY, NOW)
    with pytest.raises(Unchanged):
        change(tx, changed, changed, FAY, NOW)
    checked = check(tx, group, changed, FAY, NOW)
    gone = retire(tx, checked, FAY, NOW)
    with pytest.raises(Unchanged):
        retire(tx, gone, FAY, NOW)
    with pytest.raises(NotNow):
        check(tx, group, gone, FAY, NOW)
    back = restore(tx, gone, FAY, NOW)
    with pytest.raises(Unchanged):
        restore(tx, back, FAY, NOW)
    history = [(one.what, one.by) for one in reversed(tx.resources.history(added.id))]
    assert history == [(what, FAY) for what in ("added", "changed", "checked", "retired", "restored")]
    assert back.version == added.version + 4


def test_what_is_due_is_what_nobody_checked_for_about_a_year(tx: Transaction, group: Group) -> None:
    today = NOW.date()
    for name, days in (("Fresh", 300), ("Soon", 340), ("Old", 500), ("Hidden", 900)):
        tx.resources.add(resource(name, days, assured_date=today - timedelta(days=days)))
    assert [one.name for one in due(tx, group, NOW)] == ["Hidden", "Old", "Soon"]
