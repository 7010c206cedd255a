"""A group becomes a supergroup: the chat has another id from then on, everywhere."""

from pathlib import Path

from domain.outbox import Lane
from storage.transaction import Store
from tests.storage.world import CHAT, MARA, NOW, ROOM, fill, group, places_of, say

NEW = -1_009_000_000_505


async def test_every_reference_becomes_the_new_chats(store: Store, path: Path) -> None:
    await store.transact(fill)
    await store.transact(lambda tx: tx.inbox.done(1))  # its body names the old chat until it is handled
    await store.transact(lambda tx: tx.migrate_chat(CHAT, NEW))
    assert places_of(path, CHAT) == []
    moved = await store.look(lambda tx: tx.groups.by_chat(NEW))
    assert moved is not None
    assert len(await store.look(lambda tx: tx.people.members(moved.id))) == 2
    (card,) = await store.look(lambda tx: tx.cards.in_chat(NEW))
    assert (card.message_id, card.shown, card.pinned) == (None, None, False)  # the old message cannot be edited
    waiting = await store.look(lambda tx: tx.outbox.waiting(NEW))
    assert [m.payload.get("chat_id") for m in waiting if m.card_id is None] == [NEW]
    assert waiting[0].payload["text"] == "to the group"


async def test_other_chats_stay_as_they_are(store: Store, path: Path) -> None:
    meetup = await store.transact(fill)
    before = len(places_of(path, ROOM))
    await store.transact(lambda tx: tx.migrate_chat(CHAT - 1, NEW))
    assert places_of(path, NEW) == []
    assert len(places_of(path, ROOM)) == before
    assert await store.look(lambda tx: tx.meetups.get(meetup.id)) == meetup


async def test_a_room_can_move_too(store: Store) -> None:
    await store.transact(fill)
    await store.transact(lambda tx: tx.migrate_chat(ROOM, NEW))
    (served,) = await store.look(lambda tx: tx.groups.by_room(NEW))
    assert served.chat_id == CHAT
    assert await store.look(lambda tx: tx.groups.by_room(ROOM)) == []


async def test_hearing_of_it_twice_loses_nothing(store: Store) -> None:
    """Telegram tells it as a message, and again to whatever was still sent to the old chat."""
    meetup = await store.transact(fill)
    for _ in range(2):
        await store.transact(lambda tx: tx.migrate_chat(CHAT, NEW))
    assert await store.look(lambda tx: tx.meetups.get(meetup.id)) == meetup
    assert await store.look(lambda tx: tx.groups.by_chat(NEW)) is not None


async def test_a_new_chat_that_was_met_first_makes_way_for_what_is_known(store: Store) -> None:
    meetup = await store.transact(fill)
    await store.transact(lambda tx: tx.groups.add(group(chat_id=NEW, title="met first")))
    await store.transact(lambda tx: tx.migrate_chat(CHAT, NEW))
    found = await store.look(lambda tx: tx.groups.by_chat(NEW))
    assert found is not None
    assert found.id == meetup.group_id
    assert found.title == "Calderwood parents"


async def test_what_was_about_a_message_of_the_old_group_never_meets_another_in_the_new_one(store: Store) -> None:
    def work(tx):
        fill(tx)
        say(tx, CHAT, "", method="deleteMessage", payload={"chat_id": CHAT, "message_id": 7})
        say(tx, CHAT, "", method="editMessageText", payload={"chat_id": CHAT, "message_id": 8, "text": "edited"})
        reply = {"chat_id": CHAT, "text": "an answer", "reply_parameters": {"message_id": 9}}
        say(tx, CHAT, "", payload=reply)

    await store.transact(work)
    await store.transact(lambda tx: tx.migrate_chat(CHAT, NEW))
    waiting = await store.look(lambda tx: tx.outbox.waiting(NEW))
    assert not any("message_id" in message.payload for message in waiting)
    (answer,) = [message for message in waiting if message.payload.get("text") == "an answer"]
    assert answer.payload == {"chat_id": NEW, "text": "an answer"}


async def test_what_is_said_in_the_same_breath_goes_to_the_new_chat(store: Store) -> None:
    def work(tx):
        fill(tx)
        say(tx, CHAT, "just said", lane=Lane.REMINDER, not_before=NOW)
        tx.migrate_chat(CHAT, NEW)

    await store.transact(work)
    assert "just said" in [m.payload.get("text") for m in await store.look(lambda tx: tx.outbox.waiting(NEW))]


async def test_messages_about_changes_that_stand_in_the_old_group_are_not_looked_for_in_the_new_one(
    store: Store,
) -> None:
    await store.transact(fill)
    await store.transact(lambda tx: tx.migrate_chat(CHAT, NEW))
    assert await store.look(lambda tx: tx.notices.in_chat(CHAT) + tx.notices.in_chat(NEW)) == []
    assert len(await store.look(lambda tx: tx.notices.in_chat(MARA))) == 1
