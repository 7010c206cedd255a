"""Whatever people type, wherever words are taken: it is kept as it is or refused in words, and shows as nothing else.

`CIRCLEKEEPER_STRINGS=600 python -m pytest --timeout 7200 tests/flows/test_bad_words.py` tries every one everywhere.
"""

from collections.abc import AsyncIterator, Set
from pathlib import Path
from typing import Any

import pytest

from domain.meetups import Answer
from handlers.doors import ToGroupSettings
from handlers.names import cleaned, isolated
from handlers.views_card import Say
from sandbox.entities import find, piece
from tests import naughty
from tests.flows.authorising import OURS, TABLE, a_world, speaks
from tests.flows.taking_words import ROWS, coming, ended
from tests.flows.walking import FOUND, Row, Walk, unintended

A_PLACE = 4  # strings for each place, others for each
COMMANDS = 2  # for each command in each chat
NAMES = 12


@pytest.fixture
async def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Walk]:
    """Tom is a facilitator here, as Mara and Fay are busy with requests."""
    async with a_world(tmp_path, monkeypatch) as world:
        await world.circle.client.act(world.circle.fay, "promote", chat=world.ours, user=world.circle.tom)
        await world.circle.settle()
        yield Walk(world)


def test_every_place_that_takes_words_has_a_row() -> None:
    assert {name.partition(":")[0] for name in ROWS} == set(TABLE.words)


def test_the_published_strings_are_tried_where_they_are() -> None:
    if naughty.folder() is None:
        pytest.skip("the published strings are not there (CIRCLEKEEPER_DATA): only our own short list was tried")
    assert len(naughty.published()) > 400


async def taken(walk: Walk, name: str, row: Row, words: str) -> list[Any]:
    """Type these words there; what is wrong with what came of it."""
    if row.kept is not None or ":" in name or not await walk.awaits(row, name):
        await walk.begin(row)
        if not await walk.awaits(row, name):
            return [(name, "is not awaited")]
    before = await walk.look(row.kept) if row.kept else None
    await walk.say(row.who, words)
    if row.kept is None:
        return []
    after, wanted = await walk.look(row.kept), row.tidied(words)
    if holds(after, wanted) or (after == before and not fits(row, words)):
        return []  # kept as it is, or refused
    return [(name, "is not taken" if after == before else "is kept otherwise", words[:60], after)]


def holds(kept: Any, wanted: Any) -> bool:
    return kept == wanted or (isinstance(kept, list | set) and wanted in kept)


def fits(row: Row, words: str) -> bool:
    """Words that nobody could refuse: short, plain, and no command."""
    return words.isascii() and words.isprintable() and words[0].isalpha() and len(words) < 30 and words != "none"


async def test_words_are_kept_as_they_are_or_refused_in_words_and_show_as_nothing_else(walk: Walk) -> None:
    wrong: list[Any] = []
    for number, (name, row) in enumerate(ROWS.items()):
        before = await walk.circle.client.calls(limit=1)
        strings = naughty.some(number, A_PLACE)
        for words in strings:
            wrong += await taken(walk, name, row, words)
        await walk.circle.settle()
        calls = await walk.circle.client.calls(since=before[0]["seq"])
        wrong += [(name, *one) for one in unintended(calls)]
        if sum(speaks(call) for call in calls) < len(strings):
            wrong.append((name, "is silent"))
    assert wrong == [], "\n".join(str(one)[:300] for one in wrong)
    assert await walk.failures() == 0


def echoed(calls: list[Any], words: list[str], types: Set[str]) -> list[Any]:
    """What can be tapped in these messages of the bot's and came from these words."""
    found = []
    for call in calls:
        result = call["result"] if call["status"] == 200 and isinstance(call.get("result"), dict) else {}
        for entity in result.get("entities") or result.get("caption_entities") or []:
            tapped = piece(result.get("text") or result.get("caption") or "", entity)
            if entity["type"] in types and any(tapped in one for one in words):
                found.append((entity["type"], tapped, result.get("text")))
    return found


async def test_every_command_takes_any_words_and_a_member_s_words_call_nobody_in_the_group(walk: Walk) -> None:
    wrong: list[Any] = []
    world = walk.world
    for number, name in enumerate(sorted(TABLE.commands)):
        strings = naughty.some(number, COMMANDS)
        for who, chat in (("Tom", None), ("Tom", world.ours), ("Dora", world.ours)):
            before = await walk.circle.client.calls(limit=1)
            for words in strings:
                await walk.say(who, f"/{name} {words}"[:4096], chat)
            await walk.circle.settle()
            calls = await walk.circle.client.calls(since=before[0]["seq"])
            wrong += [(name, who, *one) for one in unintended(calls)]
            if who == "Dora":
                there = [call for call in calls if call.get("chat_id") == world.ours]
                wrong += [(name, *one) for one in echoed(there, strings, {"mention", "url", "email"})]
    assert wrong == [], "\n".join(str(one)[:300] for one in wrong)
    assert await walk.failures() == 0


