"""What is kept about a person is shown whole, and nothing of it stays when they are forgotten."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.forgetting import Ledger
from domain.introductions import OFF
from domain.privacy import erase, everything_about
from storage.forget import forget_again
from storage.people import NOBODY
from storage.tables import metadata
from storage.transaction import Store, Transaction
from tests.storage.conftest import opened
from tests.storage.world import CHAT, FAY, MARA, NAME, NOW, fill, person, places_of

LATER = NOW + timedelta(hours=1)
TRACES = (MARA, NAME, "Okafor-Canary", "M-Canary")


def handled(tx: Transaction) -> None:
    """The inbox keeps what is not handled yet; a moment later it is."""
    for row in tx.inbox.waiting():
        tx.inbox.done(row.seq)


async def test_facts_are_all_that_is_kept_of_them(store: Store, path: Path) -> None:
    await store.transact(fill)
    await store.transact(handled)
    facts = await store.look(lambda tx: everything_about(tx, MARA))
    kept_in = {place.split(".")[0] for place in places_of(path, MARA)}
    # What is on its way to them, and for how long Telegram wants silence, is theirs for seconds only.
    assert kept_in - {"outbox", "holds"} <= set(facts)
    assert facts["people"][0]["first_name"] == NAME
    assert facts["rsvps"][0]["answer"] == "going"
    assert not any(str(FAY) in str(row) for table in ("people", "rsvps", "members") for row in facts[table])


async def test_nothing_of_a_forgotten_person_stays_in_any_table(store: Store, path: Path) -> None:
    meetup = await store.transact(fill)
    await store.transact(handled)
    assert len(places_of(path, *TRACES)) > 10
    await store.transact(lambda tx: erase(tx, MARA, LATER))
    assert places_of(path, *TRACES) == []
    # Others lose nothing, and what she did for them stays, unsigned.
    assert await store.look(lambda tx: tx.people.get(FAY)) is not None
    assert await store.look(lambda tx: tx.meetups.get(meetup.id)) == meetup
    (change,) = await store.look(lambda tx: tx.meetups.changes(meetup.id))
    assert change.by == NOBODY


async def test_the_cards_on_which_they_stood_are_drawn_anew(store: Store) -> None:
    await store.transact(fill)
    await store.transact(lambda tx: [tx.outbox.sent(message) for message in tx.outbox.waiting(CHAT)])
    await store.transact(lambda tx: erase(tx, MARA, LATER))
    assert [m.card_id for m in await store.look(lambda tx: tx.outbox.waiting(CHAT))] == [1]


async def test_a_restored_backup_forgets_again_as_thoroughly(store: Store, path: Path) -> None:
    await store.transact(fill)
    ledger = Ledger(path)
    ledger.add(MARA, LATER)
    await store.close()
    assert forget_again(path, ledger.forgotten_at) == 1
    assert places_of(path, *TRACES) == []
    assert places_of(path, FAY) != []
    async with opened(path) as again:
        (card,) = await again.look(lambda tx: tx.cards.in_chat(CHAT))
        (notice,) = await again.look(lambda tx: tx.notices.in_chat(CHAT))
        assert notice.people == (FAY,)
        assert await again.look(lambda tx: tx.agenda.of("notice", notice.id)) != []
        assert card.shown is None  # so that the next drawing takes the name away …
        assert [m.card_id for m in await again.look(lambda tx: tx.outbox.waiting(CHAT)) if m.card_id] == [card.id]


async def test_a_restored_backup_keeps_no_byte_of_them(store: Store, path: Path) -> None:
    await store.transact(fill)
    await forgotten_again(store, path)
    assert NAME.encode() not in path.read_bytes()


async def test_a_restored_backup_forgets_what_was_promised_and_said_to_them_only(store: Store, path: Path) -> None:
    """Of somebody whose id begins alike nothing goes."""
    alike = MARA * 10 + 1
    body = '{"update_id":3,"message":{"from":{"id":%s,"first_name":"Tom"},"chat":{"id":1}}}'

    def more(tx: Transaction) -> None:
        fill(tx)
        tx.inbox.store([(3, 1, body % alike)], NOW)
        for someone in (MARA, alike):
            tx.agenda.add(OFF, f"{someone}:1", LATER)

    await store.transact(more)
    await forgotten_again(store, path)
    assert {place.split(" ")[0] for place in places_of(path, alike)} == {"inbox.body", "agenda.subject"}
    assert places_of(path, *TRACES) == places_of(path, alike)


async def test_in_a_restored_backup_the_list_is_drawn_anew_of_whoever_was_only_ticked(store: Store, path: Path) -> None:
    await store.transact(fill)
    with closing(sqlite3.connect(path)) as other:
        other.execute("DELETE FROM rsvps")
        other.commit()
    assert [card.shown for card in await store.look(lambda tx: tx.cards.in_chat(CHAT))] != [None]
    await forgotten_again(store, path)
    async with opened(path) as again:
        assert [card.shown for card in await again.look(lambda tx: tx.cards.in_chat(CHAT))] == [None]


async def test_a_restored_backup_forgets_also_from_whom_somebody_is_kept_apart(store: Store, path: Path) -> None:
    stranger = 5_000_000_505  # nobody the bot knows
    meetup = await store.transact(fill)
    await store.transact(lambda tx: tx.introductions.keep_apart(meetup.group_id, FAY, stranger))
    await forgotten_again(store, path, stranger)
    assert places_of(path, stranger) == []


async def forgotten_again(store: Store, path: Path, person: int = MARA) -> None:
    """They were forgotten after this backup was made, and it is restored."""
    ledger = Ledger(path)
    ledger.add(person, LATER)
    await store.close()
    assert forget_again(path, ledger.forgotten_at) == 1


async def test_whoever_came_back_by_themselves_stays(store: Store, path: Path) -> None:
    await store.transact(fill)  # who asked to join at NOW
    await store.transact(lambda tx: tx.people.save(person(seen_at=LATER + timedelta(hours=1))))
    ledger = Ledger(path)
    ledger.add(MARA, LATER)
    ledger.add(12345, LATER)
    await store.close()
    assert forget_again(path, ledger.forgotten_at) == 0
    assert places_of(path, NAME) != []


async def test_whoever_was_last_seen_when_they_asked_for_it_does_not(store: Store, path: Path) -> None:
    await store.transact(fill)
    await store.transact(lambda tx: tx.people.save(person(seen_at=LATER)))
    await forgotten_again(store, path)
    assert places_of(path, NAME) == []


def test_the_ledger_names_nobody_and_its_key_is_for_the_owner_only(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "circle.db")
    ledger.add(MARA, NOW)
    ledger.add(MARA, LATER)
    assert ledger.forgotten_at(MARA) == LATER
    assert ledger.forgotten_at(FAY) is None
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["circle.db.forgotten", "circle.db.forgotten.key"]
    assert str(MARA).encode() not in b"".join(file.read_bytes() for file in files)
    assert files[1].stat().st_mode & 0o077 == 0
    # Another key, another hash: the ledger alone tells nobody who was forgotten.
    other = Ledger(tmp_path / "other.db")
    other.add(MARA, NOW)
    assert files[0].read_text().split()[0] not in (tmp_path / "other.db.forgotten").read_text()


MAY_BE_SOMEBODY = (
    "person_id", "by", "added_by", "created_by", "user_id", "claimed_by", "marked_by", "decided_by", "confirmed_by",
    "seeker_id", "buddy_id", "other_id", "offered_to", "to_id", "author_id", "taken_by",
)  # fmt: skip


def test_every_table_with_people_in_it_is_known_to_this_file() -> None:
    """A new column that can hold a person's id must be looked at here: is it erased, is it in /mydata?"""
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in MAY_BE_SOMEBODY
    }
    assert columns == {
        "agreements.person_id",
        "attendance.marked_by",
        "attendance.person_id",
        "attendance_log.by",
        "attendance_log.person_id",
        "buddies.person_id",
        "changes.by",
        "drafts.person_id",
        "entry_changes.by",
        "entry_opinions.person_id",
        "facilitators.added_by",
        "facilitators.person_id",
        "join_requests.decided_by",
        "join_requests.person_id",
        "kept_apart.other_id",
        "kept_apart.person_id",
        "matches.buddy_id",
        "matches.confirmed_by",
        "matches.seeker_id",
        "notice_names.person_id",
        "members.person_id",
        "newcomers.person_id",
        "nudge_silences.person_id",
        "nudges.person_id",
        "rota_slots.person_id",
        "rota_swaps.person_id",
        "rota_swaps.taken_by",
        "rota_wishes.person_id",
        "request_pages.person_id",
        "request_steps.by",
        "request_steps.to_id",
        "requests.claimed_by",
        "requests.offered_to",
        "requests.person_id",
        "child_ages.person_id",
        "resource_changes.by",
        "resource_feedback.person_id",
        "rsvps.person_id",
        "saved_resources.person_id",
        "series.created_by",
        "shares.author_id",
        "unanswered_wishes.person_id",
        "series_changes.by",
    }
