"""Questions that nobody could answer, opinions and shared messages, on a real database."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.forgetting import Ledger
from domain import opinions, questions, shares
from domain.entries import Entry
from domain.entries import State as EntryState
from domain.errors import Gone, NotNow, NotYours
from domain.groups import Group
from domain.opinions import Better, what_could_be_better
from domain.question import Unanswered
from domain.questions import ASKED_OFTEN, DIGEST, KEPT, LONGEST, WITHIN, answered, keep, next_digest, unkeep, wish
from domain.retention import tidy
from domain.share import TRANSITIONS, Share, ShareState
from storage.forget import forget_again
from storage.transaction import Store, Transaction
from tests.storage.world import CHAT, FAY, MARA, NOW, group, person, places_of

TOM = 5_000_000_303
PARKING = ("where can I park", "is there parking at the hall?", "parking??")


@pytest.fixture
async def here(store: Store) -> Group:
    """A group with three people."""

    def begin(tx: Transaction) -> Group:
        for one in (MARA, TOM, FAY):
            tx.people.save(person(one, first_name=f"P{one}", last_name=None))
        return tx.groups.add(group())

    return await store.transact(begin)


async def asked(store: Store, here: Group, words: str, by: int = MARA, at: datetime = NOW) -> list[Unanswered]:
    await store.transact(lambda tx: keep(tx, [here], words, "en", by, at))
    return await store.look(lambda tx: tx.questions.of(here.id, 100))


async def test_what_is_alike_is_one_question_with_its_wordings_and_a_count(store: Store, here: Group) -> None:
    for words, by in zip(PARKING, (MARA, TOM, FAY), strict=True):
        await asked(store, here, words, by)
    found = await asked(store, here, "Can I bring my dog?", TOM, NOW + timedelta(hours=1))
    assert [(one.words, one.times) for one in found] == [("Can I bring my dog?", 1), ("parking??", 3)]
    wordings = await store.look(lambda tx: tx.questions.wordings(found[1].id))
    assert [one.words for one in wordings] == list(PARKING)


async def test_nobody_s_id_and_no_name_stands_with_what_was_asked(store: Store, here: Group, path) -> None:
    before = places_of(path, MARA)
    await asked(store, here, "where can I park", MARA)
    assert places_of(path, MARA) == before


async def test_the_same_person_counts_once_in_a_week_and_again_later(store: Store, here: Group) -> None:
    await asked(store, here, "where can I park")
    (found,) = await asked(store, here, "where can I park the car?", at=NOW + timedelta(days=1))
    assert (found.times, found.words) == (1, "where can I park the car?")
    (found,) = await asked(store, here, "where can I park", at=NOW + timedelta(days=9))
    assert found.times == 2


async def test_three_people_within_a_week_are_told_of_at_once_and_two_or_one_thrice_are_not(
    store: Store, here: Group
) -> None:
    for by in (MARA, MARA, MARA, TOM):
        (found,) = await asked(store, here, "where can I park", by)
        assert await store.look(lambda tx, one=found: tx.agenda.of(ASKED_OFTEN, one.id)) == []
    await asked(store, here, "where can I park", FAY)
    (promise,) = await store.look(lambda tx: tx.agenda.of(ASKED_OFTEN, found.id))
    assert promise.due_at == NOW


async def test_three_people_over_more_than_a_week_wait_for_the_digest(store: Store, here: Group) -> None:
    for days, by in ((0, MARA), (4, TOM), (8, FAY)):
        (found,) = await asked(store, here, "where can I park", by, NOW + timedelta(days=days))
    assert await store.look(lambda tx: tx.agenda.of(ASKED_OFTEN, found.id)) == []


async def test_at_night_it_waits_until_the_quiet_hours_are_over(store: Store, here: Group) -> None:
    night = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
    for by in (MARA, TOM, FAY):
        (found,) = await asked(store, here, "where can I park", by, night)
    (promise,) = await store.look(lambda tx: tx.agenda.of(ASKED_OFTEN, found.id))
    assert promise.due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)


async def test_the_digest_is_promised_once_for_the_next_monday_at_ten(store: Store, here: Group) -> None:
    for words in ("where can I park", "can I bring my dog"):
        await asked(store, here, words)
    (promise,) = await store.look(lambda tx: tx.agenda.of(DIGEST, here.id))
    assert promise.due_at == datetime(2026, 11, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("Europe/London", "2026-11-30T09:59:00Z", "2026-11-30T10:00:00Z"),
        ("Europe/London", "2026-11-30T10:00:00Z", "2026-12-07T10:00:00Z"),
        ("Europe/London", "2026-06-06T10:00:00Z", "2026-06-08T09:00:00Z"),
        ("Pacific/Auckland", "2026-11-30T09:59:00Z", "2026-12-06T21:00:00Z"),
        (None, "2026-12-01T00:00:00Z", "2026-12-07T10:00:00Z"),
    ],
)
def test_the_digest_comes_on_mondays_by_the_group_s_clocks(zone: str | None, now: str, due: str) -> None:
    assert next_digest(group(zone=zone), datetime.fromisoformat(now)) == datetime.fromisoformat(due)


async def test_of_a_very_long_question_the_end_is_kept(store: Store, here: Group) -> None:
    (found,) = await asked(store, here, "and so on " * 500 + "where can I park?")
    assert len(found.words) <= LONGEST
    assert found.words.startswith("…")
    assert found.words.endswith("where can I park?")


async def test_who_wished_to_hear_is_handed_over_once_and_nothing_is_kept_after(store: Store, here: Group) -> None:
    (found,) = await asked(store, here, "where can I park")
    given = {"key": "park", "question": "Parking?", "answer": "Behind the hall.", "created_at": NOW, "updated_at": NOW}

    def work(tx: Transaction) -> list[list[int]]:
        for by in (MARA, MARA, TOM):
            assert wish(tx, found.id, by, NOW)
        entry = tx.entries.add(Entry(**given, group_id=here.id))
        questions.drafted(tx, found.id, entry.id)
        return [answered(tx, entry.id), answered(tx, entry.id)]

    assert await store.transact(work) == [[MARA, TOM], []]
    assert await store.look(lambda tx: (tx.questions.get(found.id), tx.questions.wordings(found.id))) == (None, [])
    assert await store.transact(lambda tx: wish(tx, found.id, MARA, NOW)) is False


async def test_an_asker_may_have_it_not_kept_and_others_wordings_stay(store: Store, here: Group) -> None:
    (mine,) = await store.transact(lambda tx: keep(tx, [here], "where can I park", "en", MARA, NOW))
    await asked(store, here, "is there parking", TOM)
    await store.transact(lambda tx: unkeep(tx, mine.id))
    (left,) = await store.look(lambda tx: tx.questions.of(here.id, 10))
    assert (left.words, left.times) == ("is there parking", 1)
    (last,) = await store.look(lambda tx: tx.questions.wordings(left.id))
    await store.transact(lambda tx: unkeep(tx, last.id))
    await store.transact(lambda tx: unkeep(tx, last.id))
    assert await store.look(lambda tx: tx.questions.of(here.id, 10)) == []


async def test_questions_are_forgotten_after_ninety_days_and_marks_after_a_week(store: Store, here: Group) -> None:
    (found,) = await asked(store, here, "where can I park")
    await store.transact(lambda tx: wish(tx, found.id, MARA, NOW))
    await store.transact(lambda tx: tidy(tx, NOW + WITHIN - timedelta(hours=1)))
    (wording,) = await store.look(lambda tx: tx.questions.wordings(found.id))
    assert wording.mark is not None
    await store.transact(lambda tx: tidy(tx, NOW + WITHIN + timedelta(hours=1)))
    (wording,) = await store.look(lambda tx: tx.questions.wordings(found.id))
    assert wording.mark is None
    assert wording.words == "where can I park"
    await store.transact(lambda tx: tidy(tx, NOW + KEPT + timedelta(hours=1)))
    assert await store.look(lambda tx: (tx.questions.get(found.id), tx.questions.wishes(found.id))) == (None, [])


async def test_a_group_s_questions_are_its_own(store: Store, here: Group) -> None:
    other = await store.transact(lambda tx: tx.groups.add(group(chat_id=CHAT - 1)))
    await asked(store, here, "where can I park")
    assert [one.times for one in await asked(store, other, "where can I park", TOM)] == [1]
    await store.transact(lambda tx: keep(tx, [here, other], "can I bring my dog", "en", FAY, NOW))
    assert len(await store.look(lambda tx: tx.questions.of(other.id, 10))) == 2


# Opinions


async def an_entry(store: Store, group_id: int | None, question: str, at: datetime = NOW) -> Entry:
    given = {"key": question.lower(), "question": question, "answer": "So.", "state": EntryState.PUBLISHED}
    item = Entry(**given, group_id=group_id, created_at=at, updated_at=at)
    return await store.transact(lambda tx: tx.entries.add(item))


async def test_each_person_counts_once_and_may_change_their_mind(store: Store, here: Group) -> None:
    entry = await an_entry(store, here.id, "Parking?")

    def say(tx: Transaction, by: int, helped: bool) -> bool:
        return opinions.say(tx, entry.id, here.id, by, NOW, helped=helped)

    said = [(MARA, True), (MARA, True), (TOM, False), (MARA, False), (MARA, True)]
    assert [await store.transact(lambda tx, s=s: say(tx, *s)) for s in said] == [True, False, True, True, True]
    use = await store.look(lambda tx: tx.opinions.use(entry.id, here.id))
    assert (use.helped, use.not_quite) == (1, 1)


async def test_counts_stay_when_it_is_forgotten_who_said_what(store: Store, here: Group) -> None:
    entry = await an_entry(store, here.id, "Parking?")
    await store.transact(lambda tx: opinions.say(tx, entry.id, here.id, MARA, NOW, helped=True))
    await store.transact(lambda tx: tidy(tx, NOW + timedelta(days=91)))
    assert await store.look(lambda tx: tx.opinions.of(entry.id, MARA)) is None
    assert (await store.look(lambda tx: tx.opinions.use(entry.id, here.id))).helped == 1


async def test_what_could_be_better(store: Store, here: Group) -> None:
    long_ago = NOW - timedelta(days=200)
    poor = await an_entry(store, None, "How do I get a blue badge?")
    twin = await an_entry(store, here.id, "How can I get a blue badge")
    never = await an_entry(store, here.id, "What is an EHCP?", long_ago)
    await an_entry(store, None, "What is peer support?", long_ago)
    good = await an_entry(store, here.id, "Is there parking?", long_ago)

    def use(tx: Transaction) -> None:
        opinions.given(tx, good.id, here.id, NOW)
        for by in (MARA, TOM, FAY):
            opinions.say(tx, poor.id, here.id, by, NOW, helped=False)
            opinions.say(tx, good.id, here.id, by, NOW, helped=by != TOM)

    await store.transact(use)
    hints = await store.look(lambda tx: what_could_be_better(tx, here.id, NOW))
    found = {(hint.why, hint.entry.id) for hint in hints}
    assert found == {(Better.UNHELPFUL, poor.id), (Better.TWICE, twin.id), (Better.NEVER_ASKED, never.id)}
    other = await store.transact(lambda tx: tx.groups.add(group(chat_id=CHAT - 1)))
    assert await store.look(lambda tx: what_could_be_better(tx, other.id, NOW)) == []  # one group's figures are its own


# Shared messages


async def a_share(store: Store, here: Group, words: str = "Park behind the hall") -> Share:
    found = await store.transact(lambda tx: shares.ask(tx, here.id, MARA, words, NOW))
    assert found is not None
    return found


async def test_only_the_author_decides_and_nothing_stays_of_a_no(store: Store, here: Group, path) -> None:
    asked = await a_share(store, here)
    with pytest.raises(NotYours):
        await store.look(lambda tx: shares.own(tx, asked.id, TOM))
    await store.transact(lambda tx: shares.take_back(tx, shares.own(tx, asked.id, MARA)))
    assert places_of(path, "Park behind") == []
    with pytest.raises(Gone):
        await store.look(lambda tx: shares.own(tx, asked.id, MARA))


async def test_the_same_words_are_asked_about_once_and_nobody_is_pestered(store: Store, here: Group) -> None:
    await a_share(store, here)
    assert await store.transact(lambda tx: shares.ask(tx, here.id, MARA, "Park behind the hall", NOW)) is None
    for words in ("two", "three"):
        await a_share(store, here, words)
    assert await store.transact(lambda tx: shares.ask(tx, here.id, MARA, "four", NOW)) is None


@pytest.mark.parametrize(("days", "state", "kept"), [(6, "asked", True), (8, "asked", False), (89, "agreed", True),
                                                     (91, "agreed", False)])  # fmt: skip
async def test_words_wait_a_week_for_a_yes_and_ninety_days_for_a_facilitator(
    store: Store, here: Group, days: int, state: str, kept: bool
) -> None:
    asked = await a_share(store, here)
    if state == "agreed":
        await store.transact(lambda tx: shares.agree(tx, asked, None, NOW))
    await store.transact(lambda tx: tidy(tx, NOW + timedelta(days=days)))
    assert (await store.look(lambda tx: tx.shares.get(asked.id)) is not None) is kept


async def test_once_published_the_words_stand_in_the_entry_only(store: Store, here: Group) -> None:
    asked = await a_share(store, here)
    entry = await an_entry(store, here.id, "Parking?")
    agreed = await store.transact(lambda tx: shares.agree(tx, asked, "Mara", NOW))
    await store.transact(lambda tx: shares.drafted(tx, agreed, entry.id))
    (done,) = await store.transact(lambda tx: shares.published(tx, entry.id))
    assert done.author_id == MARA
    assert await store.transact(lambda tx: shares.published(tx, entry.id)) == []
    kept = await store.look(lambda tx: tx.shares.get(asked.id))
    assert (kept.words, kept.state) == ("", ShareState.PUBLISHED)
    with pytest.raises(NotNow):
        await store.transact(lambda tx: shares.take_back(tx, kept))


def test_every_state_of_a_share_has_its_line() -> None:
    assert set(TRANSITIONS) == set(ShareState)
    assert set().union(*TRANSITIONS.values()) <= set(ShareState)


async def test_a_restored_backup_forgets_also_who_only_wrote_in_the_group(
    store: Store, here: Group, path, url: str
) -> None:
    ledger = Ledger(path)
    writer = 5_000_000_404  # nobody the bot knows
    asked = await store.transact(lambda tx: shares.ask(tx, here.id, writer, "Park behind the hall", NOW))
    assert asked is not None
    ledger.add(writer, NOW + timedelta(hours=1))
    await store.close()
    assert forget_again(path, ledger.forgotten_at) == 1
    assert places_of(path, writer, "Park behind") == []
