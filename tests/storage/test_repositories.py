"""What is put in comes out again, the same."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from domain.drafts import Draft
from domain.groups import Facilitator
from domain.meetups import Answer, Change, ChangeKind, MeetupState, Rsvp, SeriesChange
from domain.outbox import Card, Lane, Outgoing
from domain.people import Member, NameStyle
from domain.quiet import QuietHours
from domain.recurrence import Rule
from storage.tables import inbox, metadata, people
from storage.transaction import Store, Transaction
from tests.storage.world import CHAT, FAY, MARA, NOW, ROOM, a_meetup, a_series, fill, group, person, say


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


async def test_a_group_comes_back_as_it_was(store: Store) -> None:
    given = group(
        title="<&> עברית",
        country="GB",
        area="North",
        room_chat_id=ROOM,
        resting=True,
        names_shown=False,
        leads=(10080, 5),
        quiet=QuietHours(start=time(22, 30), end=time(7, 15)),
        thread_id=4,
        language="qps",
    )
    kept = await store.transact(lambda tx: tx.groups.add(given))
    found = await store.look(lambda tx: tx.groups.get(kept.id))
    assert found == kept == given.changed(id=kept.id)
    assert await store.look(lambda tx: tx.groups.by_chat(CHAT)) == kept
    assert await store.look(lambda tx: tx.groups.by_chat(CHAT - 1)) is None
    assert await store.look(lambda tx: tx.groups.by_room(ROOM)) == [kept]
    assert await store.look(lambda tx: tx.groups.active()) == []
    await store.transact(lambda tx: tx.groups.save(kept.changed(resting=False, title="New")))
    assert [g.title for g in await store.look(lambda tx: tx.groups.active())] == ["New"]
    assert await store.look(lambda tx: tx.groups.active(limit=0)) == []


async def test_a_person_comes_back_as_they_were(store: Store) -> None:
    given = person(
        called="M <&>",
        name_style=NameStyle.FIRST,
        language="pt-br",
        private_open=True,
        lead=90,
        nudges=False,
        away_until=date(2026, 12, 20),
    )
    await store.transact(lambda tx: tx.people.save(given))
    assert await store.look(lambda tx: tx.people.get(MARA)) == given
    assert await store.look(lambda tx: tx.people.get(FAY)) is None
    await store.transact(lambda tx: tx.people.save(given.changed(lead=None)))
    assert (await store.look(lambda tx: tx.people.many([MARA, FAY]))) == {MARA: given.changed(lead=None)}


async def test_members_are_those_who_have_not_left(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, there = tx.groups.add(group()), tx.groups.add(group(chat_id=CHAT - 5, resting=True))
        for someone in (person(lead=60), person(FAY, lead=30)):
            tx.people.save(someone)
        stays = Member(group_id=here.id, person_id=MARA, joined_at=NOW, administrator_seen=True)
        left = Member(group_id=here.id, person_id=FAY, joined_at=NOW, left_at=hours(1))
        tx.people.save_member(stays)
        tx.people.save_member(left)
        tx.people.save_member(stays.changed(group_id=there.id))
        assert tx.people.members(here.id) == [stays]
        assert tx.people.member(here.id, FAY) == left
        assert tx.people.groups_of(MARA) == [here]  # the other one rests
        assert tx.people.groups_of(FAY) == []
        assert [p.id for p in tx.people.wanting_reminder(here.id, 60)] == [MARA]
        assert tx.people.wanting_reminder(here.id, 30) == []
        assert tx.people.leads_wanted(here.id) == [60]

    await store.transact(work)


async def test_facilitators_are_added_renewed_and_removed(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here = tx.groups.add(group())
        tx.people.save(person(FAY))
        served = Facilitator(group_id=here.id, person_id=FAY, added_by=MARA, added_at=NOW)
        tx.groups.add_facilitator(served)
        tx.groups.add_facilitator(served)
        assert tx.groups.facilitators(here.id) == [served]
        assert tx.people.groups_of(FAY) == [here]
        assert tx.groups.remove_facilitator(here.id, FAY)
        assert not tx.groups.remove_facilitator(here.id, FAY)

    await store.transact(work)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(frequency="weekly", weekday=1),
        Rule(frequency="weekly", weekday=3, interval=2),
        Rule(frequency="monthly", weekday=1, nth=-1),
        Rule(frequency="once"),
    ],
    ids=lambda rule: rule.to_rrule(),
)
async def test_a_series_and_its_meetups_come_back_as_they_were(store: Store, rule: Rule) -> None:
    def work(tx: Transaction) -> None:
        here = tx.groups.add(group())
        series = tx.meetups.add_series(
            a_series(here.id, rule=rule, place="Hall", link="https://x.test", places=8, until=date(2027, 1, 1))
        )
        assert tx.meetups.series(series.id) == series
        assert tx.meetups.series_of(here.id) == [series]
        meetup = tx.meetups.add(
            a_meetup(series, topic="sleep", reason="snow", state=MeetupState.CANCELLED, moved=True, sequence=3)
        )
        assert tx.meetups.get(meetup.id) == meetup
        assert tx.meetups.by_key(series.id, meetup.key) == meetup
        assert tx.meetups.by_key(series.id, date(2026, 12, 8)) is None
        assert tx.meetups.of_series(series.id) == [meetup]
        assert tx.meetups.coming(here.id, meetup.ends_at - timedelta(seconds=1)) == [meetup]
        assert tx.meetups.coming(here.id, meetup.ends_at) == []
        tx.meetups.save(meetup.changed(state=MeetupState.ENDED))
        assert tx.meetups.coming(here.id, NOW) == []
        assert tx.meetups.last_ended(here.id) == meetup.changed(state=MeetupState.ENDED)

    await store.transact(work)


async def test_answers_stand_in_the_order_in_which_they_were_given(store: Store) -> None:
    def work(tx: Transaction) -> None:
        meetup = fill(tx)
        later = Rsvp(
            meetup_id=meetup.id,
            person_id=FAY,
            answer=None,
            children=2,
            waiting_since=hours(1),
            here_at=hours(2),
            changed_at=hours(3),
        )
        tx.meetups.save_rsvp(later)
        assert [rsvp.person_id for rsvp in tx.meetups.rsvps(meetup.id)] == [MARA, FAY]
        assert tx.meetups.rsvp(meetup.id, FAY) == later
        again = Rsvp(meetup_id=meetup.id, person_id=MARA, answer=Answer.MAYBE, changed_at=hours(4))
        tx.meetups.save_rsvp(again)
        assert tx.meetups.rsvps(meetup.id) == [later, again]
        assert tx.meetups.rsvps_of(MARA) == [again]

    await store.transact(work)


async def test_changes_come_back_with_the_meetups_as_they_were(store: Store) -> None:
    def work(tx: Transaction) -> None:
        meetup = fill(tx)
        series = tx.meetups.series(meetup.series_id)
        assert series is not None
        done: dict[str, Any] = {"by": FAY, "at": NOW, "tell_at": hours(1)}
        whole = SeriesChange(series_id=series.id, until_before=date(2027, 1, 1), before=(meetup,), told=True, **done)
        whole = tx.meetups.add_series_change(whole)
        assert tx.meetups.series_change(whole.id) == whole
        change = Change(meetup_id=meetup.id, kind=ChangeKind.PLACE, before=meetup, series_change_id=whole.id, **done)
        change = tx.meetups.add_change(change)
        assert tx.meetups.change(change.id) == change
        assert tx.meetups.changes(meetup.id)[-1] == change
        tx.meetups.save_change(change.changed(undone=True))
        tx.meetups.save_series_change(whole.changed(undone=True))
        assert tx.meetups.change(change.id) == change.changed(undone=True)
        assert tx.meetups.series_change(whole.id) == whole.changed(undone=True)

    await store.transact(work)


async def test_the_number_of_a_removed_meetup_is_never_given_again(store: Store) -> None:
    def work(tx: Transaction) -> None:
        meetup = fill(tx)
        tx.meetups.remove(meetup.id)
        assert tx.meetups.rsvps(meetup.id) == []
        assert tx.meetups.add(meetup).id > meetup.id

    await store.transact(work)


async def test_what_belongs_to_a_group_goes_with_it_and_nothing_else(store: Store) -> None:
    def work(tx: Transaction) -> None:
        meetup = fill(tx)
        other = tx.groups.add(group(chat_id=CHAT - 9))
        kept = tx.meetups.add(a_meetup(tx.meetups.add_series(a_series(other.id))))
        tx.groups.remove(meetup.group_id)
        assert tx.meetups.get(meetup.id) is None
        assert tx.people.groups_of(MARA) == []
        assert tx.meetups.get(kept.id) == kept
        assert tx.people.get(MARA) is not None

    await store.transact(work)


async def test_the_newest_draft_that_waits_for_words_is_found(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.people.save(person())
        first = Draft(kind="topic", person_id=MARA, chat_id=CHAT, expects="words", data={"a": [1]}, created_at=NOW)
        first = tx.drafts.add(first)
        second = tx.drafts.add(first.changed(data={"b": "ü"}))
        tx.drafts.add(first.changed(expects=None))
        assert tx.drafts.waiting_for_words(CHAT, MARA) == second
        assert tx.drafts.waiting_for_words(CHAT, FAY) is None
        assert tx.drafts.waiting_for_words(MARA, MARA) is None
        tx.drafts.save(second.changed(expects=None))
        assert tx.drafts.waiting_for_words(CHAT, MARA) == first
        tx.drafts.remove(first.id)
        assert len(tx.drafts.of_person(MARA)) == 2
        tx.drafts.prune(hours(1))
        assert tx.drafts.of_person(MARA) == []

    await store.transact(work)


async def test_a_promise_is_kept_once_however_often_it_was_given(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for _ in range(3):
            tx.agenda.add("reminder", 17, hours(1))
        tx.agenda.add("reminder", "17:60", hours(2))
        assert tx.agenda.due(hours(0.5), 9) == []
        assert tx.agenda.next_due() == hours(1)
        (promise,) = tx.agenda.due(hours(1), 9)
        assert (promise.kind, promise.subject, promise.due_at) == ("reminder", "17", hours(1))
        assert tx.agenda.kept(promise)
        assert not tx.agenda.kept(promise)
        tx.agenda.add("reminder", "17_60", hours(2))
        tx.agenda.remove_like("reminder", "17_")  # the underscore is no wildcard
        assert [p.subject for p in tx.agenda.due(hours(3), 9)] == ["17:60"]
        tx.agenda.remove("reminder", "17:60")
        assert tx.agenda.next_due() is None

    await store.transact(work)


async def test_a_promise_set_aside_is_due_no_more(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.agenda.add("reminder", 1, NOW)
        tx.agenda.failed(tx.agenda.due(NOW, 1)[0], set_aside=False)
        (again,) = tx.agenda.due(NOW, 1)
        assert again.tries == 1
        tx.agenda.failed(again, set_aside=True)
        assert tx.agenda.due(NOW, 1) == []
        assert tx.agenda.next_due() is None
        assert len(tx.agenda.of("reminder", 1)) == 1

    await store.transact(work)


async def test_an_update_is_kept_once_and_blanked_when_done(store: Store) -> None:
    def work(tx: Transaction) -> None:
        new = tx.inbox.store([(10, CHAT, "first"), (3, CHAT, "second"), (10, CHAT, "first")], NOW)
        assert [(row.seq, row.body) for row in new] == [(1, "first"), (2, "second")]
        assert tx.inbox.store([(3, CHAT, "second"), (4, MARA, "third")], NOW)[0].body == "third"
        tx.inbox.done(1)
        tx.inbox.failed(2, 2)
        tx.inbox.set_aside(3, 3)
        assert [(row.body, row.tries) for row in tx.inbox.waiting()] == [("second", 2)]
        assert tx.inbox.counts() == {"done": 1, "waiting": 1, "set_aside": 1}
        assert tx.inbox.store([(10, CHAT, "first")], NOW) == []

    await store.transact(work)
    bodies = await store.database.look(lambda c: c.execute(sa.select(inbox.c.body, inbox.c.lane)).all())
    assert sorted(bodies, key=str) == [("second", CHAT), (None, 0), (None, 0)]


async def test_ids_of_updates_are_forgotten_after_their_time_but_never_what_still_waits(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.inbox.store([(1, CHAT, "done"), (2, CHAT, "waits")], NOW)
        tx.inbox.done(1)
        tx.inbox.prune(NOW)
        assert tx.inbox.store([(1, CHAT, "done")], NOW) == []
        tx.inbox.prune(hours(1))
        assert [row.body for row in tx.inbox.waiting()] == ["waits"]
        assert [row.seq for row in tx.inbox.store([(1, CHAT, "anew")], NOW)] == [3]

    await store.transact(work)


async def test_the_outbox_gives_back_the_most_urgent_first_and_what_was_said_first_first(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for lane in (Lane.NUDGE, Lane.REMINDER, Lane.ANSWER, Lane.ANSWER):
            say(tx, CHAT, lane.name, lane=lane, effect={"kind": "x", "n": 1}, once=lane is Lane.NUDGE)
        tx.outbox.flush()
        found = tx.outbox.load((-1, -1), 9)
        assert [message.lane for message in found] == [Lane.ANSWER, Lane.ANSWER, Lane.REMINDER, Lane.NUDGE]
        assert found[0].id < found[1].id
        assert {message.id for message in found} == {message.id for message in tx.outbox.said}
        assert sorted(tx.outbox.said, key=lambda m: (m.lane, m.id)) == found
        later = tx.outbox.again(found[0], hours(1))
        assert (later.tries, later.not_before) == (1, hours(1))
        assert tx.outbox.load((-1, -1), 1) == [later]
        tx.outbox.sent(found[1])
        tx.outbox.give_up(found[2], "refused: no")
        assert tx.outbox.load((-1, -1), 9) == [later, found[3]]
        assert tx.outbox.sending(found[3])
        assert tx.outbox.interrupted() == 1
        assert tx.outbox.load((-1, -1), 9) == [later]
        assert tx.outbox.counts() == {"waiting": 1, "given_up": 2}
        tx.outbox.prune(hours(1))
        assert tx.outbox.counts() == {"waiting": 1}

    await store.transact(work)


async def test_after_a_crash_nobody_claims_to_know_what_a_card_shows_whose_edit_was_waiting(store: Store) -> None:
    def work(tx: Transaction) -> None:
        waits, rests = (
            tx.cards.add(Card(kind="x", subject_id=number, chat_id=CHAT, message_id=number, shown="as it was"))
            for number in (1, 2)
        )
        tx.outbox.touch(waits, hours(0))
        tx.outbox.flush()
        assert tx.outbox.interrupted() == 0
        assert [card.shown for one in (waits, rests) if (card := tx.cards.get(one.id))] == [None, "as it was"]

    await store.transact(work)


async def test_what_was_taken_back_does_not_leave(store: Store) -> None:
    def work(tx: Transaction) -> None:
        say(tx, MARA, "never", once=True)
        say(tx, CHAT, "stays")
        never, stays = tx.outbox.said
        tx.outbox.drop_for_person(MARA)
        assert tx.outbox.said == [stays]
        assert not tx.outbox.sending(never)
        assert not tx.outbox.still_wanted(never)
        assert tx.outbox.waiting(CHAT) == [stays]

    await store.transact(work)


async def test_a_card_that_is_touched_often_is_one_row(store: Store) -> None:
    def work(tx: Transaction) -> None:
        card = tx.cards.add(Card(kind="meetup", subject_id=3, chat_id=CHAT, thread_id=5))
        for _ in range(30):
            tx.outbox.touch(card, NOW)
        (row,) = tx.outbox.said
        assert (row.card_id, row.lane, row.payload) == (card.id, Lane.CARD, {"new": True})
        touched = tx.cards.get(card.id)
        assert touched is not None
        assert touched.version == card.version + 30
        tx.cards.save(card.changed(message_id=8, shown="x", pinned=True, closed=True))
        kept = tx.cards.get(card.id)
        assert kept == card.changed(message_id=8, shown="x", pinned=True, closed=True, version=touched.version)
        assert tx.cards.of("meetup", 3) == kept
        assert tx.cards.in_chat(CHAT) == [kept]
        tx.outbox.give_up(row, "refused")
        tx.outbox.touch(card, NOW)  # given up is not for ever: the next change tries again
        assert len(tx.outbox.said) == 2

    await store.transact(work)


async def test_silence_that_telegram_asked_for_is_remembered_until_it_is_over(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.outbox.hold(CHAT, hours(1))
        tx.outbox.hold(CHAT, hours(2))
        tx.outbox.hold(MARA, hours(1))
        assert tx.outbox.holds(hours(1)) == {CHAT: hours(2)}
        assert tx.outbox.holds(hours(2)) == {}

    await store.transact(work)


async def test_numbers_of_messages_go_on_after_a_restart(store: Store, url: str) -> None:
    await store.transact(lambda tx: say(tx, CHAT, "one"))
    (one,) = await store.look(lambda tx: tx.outbox.waiting(CHAT))
    again = await Store.open(url, store._forgotten)
    try:
        await again.transact(lambda tx: say(tx, CHAT, "two"))
        assert [m.id for m in await again.look(lambda tx: tx.outbox.waiting(CHAT))] == [one.id, one.id + 1]
    finally:
        await again.close()


async def test_the_program_hears_what_is_to_be_said_only_after_the_commit(store: Store) -> None:
    heard: list[Outgoing] = []
    woken: list[str] = []
    store.on_said = heard.extend
    store.on_promised = lambda: woken.append("woken")

    def fails(tx: Transaction) -> None:
        say(tx, CHAT, "never")
        tx.agenda.add("reminder", 1, NOW)
        raise KeyError

    with pytest.raises(KeyError):
        await store.transact(fails)
    assert (heard, woken) == ([], [])
    await store.transact(lambda tx: say(tx, CHAT, "now"))
    await store.transact(lambda tx: tx.agenda.add("reminder", 1, NOW))
    assert ([m.payload["text"] for m in heard], woken) == (["now"], ["woken"])


async def test_a_moment_without_a_zone_is_refused_and_another_zone_is_the_same_moment(store: Store) -> None:
    def write(at: datetime) -> Callable[[Transaction], None]:
        values = {"id": MARA, "first_name": "M", "name_style": "full", "private_open": False, "nudges": True}
        return lambda tx: tx._connection.execute(people.insert().values(**values, seen_at=at))  # type: ignore[func-returns-value]

    with pytest.raises(sa.exc.StatementError, match="without a time zone"):
        await store.transact(write(NOW.replace(tzinfo=None)))
    with pytest.raises(ValueError, match="without a time zone"):
        person(seen_at=NOW.replace(tzinfo=None))
    await store.transact(write(NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))))
    found = await store.look(lambda tx: tx.people.get(MARA))
    assert found is not None
    assert found.seen_at == NOW
    assert found.seen_at.tzinfo is UTC


async def test_this_file_knows_every_table(store: Store) -> None:
    await store.transact(fill)
    empty = [
        table.name
        for table in metadata.sorted_tables
        if not await store.database.look(lambda c, t=table: c.scalar(sa.select(sa.func.count()).select_from(t)))
    ]
    assert empty == []
