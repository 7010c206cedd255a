"""inbox → handlers: one ordered lane per chat, one transaction per update, and nobody blocked by a poison one."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Chat, Update

from bot.finders import Finders
from bot.matching import Match, match
from bot.metrics import Metrics
from bot.roles import Roles, Standing
from domain.errors import Anonymous, NotFacilitator, Refused, Unsure
from domain.groups import Group
from domain.hello import wake
from domain.members import see_member
from domain.ports import Clock
from domain.watch import Trouble
from handlers.context import Act, Context, Me
from handlers.errors import refusal, sorry
from handlers.operator import tell_operator
from handlers.privately import is_anonymous
from handlers.replays import ANONYMOUS, replayed
from handlers.routing import Asked, Table, Who
from storage.database import StorageUnavailable
from storage.inbox import Received
from storage.transaction import Store, Transaction

log = structlog.get_logger("dispatch")

SIDE_BY_SIDE = 64  # updates in work at once
TRIES = 3  # before an update is set aside
PAUSES = (0.1, 1.0)  # seconds between them


@dataclass(frozen=True)
class Asking:
    """A route that needs something found out first.

    groups: those of which the person's right is checked live, each with whether they were added there; None: anyone
    may. sought: what is to be looked up.
    """

    found: Match
    groups: list[tuple[Group, bool]] | None
    sought: Any = None


def chat_of(update: Update) -> Chat | None:
    """Where it happened; what somebody asks inline, in a chat that Telegram does not tell, is between them and us."""
    if update.inline_query is not None or update.chosen_inline_result is not None:
        user = update.effective_user
        return Chat(user.id, Chat.PRIVATE) if user is not None else None
    return update.effective_chat


class Dispatch:
    """Handles what the inbox holds."""

    def __init__(
        self, store: Store, table: Table, me: Me, roles: Roles, finders: Finders, clock: Clock, metrics: Metrics
    ) -> None:
        self._store, self._table, self._me, self._finders = store, table, me, finders
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

    @property
    def lanes(self) -> int:
        """How many chats have updates in work."""
        return len(self._lanes)

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
                await self._surely(lambda tx, tries=tries: tx.inbox.failed(row.seq, tries))  # type: ignore[misc]
                await asyncio.sleep(PAUSES[tries - 1])
            else:
                self._metrics.handling.observe(max(0.0, (self._clock.now() - row.received_at).total_seconds()))
                return

    async def _surely(self, use_case: Callable[[Transaction], None]) -> None:
        """Write it down as soon as the disk lets us; a lane must not end over it."""
        while not self._stopping:
            try:
                await self._store.transact(use_case)
                return
            except StorageUnavailable as error:
                log.error("the database is unavailable", reason=str(error))
                await asyncio.sleep(1)

    async def _once(self, row: Received) -> None:
        update = Update.de_json(json.loads(row.body), None)
        try:
            asking = await self._store.transact(lambda tx: self._first(tx, row.seq, update))
            if asking is not None:
                standing = Standing() if asking.groups is None else await self._standing(asking, update)
                found = None if asking.sought is None else await self._finders.find(asking.sought)
                await self._store.transact(lambda tx: self._run(tx, row.seq, update, asking.found, standing, found))
        except Refused as refused:
            # The use case left nothing behind; why it could not be done is said in a transaction of its own.
            error = refused
            await self._store.transact(lambda tx: self._refuse(tx, row.seq, update, error))

    def _first(self, tx: Transaction, seq: int, update: Update) -> Asking | None:
        """Find the route, and do at once what anyone may do; what needs a live check first is returned."""
        user, chat = update.effective_user, chat_of(update)
        found = self._match(tx, update) if user is not None and chat is not None else None
        if found is None or user is None or chat is None:
            tx.inbox.done(seq)
            self._metrics.updates.labels("ignored").inc()
            return None
        sought = None
        if found.route.seeks is not None:
            sought = found.route.seeks(self._act(tx, update, found, Standing()))
        if found.route.who is Who.ANYONE:
            if sought is not None:
                return Asking(found, None, sought)
            self._run(tx, seq, update, found, Standing())
            return None
        draft_id = found.draft.id if found.draft and not found.replay else None
        hidden = found.replay and found.draft is not None and found.draft.kind == ANONYMOUS
        asked = Asked(chat.id, user.id, chat.type == "private", found.payload, draft_id, hidden)
        groups = [group for group in found.route.candidates(tx, asked) if found.only in (None, group.id)]
        added = [any(f.person_id == user.id for f in tx.groups.facilitators(group.id)) for group in groups]
        return Asking(found, list(zip(groups, added, strict=True)), sought)

    def _match(self, tx: Transaction, update: Update) -> Match | None:
        return match(self._table, tx, update, self._me.id, lambda found: self._act(tx, update, found, Standing()))

    async def _standing(self, asking: Asking, update: Update) -> Standing:
        """Found out before the transaction, live; NotFacilitator or Anonymous where the route needs more."""
        act = self._act(None, update, asking.found, Standing())  # type: ignore[arg-type]
        if is_anonymous(act):
            raise Anonymous
        try:
            standing = await self._roles.of(act.user.id, asking.groups or ())
        except Unsure:
            if asking.found.route.who is not Who.KNOWN_IF_SURE:
                raise
            return Standing()
        if not standing.serves and asking.found.route.who is Who.FACILITATOR:
            raise NotFacilitator
        return standing

    def _run(
        self, tx: Transaction, seq: int, update: Update, found: Match, standing: Standing, finding: Any = None
    ) -> None:
        act = self._act(tx, update, found, standing)
        act.found = finding
        if found.takes_part:
            if act.group is not None and act.group.resting and update.message is not None:
                act.group = wake(tx, act.group, act.now)  # who is not in a group hears no words there
            act.person  # noqa: B018 - whoever uses the bot in a group is its member from then on
        # Telegram was asked since they were read: what changed meanwhile must not be put back by who saves them.
        act.groups = [group for known in standing.serves if (group := tx.groups.get(known.id)) is not None]
        for group in act.groups:
            see_member(tx, group.id, act.user.id, act.now, administrator=group.id in standing.administers)
        if found.takes_part and (update.message or update.edited_message) is not None:
            for run in self._table.firsts:
                run(act)
        found.route.run(act)
        if found.replay and found.draft is not None and tx.drafts.get(found.draft.id) is not None:
            replayed(act, found.draft)
        act.answer()
        tx.inbox.done(seq)
        self._metrics.updates.labels("handled").inc()

    def _refuse(self, tx: Transaction, seq: int, update: Update, error: Refused) -> None:
        found = self._match(tx, update)
        if found is not None:
            act = self._act(tx, update, found, Standing())
            refusal(act, error)
            act.answer()
        tx.inbox.done(seq)
        self._metrics.updates.labels("refused").inc()

    async def _set_aside(self, row: Received, tries: int) -> None:
        """Give up on a poison update: its content goes, its sender hears that it did not work, others go on."""
        self._metrics.updates.labels("set_aside").inc()
        log.error("an update is set aside", seq=row.seq)
        await self._surely(lambda tx: self._give_up(tx, row.seq, tries))
        apology: Callable[[Transaction], None] = lambda tx: self._apologise(tx, row)  # noqa: E731
        try:
            await self._store.transact(apology)
        except Exception:  # it could not even be read
            log.exception("nobody could be told", seq=row.seq)

    def _give_up(self, tx: Transaction, seq: int, tries: int) -> None:
        tx.inbox.set_aside(seq, tries)
        tell_operator(Context(tx, self._clock.now(), self._me), Trouble.POISON)

    def _apologise(self, tx: Transaction, row: Received) -> None:
        update = Update.de_json(json.loads(row.body), None)
        if update.effective_user is not None and update.effective_chat is not None:
            nothing = Match(self._table.commands["help"])
            sorry(self._act(tx, update, nothing, Standing()))

    def _act(self, tx: Transaction, update: Update, found: Match, standing: Standing) -> Act:
        user, chat = update.effective_user, chat_of(update)
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
            present=standing.present,
        )
