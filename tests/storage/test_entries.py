"""The shared knowledge in a real database: what changed since when, scopes, history, files, abbreviations."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.entries import TRANSITIONS, Entry, EntryChange, EntryFile, FileKind, State, Synonym, What
from domain.entries_editing import (
    EditedMeanwhile,
    add,
    change,
    history_of,
    key_of,
    of_group,
    publish,
    put_back,
    restore,
    retire,
    still_right,
)
from domain.entries_search import search
from domain.errors import Full, Gone, NotNow, NotYours, Unchanged
from domain.groups import Group
from domain.retention import tidy
from domain.synonyms import MOST, BadSynonym, add_synonym, read_synonym, remove_synonym
from storage.transaction import Store, Transaction
from tests.storage.world import FAY, MARA, NOW, group, person

WORDS = {"question": "What is DLA?", "answer": "Money."}


def an_entry(**more: Any) -> Entry:
    return Entry(**{"key": "dla", **WORDS, "created_at": NOW, "updated_at": NOW, "state": State.PUBLISHED, **more})


def two_groups(tx: Transaction) -> tuple[Group, Group]:
    return tx.groups.add(group()), tx.groups.add(group(chat_id=-77, title="Second"))


async def test_the_revision_rises_with_every_change_and_says_what_to_look_at(store: Store) -> None:
    def work(tx: Transaction) -> None:
        assert tx.entries.revision() == 0
        one = tx.entries.add(an_entry())
        two = tx.entries.add(an_entry(key="two"))
        seen = tx.entries.revision()
        assert tx.entries.changed_since(seen) == []
        one = tx.entries.save(one.changed(state=State.RETIRED))
        assert [e.id for e in tx.entries.changed_since(seen)] == [one.id]
        assert [e.id for e in tx.entries.changed_since(0)] == [two.id, one.id]
        tx.entries.add_synonym(Synonym(short="dla", long="disability living allowance"))
        last = tx.entries.revision()
        assert last > one.revision
        tx.entries.remove_synonym(1)
        assert tx.entries.revision() > last

    await store.transact(work)


async def test_a_change_that_is_taken_back_whole_leaves_the_revision(store: Store) -> None:
    def fails(tx: Transaction) -> None:
        tx.entries.add(an_entry())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.transact(fails)
    assert await store.look(lambda tx: tx.entries.revision()) == 0


async def test_an_entry_comes_back_as_it_was_kept(store: Store) -> None:
    whole = an_entry(
        phrasings=("dla?", "كيف"), tags=("money",), language="pt-BR", source_name="N", source_link="https://e.org",
        checked_on=date(2026, 1, 2), review_by=date(2027, 1, 2), link="https://e.org/f", place="P", phone="111",
        file="map.jpg", credit="Mara", version=3,
    )  # fmt: skip
    kept = await store.transact(lambda tx: tx.entries.add(whole))
    assert await store.look(lambda tx: tx.entries.get(kept.id)) == kept == whole.changed(id=kept.id, revision=1)


async def test_no_two_entries_of_a_scope_have_one_key(store: Store) -> None:
    here, there = await store.transact(two_groups)
    await store.transact(lambda tx: tx.entries.add(an_entry()))
    for scope in (here.id, there.id):
        await store.transact(lambda tx, scope=scope: tx.entries.add(an_entry(group_id=scope)))
    for scope in (None, here.id):
        with pytest.raises(Exception, match=r"one key|UNIQUE"):
            await store.transact(lambda tx, scope=scope: tx.entries.add(an_entry(group_id=scope)))
    assert len(await store.look(lambda tx: tx.entries.every())) == 3


async def test_what_is_due_is_that_of_the_group_and_the_shared_ones_the_oldest_first(store: Store) -> None:
    def work(tx: Transaction) -> list[str]:
        here, there = two_groups(tx)
        day = date(2026, 11, 30)
        for key, scope, review_by, state in (
            ("today", here.id, day, State.PUBLISHED),
            ("older", None, day - timedelta(days=9), State.PUBLISHED),
            ("tomorrow", None, day + timedelta(days=1), State.PUBLISHED),
            ("never", None, None, State.PUBLISHED),
            ("draft", here.id, day, State.DRAFT),
            ("theirs", there.id, day, State.PUBLISHED),
        ):
            tx.entries.add(an_entry(key=key, group_id=scope, review_by=review_by, state=state))
        return [entry.key for entry in tx.entries.due([here.id], day)]

    assert await store.transact(work) == ["older", "today"]


async def test_a_shared_entry_stays_as_it_is_and_the_groups_copy_stands_for_it_there_only(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, there = two_groups(tx)
        shared = tx.entries.add(an_entry())
        own = change(tx, here, shared, {"answer": "Ours."}, MARA, NOW)
        assert tx.entries.get(shared.id) == shared
        assert (own.group_id, own.key, own.version) == (here.id, "dla", 1)
        assert of_group(tx, here, shared.id) == own
        assert of_group(tx, there, shared.id) == shared
        with pytest.raises(NotYours):
            of_group(tx, there, own.id)
        with pytest.raises(Gone):
            of_group(tx, here, 99)

    await store.transact(work)


async def test_a_change_under_an_older_version_is_refused_and_changes_nothing(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, _ = two_groups(tx)
        entry = add(tx, here, WORDS, MARA, NOW)
        after = change(tx, here, entry, {"answer": "One."}, MARA, NOW, version=1)
        with pytest.raises(EditedMeanwhile):
            change(tx, here, after, {"answer": "Two."}, FAY, NOW, version=1)
        with pytest.raises(Unchanged):
            change(tx, here, after, {"answer": "One."}, FAY, NOW, version=2)
        assert tx.entries.get(entry.id) == after

    await store.transact(work)


@pytest.mark.parametrize("before", State)
async def test_only_the_steps_of_the_table_can_be_gone(store: Store, before: State) -> None:
    def work(tx: Transaction) -> None:
        here, _ = two_groups(tx)
        for number, (doing, after) in enumerate(
            ((publish, State.PUBLISHED), (retire, State.RETIRED), (restore, State.PUBLISHED))
        ):
            entry = tx.entries.add(an_entry(key=f"e{number}", group_id=here.id, state=before))
            if after in TRANSITIONS[before]:
                assert doing(tx, here, entry, MARA, NOW).state is after
            else:
                with pytest.raises((NotNow, Unchanged)):
                    doing(tx, here, entry, MARA, NOW)

    await store.transact(work)


async def test_publishing_dates_what_has_no_date_and_keeps_a_date_that_is_there(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, _ = two_groups(tx)
        undated = publish(tx, here, add(tx, here, WORDS, MARA, NOW), MARA, NOW)
        assert (undated.checked_on, undated.review_by) == (date(2026, 11, 30), date(2027, 11, 30))
        dated = add(tx, here, {**WORDS, "checked_on": date(2026, 1, 1)}, MARA, NOW)
        assert publish(tx, here, dated, MARA, NOW).checked_on == date(2026, 1, 1)
        later = NOW + timedelta(days=400)
        assert still_right(tx, here, undated, MARA, later).checked_on == later.date()

    await store.transact(work)


async def test_anything_of_the_history_can_be_put_back_also_what_the_shared_one_said(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, there = two_groups(tx)
        shared = tx.entries.add(an_entry(checked_on=date(2026, 1, 1)))
        tx.entries.note(_change(shared))
        own = change(tx, here, shared, {"answer": "Ours."}, MARA, NOW)
        newest, first = history_of(tx, own)
        assert (newest.what, first.what) == (What.CHANGED, What.IMPORTED)
        back = put_back(tx, here, own, first.id, FAY, NOW)
        assert (back.id, back.answer, back.version) == (own.id, "Money.", 2)
        assert history_of(tx, back)[0].what is What.PUT_BACK
        other = add(tx, there, WORDS, MARA, NOW)
        theirs = tx.entries.history(other.id)[0]
        with pytest.raises(NotYours):
            put_back(tx, here, back, theirs.id, FAY, NOW)
        with pytest.raises(Gone):
            put_back(tx, here, back, 999, FAY, NOW)

    await store.transact(work)


def _change(entry: Entry) -> Any:
    return EntryChange(entry_id=entry.id, what=What.IMPORTED, by=0, at=NOW, after=entry)


async def test_who_changed_something_is_forgotten_after_a_year_and_what_was_changed_is_not(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, _ = two_groups(tx)
        tx.people.save(person())
        entry = add(tx, here, WORDS, MARA, NOW)
        tidy(tx, NOW + timedelta(days=364))
        assert tx.entries.history(entry.id)[0].by == MARA
        tidy(tx, NOW + timedelta(days=366))
        (change,) = tx.entries.history(entry.id)
        assert (change.by, change.after) == (0, entry)

    await store.transact(work)


async def test_a_picture_goes_when_no_answer_has_it_or_could_have_it_again(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, _ = two_groups(tx)
        for name in ("now.jpg", "before.jpg", "never.jpg"):
            tx.entries.save_file(EntryFile(name=name, kind=FileKind.PICTURE, content=b"x"))
        entry = add(tx, here, {**WORDS, "file": "before.jpg"}, MARA, NOW)
        change(tx, here, entry, {"file": "now.jpg"}, MARA, NOW)
        tidy(tx, NOW)
        kept = [n for n in ("now.jpg", "before.jpg", "never.jpg") if tx.entries.file(n) is not None]
        assert kept == ["now.jpg", "before.jpg"]

    await store.transact(work)


async def test_with_a_group_its_own_entries_go_and_the_shared_ones_stay(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, _ = two_groups(tx)
        shared = tx.entries.add(an_entry())
        own = add(tx, here, WORDS, MARA, NOW)
        add_synonym(tx, here.id, "sen", "special needs")
        tx.groups.remove(here.id)
        assert [e.id for e in tx.entries.every()] == [shared.id]
        assert tx.entries.history(own.id) == []
        assert tx.entries.synonyms() == []

    await store.transact(work)


async def test_abbreviations_belong_to_their_group(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, there = two_groups(tx)
        mine = add_synonym(tx, here.id, " DLA ", "Disability  Living Allowance")
        assert (mine.short, mine.long) == ("dla", "disability living allowance")
        with pytest.raises(Unchanged):
            add_synonym(tx, here.id, "dla", "disability living allowance")
        with pytest.raises(NotYours):
            remove_synonym(tx, there.id, mine.id)
        remove_synonym(tx, here.id, mine.id)
        with pytest.raises(Gone):
            remove_synonym(tx, here.id, mine.id)
        for number in range(MOST):
            add_synonym(tx, here.id, f"s{number}", "long")
        with pytest.raises(Full):
            add_synonym(tx, here.id, "more", "long")
        add_synonym(tx, there.id, "more", "long")

    await store.transact(work)


@pytest.mark.parametrize(("short", "long"), [("", "a"), ("a", " "), ("a", "A"), ("x" * 61, "a"), ("🙂", "smile")])
def test_what_is_no_abbreviation_is_refused(short: str, long: str) -> None:
    with pytest.raises(BadSynonym):
        read_synonym(short, long)


@pytest.mark.parametrize(
    ("question", "taken", "key"),
    [
        ("What is DLA?", set(), "what-is-dla"),
        ("What is DLA?", {"what-is-dla", "what-is-dla-2"}, "what-is-dla-3"),
        ("ما هو؟", set(), "ما-هو"),
        ("🙂 ?!", {"entry"}, "entry-2"),
        ("../../etc/passwd", set(), "etc-passwd"),
        ("word " * 40, set(), "word-word-word-word-word-word-word-word"),
    ],
)
def test_a_key_is_made_of_the_question(question: str, taken: set[str], key: str) -> None:
    assert key_of(question, taken) == key


def test_search_wants_all_words_or_else_most_of_them_and_minds_no_accents() -> None:
    entries = [
        an_entry(id=1, question="Where is the café?"),
        an_entry(id=2, question="Where is the hall?", answer="Behind the cafe."),
        an_entry(id=3, question="Who comes?", answer="All."),
    ]
    assert [e.id for e in search(entries, "CAFE", 5)] == [1, 2]
    assert [e.id for e in search(entries, "hall cafe", 5)] == [2]
    assert [e.id for e in search(entries, "hall behind zebra", 5)] == [2]
    assert search(entries, "who zebra", 5) == []
    assert search(entries, "🙂", 5) == []
