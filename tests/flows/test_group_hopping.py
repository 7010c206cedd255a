"""Somebody in very many groups, groups to which the bot is added and removed in a row, and questions without end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.groups import Group
from domain.people import Member
from handlers.routing import MOST_ASKED
from tests.circle import Circle, a_circle
from tests.flows.walking import unintended
from tests.storage.world import NOW

MANY = 120  # Telegram takes a hundred buttons under a message
TITLE = "A group with a title as long as Telegram lets it be, " + "x" * 200
EVERYTHING = (
    *(
        "/start",
        "/help",
        "/next",
        "/settings",
        "/facilitator",
        "/welcome",
        "/ask what is it?",
        "/resources",
        "/away 2w",
    ),
    *("/back", "/privacy", "/mydata", "/buddy", "hello there", "/schedule every tue 10:00 Hello", "/meetups", "/rota"),
    *("/attendance", "/facilitators", "/requests", "/knowledge", "/unanswered", "/resource", "/topic x", "/announce x"),
    *("/room", "/setup", "/forgetme"),
)


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Circle]:
    """Tom is in very many groups, of which all but one exist nowhere at Telegram any more."""
    async with a_circle(tmp_path, timezone="Europe/London") as circle:
        await circle.say(circle.tom, "/next")

        def join(tx: object) -> None:
            for number in range(MANY):
                fresh = Group(chat_id=-4_000_000_000 - number, title=f"{number} {TITLE}"[:255], created_at=NOW)
                group = tx.groups.add(fresh.changed(zone="Europe/London"))
                tx.people.save_member(Member(group_id=group.id, person_id=circle.tom, joined_at=NOW))

        await circle.app.store.transact(join)
        yield circle


async def test_whoever_is_in_very_many_groups_is_answered_and_telegram_is_not_asked_without_end(circle: Circle) -> None:
    for words in EVERYTHING:
        before, heard = await circle.client.calls(limit=1), len(await circle.texts(circle.tom))
        await circle.private(circle.tom, words)
        calls = await circle.client.calls(since=before[0]["seq"])
        assert [one for one in unintended(calls) if "chat not found" not in str(one)] == [], words
        assert len(await circle.texts(circle.tom)) > heard, words
        assert sum(call["method"] == "getChatMember" for call in calls) <= MOST_ASKED, words


async def test_added_and_removed_again_and_again_there_is_one_group_one_hello_and_then_quiet(circle: Circle) -> None:
    bot = circle.app.me.id
    hopping = int((await circle.client.group("Hopping", circle.fay))["id"])
    for _ in range(15):
        await circle.client.act(circle.fay, "add", chat=hopping, user=bot)
        await circle.client.act(circle.fay, "remove", chat=hopping, user=bot)
    await circle.client.act(circle.fay, "add", chat=hopping, user=bot)
    await circle.settle()
    groups = await circle.app.store.look(lambda tx: tx.groups.active())
    assert sum(group.chat_id == hopping for group in groups) == 1
    texts = await circle.texts(hopping)
    assert sum("look after this group’s meetups" in text for text in texts) <= 1
    assert len(texts) <= 16
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee", chat=hopping)
    assert "Coffee" in (await circle.texts(hopping))[-1]


async def test_a_flood_of_questions_everywhere_at_once_ends_with_one_word_and_the_others_are_answered(
    circle: Circle,
) -> None:
    await circle.start(circle.tom)
    await circle.start(circle.mara)
    for number in range(40):
        await circle.client.send(circle.tom, f"/ask what about number {number}?", chat=circle.group)
        await circle.client.send(circle.tom, f"/ask what about number {number}?")
        await circle.client.send(circle.tom, f"@circle_bot what about number {number}?", chat=circle.group)
    await circle.private(circle.mara, "/ask when do we meet?")
    slower = [text for chat in (circle.group, circle.tom) for text in await circle.texts(chat)]
    assert sum("One question at a time" in text for text in slower) == 1
    there = [text for text in await circle.texts() if "number" in text or "don’t know" in text]
    assert len(there) <= 7
    assert "don’t know" in (await circle.texts(circle.mara))[-1]
