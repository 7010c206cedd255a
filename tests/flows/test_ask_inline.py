"""`@bot words` in any chat: entries shared by all groups, and nobody becomes known by asking."""

from typing import Any

import pytest

from tests.circle import Circle
from tests.flows.asking import BADGE, LONG, PARK, an_entry, kept
from tests.sandbox.schema import violations


@pytest.fixture
async def inline(circle: Circle) -> Circle:
    await circle.client.request("POST", "bot", {"supports_inline_queries": True})
    return circle


async def results(circle: Circle, person: int, query: str) -> dict[str, Any]:
    found = await circle.client.act(person, "inline", query=query, wait=5)
    await circle.settle()
    assert found["answered"]
    return found


async def test_shared_entries_are_offered_and_posted_with_their_source(inline: Circle) -> None:
    await an_entry(inline, BADGE, "At the **library**.", shared=True)
    found = await results(inline, inline.mara, "how do i get a blue badge")
    assert [one["title"] for one in found["results"]] == [BADGE]
    assert found["results"][0]["description"] == "At the library."
    await inline.client.act(
        inline.mara, "choose", inline_id=found["inline_id"], result=found["results"][0]["id"], chat=inline.group
    )
    await inline.settle()
    posted = (await inline.transcript())[-1]["text"]
    assert "At the library." in posted
    assert "Source: The hall’s keeper" in posted


async def test_an_answer_that_is_posted_in_the_bot_s_own_chat_is_no_question(inline: Circle) -> None:
    await an_entry(inline, BADGE, "At the library.", shared=True)
    await inline.start(inline.mara)
    before = len(await inline.texts(inline.mara))
    found = await results(inline, inline.mara, "how do i get a blue badge")
    choice = {"inline_id": found["inline_id"], "result": found["results"][0]["id"], "chat": inline.mara}
    await inline.client.act(inline.mara, "choose", **choice)
    await inline.settle()
    assert len(await inline.texts(inline.mara)) == before
    assert violations(await inline.client.calls(limit=1000)) == []


async def test_a_group_s_own_entries_are_never_offered_inline(inline: Circle) -> None:
    await an_entry(inline)
    found = await results(inline, inline.mara, "is there parking at the hall")
    assert found["results"] == []


async def test_a_long_one_leads_to_private(inline: Circle) -> None:
    entry = await an_entry(inline, BADGE, LONG, shared=True)
    found = await results(inline, inline.mara, "how do i get a blue badge")
    (row,) = found["results"][0]["reply_markup"]["inline_keyboard"]
    assert row[0]["url"].endswith(f"?start=o_ke_{entry.id}")


@pytest.mark.parametrize("query", ["", "🙂", "why is the moon yellow", "<b>&", "x" * 256])
async def test_what_is_not_known_offers_nothing_and_keeps_nothing(inline: Circle, query: str) -> None:
    await an_entry(inline, BADGE, PARK, shared=True)
    stranger = (await inline.client.person("Zed"))["id"]
    assert (await results(inline, stranger, query))["results"] == []
    assert await kept(inline, lambda tx: tx.people.get(stranger)) is None
    group = await kept(inline, lambda tx: tx.groups.by_chat(inline.group))
    assert await kept(inline, lambda tx: tx.questions.of(group.id, 10)) == []


async def test_what_was_found_for_one_person_is_kept_from_others_and_not_for_long(inline: Circle) -> None:
    await an_entry(inline, BADGE, PARK, shared=True)
    await results(inline, inline.mara, "blue badge")
    call = (await inline.client.calls(method="answerInlineQuery"))[-1]
    assert call["params"]["is_personal"] in (True, "true")
    assert int(call["params"]["cache_time"]) <= 60
