"""outbox → Telegram: which message leaves next, and when.

Each chat has a queue, most urgent lane first, and one message of it in flight at a time, so that order is kept.
Different chats are served side by side. Flood limits are never provoked; a chat that Telegram wants left alone holds
up only itself.
"""

import asyncio
import heapq
import time
from collections.abc import Iterable
from datetime import timedelta

import structlog

from bot.chat_queue import ChatQueue, is_counted
from bot.metrics import Metrics
from bot.pacing import ChatPace, Steady
from bot.refusals import LONGEST_PAUSE
from bot.sending import Later, Moved, Outcome, Sender
from domain.outbox import Lane, Outgoing
from domain.ports import Clock
from storage.database import StorageUnavailable
from storage.transaction import Store

log = structlog.get_logger("delivery")

AT_ONCE = 128  # calls in flight
MOST_HELD = 20_000  # rows in memory; less urgent ones beyond that wait on the disk
STORAGE_PAUSE = timedelta(seconds=1)
SET_BACK = 1.0  # seconds; a clock that loses less than that was only corrected
SOON = 5.0  # seconds after a failure in which a chat is tried again, where Telegram answers others
DEBOUNCE = 1.0  # seconds a card waits for more presses …
CARD_GAP = 5.0  # … and seconds between two edits of one card


