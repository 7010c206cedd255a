"""What outlives the sandbox, and the program it looks after."""

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import Client, Sandbox
from sandbox.client import Refused
from tests.sandbox.local_bot import Bot, buttons, make_circle

Json = dict[str, Any]


async def test_the_world_comes_back(tmp_path: Path) -> None:
    state = tmp_path / "world"
    async with aiohttp.ClientSession() as http:
        async with Sandbox.serve(state=state, seed=3) as first, Client(first.url) as telegram:
            bot = Bot(first.url, http)
            await bot("getMe")
            circle = await make_circle(telegram, bot="administrator", forum=True)
            await telegram.start(circle.mara)
            await telegram.act(circle.mara, "photo", chat=circle.mara, caption="us")
            sent = await bot("sendMessage", chat_id=circle.mara, text="<b>x</b>", parse_mode="HTML",
                             reply_markup=buttons("Yes"))  # fmt: skip
            press = await telegram.press(circle.mara, sent["message_id"], "Yes", wait=0)
            await bot("pinChatMessage", chat_id=circle.mara, message_id=sent["message_id"])
            await bot("setMyCommands", commands=[{"command": "next", "description": "When?"}])
            await telegram.act(circle.finn, "topic", chat=circle.id, name="Sleep")
            await telegram.advance(100)
            taken = await bot("getUpdates", limit=2)
            await bot("getUpdates", offset=taken[-1]["update_id"] + 1, limit=1)
            before, waiting = await telegram.world(), await bot("getUpdates")
            shown = await telegram.transcript(circle.mara)
        async with Sandbox.serve(state=state, seed=3) as second, Client(second.url) as telegram:
            bot = Bot(second.url, http)
            after = await telegram.world()
            for part in ("bot", "people", "chats"):
                assert after[part] == before[part], part
            assert after["now"] > before["now"]
            assert await telegram.transcript(circle.mara) == shown
            assert await bot("getUpdates") == waiting
            await bot("answerCallbackQuery", callback_query_id=press["callback_id"])
            async with http.get(f"{second.url}{shown[1]['photo']['url']}") as photo:
                assert (await photo.read()).startswith(b"\x89PNG")
            await telegram.send(circle.mara, "more")
            ids = [update["update_id"] for update in await bot("getUpdates")]
            assert ids == list(range(ids[0], ids[0] + len(ids))), "ids go on"
            await telegram.reset()
        async with Sandbox.serve(state=state) as third, Client(third.url) as telegram:
            assert (await telegram.world())["people"] == []


def listening(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().split()[-1]


def ask(url: str, body: Json | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(url, data) as answer:
        return json.load(answer)


def serve(*options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_killed_sandbox_goes_on_where_it_was(tmp_path: Path) -> None:
    options = ("--state", str(tmp_path / "world"), "--clock-file", str(tmp_path / "offset"))
    with serve(*options) as first:
        url = listening(first)
        mara = ask(f"{url}/control/people", {"first_name": "Mara"})["id"]
        ask(f"{url}/control/act", {"person": mara, "do": "send", "chat": mara, "text": "kept"})
        ask(f"{url}/control/clock", {"advance": 90})
        time.sleep(0.6)
        first.kill()
    assert (tmp_path / "offset").read_text() == "90.000\n"
    (tmp_path / "offset").unlink()
    with serve(*options, "--no-limits", "--", sys.executable, "-c", "import time; time.sleep(60)") as second:
        url = listening(second)
        assert ask(f"{url}/control/process")["state"] == "running"
        assert ask(f"{url}/control/clock")["offset"] == 90
        assert (tmp_path / "offset").read_text() == "90.000\n"
        assert [m["text"] for m in ask(f"{url}/control/transcript?chat={mara}")] == ["kept"]
        assert ask(f"{url}/control/pending")["updates"] == 1
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0


async def test_the_end_waits_for_nobody_longer_than_a_second() -> None:
    async with aiohttp.ClientSession() as http:
        async with Sandbox.serve() as running, Client(running.url) as telegram:
            bot = Bot(running.url, http)
            await telegram.fault("slow", "getMe", seconds=60)
            slow = asyncio.create_task(bot.ask("getMe"))
            held = asyncio.create_task(bot.ask("getUpdates", timeout=50))
            await asyncio.sleep(0.1)
            started = time.monotonic()
        assert time.monotonic() - started < 3
        assert (await held)["result"] == []
        with pytest.raises((aiohttp.ClientError, AssertionError)):
            await slow


async def test_what_cannot_be_served_says_so(tmp_path: Path) -> None:
    foreign = tmp_path / "notes.txt"
    foreign.write_text("no world is kept here, only words")
    with pytest.raises(sqlite3.DatabaseError):
        async with Sandbox.serve(state=foreign):
            pass
    assert foreign.read_text() == "no world is kept here, only words"
    async with Sandbox.serve() as first:
        with pytest.raises(OSError, match="in use"):
            async with Sandbox.serve(port=first.port):
                pass


CHILDREN = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def dead(pid: int) -> bool:
    """Whether it ends within 5 s; a signal takes its time on a busy machine."""
    for _ in range(500):
        if not alive(pid):
            return True
        await asyncio.sleep(0.01)
    return False


async def child_of(file: Path) -> int:
    async with asyncio.timeout(10):
        while not (file.exists() and file.read_text()):  # noqa: ASYNC110 - another program writes it
            await asyncio.sleep(0.02)
    return int(file.read_text())


@pytest.mark.parametrize(("action", "number"), [("kill", signal.SIGKILL), ("terminate", signal.SIGTERM)])
async def test_a_program_is_started_and_ended_with_its_children(tmp_path: Path, action: str, number: int) -> None:
    file = tmp_path / "child"
    command = (sys.executable, "-c", CHILDREN, str(file))
    async with Sandbox.serve(command=command) as running, Client(running.url) as telegram:
        state = await telegram.process()
        assert state["state"] == "running"
        child = await child_of(file)
        assert await telegram.process(action) == {"state": "stopped", "exit": -number}
        assert await dead(state["pid"])
        assert await dead(child)
        file.unlink()
        assert (await telegram.process("start"))["state"] == "running"
        last = await child_of(file)
    assert await dead(last), "the sandbox takes the program with it"


async def test_a_program_that_ends_by_itself_is_noticed() -> None:
    command = (sys.executable, "-c", "raise SystemExit(3)")
    async with Sandbox.serve(command=command) as running, Client(running.url) as telegram:
        seq = 0
        while (await telegram.process())["state"] == "running":
            seq = (await telegram.wait(seq, 5))["seq"]
        assert await telegram.process() == {"state": "stopped", "exit": 3}
        events = (await telegram.wait(0))["events"]
        assert [event["state"] for event in events if event["type"] == "process"] == ["running", "stopped"]


async def test_without_a_program_there_is_none(telegram: Client) -> None:
    assert await telegram.process() == {"state": "none"}
    with pytest.raises(Refused, match="without a command"):
        await telegram.process("start")
    with pytest.raises(Refused, match="action is"):
        await telegram.process("dance")
