"""The one composition root: everything is made and wired here, for production, the demo and the tests alike."""

import asyncio
import contextlib
import gc
import os
import socket
from collections.abc import AsyncIterator, Iterable
from functools import partial
from typing import Any

import structlog
import uvicorn
from filelock import FileLock, Timeout
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot import helplines
from bot.api import BotApi
from bot.clock import FileClock, SystemClock
from bot.clockwork import Clockwork
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.finders import Finders
from bot.finding_entries import EntryFinder
from bot.finding_resources import ResourceFinder
from bot.forgetting import Ledger
from bot.intake import ALLOWED, Intake
from bot.metrics import Metrics
from bot.outages import Outages
from bot.roles import Roles
from bot.sending import Sender
from bot.settings import Settings
from bot.starting_knowledge import take_starter
from bot.throttle import Throttle
from bot.web import site
from domain.finding import Question, Serves
from domain.resource_finding import ResourceQuery
from handlers import ROUTERS
from handlers.context import Me
from handlers.menus import menus
from handlers.routing import Router, Table
from storage.database import StorageUnavailable
from storage.migrate import migrate
from storage.transaction import Store

log = structlog.get_logger("app")

# Python looks for circles of garbage every 700 new objects by default, and each update is some hundreds of objects that
# hold none: looking less often saves a tenth of the time of an update.
GARBAGE = (20_000, 20, 20)
GRACE = 8.0  # seconds to finish what is in work, of the 10 that SIGTERM gives
FIRST_CONTACT = (0.2, 0.5, 1, 2, 5, 10)  # seconds between tries to reach Telegram at the start


class AlreadyRunning(Exception):
    """Another Circlekeeper runs on this database; stop that one first, or set another DATABASE_URL."""


class Circlekeeper:
    """A running program. Made by `running`."""

    def __init__(
        self, settings: Settings, api: BotApi, store: Store, identity: dict[str, Any], routers: Iterable[Router]
    ) -> None:
        self.settings, self.api, self.store, self.identity = settings, api, store, identity
        self.clock = FileClock(settings.clock_file) if settings.clock_file else SystemClock()
        self.metrics = Metrics()
        table = Table(routers)
        me = Me(
            id=identity["id"],
            username=identity["username"],
            name=identity["first_name"],
            zone=settings.timezone,
            language=settings.language,
            country=settings.country,
            helplines=helplines.read(settings.helplines),
            operator_chat=settings.operator_chat_id,
        )
        self.me = me
        sender = Sender(api, store, self.clock, table, me, self.metrics)
        self.delivery = Delivery(sender, store, self.clock, self.metrics, paced=settings.pacing)
        roles = Roles(api)
        self.resources = ResourceFinder(store)
        vectors = settings.database_path.with_name(f"{settings.database_path.name}.vectors")
        self.answers = EntryFinder(store, settings.semantic_model, vectors)
        self.finders = Finders({Question: self.answers.find, ResourceQuery: self.resources.find, Serves: roles.serves})
        self.dispatch = Dispatch(store, table, me, roles, self.finders, self.clock, self.metrics)
        self.clockwork = Clockwork(store, table, me, roles, self.clock, self.metrics)
        self.outages = Outages(store, self.clock, me, self.delivery.reached)
        throttle = Throttle(store, self.clock, me, self.metrics) if settings.pacing else None
        self.intake = Intake(api, store, self.clock, identity, self.dispatch.accept, self.outages.reached, throttle)
        store.on_said = self.delivery.offer
        store.on_promised = self.clockwork.woken
        self.ended = asyncio.Event()  # it cannot go on, because of `failure`
        self.failure: BaseException | None = None
        self.port = 0  # of the loopback server, 0 where it could not be opened

    async def health(self) -> dict[str, Any]:
        """Whether the program works, and what it has still to do (all zero: it is at rest)."""
        idle = await self.clockwork.idle()
        lanes = self.delivery.depth()
        self.metrics.waiting.set(self.dispatch.depth)
        self.metrics.lanes.set(self.dispatch.lanes)
        return {
            "status": "ok",
            "bot": self.me.username,
            "inbox": self.dispatch.depth,
            "outbox": lanes,
            "sending": not self.delivery.idle,
            "due": not idle,
            "at_rest": idle and self.delivery.idle and self.dispatch.depth == 0,
        }

    async def begin(self) -> None:
        """Take up what was left, then tell Telegram how to reach us."""
        await self.delivery.load()
        await self.dispatch.load()
        await self._announce_menus()
        if self.settings.webhook_url:
            payload = {"url": self.settings.webhook_url, "secret_token": self.settings.webhook_secret}
            await _patiently(self.api, "setWebhook", payload | {"allowed_updates": ALLOWED})
        else:
            await _patiently(self.api, "deleteWebhook", {"drop_pending_updates": False})
        with contextlib.suppress(StorageUnavailable):  # the disk is full: it is said when there is room
            await self.outages.reached()

    async def _announce_menus(self) -> None:
        for method, payload in menus():
            try:
                await self.api.call(method, payload)
            except TelegramError as error:  # without menus everything still works
                log.warning("a command menu could not be set", method=method, error=str(error))
                return

    def part_ended(self, task: asyncio.Task[None]) -> None:
        """None of the parts ends before the program does; without one of them the others are of no use."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        if not isinstance(error, InvalidToken):
            log.critical("a part of the program failed", part=task.get_name(), exc_info=error)
        self.failure = error
        self.ended.set()

    def jumped(self) -> None:
        """The clock was moved."""
        self.outages.jumped()
        self.clockwork.woken()
        self.delivery.jumped()

    async def end(self) -> None:
        """Stop taking in; what is in work is finished or kept."""
        self.clockwork.stop()
        await self.outages.note()
        await self.dispatch.stop(GRACE / 2)
        await self.delivery.stop(GRACE / 2)
        self.resources.close()
        self.answers.close()


@contextlib.contextmanager
def _alone(settings: Settings) -> Any:
    """Hold the lock beside the database; the system frees it when the process dies."""
    lock = FileLock(f"{settings.database_path}.lock")
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout:
        raise AlreadyRunning from None


async def _migrated(url: str) -> None:
    """Bring the database to the newest schema; while another program holds it or the disk is full, wait."""
    while True:
        try:
            await asyncio.to_thread(migrate, url)
        except StorageUnavailable as error:
            log.warning("the database is unavailable", reason=str(error))
            await asyncio.sleep(1)
        else:
            return


async def _patiently(api: BotApi, method: str, payload: dict[str, Any] | None = None) -> Any:
    """A call without which there is no start: after a power cut the network can come up later than we do.

    InvalidToken and BadRequest, which waiting does not help.
    """
    attempt = 0
    while True:
        try:
            return await api.call(method, payload)
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            pause = FIRST_CONTACT[min(attempt, len(FIRST_CONTACT) - 1)]
            log.warning("Telegram cannot be reached", error=str(error), again_in=pause)
            attempt += 1
            await asyncio.sleep(pause)


@contextlib.asynccontextmanager
async def running(settings: Settings, routers: Iterable[Router] = ROUTERS) -> AsyncIterator[Circlekeeper]:
    """A program that works until the block ends. AlreadyRunning, InvalidToken."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # PTB's durations as timedelta, its own future default
    with _alone(settings):
        await _migrated(settings.database_url)
        async with BotApi(settings.bot_token, settings.bot_api_url) as api:
            identity = await _patiently(api, "getMe")
            store = await Store.open(settings.database_url, Ledger(settings.database_path))
            try:
                if settings.starter == "on":
                    await take_starter(store)
                app = Circlekeeper(settings, api, store, identity, routers)
                async with at_work(app), _served(app):
                    yield app
            finally:
                await store.close()


