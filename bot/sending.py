"""One message on its way: drawn if it is a card, sent, and what came of it written down."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from telegram.error import RetryAfter, TelegramError

from bot.api import BotApi
from bot.metrics import Metrics
from bot.refusals import Again, Done, GiveUp, NewChat, Why, WithoutTopic, decide
from domain.outbox import Card, Lane, Outgoing
from domain.ports import Clock
from domain.watch import Trouble
from handlers.context import Context, Leaving, Me, Sent
from handlers.keyboards import markup
from handlers.operator import tell_operator
from handlers.routing import Drawing, Table
from storage.database import StorageUnavailable
from storage.transaction import Store, Transaction

log = structlog.get_logger("delivery")

AT_ONCE = timedelta(seconds=5)  # what could not leave within this may have been taken back meanwhile
T = TypeVar("T")


@dataclass(frozen=True)
class Finished:
    """The row is done with, one way or another."""


@dataclass(frozen=True)
class Later:
    """The message stays and is tried again: the new row.

    stall: its chat waits with it, so that order is kept. asked: Telegram itself said until when.
    """

    message: Outgoing
    stall: bool
    asked: bool = False


@dataclass(frozen=True)
class Moved:
    """The chat has another id now; its rows were rewritten and are to be read again."""

    chat_id: int


Outcome = Finished | Later | Moved


@dataclass(frozen=True)
class Drawn:
    """A card as it was rendered: the call to make, and what it will show."""

    card: Card
    method: str
    payload: dict[str, Any]
    shown: str
    pin: bool


class Sender:
    """Sends one message at a time; `bot.delivery` decides which and when."""

    def __init__(self, api: BotApi, store: Store, clock: Clock, table: Table, me: Me, metrics: Metrics) -> None:
        self._api, self._store, self._clock = api, store, clock
        self._table, self._me, self._metrics = table, me, metrics

    async def send(self, message: Outgoing) -> Outcome:
        """Do what the row says and return what became of it. Never raises for anything Telegram does."""
        drawn: Drawn | None = None
        if message.card_id is not None:
            drawn = await self._draw(message)
            if drawn is None:
                return await self._settle(lambda tx: self._card_same(tx, message))
        elif not await self._may_leave(message):
            return Finished()
        method, payload = (drawn.method, drawn.payload) if drawn else (message.method, message.payload)
        try:
            result = await self._api.call(method, payload)
        except TelegramError as error:
            self._metrics.calls.labels(method, type(error).__name__).inc()
            return await self._refused(message, drawn, error)
        self._metrics.calls.labels(method, "ok").inc()
        return await self._settle(lambda tx: self._sent(tx, message, drawn, result=result))

    async def _may_leave(self, message: Outgoing) -> bool:
        """What must not go twice is marked first; what was taken back or came too late meanwhile does not go."""
        if message.not_after is not None and self._clock.now() >= message.not_after:
            await self._settle(lambda tx: self._give_up(tx, message, None, Why.LATE, "not sent in time"))
            return False
        if message.once:
            return await self._settle(lambda tx: self._leaves_once(tx, message))
        if message.lane >= Lane.REMINDER or self._clock.now() - message.created_at > AT_ONCE:
            return await self._store.look(lambda tx: tx.outbox.still_wanted(message))
        return True

    def _leaves_once(self, tx: Transaction, message: Outgoing) -> bool:
        if not tx.outbox.still_wanted(message):
            return False
        data = message.effect or {}
        guard = self._table.guards.get(data.get("kind", ""))
        if guard is not None and not guard(Leaving(tx, self._clock.now(), self._me, message, data)):
            tx.outbox.sent(message)  # struck off: meanwhile it is not right any more
            return False
        return tx.outbox.sending(message)

    async def _draw(self, message: Outgoing) -> Drawn | None:
        """The card as it should look now, None where Telegram shows it so already."""
        now = self._clock.now()

        def render(tx: Transaction) -> Drawn | None:
            card = tx.cards.get(message.card_id or 0)
            if card is None or not tx.outbox.still_wanted(message):
                return None
            drawing = self._table.painters[card.kind](tx, card, now)
            return None if drawing.text is None else _call_for(card, drawing)

        drawn = await self._store.look(render)
        return None if drawn is None or drawn.shown == drawn.card.shown else drawn

    def _card_same(self, tx: Transaction, message: Outgoing) -> Outcome:
        # Nothing newer can have come in between unseen: whatever touches the card finds this row still waiting,
        # so the row goes only if the card, read again inside the transaction, still looks as it is shown.
        card = tx.cards.get(message.card_id or 0)
        if card is not None and tx.outbox.still_wanted(message):
            drawing = self._table.painters[card.kind](tx, card, self._clock.now())
            if drawing.text is not None and _call_for(card, drawing).shown != card.shown:
                return Later(message, stall=False)
        tx.outbox.sent(message)
        return Finished()

    def _sent(self, tx: Transaction, message: Outgoing, drawn: Drawn | None, *, result: Any) -> Outcome:
        if drawn is not None:
            return self._card_sent(tx, message, drawn, result)
        tx.outbox.sent(message)
        self._effect(tx, message, result, None)
        return Finished()

    def _card_sent(self, tx: Transaction, message: Outgoing, drawn: Drawn, result: Any) -> Outcome:
        card = tx.cards.get(drawn.card.id)
        if card is None:
            tx.outbox.sent(message)
            return Finished()
        if (card.chat_id, card.message_id) != (drawn.card.chat_id, drawn.card.message_id):
            return Later(message, stall=False)  # it moved meanwhile; where it is to be now it does not stand
        posted = drawn.method == "sendMessage"
        message_id = int(result["message_id"]) if posted else card.message_id
        tx.cards.save(card.changed(message_id=message_id, shown=drawn.shown, pinned=card.pinned or drawn.pin))
        if drawn.pin and (posted or not card.pinned):
            self._pin(tx, card.chat_id, message_id)
        if card.version == drawn.card.version:
            tx.outbox.sent(message)
            return Finished()
        return Later(message, stall=False)

    def _pin(self, tx: Transaction, chat_id: int, message_id: int | None) -> None:
        payload = {"chat_id": chat_id, "message_id": message_id, "disable_notification": True}
        tx.outbox.add(
            Outgoing(
                lane=Lane.CARD,
                method="pinChatMessage",
                chat_id=chat_id,
                payload=payload,
                effect={"kind": "ignore"},
                created_at=self._clock.now(),
            )
        )

    async def _refused(self, message: Outgoing, drawn: Drawn | None, error: TelegramError) -> Outcome:
        decision = decide(error, message, self._clock.now())
        if isinstance(error, RetryAfter):
            self._metrics.floods.inc()
        match decision:
            case Done():
                return await self._settle(lambda tx: self._sent(tx, message, drawn, result=None))
            case Again(at, hold):
                return await self._settle(lambda tx: self._again(tx, message, drawn, at, hold=hold))
            case NewChat(chat_id):
                await self._settle(lambda tx: self._migrate(tx, message, chat_id))
                return Moved(chat_id)
            case WithoutTopic():
                return await self._settle(lambda tx: self._without_topic(tx, message))
            case GiveUp(why):
                return await self._settle(lambda tx: self._give_up(tx, message, drawn, why, str(error)))

    def _again(self, tx: Transaction, message: Outgoing, drawn: Drawn | None, at: Any, *, hold: bool) -> Outcome:
        if hold and message.chat_id is not None:
            tx.outbox.hold(message.chat_id, at)
        card = tx.cards.get(drawn.card.id) if drawn is not None and not hold else None
        if card is not None:  # it may show the new or the old by now, and perhaps has to become the old again
            tx.cards.save(card.changed(shown=None))
        return Later(tx.outbox.again(message, at), stall=True, asked=hold)

    def _migrate(self, tx: Transaction, message: Outgoing, new: int) -> None:
        tx.outbox.again(message, self._clock.now())  # it was surely not delivered, also where it must not go twice
        tx.migrate_chat(message.chat_id or 0, new)
        for card in tx.cards.in_chat(new):
            if not card.closed:
                tx.outbox.touch(card, self._clock.now())

    def _without_topic(self, tx: Transaction, message: Outgoing) -> Outcome:
        card = tx.cards.get(message.card_id) if message.card_id is not None else None
        if card is not None:
            tx.cards.save(card.changed(thread_id=None, message_id=None, shown=None))
            return Later(message, stall=False)
        payload = {name: value for name, value in message.payload.items() if name != "message_thread_id"}
        tx.outbox.sent(message)
        tx.outbox.add(message.changed(payload=payload))
        return Finished()

    def _give_up(self, tx: Transaction, message: Outgoing, drawn: Drawn | None, why: Why, error: str) -> Outcome:
        if drawn is not None and why is Why.LOST:
            card = tx.cards.get(drawn.card.id)  # it may have changed since it was drawn
            if card is not None:
                tx.cards.save(card.changed(message_id=None, shown=None, pinned=False))
            return Later(message, stall=False)
        if why is Why.BLOCKED:
            self._close_private(tx, message.chat_id)
        elif why is Why.REMOVED:
            self._rest(tx, message.chat_id)
        ignored = (message.effect or {}).get("kind") == "ignore"
        if why is Why.REFUSED and not ignored:
            log.warning("refused for good", method=message.method, error=error)
        tx.outbox.give_up(message, f"{why}: {error}")
        self._effect(tx, message, None, why, error)
        return Finished()

    def _close_private(self, tx: Transaction, chat_id: int | None) -> None:
        person = tx.people.get(chat_id) if chat_id is not None else None
        if person is not None and person.private_open:
            tx.people.save(person.changed(private_open=False))

    def _rest(self, tx: Transaction, chat_id: int | None) -> None:
        group = tx.groups.by_chat(chat_id) if chat_id is not None else None
        if group is not None:
            tx.groups.save(group.changed(resting=True))
            tell_operator(Context(tx, self._clock.now(), self._me), Trouble.UNREACHABLE)

    def _effect(self, tx: Transaction, message: Outgoing, result: Any, refusal: Why | None, error: str = "") -> None:
        data = message.effect or {}
        run: Callable[[Sent], None] | None = self._table.effects.get(data.get("kind", ""))
        if run is not None:
            run(Sent(tx, self._clock.now(), self._me, message, data, result, refusal, error))

    async def put_aside(self, message: Outgoing) -> None:
        """It cannot be handled, through a fault of ours."""
        await self._settle(lambda tx: tx.outbox.give_up(message, "internal error"))

    async def _settle(self, use_case: Callable[[Transaction], T]) -> T:
        """Write down what happened; where the disk cannot take it now, wait: what was sent must not be forgotten."""
        pause = 0.1
        while True:
            try:
                return await self._store.transact(use_case)
            except StorageUnavailable as error:
                log.error("cannot write down what was sent", reason=str(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)


def _call_for(card: Card, drawing: Drawing) -> Drawn:
    keyboard = markup(drawing.buttons) if drawing.buttons else None
    payload: dict[str, Any] = {
        "chat_id": card.chat_id,
        "text": drawing.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if keyboard is not None:
        payload["reply_markup"] = keyboard
    shown = _fingerprint({"text": drawing.text, "keyboard": keyboard})
    if card.message_id is not None:
        return Drawn(card, "editMessageText", payload | {"message_id": card.message_id}, shown, drawing.pin)
    if card.thread_id is not None:
        payload["message_thread_id"] = card.thread_id
    return Drawn(card, "sendMessage", payload, shown, drawing.pin)


def _fingerprint(content: Mapping[str, Any]) -> str:
    return hashlib.blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=16).hexdigest()
