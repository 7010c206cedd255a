"""The schema that a bot's calls are held against finds what is wrong, and nothing else."""

from typing import Any

import aiohttp
import pytest

from sandbox import Client
from sandbox.pictures import plain
from tests.sandbox.local_bot import Bot, buttons
from tests.sandbox.schema import violations

Json = dict[str, Any]


async def test_right_calls_pass(telegram: Client, bot: Bot) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.start(mara)
    since = await telegram.seq()
    await bot("sendMessage", chat_id=mara, text="x", parse_mode="HTML", reply_markup=buttons("Yes"))
    form = {"chat_id": str(mara), "text": "x", "disable_notification": "true", "reply_parameters": '{"message_id": 1}'}
    async with bot.http.post(f"{bot.url}/bot{bot.token}/sendMessage", data=form) as answer:
        assert answer.status == 200
    upload = aiohttp.FormData({"chat_id": str(mara)})
    upload.add_field("photo", plain(), filename="x.png")
    async with bot.http.post(f"{bot.url}/bot{bot.token}/sendPhoto", data=upload) as answer:
        assert answer.status == 200
    await bot("setMyCommands", commands=[{"command": "a", "description": "b"}], scope={"type": "default"})
    await bot("getUpdates", offset=-1, allowed_updates=["message"])
    assert violations(await telegram.calls(since=since)) == []


WRONG: list[tuple[str, Json, str]] = [
    ("sendMessage", {}, "text: Field required"),
    ("sendMessage", {"text": "x", "silently": True}, "silently: there is no such parameter"),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}}, "text: Field"),
    ("sendMessage", {"text": "x", "link_preview_options": {"off": True}}, "link_preview_options.off: there is no such"),
    (
        "sendMessage",
        {"text": "x", "reply_parameters": {"message": 1}},
        "reply_parameters.message: there is no such field",
    ),
    ("sendTelepathy", {}, "there is no such method"),
]


@pytest.mark.parametrize(("method", "params", "problem"), WRONG)
async def test_wrong_calls_are_named(telegram: Client, bot: Bot, method: str, params: Json, problem: str) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.start(mara)
    since = await telegram.seq()
    await bot.ask(method, chat_id=mara, **params)
    found = violations(await telegram.calls(since=since))
    assert len(found) == 1
    assert found[0].startswith("#")
    assert problem in found[0]
