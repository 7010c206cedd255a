"""agenda → use cases. APScheduler only wakes: at the next due time and at least every 30 s; what is due, rows say."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.metrics import Metrics
from bot.roles import Roles
from domain.agenda import URGENT, Promise
from domain.ports import Clock
from domain.retention import tidy
from domain.watch import WATCH, Trouble
from handlers.context import Context, Due, Me
from handlers.operator import tell_operator
from handlers.routing import Table
from storage.database import StorageUnavailable
from storage.transaction import Store, Transaction

log = structlog.get_logger("clockwork")

AT_LEAST_EVERY = 30  # seconds; so a clock that jumped is noticed
BATCH = 64  # promises that are read at once …
SIDE_BY_SIDE = 4  # … and kept together: all of these at most stand before an update that comes in meanwhile
ASKED_AT_ONCE = 8  # groups whose administrators Telegram is asked for; nothing else that is due waits for that
Key = tuple[str, str, datetime]
TRIES = 3
TIDY = "tidy"
TIDY_EVERY = timedelta(hours=6)
KEPT = {"inbox": timedelta(hours=25), "drafts": timedelta(days=7), "given_up": timedelta(days=7)}


class Clockwork:
    """Keeps promises when they are due."""

    def __init__(self, store: Store, table: Table, me: Me, roles: Roles, clock: Clock, metrics: Metrics) -> None:
        self._store, self._table, self._me, self._clock, self._metrics = store, table, me, clock, metrics
        self._roles = roles
        self._wake = asyncio.Event()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._looking = asyncio.Lock()
        self._asking: dict[Key, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(ASKED_AT_ONCE)
        self._stopping = False

    def woken(self) -> None:
        """Look again: something new was promised, or the clock jumped."""
        self._wake.set()

    async def idle(self) -> bool:
        """Whether nothing is due now and nothing is being done."""
        now = self._clock.now()
        at_work = self._looking.locked() or self._asking
        return not at_work and not await self._store.look(lambda tx: tx.agenda.due(now, 1))

    async def run(self) -> None:
        """Keep what is due, for ever, until `stop`."""
        self._scheduler.start()
        begun = False
        try:
            while not self._stopping:
                self._wake.clear()
                try:
                    if not begun:
                        await self._store.transact(self._begin)
                        begun = True
                    async with self._looking:
                        await self._keep_due()
                    await self._set_alarm()
                except StorageUnavailable as error:
                    log.error("the database is unavailable", reason=str(error))
                # Not the scheduler's: it reckons on the machine's clock, and would rest where that is set back.
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), AT_LEAST_EVERY)
        finally:
            self._scheduler.shutdown(wait=False)
            for task in self._asking.values():
                task.cancel()

    def _begin(self, tx: Transaction) -> None:
        """At each start: promises that were set aside get a fresh try, and tidying is planned."""
        now = self._clock.now()
        again = tx.agenda.take_up()
        if again:
            log.warning("promises that could not be kept are tried again", count=again)
        if not tx.agenda.of(TIDY, "all"):
            tx.agenda.add(TIDY, "all", now + TIDY_EVERY)
        if WATCH in self._table.promises and not tx.agenda.of(WATCH, "all"):
            tx.agenda.add(WATCH, "all", now)

    def stop(self) -> None:
        """End after what is being done now."""
        self._stopping = True
        self._wake.set()

    async def _keep_due(self) -> None:
        while not self._stopping:
            now, most = self._clock.now(), BATCH + len(self._asking)
            due = await self._store.look(lambda tx, now=now, most=most: tx.agenda.due(now, most))  # type: ignore[misc]
            due = [promise for promise in due if _key(promise) not in self._asking]
            if not due:
                return
            here = [promise for promise in due if not self._asks_first(promise)]
            # They enter the writer's queue in this order, so what was promised earlier is kept earlier.
            for start in range(0, len(here), SIDE_BY_SIDE):
                await asyncio.gather(*(self._keep(promise) for promise in here[start : start + SIDE_BY_SIDE]))

    def _asks_first(self, promise: Promise) -> bool:
        """Whether Telegram is asked for something before it; then it is kept on the side: nobody waits for that."""
        asks = promise.kind in self._table.administrators
        if asks:
            self._asking[_key(promise)] = asyncio.create_task(self._keep_on_the_side(promise))
        return asks

    async def _keep_on_the_side(self, promise: Promise) -> None:
        places = contextlib.nullcontext() if promise.kind in URGENT else self._places
        try:
            async with places:
                await self._keep(promise)
        except StorageUnavailable as error:  # it is still due
            log.error("the database is unavailable", reason=str(error))
        else:
            self._wake.set()
        finally:
            del self._asking[_key(promise)]

    async def _keep(self, promise: Promise) -> None:
        now = self._clock.now()
        try:
            administrators = await self._administrators(promise)
            await self._store.transact(lambda tx: self._do(tx, promise, administrators, now))
        except StorageUnavailable:
            raise
        except Exception:  # a bug in one promise must not stop the clock for the others
            last = promise.tries + 1 >= TRIES
            log.exception("a promise could not be kept", kind=promise.kind, subject=promise.subject, last=last)
            self._metrics.promises.labels(promise.kind, "failed").inc()
            await self._store.transact(lambda tx: self._failed(tx, promise, last=last))
        else:
            self._metrics.promises.labels(promise.kind, "kept").inc()
            self._metrics.lag.set((now - promise.due_at).total_seconds())

    def _failed(self, tx: Transaction, promise: Promise, *, last: bool) -> None:
        tx.agenda.failed(promise, set_aside=last)
        if last:
            tell_operator(Context(tx, self._clock.now(), self._me), Trouble.PROMISE)

    async def _administrators(self, promise: Promise) -> tuple[int, ...]:
        """Found out live and before the transaction, for what is about to be done for a group's facilitators."""
        asked = self._table.administrators.get(promise.kind)
        if asked is None:
            return ()
        group = await self._store.look(lambda tx: asked(tx, promise))
        return () if group is None else await self._roles.administrators(group)

    def _do(self, tx: Transaction, promise: Promise, administrators: tuple[int, ...], now: datetime) -> None:
        if not tx.agenda.kept(promise):
            return  # taken back since it was read
        if promise.kind == TIDY:
            _tidy(tx, now)
            return
        due = Due(tx=tx, now=now, me=self._me, promise=promise, administrators=administrators)
        self._table.promises[promise.kind](due)

    async def _set_alarm(self) -> None:
        """Wake when the next promise is due. The wait is reckoned on our clock, the alarm set on the machine's."""
        due_at = await self._store.look(lambda tx: tx.agenda.next_due())
        if due_at is None:
            return
        wait = max(timedelta(0), due_at - self._clock.now())
        if wait < timedelta(seconds=AT_LEAST_EVERY):
            at = datetime.now(UTC) + wait
            self._scheduler.add_job(self._ring, "date", run_date=at, id="next", replace_existing=True, **_ONE_WAKER)

    async def _ring(self) -> None:
        """Asynchronous, because APScheduler runs anything else in a thread, from which nobody may wake us."""
        self._wake.set()


def _key(promise: Promise) -> Key:
    return promise.kind, promise.subject, promise.due_at


# Its default grace silently drops a job that is one second late.
_ONE_WAKER = {"misfire_grace_time": None, "coalesce": True}


def _tidy(tx: Transaction, now: datetime) -> None:
    """Forget what is only kept for a while; the periods stand in /privacy too."""
    tx.inbox.prune(now - KEPT["inbox"])
    tx.drafts.prune(now - KEPT["drafts"])
    tx.outbox.prune(now - KEPT["given_up"])
    tidy(tx, now)
    tx.agenda.add(TIDY, "all", now + TIDY_EVERY)
