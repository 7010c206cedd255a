"""`circlekeeper demo` as a stranger starts it: a process, a page, and jumps in time that follow the meetups."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox import Client

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Client]:
    command = (sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0", "--folder", str(tmp_path / "demo"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment | {"PYTHONUNBUFFERED": "1"}, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
    url = line[line.index("http://") :].split()[0]
    try:
        async with Client(url) as client:
            yield client
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def until_moments(client: Client, wanted: str) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        while True:
            world = await client.world()
            found = {moment["label"]: moment["at"] for moment in world["moments"]}
            if wanted in found:
                return found
            await asyncio.sleep(0.1)


async def test_a_stranger_plans_a_meetup_jumps_through_it_kills_the_bot_and_nothing_is_missing(demo: Client) -> None:
    world = await demo.world()
    people = {person["first_name"]: person["id"] for person in world["people"]}
    group = next(chat["id"] for chat in world["chats"] if chat["title"] == "Calderwood parents")
    await demo.wait_for("Hello", chat=group, timeout=PATIENCE)

    await demo.send(people["Fay"], "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall", chat=group)
    preview = await demo.wait_for("Please look it over", chat=group, timeout=PATIENCE)
    await demo.act(people["Fay"], "press", chat=group, message_id=preview["message_id"], button="Confirm", wait=9)
    card = await demo.wait_for("Where: Calderwood Hall", chat=group, after=preview["message_id"], timeout=PATIENCE)
    going = {"chat": group, "message_id": card["message_id"], "button": "Going", "wait": 9}
    assert "going" in (await demo.act(people["Mara"], "press", **going))["text"]

    jumps = await until_moments(demo, "a day before the meetup")
    await demo.process("kill")
    await demo.set_clock(jumps["a day before the meetup"])
    await demo.process("start")
    await demo.wait_for("we meet tomorrow", chat=group, timeout=PATIENCE)
    await demo.set_clock(jumps["it begins"])
    here = {"chat": group, "message_id": card["message_id"], "button": "I'm here", "wait": 9}
    await demo.wait_for(
        lambda m: any(b["text"] == "I'm here" for r in m["buttons"] for b in r), chat=group, timeout=PATIENCE
    )
    assert (await demo.act(people["Mara"], "press", **here))["answered"]

    said = [
        m["text"]
        for m in await demo.transcript(group)
        if not m.get("service") and "A reminder" in (m.get("text") or "")
    ]
    assert len([text for text in said if "tomorrow" in text]) == 1
    await demo.set_clock(jumps["it ends"])
    assert (await until_moments(demo, "next morning"))["next morning"] == jumps["next morning"]


async def test_next_morning_shows_in_the_parent_s_private_chat_that_they_were_missed(demo: Client) -> None:
    world = await demo.world()
    people = {person["first_name"]: person["id"] for person in world["people"]}
    mara, fay = people["Mara"], people["Fay"]
    group = next(chat["id"] for chat in world["chats"] if chat["title"] == "Calderwood parents")
    await demo.wait_for("Hello", chat=group, timeout=PATIENCE)
    for person in (mara, fay):
        await demo.start(person)
        await demo.wait_for("a bot", chat=person, timeout=PATIENCE)

    async def press(person: int, chat: int, message: dict[str, Any], button: str) -> None:
        await demo.act(person, "press", chat=chat, message_id=message["message_id"], button=button, wait=9)

    await demo.send(fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall", chat=group)
    preview = await demo.wait_for("Please look it over", chat=group, timeout=PATIENCE)
    await press(fay, group, preview, "Confirm")
    after = preview["message_id"]
    card = await demo.wait_for("Where: Calderwood Hall", chat=group, after=after, timeout=PATIENCE)
    await press(mara, group, card, "Going")
    jumps = await until_moments(demo, "it ends")
    await demo.set_clock(jumps["it ends"])
    ticks = await demo.wait_for("Who came?", chat=fay, timeout=PATIENCE)
    await press(fay, fay, ticks, "Missed: Mara")
    await press(fay, fay, ticks, "Save")
    await demo.set_clock((await until_moments(demo, "next morning"))["next morning"])
    nudge = await demo.wait_for("missed you", chat=mara, timeout=PATIENCE)
    assert [button["text"] for row in nudge["buttons"] for button in row] == [
        "See you next time",
        "I'd like a chat",
        "Taking a break",
        "Stop these messages",
    ]
    assert not any("missed you" in (m.get("text") or "") for m in await demo.transcript(group))
