"""`kill -9` around the sending of 200 nudges: none twice, none to anybody who had stopped. A real process."""

import asyncio
import itertools
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bench.prepare_nudges import Circle, remember_missed
from sandbox import Client, Sandbox
from tests.faults.conftest import until
from tests.faults.process import TOKEN, environment, launch

PEOPLE, STOPPED_BEFORE, STOP_MEANWHILE = 200, 20, 20
KILLS = 8
HANDFUL = 12  # in flight at a kill: lost, and never repeated
TEN = datetime(2026, 12, 2, 10, 0, 30, tzinfo=UTC)
MET = datetime(2026, 12, 1, 10, tzinfo=UTC)
NUDGE = "Only you see it."


async def stop(client: Client, person: int) -> None:
    """Their press of "Don't send" in the settings."""
    chat = {"id": person, "type": "private", "first_name": "Somebody"}
    message = {"message_id": 1, "date": int(TEN.timestamp()), "chat": chat, "text": "…"}
    sender = {"id": person, "is_bot": False, "first_name": "Somebody"}
    query = {"id": f"stop-{person}", "from": sender, "chat_instance": "1", "data": "pu:0", "message": message}
    await client.inject({"callback_query": query})


async def nudges(client: Client) -> list[dict[str, Any]]:
    calls = await client.calls("sendMessage", limit=20_000)
    return [call for call in calls if NUDGE in call["params"].get("text", "")]


async def test_two_hundred_nudges_and_eight_kills(tmp_path: Path) -> None:
    rng = random.Random(20261202)
    database, clock = tmp_path / "circle.db", tmp_path / "clock"
    async with Sandbox.serve(0, token=TOKEN, clock_file=clock, limits=False) as sandbox, Client(sandbox.url) as client:
        fay = (await client.person("Fay"))["id"]
        people = [int((await client.person(f"P{number}"))["id"]) for number in range(PEOPLE)]
        for person in people:
            await client.start(person)
        chat = (await client.group("Parents", fay, members=people, bot="administrator"))["id"]
        await client.drop()
        await client.set_clock("2026-12-01T20:00:00Z")
        await remember_missed(database, [Circle(chat, fay, people)], MET, MET + timedelta(hours=10))
        before, meanwhile = people[:STOPPED_BEFORE], people[-STOP_MEANWHILE:]
        for person in before:
            await stop(client, person)

        async def launched() -> BaseProcess:
            process = launch(environment(sandbox.url, tmp_path, LOG_LEVEL="ERROR"), tmp_path / "output.log")
            await until(lambda: polls(client), "the process polls", 20)
            return process

        process = await launched()
        await until(lambda: nothing_pending(client), "who stopped before is heard", 20)
        await client.latency(60)
        await client.set_clock(TEN.strftime("%Y-%m-%dT%H:%M:%SZ"))
        stopping = iter(meanwhile)
        for kill in range(KILLS):
            goal = len(await nudges(client)) + rng.randint(3, 14)
            await until(lambda goal=goal: enough(client, goal), f"kill {kill}", 30)
            for person in itertools.islice(stopping, 3):
                await stop(client, person)
            await asyncio.sleep(rng.uniform(0, 0.15))
            process.kill()
            await asyncio.to_thread(process.join, 10)
            process = await launched()
        try:
            await until(lambda: at_rest(client), "nothing more is sent", 60)
        finally:
            process.kill()
            await asyncio.to_thread(process.join, 10)

        calls = await nudges(client)
        sent = Counter(call["params"]["chat_id"] for call in calls)
        assert max(sent.values()) == 1
        assert not set(before) & set(sent)
        heard = {call["params"]["callback_query_id"]: call for call in await client.calls("answerCallbackQuery")}
        for call in calls:  # whoever stopped meanwhile was not written to from then on
            stopped = heard.get(f"stop-{call['params']['chat_id']}")
            assert stopped is None or call["monotonic"] <= stopped["monotonic"] + 0.5
        assert len(sent) >= PEOPLE - STOPPED_BEFORE - STOP_MEANWHILE - KILLS * HANDFUL
        assert len(sent) > 100
        assert set(meanwhile) - set(sent)


async def polls(client: Client) -> bool:
    return bool((await client.pending())["polling"])


async def nothing_pending(client: Client) -> bool:
    calls = await client.calls("answerCallbackQuery")
    return not (await client.pending())["updates"] and len(calls) >= STOPPED_BEFORE


async def enough(client: Client, goal: int) -> bool:
    return len(await nudges(client)) >= goal


async def at_rest(client: Client) -> bool:
    count = len(await nudges(client))
    await asyncio.sleep(2)
    return len(await nudges(client)) == count