def people(names: list[str]) -> list[Any]:
    """Somebody new of each name, of whom Telegram tells."""
    return [
        {"id": 9_000_000_000 + number, "is_bot": False, "first_name": name[:64], "last_name": names[number - 1][:64]}
        for number, name in enumerate(names)
    ]


def shown_by(calls: list[Any]) -> list[str]:
    """What these calls show, the newest first."""
    results = [call["result"] for call in reversed(calls) if call["status"] == 200]
    return [str(one.get("text")) for one in results if isinstance(one, dict)]


async def test_names_are_nothing_but_names_wherever_they_stand(walk: Walk) -> None:
    world, names = walk.world, naughty.some(3, NAMES)
    before = await walk.circle.client.calls(limit=1)
    await walk.circle.app.store.transact(coming)
    for who in people(names):
        going = {"id": f"n{who['id']}", "from": who, "chat_instance": "1", "data": Say(1, Answer.GOING).pack()}
        shown = walk.message("Tom", "…", world.ours)["message"]
        await walk.give({"callback_query": going | {"message": shown}})
        await walk.give({"message": shown | {"from": who, "text": "/next", "entities": find("/next")}})
        service = {key: value for key, value in shown.items() if key not in ("text", "entities")}
        await walk.give({"message": service | {"from": who, "new_chat_members": [who]}})
        asks = {"chat": shown["chat"], "from": who, "user_chat_id": who["id"], "date": 1796029200}
        await walk.give({"chat_join_request": asks})
    await walk.circle.travel(minutes=10)
    await walk.circle.app.store.transact(ended)
    for words in ("/attendance", "/requests", "/rota", "/facilitators", "/meetups"):
        await walk.say("Tom", words)
    for who in people(names):
        await walk.give({"message": service | {"from": who, "left_chat_member": who}})
    await walk.circle.settle()
    calls = await walk.circle.client.calls(since=before[0]["seq"])
    parts = [one for who in people(names) for one in (who["first_name"], who["last_name"])]
    assert unintended(calls) == []
    assert echoed(calls, parts, FOUND - {"phone_number"}) == []
    card = next(text for text in shown_by(calls) if f"Going: {len(names) + 1}" in text)
    seen = [isolated(who["last_name"]).strip("\u2068\u2069") for who in people(names)]  # empty: nothing of it can be
    there = [name in card for name in seen]
    assert all(there[:NAMES])  # a card names the first ones
    assert await walk.failures() == 0


async def test_titles_of_groups_stand_there_as_they_are_but_turn_nothing(walk: Walk) -> None:
    before = await walk.circle.client.calls(limit=1)
    for title in naughty.some(4, NAMES):
        service = walk.message("Tom", "", walk.world.ours)["message"]
        await walk.give({"message": service | {"new_chat_title": title[:255]}})
        kept = (await walk.look(lambda tx: tx.groups.get(OURS))).title
        assert kept == (cleaned(title[:255]) or "…")
        await walk.press("Tom", ToGroupSettings(OURS))
        for words in ("/facilitator", "/announce Hello", "/help"):
            await walk.say("Tom", words)
    await walk.circle.settle()
    assert unintended(await walk.circle.client.calls(since=before[0]["seq"])) == []
    assert await walk.failures() == 0


async def test_files_of_any_name_and_any_caption_are_passed_on_or_refused(walk: Walk) -> None:
    before = await walk.circle.client.calls(limit=1)
    for number, name in enumerate(naughty.some(5, NAMES)):
        file = {"file_id": f"f{number}", "file_unique_id": "x" * (number % 3), "file_name": name[:255]}
        kinds = [{"mime_type": "application/pdf"}, {"mime_type": name}, {"file_size": 2**40}]
        for row in ("knowledge_write*:file", "relay*", "request*"):
            who = ROWS[row].who
            await walk.begin(ROWS[row])
            more = {"document": file | kinds[number % 3], "caption": name[:1024]}
            await walk.give(walk.message(who, "", **more))
            await walk.give({"edited_message": walk.message(who, "", **more)["message"]})
    await walk.circle.settle()
    calls = await walk.circle.client.calls(since=before[0]["seq"])
    assert [one for one in unintended(calls) if "wrong file" not in str(one)] == []  # they were made up
    assert await walk.failures() == 0


async def test_what_is_asked_inline_or_changed_afterwards_may_be_anything(walk: Walk) -> None:
    before = await walk.circle.client.calls(limit=1)
    for number, words in enumerate(naughty.some(6, NAMES)):
        sender = walk.message("Tom", "…")["message"]["from"]
        await walk.give(
            {"inline_query": {"id": str(number), "from": sender, "query": words[:256], "offset": words[:64]}}
        )
        chosen = {"result_id": words[:64], "from": sender, "query": words[:256]}
        await walk.give({"chosen_inline_result": chosen})
        await walk.give({"edited_message": walk.message("Tom", words)["message"]})
        await walk.say("Tom", f"@circle_bot {words}"[:4096], walk.world.ours)
        await walk.say("Sam", words)
    await walk.circle.settle()
    assert unintended(await walk.circle.client.calls(since=before[0]["seq"])) == []
    assert await walk.failures() == 0
