"""Whoever wishes to stay unnamed is so to the end: in what is passed on, in lists, in exports, in what is kept."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.export import export
from tests.circle import Circle
from tests.flows.newcomers import a_room
from tests.flows.relaying import at, does, talking, update, write
from tests.flows.requesting import said, the_request


def traces(circle: Circle) -> tuple[str, ...]:
    return "Mara", "Okafor", "mara_ok", str(circle.mara)


async def shown_to(circle: Circle, *chats: int) -> str:
    """All that can be seen in these chats, and all that the bot ever sent there."""
    seen = [json.dumps(await circle.client.transcript(chat), ensure_ascii=False) for chat in chats]
    calls = [dict(call["params"]) for chat in chats for call in await circle.client.calls(chat=chat)]
    for params in calls:  # only Telegram is told which of the bot's own messages it is to show once more
        params.pop("from_chat_id", None)
    return "\n".join([*seen, json.dumps(calls, ensure_ascii=False)])


async def test_unnamed_to_the_end(circle: Circle, tmp_path: Path) -> None:
    room = await a_room(circle)
    await talking(circle, named=False)
    name = (await the_request(circle)).pseudonym
    number = await circle.private(circle.mara, "It is about my children.")
    await does(circle, circle.mara, "edit", message_id=number, text="It is about school.")
    for do, what in (
        ("photo", {"caption": "Our street", "file_name": "Mara Okafor.jpg"}),
        ("voice", {"file_name": "Mara Okafor.oga"}),
        ("location", {"latitude": 51.5, "longitude": -0.1}),
        ("document", {"file_name": "Mara Okafor.pdf"}),
        ("contact", {}),
    ):
        await does(circle, circle.mara, do, **what)
    await circle.client.act(circle.mara, "forward", chat=circle.mara, message_id=number)
    await circle.settle()
    await write(circle, "I see.")
    for button in ("What do they see?", "Show me", "Somebody is in danger", "No", "Hand over"):
        await circle.press(circle.fay, button, chat=circle.fay)
    await circle.private(circle.fay, "/requests")
    await circle.private(circle.fay, "/mydata")
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked, and it was hard", chat=circle.fay)
    everything = await shown_to(circle, circle.fay, room)
    # The group's own messages name her; only what concerns the request is looked for here.
    for trace in traces(circle):
        assert trace not in everything, trace
    assert f"{name}:\nIt is about school." in await circle.texts(circle.fay)
    export(circle.database, tmp_path / "with", names=True)
    for file in (tmp_path / "with").glob("re*.json"):
        assert not any(trace in file.read_text(encoding="utf-8") for trace in traces(circle)), file.name


async def test_a_file_s_name_and_a_contact_are_not_passed_on_and_that_is_said_at_once(circle: Circle) -> None:
    await talking(circle, named=False)
    before = await circle.transcript(circle.fay)
    await does(circle, circle.mara, "document", file_name="Mara Okafor.pdf")
    assert "its name could show who you are" in (await circle.last(circle.mara))["text"]
    await does(circle, circle.mara, "contact")
    assert "this contact" in (await circle.last(circle.mara))["text"]
    assert await circle.transcript(circle.fay) == before


@pytest.mark.parametrize("kind", ["video", "audio", "animation"])
async def test_nor_is_anything_else_that_bears_a_name(circle: Circle, kind: str) -> None:
    await talking(circle, named=False)
    before = await circle.transcript(circle.fay)
    file = {"file_id": "f1", "file_unique_id": "u1", "width": 1, "height": 1, "duration": 1, "file_name": "Mara.mp4"}
    await update(circle, "message", circle.mara, 910, **{kind: file})
    assert "its name could show who you are" in (await circle.last(circle.mara))["text"]
    assert await circle.transcript(circle.fay) == before


async def test_of_a_sticker_only_its_sign_is_passed_on_as_its_set_can_bear_a_name(circle: Circle) -> None:
    await talking(circle, named=False)
    sticker = {"file_id": "s1", "file_unique_id": "u1", "width": 1, "height": 1, "type": "regular", "emoji": "🌻"}
    more = {"is_animated": False, "is_video": False, "set_name": "mara_okafor_by_bot"}
    await update(circle, "message", circle.mara, 911, sticker=sticker | more)
    name = (await the_request(circle)).pseudonym
    assert (await circle.last(circle.fay))["text"] == f"{name}:\n🌻"


async def test_what_no_bot_can_send_is_said_in_one_sentence(circle: Circle) -> None:
    await talking(circle)
    before = await circle.transcript(circle.fay)
    await update(circle, "message", circle.mara, 912, dice={"emoji": "🎲", "value": 3})
    assert (await circle.last(circle.mara))["text"].startswith("I can’t pass this kind of message on.")
    assert await circle.transcript(circle.fay) == before


async def test_another_name_meanwhile_changes_nothing(circle: Circle) -> None:
    await talking(circle, named=False)
    await circle.client.act(circle.mara, "name", first_name="Mariella", last_name="Canary")
    await circle.private(circle.mara, "still me")
    assert "Mariella" not in await shown_to(circle, circle.fay)
    assert await said(circle, circle.fay, "still me")


async def test_the_facilitator_s_data_bear_no_id_of_whoever_asked_and_the_other_way_round(circle: Circle) -> None:
    await talking(circle, named=False)
    await circle.private(circle.mara, "a word")
    await write(circle, "another")
    facts = await circle.app.store.look(lambda tx: tx.facts(circle.fay))
    assert str(circle.mara) not in json.dumps(facts)
    assert [row["kind"] for row in facts["relayed"]] == ["text", "text", "text"]
    theirs = await circle.app.store.look(lambda tx: tx.facts(circle.mara))
    assert str(circle.fay) not in json.dumps(theirs["relayed"])


async def test_whoever_gives_their_name_is_named(circle: Circle) -> None:
    await talking(circle, named=True)
    await circle.private(circle.mara, "it is me")
    assert await said(circle, circle.fay, "Mara Okafor:\nit is me")


async def test_after_the_words_have_gone_nothing_tells_who_wrote_to_whom(circle: Circle) -> None:
    await talking(circle, named=False)
    await circle.private(circle.mara, "a word")
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    assert rows(circle) == 2
    await circle.travel(days=29)
    assert rows(circle) == 2
    await circle.travel(days=2)
    assert rows(circle) == 0


async def test_whoever_is_forgotten_leaves_nothing_of_it(circle: Circle) -> None:
    await talking(circle, named=False)
    await circle.private(circle.mara, "a word")
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    assert rows(circle) == 0
    assert await at(circle, circle.fay, "has taken it back")


def rows(circle: Circle) -> int:
    with closing(sqlite3.connect(circle.database)) as connection:
        return int(connection.execute("SELECT count(*) FROM relayed").fetchone()[0])


async def test_no_moment_in_an_export_tells_who_asked(circle: Circle, tmp_path: Path) -> None:
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/next")
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/next")
    await circle.travel(hours=2)
    await circle.private(circle.mara, "/facilitator")
    await circle.travel(hours=2)
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    export(circle.database, tmp_path, names=True)
    asked = json.loads((tmp_path / "requests.json").read_text(encoding="utf-8"))[0]["asked_at"]
    people = json.loads((tmp_path / "people.json").read_text(encoding="utf-8"))
    assert all(len(one["seen_at"]) == len("2026-11-30") for one in people)
    assert asked not in json.dumps(people)
