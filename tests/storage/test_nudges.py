"""A nudge from saved attendance until it left, and what is written down where Telegram did not take it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.attendance import Attended, Mark
from domain.groups import Group
from domain.meetups import Answer, Meetup, MeetupState, Rsvp
from domain.nudge import Nudge, NudgeState
from domain.nudge_policy import APART
from domain.nudge_sending import due, leave, plan, refused
from domain.nudges import SEND, TELL
from domain.people import Member
from storage.transaction import Store, Transaction
from tests.storage.world import FAY, MARA, NOW, a_meetup, a_series, group, person

SAVED = datetime(2026, 12, 1, 20, tzinfo=UTC)
OPENS = datetime(2026, 12, 2, 10, tzinfo=UTC)
CLOSES = datetime(2026, 12, 2, 19, tzinfo=UTC)
MONTH = date(2026, 12, 1)


def missed(tx: Transaction) -> tuple[Meetup, Group]:
    """Mara had said Going for Tuesday's meetup and was not there; that is saved."""
    here = tx.groups.add(group())
    tx.people.save(person(private_open=True))
    tx.people.save_member(Member(group_id=here.id, person_id=MARA, joined_at=NOW))
    meetup = tx.meetups.add(a_meetup(tx.meetups.add_series(a_series(here.id)), state=MeetupState.ENDED))
    tx.meetups.save(meetup := meetup.changed(attendance_saved_at=SAVED))
    tx.meetups.save_rsvp(Rsvp(meetup_id=meetup.id, person_id=MARA, answer=Answer.GOING, changed_at=NOW))
    mark = Attended(meetup_id=meetup.id, person_id=MARA, mark=Mark.MISSED, marked_by=FAY, marked_at=SAVED)
    tx.attendance.mark(mark)
    return meetup, here


def leaving(tx: Transaction) -> Nudge:
    """It was planned, and its window has opened."""
    meetup, here = missed(tx)
    plan(tx, meetup, here, [MARA], SAVED)
    ready = due(tx, meetup.id, (), 4, OPENS)
    assert ready is not None
    ((nudge, _),) = ready.write
    return nudge


def earlier(tx: Transaction, group_id: int) -> None:
    """One that she got two weeks before and has not answered."""
    before = tx.meetups.add(a_meetup(tx.meetups.add_series(a_series(group_id)), date(2026, 11, 17)))
    at = OPENS - APART
    sent = {"group_id": group_id, "meetup_id": before.id, "state": NudgeState.SENT, "send_at": at, "sent_at": at}
    tx.nudges.add([Nudge(person_id=MARA, **sent)])


def now_is(tx: Transaction, nudge: Nudge) -> Nudge:
    found = tx.nudges.get(nudge.id)
    assert found is not None
    return found


async def test_it_is_promised_for_its_window_and_leaves_then(store: Store) -> None:
    def played(tx: Transaction) -> None:
        nudge = leaving(tx)
        assert [promise.due_at for promise in tx.agenda.of(SEND, nudge.meetup_id)] == [OPENS]
        assert nudge.state is NudgeState.LEAVING
        assert leave(tx, nudge.id, OPENS)
        assert (now_is(tx, nudge).state, now_is(tx, nudge).sent_at) == (NudgeState.SENT, OPENS)

    await store.transact(played)


async def test_attendance_that_is_saved_anew_promises_nothing_for_one_that_is_on_its_way(store: Store) -> None:
    def played(tx: Transaction) -> None:
        nudge = leaving(tx)
        meetup, here = tx.meetups.get(nudge.meetup_id), tx.groups.get(nudge.group_id)
        assert meetup is not None
        assert here is not None
        tx.agenda.remove(SEND, meetup.id)
        plan(tx, meetup, here, [MARA], OPENS)
        assert tx.agenda.of(SEND, meetup.id) == []
        assert now_is(tx, nudge) == nudge

    await store.transact(played)


async def test_one_that_telegram_held_back_leaves_again_and_is_counted_once(store: Store) -> None:
    def played(tx: Transaction) -> None:
        nudge = leaving(tx)
        for minutes in (0, 30):
            assert leave(tx, nudge.id, OPENS + timedelta(minutes=minutes))
        assert tx.nudges.counts(nudge.group_id, MONTH) == {"sent": 1}

    await store.transact(played)


@pytest.mark.parametrize("now", [CLOSES, OPENS - timedelta(minutes=1)], ids=["over", "the clock was set back"])
async def test_one_that_telegram_held_back_until_it_is_not_right_any_more_counts_as_never_sent(
    store: Store, now: datetime
) -> None:
    def played(tx: Transaction) -> None:
        nudge = leaving(tx)
        assert leave(tx, nudge.id, OPENS)
        assert not leave(tx, nudge.id, now)
        assert (now_is(tx, nudge).state, now_is(tx, nudge).sent_at) == (NudgeState.WITHDRAWN, None)
        assert tx.nudges.counts(nudge.group_id, MONTH) == {"sent": 0}
        assert not leave(tx, nudge.id, OPENS)  # nor is it taken up again

    await store.transact(played)


async def test_the_second_without_an_answer_begins_the_silence_and_one_that_never_arrived_does_not(
    store: Store,
) -> None:
    def played(tx: Transaction) -> None:
        nudge = leaving(tx)
        earlier(tx, nudge.group_id)
        assert leave(tx, nudge.id, OPENS)
        assert tx.nudges.silenced(nudge.group_id) == {MARA}
        refused(tx, nudge.id, "refused", OPENS)
        assert tx.nudges.silenced(nudge.group_id) == set()

    await store.transact(played)


async def test_another_group_s_does_not_begin_the_silence_here(store: Store) -> None:
    def played(tx: Transaction) -> None:
        nudge = leaving(tx)
        earlier(tx, tx.groups.add(group(chat_id=-1_000_000_909)).id)
        assert leave(tx, nudge.id, OPENS)
        assert tx.nudges.silenced(nudge.group_id) == set()

    await store.transact(played)


async def test_where_the_private_chat_turns_out_closed_the_facilitators_are_to_hear_and_nothing_was_sent(
    store: Store,
) -> None:
    def played(tx: Transaction) -> None:
        nudge = leaving(tx)
        assert leave(tx, nudge.id, OPENS)
        refused(tx, nudge.id, "blocked", OPENS)
        assert len(tx.agenda.of(TELL, nudge.id)) == 1
        assert tx.nudges.counts(nudge.group_id, MONTH) == {"sent": 0}

    await store.transact(played)


async def test_a_refusal_that_comes_late_changes_nothing_of_what_was_decided_since(store: Store) -> None:
    def played(tx: Transaction) -> None:
        nudge = leaving(tx).to(NudgeState.WITHDRAWN, why="stopped")
        tx.nudges.save(nudge)
        refused(tx, nudge.id, "refused", OPENS)
        assert now_is(tx, nudge) == nudge

    await store.transact(played)
