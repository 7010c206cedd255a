"""What facilitators and files change in the knowledge is what parents get from then on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.importing_knowledge import import_knowledge
from domain.entries import EntryFile, FileKind
from sandbox import pictures
from tests.circle import Circle, a_circle
from tests.flows.knowing import an_entry, every, facilitators, kept, look, tap
from tests.flows.managing import press_again

NOW = datetime(2026, 11, 30, tzinfo=UTC)
PARKING = "question: Is there parking at the hall?\nphrasings:\n- where can i park\n- parking\n\nBehind the hall.\n"


@pytest.fixture
async def open_circle(circle: Circle) -> Circle:
    await facilitators(circle)
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/next")
    return circle


async def ask(circle: Circle, words: str) -> str:
    await circle.private(circle.mara, f"/ask {words}")
    return await look(circle, circle.mara)


async def test_what_is_published_retired_and_restored_is_what_parents_get(open_circle: Circle) -> None:
    circle = open_circle
    assert "Behind the hall." not in await ask(circle, "is there parking at the hall")
    await circle.private(circle.fay, "/knowledge")
    await tap(circle, "Add")
    for typed in ("Is there parking at the hall?", "where can i park", "Behind the hall.", "The keeper"):
        await circle.private(circle.fay, typed)
    assert "Behind the hall." not in await ask(circle, "is there parking at the hall")
    await tap(circle, "Publish")
    assert "Behind the hall." in await ask(circle, "is there parking at the hall")
    await tap(circle, "Retire")
    assert "Behind the hall." not in await ask(circle, "is there parking at the hall")
    await tap(circle, "Restore")
    assert "Behind the hall." in await ask(circle, "is there parking at the hall")


async def test_files_are_taken_in_beside_the_running_bot_and_found_at_once(open_circle: Circle, tmp_path: Path) -> None:
    circle = open_circle
    assert "Behind the hall." not in await ask(circle, "is there parking at the hall")
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "parking.md").write_text(PARKING)
    settings = circle.bot_settings()
    report = await import_knowledge(settings, tmp_path / "answers", NOW, dry_run=False, strict=True)
    assert report.counts == {"added": 1}
    assert "Behind the hall." in await ask(circle, "is there parking at the hall")


async def test_the_groups_own_answer_stands_in_place_of_the_shared_one_and_hides_it_when_retired(
    open_circle: Circle,
) -> None:
    circle = open_circle
    await an_entry(circle)
    assert "money for a child" in await ask(circle, "how do i claim dla for my lad")
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA?", "Change", "Answer")
    await circle.private(circle.fay, "Ask at the town hall.")
    answer = await ask(circle, "how do i claim dla for my lad")
    assert "Ask at the town hall." in answer
    assert "money for a child" not in answer
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA?", "Retire")
    answer = await ask(circle, "how do i claim dla for my lad")
    assert "town hall" not in answer
    assert "money for a child" not in answer


async def test_a_picture_from_a_folder_is_uploaded_once_and_then_known_by_its_id(open_circle: Circle) -> None:
    circle = open_circle
    file = EntryFile(name="map.png", kind=FileKind.PICTURE, content=pictures.plain())
    await circle.app.store.transact(lambda tx: tx.entries.save_file(file))
    entry = await an_entry(circle, file="map.png")
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA?", "See the picture or PDF", "See the picture or PDF")
    shown = [m for m in await circle.from_bot(circle.fay) if m.get("photo")]
    assert len(shown) == 2
    known = await circle.app.store.look(lambda tx: tx.entries.file(entry.file))
    assert known.telegram_file == shown[1]["photo"]["file_id"] == shown[0]["photo"]["file_id"]


async def test_a_picture_that_only_another_bot_knows_is_uploaded_again(open_circle: Circle) -> None:
    circle = open_circle
    file = EntryFile(name="map.png", kind=FileKind.PICTURE, content=pictures.plain(), telegram_file="PHACelsewhere")
    await circle.app.store.transact(lambda tx: tx.entries.save_file(file))
    await an_entry(circle, file="map.png")
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "What is DLA?", "See the picture or PDF")
    assert "photo" in await circle.last(circle.fay)
    known = await circle.app.store.look(lambda tx: tx.entries.file("map.png"))
    assert known.telegram_file not in (None, "PHACelsewhere")


async def test_from_the_facilitators_room_it_is_answered_in_private(open_circle: Circle) -> None:
    circle = open_circle
    room = (await circle.client.group("Our room", circle.fay, members=[circle.tom], bot="administrator"))["id"]
    await circle.settle()
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Calderwood parents", chat=room)
    before = await circle.texts(room)
    await circle.say(circle.fay, "/knowledge", chat=room)
    assert "What we know in Calderwood parents" in await look(circle)
    assert await circle.texts(room) == before


async def test_with_two_groups_it_asks_which_one_and_shows_only_that_ones_own(open_circle: Circle) -> None:
    circle = open_circle
    other = await circle.client.group("Second circle", circle.fay, bot="administrator")
    await circle.settle()
    await circle.say(circle.fay, "/help", chat=other["id"])
    mine = await an_entry(circle, own=True)
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "Second circle")
    assert "I found nothing" in await look(circle)
    await circle.private(circle.fay, "/knowledge dla")
    await tap(circle, "Calderwood parents", "What is DLA?", "Retire")
    assert (await kept(circle, mine.id)).version == 2


async def test_an_id_of_another_groups_answer_opens_and_changes_nothing(open_circle: Circle) -> None:
    circle = open_circle
    other = await circle.client.group("Second circle", circle.tom, bot="administrator")
    await circle.settle()
    await circle.say(circle.tom, "/help", chat=other["id"])
    here, there = await circle.app.store.look(
        lambda tx: (tx.groups.by_chat(circle.group).id, tx.groups.by_chat(other["id"]).id)
    )
    theirs = await an_entry(circle, group_id=there, answer="Secret.")
    await circle.private(circle.fay, "/knowledge")
    message_id = (await circle.last(circle.fay))["message_id"]
    about = [f"{group}:{theirs.id}" for group in (here, there)]
    forged = [f"{code}:{ids}{rest}" for ids in about for code, rest in (("kE", ""), ("kx", ":1:r"), ("kd", ":answer"))]
    for data in (*forged, f"kh:{about[0]}", f"kb:{about[0]}:1", f"kl:{there}:p:0"):
        toast = await press_again(circle, circle.fay, (message_id, data), circle.fay)
        assert toast in (
            "That button is for somebody else. /help shows what you can do here.",
            "That one is for facilitators. /help shows what you can do here.",
        ), data
    assert "Secret." not in str(await circle.transcript(circle.fay))
    assert await kept(circle, theirs.id) == theirs


async def test_a_new_bot_answers_from_the_starter_set_and_a_restart_brings_nothing_back(tmp_path: Path) -> None:
    async with a_circle(tmp_path, timezone="Europe/London", starter="on") as circle:
        await facilitators(circle)
        await circle.say(circle.mara, "/next")
        await circle.start(circle.mara)
        assert "Source:" in await ask(circle, "what is peer support")
        before = await every(circle)
        assert len(before) >= 40
        await circle.private(circle.fay, "/knowledge what is peer support")
        await tap(circle, "What is peer support?", "Retire")
        await circle.restart()
        assert len(await every(circle)) == len(before) + 1  # the group's own, put away
        assert await circle.app.store.look(lambda tx: tx.entries.revision()) == len(before) + 1
