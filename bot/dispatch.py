"""inbox → handlers: one ordered lane per chat, one transaction per update, and nobody blocked by a poison one."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable

import structlog
from telegram import Update

from bot.matching import Match, match
from bot.metrics import Metrics
from bot.roles import Roles, Standing
from domain.errors import Anonymous, NotFacilitator, Refused
from domain.groups import Group
from domain.members import see_member
from domain.ports import Clock
from handlers.context import Act, Me
from handlers.errors import refusal, sorry
from handlers.privately import is_anonymous
from handlers.replays import replayed
from handlers.routing import Asked, Table, Who
from storage.database import StorageUnavailable
from storage.inbox import Received
from storage.transaction import Store, Transaction

log = structlog.get_logger("dispatch")

SIDE_BY_SIDE = 64  # updates in work at once
TRIES = 3  # before an update is set aside
PAUSES = (0.1, 1.0)  # seconds between them


class Dispatch:
    """Handles what the inbox holds."""

    def __init__(self, store: Store, table: Table, me: Me, roles: Roles, clock: Clock, metrics: Metrics) -> None:
        self._store, self._table, self._me = store, table, me
        self._roles, self._clock, self._metrics = roles, clock, metrics
        self._lanes: dict[int, deque[Received]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(SIDE_BY_SIDE)
        self._stopping = False

    async def load(self) -> None:
        """After a start: what was accepted and not handled."""
        self.accept(await self._store.look(lambda tx: tx.inbox.waiting()))

    def accept(self, received: Iterable[Received]) -> None:
        """New rows, committed just now; each chat's in order."""
        for row in received:
            lane = self._lanes.get(row.lane)
            if lane is not None:
                lane.append(row)
                continue
            self._lanes[row.lane] = deque([row])
            task = asyncio.create_task(self._serve(row.lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @property
    def depth(self) -> int:
        """How many accepted updates are not handled yet."""
        return sum(len(lane) for lane in self._lanes.values())

    async def stop(self, grace: float) -> None:
        """Begin nothing new; what is in work has `grace` seconds. The rest stays in the inbox."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()

    async def _serve(self, lane: int) -> None:
        queue = self._lanes[lane]
        while queue and not self._stopping:
            async with self._places:
                await self._handle(queue[0])
            queue.popleft()
        if not queue:
            del self._lanes[lane]

    async def _handle(self, row: Received) -> None:
        tries = row.tries
        while not self._stopping:
            try:
                await self._once(row)
            except StorageUnavailable as error:
                log.error("the database is unavailable", reason=str(error))
                await asyncio.sleep(1)
            except Exception:  # whatever a handler raises: this update is tried again, then set aside
                tries += 1
                log.exception("an update failed", seq=row.seq, tries=tries)
                if tries >= TRIES:
                    await self._set_aside(row, tries)
                    return
                await self._store.transact(lambda tx, tries=tries: tx.inbox.failed(row.seq, tries))  # type: ignore[misc]
                await asyncio.sleep(PAUSES[tries - 1])
            else:
                self._metrics.handling.observe(max(0.0, (self._clock.now() - row.received_at).total_seconds()))
                return

    async def _once(self, row: Received) -> None:
        update = Update.de_json(json.loads(row.body), None)
        found = await self._match(update)
        if found is None or update.effective_user is None or update.effective_chat is None:
            self._metrics.updates.labels("ignored").inc()
            await self._store.transact(lambda tx: tx.inbox.done(row.seq))
            return
        try:
            standing = await self._standing(found, update)
            await self._store.transact(lambda tx: self._run(tx, row.seq, update, found, standing))
            self._metrics.updates.labels("handled").inc()
        except Refused as refused:
            # The use case left nothing behind; why it could not be done is said in a transaction of its own.
            error = refused
            await self._store.transact(lambda tx: self._refuse(tx, row.seq, update, found, error))
            self._metrics.updates.labels("refused").inc()

    async def _match(self, update: Update) -> Match | None:
        return await self._store.look(lambda tx: match(self._table, tx, update, self._me.id))

    async def _standing(self, found: Match, update: Update) -> Standing:
        """Found out before the transaction, live; NotFacilitator or Anonymous where the route needs more."""
        if found.route.who is Who.ANYONE or update.effective_user is None or update.effective_chat is None:
            return Standing()
        user, chat = update.effective_user, update.effective_chat
        draft_id = found.draft.id if found.draft and not found.replay else None
        asked = Asked(chat.id, user.id, chat.type == "private", found.payload, draft_id)

        def candidates(tx: Transaction) -> list[tuple[Group, bool]]:
            groups = [g for g in found.route.candidates(tx, asked) if found.only in (None, g.id)]
            return [(g, any(f.person_id == user.id for f in tx.groups.facilitators(g.id))) for g in groups]

        groups = await self._store.look(candidates)
        if is_anonymous(self._act(None, update, found, Standing())):  # type: ignore[arg-type]
            raise Anonymous
        standing = await self._roles.of(user.id, groups)
        if not standing.serves and found.route.who is Who.FACILITATOR:
            raise NotFacilitator
        return standing

    def _run(self, tx: Transaction, seq: int, update: Update, found: Match, standing: Standing) -> None:
        act = self._act(tx, update, found, standing)
        if found.takes_part:
            act.person  # noqa: B018 - whoever uses the bot in a group is its member from then on
        for group in standing.serves:
            see_member(tx, group.id, act.user.id, act.now, administrator=group.id in standing.administers)
        found.route.run(act)
        if found.replay and found.draft is not None and tx.drafts.get(found.draft.id) is not None:
            replayed(act, found.draft)
        act.answer()
        tx.inbox.done(seq)

    def _refuse(self, tx: Transaction, seq: int, update: Update, found: Match, error: Refused) -> None:
        act = self._act(tx, update, found, Standing())
        refusal(act, error)
        act.answer()
        tx.inbox.done(seq)

    async def _set_aside(self, row: Received, tries: int) -> None:
        """Give up on a poison update: its content goes, its sender hears that it did not work, others go on."""
        self._metrics.updates.labels("set_aside").inc()
        log.error("an update is set aside", seq=row.seq)
        await self._store.transact(lambda tx: tx.inbox.set_aside(row.seq, tries))
        apology: Callable[[Transaction], None] = lambda tx: self._apologise(tx, row)  # noqa: E731
        try:
            await self._store.transact(apology)
        except Exception:  # it could not even be read
            log.exception("nobody could be told", seq=row.seq)

    def _apologise(self, tx: Transaction, row: Received) -> None:
        update = Update.de_json(json.loads(row.body), None)
        if update.effective_user is not None and update.effective_chat is not None:
            nothing = Match(self._table.commands["help"])
            sorry(self._act(tx, update, nothing, Standing()))

    def _act(self, tx: Transaction, update: Update, found: Match, standing: Standing) -> Act:
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            raise ValueError("an act needs a person and a chat")
        return Act(
            tx=tx,
            now=self._clock.now(),
            me=self._me,
            update=update,
            user=user,
            chat=chat,
            args=found.args,
            payload=found.payload,
            draft=found.draft,
            groups=standing.serves,
            administers=standing.administers,
        )
