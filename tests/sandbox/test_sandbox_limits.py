"""Flood limits, latency and faults."""

import asyncio
import time

import aiohttp
import pytest

from sandbox import Client, Sandbox
from sandbox.limits import Limits
from tests.sandbox.local_bot import Bot, Circle


def spent(limits: Limits, chat: int, count: int, now: float) -> int:
    """How many of so many messages pass at once."""
    passed = 0
    for _ in range(count):
        if limits.refuse(chat, now) is None:
            limits.spend(chat, now)
            passed += 1
    return passed


def test_one_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    limits = Limits()
    assert spent(limits, 5, 10, 100.0) == 3
    assert limits.refuse(5, 100.5) == 1, "a chat stays closed until its wait is over"
    assert spent(limits, 5, 10, 101.1) == 1
    assert spent(limits, 6, 1, 101.1) == 1, "other chats go on"


def test_a_group_takes_twenty_a_minute() -> None:
    limits = Limits()
    passed = sum(spent(limits, -5, 1, 100.0 + second * 1.5) for second in range(30))
    assert passed == 20
    assert limits.refuse(-5, 145.0) in range(1, 17)
    assert spent(limits, -5, 1, 161.0) == 1


def test_a_private_chat_has_no_minute() -> None:
    limits = Limits()
    assert sum(spent(limits, 5, 1, 100.0 + second * 1.5) for second in range(40)) == 40


def test_overall_thirty_a_second() -> None:
    limits = Limits()
    assert sum(spent(limits, chat, 1, 100.0) for chat in range(1, 100)) == 30
    assert sum(spent(limits, chat, 1, 101.0) for chat in range(200, 300)) == 30
    assert limits.refuse(999, 101.0) == 1


async def test_a_flood_is_refused_with_how_long_to_wait(telegram: Client, bot: Bot, circle: Circle) -> None:
    await telegram.limits(enabled=True)
    sent = [await bot.ask("sendMessage", chat_id=circle.id, text=f"{n}") for n in range(5)]
    assert [answer["ok"] for answer in sent] == [True, True, True, False, False]
    seconds = sent[3]["parameters"]["retry_after"]
    assert sent[3]["description"] == f"Too Many Requests: retry after {seconds}"
    assert sent[3]["error_code"] == 429
    number = sent[0]["result"]["message_id"]
    told = await bot.ask("editMessageText", chat_id=circle.id, message_id=number, text="x")
    assert told["error_code"] == 429, "edits count"
    for method, more in (("getChat", {}), ("sendChatAction", {"action": "typing"}), ("getChatMemberCount", {})):
        assert (await bot.ask(method, chat_id=circle.id, **more))["ok"], f"{method} does not count"
    await bot("deleteMessage", chat_id=circle.id, message_id=number)
    await asyncio.sleep(seconds + 0.05)
    await bot("sendMessage", chat_id=circle.id, text="later")
    await telegram.limits(enabled=False)
    for n in range(10):
        await bot("sendMessage", chat_id=circle.id, text=f"free {n}")
    assert (await telegram.metrics())["calls"]["sendMessage"] == {"ok": 14, "failed": 0, "429": 2}


async def test_what_is_refused_does_not_count(telegram: Client, bot: Bot, circle: Circle) -> None:
    await telegram.limits(enabled=True)
    for _ in range(10):
        assert await bot.refused("sendMessage", chat_id=circle.id, text="") == "Bad Request: message text is empty"
    await bot("sendMessage", chat_id=circle.id, text="x")


async def test_a_fault_meets_so_many_calls_of_its_method_and_chat(telegram: Client, bot: Bot, circle: Circle) -> None:
    await telegram.fault("429", "sendMessage", chat=circle.id, count=2, retry_after=7)
    await bot("getChat", chat_id=circle.id)
    for _ in range(2):
        told = await bot.ask("sendMessage", chat_id=circle.id, text="x")
        assert (told["error_code"], told["parameters"]) == (429, {"retry_after": 7})
    await bot("sendMessage", chat_id=circle.id, text="x")
    assert [call["fault"] for call in await telegram.calls("sendMessage") if "fault" in call] == ["429", "429"]
    assert (await telegram.world())["faults"] == []


async def test_faults_speak_and_can_be_removed(telegram: Client, bot: Bot, circle: Circle) -> None:
    await telegram.fault("error", "sendMessage", error_code=403, description="Forbidden: user is deactivated", count=9)
    told = await bot.ask("sendMessage", chat_id=circle.id, text="x")
    assert (told["error_code"], told["description"]) == (403, "Forbidden: user is deactivated")
    await telegram.clear_faults()
    await bot("sendMessage", chat_id=circle.id, text="x")
    broken = await telegram.fault("500", "*", count=9)
    assert (await bot.ask("getMe"))["error_code"] == 500
    assert (await bot("getUpdates")) == [], "polling is spared unless it is named"
    await telegram.request("DELETE", f"faults/{broken['id']}")
    await bot("getMe")


async def test_a_share_of_calls_is_the_same_for_the_same_seed(telegram: Client, bot: Bot) -> None:
    async def run() -> list[bool]:
        fault = await telegram.fault("500", "getMe", share=0.3, seed=1)
        found = [(await bot.ask("getMe"))["ok"] for _ in range(40)]
        await telegram.request("DELETE", f"faults/{fault['id']}")
        return found

    first, second = await run(), await run()
    assert first == second
    assert 18 <= sum(first) <= 38


@pytest.mark.parametrize(("kind", "done"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_cut_connection(telegram: Client, bot: Bot, circle: Circle, kind: str, done: int) -> None:
    before = len(await telegram.transcript(circle.id))
    await telegram.fault(kind, "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await bot.ask("sendMessage", chat_id=circle.id, text="x")
    assert len(await telegram.transcript(circle.id)) == before + done
    call = (await telegram.calls("sendMessage"))[-1]
    assert (call["status"], call["fault"], "result" in call) == (0, kind, bool(done))
    await bot("sendMessage", chat_id=circle.id, text="y")


async def test_slowness_and_latency(telegram: Client, bot: Bot) -> None:
    async def seconds() -> float:
        started = time.monotonic()
        await bot("getMe")
        return time.monotonic() - started

    assert await seconds() < 0.35
    await telegram.latency(400)
    assert 0.39 < await seconds() < 2
    await telegram.latency(0)
    await telegram.fault("slow", "getMe", seconds=0.4)
    assert 0.39 < await seconds() < 2
    assert await seconds() < 0.35


async def test_every_call_is_recorded_with_its_time(telegram: Client, bot: Bot, circle: Circle) -> None:
    since = await telegram.seq()
    await bot("sendMessage", chat_id=circle.id, text="x", parse_mode="HTML")
    call = (await telegram.wait_for_call("sendMessage", since=since)) | {}
    assert call["params"] == {"chat_id": circle.id, "text": "x", "parse_mode": "HTML"}
    assert call["result"]["text"] == "x"
    assert call["status"] == 200
    assert 0 <= call["duration_ms"] < 1000
    assert abs(call["monotonic"] - time.monotonic()) < 5
    assert await telegram.calls(since=call["seq"]) == []


async def test_a_sandbox_without_limits_is_asked_for() -> None:
    async with Sandbox.serve() as strict, Client(strict.url) as client:
        assert (await client.world())["limits"]["enabled"]
    async with Sandbox.serve(limits=False) as open_, Client(open_.url) as client:
        assert not (await client.world())["limits"]["enabled"]
