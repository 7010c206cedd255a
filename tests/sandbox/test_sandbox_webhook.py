"""Updates brought to a webhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from sandbox import Client
from tests.sandbox.local_bot import Bot

Json = dict[str, Any]


class Hook:
    """An address that takes updates, and answers as it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[Json] = []
        self.secrets: list[str | None] = []
        self.answers: list[int] = []
        self.came = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.came.set()
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def wait(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.got) < count:
                self.came.clear()
                await self.came.wait()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_updates_come_in_order_with_the_secret(telegram: Client, bot: Bot, hook: Hook) -> None:
    mara = (await telegram.person("Mara"))["id"]
    await telegram.send(mara, "before")
    assert await bot("setWebhook", url=hook.url, secret_token="s3cret") is True
    await telegram.send(mara, "after")
    await hook.wait(2)
    assert [u["message"]["text"] for u in hook.got] == ["before", "after"]
    assert hook.secrets == ["s3cret", "s3cret"]
    assert (await telegram.pending()) == {"updates": 0, "polling": False, "webhook": hook.url}


async def test_what_is_not_taken_comes_again(telegram: Client, bot: Bot, hook: Hook) -> None:
    mara = (await telegram.person("Mara"))["id"]
    hook.answers = [500, 404]
    await bot("setWebhook", url=hook.url)
    await telegram.send(mara, "hello")
    await hook.wait(1)
    await asyncio.sleep(0.05)
    info = await bot("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["pending_update_count"] == 1
    await hook.wait(3)
    assert hook.got[0] == hook.got[1] == hook.got[2]
    await asyncio.sleep(0.1)
    assert (await bot("getWebhookInfo"))["pending_update_count"] == 0
    assert len(hook.got) == 3


async def test_polling_and_a_webhook_exclude_each_other(telegram: Client, bot: Bot, hook: Hook) -> None:
    poll = asyncio.create_task(bot.ask("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    await bot("setWebhook", url=hook.url)
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    told = await bot.ask("getUpdates")
    assert told["error_code"] == 409
    assert told["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    mara = (await telegram.person("Mara"))["id"]
    await bot("deleteWebhook")
    await telegram.send(mara, "hello")
    assert len(await bot("getUpdates")) == 1
    assert hook.got == []
    await bot("deleteWebhook", drop_pending_updates=True)
    assert await bot("getUpdates") == []


async def test_addresses_and_secrets_are_checked(bot: Bot) -> None:
    assert await bot.refused("setWebhook", url="ftp://x") == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )
    assert await bot.refused("setWebhook", url="https://x.org", secret_token="a b") == (
        "Bad Request: secret token contains unallowed characters"
    )
    assert (await bot("getWebhookInfo"))["url"] == ""
