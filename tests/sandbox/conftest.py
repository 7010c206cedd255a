"""A running local Telegram, its client, a bare bot and a circle."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox import Client, Sandbox
from tests.sandbox.local_bot import Bot, Circle, make_circle


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.serve(seed=7, limits=False) as running:
        yield running


@pytest.fixture
async def telegram(sandbox: Sandbox) -> AsyncIterator[Client]:
    async with Client(sandbox.url) as client:
        yield client


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as http:
        made = Bot(sandbox.url, http)
        await made("getMe")
        yield made


@pytest.fixture
async def circle(telegram: Client, bot: Bot) -> Circle:
    made = await make_circle(telegram)
    await bot.updates()
    return made
