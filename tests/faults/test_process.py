"""The program as a real process, ended and killed in every way. `python -m bot run` against the local Telegram."""

import asyncio
import os
import random
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.circle import TOKEN
from tests.faults.conftest import Small, until

KILLS = 15
COMMANDS = 300
HANDFUL = 4  # messages that were in flight at a kill, and may come twice


def lines(small: Small, words: str = "circlekeeper:") -> list[str]:
    """What was said to the operator rather than logged."""
    return [line for line in small.output.read_text().splitlines() if line.startswith(words)]


async def test_killed_at_fifteen_random_moments_it_loses_nothing_and_applies_everything_once(bare: Small) -> None:
    rng = random.Random(20261130)
    await bare.launched()
    places = [(bare.mara, bare.group), (bare.mara, bare.mara), (bare.tom, bare.tom)]

    async def talk() -> None:
        for number in range(COMMANDS):
            person, chat = places[number % 3]
            await bare.client.send(person, f"/note {number}", chat=chat)
            await asyncio.sleep(rng.uniform(0, 0.03))

    talking = asyncio.create_task(talk())
    for _ in range(KILLS):
        await asyncio.sleep(rng.uniform(0.02, 0.6))
        await bare.kill()
        bare.launch()
    await talking
    await until(lambda: sum(bare.notes().values()) >= COMMANDS, "all noted", 20)
    await until(lambda: bare.state("outbox") == {} and bare.state("inbox")["waiting"] == 0, "all said", 20)
    assert bare.notes() == {str(number): 1 for number in range(COMMANDS)}
    replies: Counter[str] = Counter()
    for chat in (bare.group, bare.mara, bare.tom):
        texts = [text for text in await bare.texts(chat) if text.startswith("noted")]
        replies.update(texts)
        firsts = list(dict.fromkeys(texts))
        assert firsts == sorted(firsts, key=lambda text: int(text.split()[1]))  # order within a chat
    assert set(replies) == {f"noted {number}" for number in range(COMMANDS)}
    assert sum(replies.values()) - COMMANDS <= KILLS * HANDFUL
    assert (await bare.terminate())[0] == 0


async def test_killed_between_taking_an_update_and_doing_it_does_it_once(bare: Small) -> None:
    await bare.launched()
    await bare.client.fault("slow", "sendMessage", share=1.0, seconds=5)
    for number in range(10):
        await bare.client.send(bare.mara, f"/note {number}", chat=bare.group)
    await until(lambda: len(bare.notes()) == 10, "noted")
    await bare.kill()
    assert await bare.texts() == []
    await bare.client.clear_faults()
    await bare.launched()
    await until(lambda: bare.state("outbox") == {}, "all said")
    assert await bare.texts() == [f"noted {number}" for number in range(10)]
    assert set(bare.notes().values()) == {1}


async def test_only_one_runs_at_a_time_and_after_a_kill_the_next_starts_at_once(bare: Small) -> None:
    first = await bare.launched()
    second = bare.launch()
    await asyncio.to_thread(second.join, 10)
    assert second.exitcode == 3
    assert len(lines(bare)) == 1
    assert "Another Circlekeeper runs on this database" in lines(bare)[0]
    assert first.is_alive()
    bare.process = first
    await bare.kill()
    began = time.monotonic()
    third = await bare.launched()
    assert time.monotonic() - began < 5
    assert third.is_alive()
    await bare.client.send(bare.mara, "/note after the kill", chat=bare.group)
    await until(lambda: bare.notes(), "it works")


async def test_a_term_signal_ends_it_soon_with_everything_finished_or_kept(bare: Small) -> None:
    await bare.launched()
    await bare.client.fault("slow", "sendMessage", share=1.0, seconds=1)
    for number in range(20):
        await bare.client.send(bare.mara, f"/note {number}", chat=bare.group)
    await until(lambda: len(bare.notes()) == 20, "noted")
    code, seconds = await bare.terminate()
    assert code == 0
    assert seconds < 10
    await bare.client.clear_faults()
    said = len(await bare.texts())
    assert said < 20
    await bare.launched()
    await until(lambda: bare.state("outbox") == {}, "the rest is said")
    assert await bare.texts() == [f"noted {number}" for number in range(20)]  # what was in flight was waited for


async def test_a_term_signal_ends_it_also_when_telegram_hangs(bare: Small) -> None:
    await bare.launched()
    await bare.client.fault("slow", "sendMessage", share=1.0, seconds=60)
    await bare.client.send(bare.mara, "/note 1", chat=bare.group)
    await until(lambda: bare.notes(), "noted")
    code, seconds = await bare.terminate()
    assert (code, seconds < 10) == (0, True)
    assert bare.state("outbox") == {"waiting": 1}