@contextlib.asynccontextmanager
async def at_work(app: Circlekeeper) -> AsyncIterator[None]:
    """Start the parts, and stop them in the order in which nothing is lost."""
    gc.set_threshold(*GARBAGE)
    await app.begin()
    tasks = [
        asyncio.create_task(app.delivery.run(), name="delivery"),
        asyncio.create_task(app.clockwork.run(), name="clockwork"),
        asyncio.create_task(app.resources.warm_up(), name="resources"),  # before somebody asks
        asyncio.create_task(app.answers.run(), name="answers"),
    ]
    if isinstance(app.clock, FileClock):
        tasks.append(asyncio.create_task(app.clock.watch(app.jumped), name="clock"))
    if app.settings.webhook_url:
        intake = [asyncio.create_task(app.outages.beat(partial(app.api.call, "getMe")), name="beat")]
    else:
        intake = [asyncio.create_task(app.intake.poll(), name="intake")]
    for task in (*tasks, *intake):
        task.add_done_callback(app.part_ended)
    try:
        yield
    finally:
        await _cancel(intake)
        await app.end()
        await _cancel(tasks)


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def _served(app: Circlekeeper) -> AsyncIterator[None]:
    """The loopback server beside it."""
    server, serving = await _serve(app)
    log.info("running", bot=app.me.username)
    try:
        yield
    finally:
        if server is not None and serving is not None:
            server.should_exit = True
            await serving


class _Server(uvicorn.Server):
    """uvicorn inside our loop; signals are ours."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


async def _serve(app: Circlekeeper) -> tuple[uvicorn.Server | None, asyncio.Task[None] | None]:
    """The loopback server. Without a webhook the program works without it, where its port is taken."""
    host, port = app.settings.listen
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends without delay only on sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if app.settings.webhook_url:
            raise
        log.warning("no health page: the address is taken", address=app.settings.webhook_listen, error=str(error))
        return None, None
    app.port = listener.getsockname()[1]
    config = uvicorn.Config(
        site(app.settings, app.metrics, app.health, app.intake.take),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    return server, asyncio.create_task(server.serve(sockets=[listener]), name="web")