class Delivery:
    """Sends what the outbox holds, for ever. paced: off only where no flood limits are enforced (tests)."""

    def __init__(self, sender: Sender, store: Store, clock: Clock, metrics: Metrics, *, paced: bool = True) -> None:
        self._sender, self._store, self._clock, self._metrics = sender, store, clock, metrics
        self._paced = paced
        self._chats: dict[int, ChatQueue] = {}
        self._held: set[int] = set()
        self._done_meanwhile: set[int] | None = None  # while rows are read from the disk: they may stand among those
        self._more = False
        self._soon: list[tuple[float, int, int]] = []  # (monotonic, tie, chat id): look at this chat then
        self._ready: list[tuple[int, int, int]] = []  # (lane, row id, chat id): may leave as far as its chat goes
        self._tie = 0
        self._stalled: dict[int, float] = {}  # chat id → monotonic time of its last failure
        self._ahead = clock.now().timestamp() - time.monotonic()
        self._overall = Steady()
        self._flying: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopping = False

    async def load(self) -> None:
        """After a start: what was not sent, what must be left alone, and what must not be repeated."""
        now = self._clock.now()
        lost = await self._store.transact(lambda tx: tx.outbox.interrupted())
        if lost:
            log.warning("messages that may have been sent are not repeated", count=lost)
        for chat_id, until in (await self._store.transact(lambda tx: tx.outbox.holds(now))).items():
            self._queue(chat_id).blocked_until = until.timestamp()
        self._more = True
        await self._refill()

    def offer(self, messages: Iterable[Outgoing]) -> None:
        """New rows, committed just now."""
        for message in messages:
            if message.id in self._held:
                continue
            if len(self._held) >= MOST_HELD and message.lane >= Lane.REMINDER:
                self._more = True
                continue
            self._hold(message)
        self._wake.set()

    def jumped(self) -> None:
        """The clock was moved: what waited for a time of day is looked at again."""
        for chat_id in self._chats:
            self._look_at(chat_id)
        self._wake.set()

    def reached(self) -> None:
        """Telegram answers: what failed while it did not is tried again soon, not after its whole pause."""
        now, wall = time.monotonic(), self._clock.now().timestamp()
        stalled, self._stalled = self._stalled, {}
        for chat_id, failed_at in stalled.items():
            queue = self._chats.get(chat_id)
            if queue is not None:
                queue.blocked_until = min(queue.blocked_until, wall + max(0.0, failed_at + SOON - now))
                self._look_at(chat_id)
        if stalled:
            self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight and nothing could leave now."""
        if self._flying or self._ready:
            return False
        now, wall = time.monotonic(), self._clock.now().timestamp()
        return all(queue.head(now, wall, paced=False)[0] > 0 for queue in self._chats.values() if queue.rows)

    def depth(self) -> dict[str, int]:
        """Rows that wait, by lane; sets the gauges too."""
        counts = {lane.name.lower(): 0 for lane in Lane}
        waiting = [message for queue in self._chats.values() for _, _, message in queue.rows]
        for message in waiting:
            counts[message.lane.name.lower()] += 1
        oldest = min((message.created_at for message in waiting), default=None)
        for lane, count in counts.items():
            self._metrics.depth.labels(lane).set(count)
        self._metrics.age.set((self._clock.now() - oldest).total_seconds() if oldest else 0)
        return counts

    async def run(self) -> None:
        """Send for ever, until `stop`."""
        while not self._stopping:
            self._wake.clear()
            wait = self._launch()
            if self._more and len(self._held) < MOST_HELD // 2:
                await self._refill()
                continue
            try:
                await asyncio.wait_for(self._wake.wait(), timeout=wait)
            except TimeoutError:
                continue

    async def stop(self, grace: float) -> None:
        """Start nothing new; what is in flight has `grace` seconds to arrive. The rest is kept."""
        self._stopping = True
        self._wake.set()
        if self._flying:
            await asyncio.wait(self._flying, timeout=grace)
        flying = list(self._flying)
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    def _queue(self, chat_id: int) -> ChatQueue:
        queue = self._chats.get(chat_id)
        if queue is None:
            queue = self._chats[chat_id] = ChatQueue(chat_id, ChatPace.of(chat_id))
        return queue

    def _hold(self, message: Outgoing) -> None:
        self._held.add(message.id)
        if message.chat_id is None:
            self._fly(None, message)  # answers to presses: no chat, no limit, no order
            return
        queue, card_id = self._queue(message.chat_id), message.card_id
        if message.tries and message.not_before is not None:  # it failed before a restart: its chat waits with it again
            longest = self._clock.now() + LONGEST_PAUSE  # more of it only where the clock was set back meanwhile
            queue.blocked_until = max(queue.blocked_until, min(message.not_before, longest).timestamp())
            message = message.changed(not_before=None)  # the chat waits for it
        if card_id is not None and queue.chat_id < 0 and not message.payload.get("new"):
            ready = time.monotonic() + DEBOUNCE
            queue.card_ready[card_id] = max(ready, queue.card_ready.get(card_id, 0.0))
        queue.add(message)
        self._look_at(queue.chat_id)

    def _look_at(self, chat_id: int, after: float = 0.0) -> None:
        self._tie += 1
        heapq.heappush(self._soon, (time.monotonic() + after, self._tie, chat_id))

    def _launch(self) -> float | None:
        """Let everything go that may go now; seconds until there may be more, None for no idea."""
        now, wall = time.monotonic(), self._clock.now().timestamp()
        self._notice(wall - now)
        while self._soon and self._soon[0][0] <= now:
            _, _, chat_id = heapq.heappop(self._soon)
            self._consider(chat_id, now, wall)
        while self._ready and len(self._flying) < AT_ONCE:
            lane, row_id, chat_id = self._ready[0]
            queue = self._chats.get(chat_id)
            if queue is None:  # it has another id now
                heapq.heappop(self._ready)
                continue
            wait, row = queue.head(now, wall, paced=self._paced)
            if queue.busy or row is None or wait > 0 or (row[0], row[1]) != (lane, row_id):
                heapq.heappop(self._ready)
                queue.left_line(lane, row_id)
                self._consider(chat_id, now, wall)
                continue
            if self._paced and is_counted(row[2].method):
                pause = self._overall.wait(now)
                if pause > 0:
                    return pause
                self._overall.take(now)
                queue.pace.take(now)
            heapq.heappop(self._ready)
            queue.leave(row)
            self._fly(queue, row[2])
        return max(0.0, self._soon[0][0] - time.monotonic()) if self._soon else None

    def _notice(self, ahead: float) -> None:
        """Where the clock was set back, chats wait no longer than they would have; put right, what is due is due."""
        back, self._ahead = self._ahead - ahead, ahead
        if back > SET_BACK:
            for queue in self._chats.values():
                queue.blocked_until -= back
        if abs(back) > SET_BACK:
            self.jumped()

    def _consider(self, chat_id: int, now: float, wall: float) -> None:
        queue = self._chats.get(chat_id)
        if queue is None or queue.busy:
            return
        wait, row = queue.head(now, wall, paced=self._paced)
        if row is None:
            return
        if wait > 0:
            self._look_at(chat_id, after=wait)
        elif queue.joins_line(row):
            heapq.heappush(self._ready, (row[0], row[1], chat_id))

    def _fly(self, queue: ChatQueue | None, message: Outgoing) -> None:
        if self._stopping:  # an answer that was to be tried again; it is kept
            return
        if queue is not None:
            queue.busy = True
        task = asyncio.create_task(self._deliver(queue, message))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _deliver(self, queue: ChatQueue | None, message: Outgoing) -> None:
        outcome: Outcome | None = None
        try:
            outcome = await self._sender.send(message)
        except StorageUnavailable as error:  # it could not even be read; nothing was sent
            log.error("the database is unavailable", reason=str(error))
            outcome = Later(message.changed(not_before=self._clock.now() + STORAGE_PAUSE), stall=True)
        except Exception:  # a bug of ours in an effect or a painter: this row is put aside, the others go on
            log.exception("a message could not be handled", method=message.method, row=message.id)
            await self._sender.put_aside(message)
        self._landed(queue, message, outcome)
        if isinstance(outcome, Moved):
            await self._moved(message.chat_id, outcome.chat_id)
        self._wake.set()

    def _landed(self, queue: ChatQueue | None, message: Outgoing, outcome: Outcome | None) -> None:
        self._held.discard(message.id)
        if self._done_meanwhile is not None:
            self._done_meanwhile.add(message.id)
        if queue is not None:
            queue.busy = False
            if message.card_id is not None and queue.chat_id < 0:  # in private its one reader waits for it
                queue.card_ready[message.card_id] = time.monotonic() + CARD_GAP
        if isinstance(outcome, Later):
            self._keep(queue, outcome)
        elif outcome is not None:
            self.reached()
        if queue is not None:
            self._look_at(queue.chat_id)

    def _keep(self, queue: ChatQueue | None, outcome: Later) -> None:
        message = outcome.message
        self._held.add(message.id)
        at = message.not_before.timestamp() if message.not_before else 0.0
        if not outcome.asked:  # the clock may have been set back since that moment was chosen
            at = min(at, (self._clock.now() + LONGEST_PAUSE).timestamp())
        if queue is None:
            delay = max(0.0, at - self._clock.now().timestamp())
            asyncio.get_running_loop().call_later(delay, self._fly, None, message)
            return
        if outcome.stall:
            queue.blocked_until = max(queue.blocked_until, at)
            message = message.changed(not_before=None)  # the chat waits for it
            if not outcome.asked:
                self._stalled[queue.chat_id] = time.monotonic()
        queue.add(message)

    async def _moved(self, old: int | None, new: int) -> None:
        if old is not None and old in self._chats:
            for _, _, message in self._chats.pop(old).rows:
                self._held.discard(message.id)
        try:
            self.offer(await self._store.look(lambda tx: tx.outbox.waiting(new)))
        except StorageUnavailable:
            self._more = True  # they are read with the others, later

    async def _refill(self) -> None:
        self._more = False
        done = self._done_meanwhile = set()
        try:
            found = await self._store.look(lambda tx: tx.outbox.load((-1, -1), MOST_HELD))
        except StorageUnavailable as error:
            log.error("the database is unavailable", reason=str(error))
            self._more = True
            await asyncio.sleep(STORAGE_PAUSE.total_seconds())
            return
        finally:
            self._done_meanwhile = None
        for message in found:
            if message.id not in done | self._held:
                self._hold(message)
        self._more = self._more or len(found) == MOST_HELD
        self._wake.set()