async def test_a_term_signal_ends_it_also_before_telegram_was_ever_reached(bare: Small) -> None:
    bare.launch(BOT_API_URL="http://127.0.0.1:9")
    await until(lambda: bare.output.exists() and "cannot be reached" in bare.output.read_text(), "it tries")
    code, seconds = await bare.terminate()
    assert (code, seconds < 10) == (0, True)


async def test_it_waits_for_a_telegram_that_comes_up_later(bare: Small) -> None:
    await bare.client.fault("500", "getMe", count=2)
    await bare.client.fault("cut_before", "deleteWebhook", count=1)
    await bare.client.fault("500", "setMyCommands", count=1)
    await bare.client.send(bare.mara, "/note early", chat=bare.group)
    process = bare.launch()
    await until(lambda: bare.notes() == {"early": 1}, "noted")
    assert process.is_alive()


async def test_a_token_that_telegram_does_not_know_is_said_in_one_line(bare: Small) -> None:
    process = bare.launch(BOT_TOKEN="7000000001:AAanother-token-that-is-not-known")
    await asyncio.to_thread(process.join, 10)
    assert process.exitcode == 2
    assert len(lines(bare)) == 1
    assert "BOT_TOKEN" in lines(bare)[0]
    assert "AAanother" not in bare.output.read_text()


async def test_a_token_that_is_revoked_ends_it_in_one_line(bare: Small) -> None:
    process = await bare.launched()
    await bare.client.fault("error", "getUpdates", share=1.0, error_code=401, description="Unauthorized")
    await bare.client.send(bare.mara, "/note wakes the poll", chat=bare.group)
    await asyncio.to_thread(process.join, 10)
    assert process.exitcode == 2
    assert "BOT_TOKEN" in lines(bare)[0]


async def test_a_webhook_that_cannot_be_had_is_said_in_one_line(bare: Small) -> None:
    taken = bare.sandbox.url.removeprefix("http://")
    more = {"WEBHOOK_URL": "http://127.0.0.1:9/hook", "WEBHOOK_SECRET": "a-long-secret", "WEBHOOK_LISTEN": taken}
    process = bare.launch(**more)
    await asyncio.to_thread(process.join, 10)
    assert process.exitcode == 1
    assert len(lines(bare)) == 1
    assert "in use" in lines(bare)[0]
    assert "Traceback" not in bare.output.read_text()


@pytest.fixture
async def real(bare: Small) -> AsyncIterator[list[Process]]:
    """Processes of the real thing, ended with the test."""
    started: list[Process] = []
    yield started
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def start_real(bare: Small, started: list[Process]) -> Process:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= bare.environment(TIMEZONE="Europe/London") | {"PYTHONPATH": str(Path.cwd())}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), cwd=bare.folder, env=environment, stdout=PIPE, stderr=PIPE
    )
    started.append(process)
    await until(bare.polled, "the real bot polls", 20)
    return process


def _asks_to_confirm(message: dict[str, Any]) -> bool:
    return any(button["text"] == "Confirm" for row in message.get("buttons") or [] for button in row)


async def test_the_real_program_killed_in_the_middle_of_a_plan_goes_on_where_it_was(
    bare: Small, real: list[Process]
) -> None:
    process = await start_real(bare, real)
    await bare.client.send(bare.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall", chat=bare.group)
    preview = await bare.client.wait_for(_asks_to_confirm, chat=bare.group, timeout=10)
    process.kill()
    await process.wait()
    process = await start_real(bare, real)
    pressed = {"chat": bare.group, "message_id": preview["message_id"], "button": "Confirm"}
    await bare.client.act(bare.fay, "press", wait=0, **pressed)
    await until(lambda: bare.query("SELECT 1 FROM cards WHERE message_id IS NOT NULL"), "the card stands")
    message_id = await bare.with_button("Going", bare.group)
    await bare.client.act(bare.mara, "press", chat=bare.group, message_id=message_id, button="Going", wait=5)
    process.kill()
    await process.wait()
    process = await start_real(bare, real)
    await until(lambda: bare.state("outbox")["waiting"] == 0, "all said")
    (card,) = [text for text in await bare.texts() if "Coffee and chat" in text and "Mara" in text]
    assert "Calderwood Hall" in card
    assert len(bare.query("SELECT 1 FROM rsvps")) == 1
    process.send_signal(signal.SIGTERM)
    out, err = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0
    assert out == b""
    assert TOKEN.partition(":")[2].encode() not in err
    assert b"Traceback" not in err
