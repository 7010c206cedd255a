"""The chat page in a real browser: Debian's Chromium, the local Telegram, and a bot that does as it is told."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Request, ViewportSize, async_playwright

from sandbox import Client, Sandbox

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TOKEN = "7000000001:test"
DESKTOP = ViewportSize(width=1400, height=900)
PHONE = ViewportSize(width=390, height=844)

Json = dict[str, Any]

NAMES = (("Mara", "Okafor"), ("Ines", "Duarte"), ("Jo", "Whitfield"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all of them, so that the browser is started once."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        message = f"there is no Chromium at {CHROMIUM}: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.serve(
        port=0, limits=False, first_name="Circlekeeper", username="a_bot_with_a_name_of_32_letters"
    ) as served:
        yield served


@pytest_asyncio.fixture(loop_scope="session")
async def telegram(sandbox: Sandbox) -> AsyncIterator[Client]:
    async with Client(sandbox.url) as client:
        yield client


@dataclass
class Circle:
    """Two parents and a facilitator, who made the group."""

    mara: int
    ines: int
    jo: int
    group: int


@pytest_asyncio.fixture(loop_scope="session")
async def circle(telegram: Client) -> Circle:
    mara, ines, jo = [(await telegram.person(name, last_name=last))["id"] for name, last in NAMES]
    made = await telegram.group("Calderwood parents", jo, members=[mara, ines], bot="administrator")
    return Circle(mara, ines, jo, made["id"])


class Bot:
    """Somebody else's bot: calls the Bot API over HTTP, and fetches updates when told to."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session
        self.offset = 0

    async def __call__(self, method: str, **params: Any) -> Any:
        async with self.session.post(f"{self.url}/bot{TOKEN}/{method}", json=params) as answer:
            told = await answer.json()
            assert told["ok"], told
            return told["result"]

    async def say(self, chat: int, text: str, *rows: list[str], **more: Any) -> int:
        """A message with buttons, a row each, whose data are their words; its id."""
        buttons = [[{"text": word, "callback_data": word} for word in row] for row in rows]
        markup = {"reply_markup": {"inline_keyboard": buttons}} if buttons else {}
        return int((await self("sendMessage", chat_id=chat, text=text, **markup, **more))["message_id"])

    async def presses(self) -> list[Json]:
        """The presses that wait, fetched as a bot fetches them."""
        updates = await self("getUpdates", offset=self.offset, timeout=5, allowed_updates=["callback_query"])
        self.offset = max([self.offset, *(update["update_id"] + 1 for update in updates)])
        return [update["callback_query"] for update in updates if "callback_query" in update]

    async def press(self) -> Json:
        """The next press, waited for."""
        for _ in range(20):
            if found := await self.presses():
                return found[0]
        raise AssertionError("nobody pressed anything")


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(sandbox.url, session)


@dataclass
class Watch:
    """What the page did besides what was asked of it; `forgiven` are complaints that a test provoked on purpose."""

    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def on(self, page: Page, home: str) -> None:
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._seen(request, home))

    def _seen(self, request: Request, home: str) -> None:
        if not request.url.startswith(f"{home}/"):
            self.strangers.append(request.url)

    def verdict(self) -> None:
        left = [words for words in self.complaints if not any(known in words for known in self.forgiven)]
        assert left == []
        assert self.strangers == []


@pytest.fixture
def watch() -> Watch:
    return Watch()


async def opened(browser: Browser, sandbox: Sandbox, watch: Watch, size: ViewportSize, **more: Any) -> Page:
    context: BrowserContext = await browser.new_context(
        viewport=size, timezone_id="Europe/London", locale="en-GB", reduced_motion="reduce", **more
    )
    context.set_default_timeout(5000)
    page = await context.new_page()
    watch.on(page, sandbox.url)
    await page.goto(sandbox.url)
    return page


@pytest_asyncio.fixture(loop_scope="session")
async def opened_at(chromium: Browser, watch: Watch) -> AsyncIterator[Callable[[Sandbox], Awaitable[Page]]]:
    """Opens the page of any server, for tests that start and end their own."""
    yield lambda sandbox: opened(chromium, sandbox, watch, DESKTOP)
    watch.verdict()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, sandbox: Sandbox, circle: Circle, watch: Watch) -> AsyncIterator[Page]:
    """The page on a desk; whatever a test does, nothing may be complained of or fetched from elsewhere."""
    shown = await opened(chromium, sandbox, watch, DESKTOP)
    await shown.get_by_role("region", name="Jo Whitfield’s phone").wait_for()
    yield shown
    await shown.context.close()
    watch.verdict()


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, sandbox: Sandbox, circle: Circle, watch: Watch) -> AsyncIterator[Page]:
    """The page in the hand."""
    shown = await opened(chromium, sandbox, watch, PHONE, has_touch=True)
    await shown.get_by_role("tabpanel", name="Mara Okafor’s phone").wait_for()
    yield shown
    await shown.context.close()
    watch.verdict()
