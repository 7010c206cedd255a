"""The operator hears of trouble with the program itself: once an hour of each kind, and nothing about anybody."""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from domain.watch import Trouble
from handlers.context import Context
from handlers.operator import tell_operator
from tests.circle import TOKEN, Circle, a_circle
from tests.flows.meetups import schedule

AGAIN = "please tap it again"


async def with_operator(circle: Circle) -> int:
    """Somebody to hear of it."""
    operator = int((await circle.client.person("Olu", language_code="en"))["id"])
    await circle.client.start(operator)
    await circle.stop()
    circle.settings |= {"operator_chat_id": operator}
    await circle.boot()
    await circle.settle()
    return operator


async def troubled(circle: Circle, trouble: Trouble) -> None:
    app = circle.app
    await app.store.transact(lambda tx: tell_operator(Context(tx, app.clock.now(), app.me), trouble))
    await circle.settle()


async def about(circle: Circle, operator: int, words: str) -> list[str]:
    return [text for text in await circle.texts(operator) if words in text]


async def away(circle: Circle, **by: float) -> None:
    """The plug is pulled, time passes, and it is put back."""
    await circle.stop()
    await circle.travel(**by)
    await circle.boot()
    await circle.settle()


async def test_one_message_of_a_kind_an_hour_with_how_often_it_was(circle: Circle) -> None:
    operator = await with_operator(circle)
    for _ in range(3):
        await troubled(circle, Trouble.POISON)
    assert len(await about(circle, operator, "set aside")) == 1
    await troubled(circle, Trouble.UNREACHABLE)
    assert len(await about(circle, operator, "rests until")) == 1
    await circle.travel(minutes=61)
    await troubled(circle, Trouble.POISON)
    _, later = await about(circle, operator, "set aside")
    assert "3 times" in later


async def test_without_an_operator_nothing_is_said_or_kept(circle: Circle) -> None:
    await troubled(circle, Trouble.POISON)
    assert await circle.app.store.look(lambda tx: tx.watch.get(Trouble.POISON)) is None


async def test_an_update_that_cannot_be_handled_is_told_without_what_was_in_it(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = await with_operator(circle)
    route = circle.app.dispatch._table.commands["next"]

    def fails(act: object) -> None:
        raise RuntimeError("secret words")

    circle.app.dispatch._table.commands["next"] = type(route)(fails)
    await circle.client.send(circle.mara, "/next private words", chat=circle.group)
    end = time.monotonic() + 40
    while not await about(circle, operator, "set aside") and time.monotonic() < end:
        await circle.settle()
    (told,) = await about(circle, operator, "set aside")
    assert "secret" not in told
    assert "private words" not in told
    assert "Mara" not in told


async def test_two_and_a_half_minutes_without_telegram_cost_nothing(circle: Circle) -> None:
    operator = await with_operator(circle)
    await schedule(circle)
    await away(circle, seconds=140)
    assert await about(circle, operator, "reach Telegram") == []
    assert AGAIN not in "".join(await circle.texts())


async def test_after_longer_the_cards_ask_again_and_the_operator_hears_what_may_be_missing(circle: Circle) -> None:
    operator = await with_operator(circle)
    await schedule(circle)
    await away(circle, seconds=200)
    (told,) = await about(circle, operator, "reach Telegram")
    assert "presses on buttons are lost" in told
    assert len([text for text in await circle.texts() if AGAIN in text]) == 1
    assert await circle.press(circle.mara, "Going") is not None
    await circle.travel(hours=7)
    assert AGAIN not in "".join(await circle.texts())


async def test_after_more_than_a_day_messages_may_be_missing_too(circle: Circle) -> None:
    operator = await with_operator(circle)
    await schedule(circle)
    await away(circle, hours=25)
    (told,) = await about(circle, operator, "reach Telegram")
    assert "messages for a day" in told


async def test_a_clock_that_is_moved_is_no_outage(circle: Circle) -> None:
    operator = await with_operator(circle)
    await schedule(circle)
    await circle.travel(days=2)
    await circle.restart()
    await circle.settle()
    assert await about(circle, operator, "reach Telegram") == []


async def test_updates_and_messages_that_wait_too_long_are_noticed(circle: Circle) -> None:
    operator = await with_operator(circle)
    await circle.stop()
    old = {"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}
    await circle.boot()
    then = circle.app.clock.now()
    # As if the lanes stood still: a row that nobody works on.
    await circle.app.store.transact(lambda tx: tx.inbox.store([(5, 1, json.dumps(old))], then))
    await circle.client.advance(600)
    circle.app.jumped()
    end = time.monotonic() + 40
    while not await about(circle, operator, "Updates have waited") and time.monotonic() < end:
        circle.app.clockwork.woken()
    assert len(await about(circle, operator, "Updates have waited")) == 1
    await circle.app.store.transact(lambda tx: tx.inbox.done(1))


async def test_old_helplines_are_told_of_once_a_week(tmp_path: Path) -> None:
    async with a_circle(tmp_path, timezone="Europe/London", country="GB") as circle:
        operator = await with_operator(circle)
        await circle.travel(minutes=6)
        assert len(await about(circle, operator, "Helplines")) == 1
        await circle.travel(days=2)
        assert len(await about(circle, operator, "Helplines")) == 1
        await circle.travel(days=6)
        assert len(await about(circle, operator, "Helplines")) == 2


async def test_a_backup_that_failed_is_told_once_an_hour(circle: Circle, tmp_path: Path) -> None:
    operator = await with_operator(circle)
    there = tmp_path / "there.db"
    there.touch()
    given = {"BOT_TOKEN": TOKEN, "BOT_API_URL": circle.sandbox.url, "OPERATOR_CHAT_ID": str(operator)}
    given |= {"DATABASE_URL": f"sqlite+aiosqlite:///{circle.database}", "PATH": os.environ["PATH"]}
    command = (sys.executable, "-m", "bot", "backup", str(there))
    for _ in range(2):
        ended = await asyncio.to_thread(subprocess.run, command, env=given, capture_output=True, check=False)
        assert ended.returncode == 1
    assert len(await about(circle, operator, "a backup failed")) == 1
    fine = (*command[:-1], str(tmp_path / "new.db"))
    assert (await asyncio.to_thread(subprocess.run, fine, env=given, capture_output=True, check=False)).returncode == 0
    assert len(await about(circle, operator, "backup")) == 1
