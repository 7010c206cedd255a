"""Telegram → inbox: what is for the bot is stored before it is confirmed; everything else is dropped unread.

Polling confirms by the next offset, the webhook by its 200; both come only after the commit. Stock
python-telegram-bot confirms first and holds updates in memory, so a crash loses them.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.api import BotApi
from bot.throttle import Throttle, Verdict
from domain.ports import Clock
from storage.database import StorageUnavailable
from storage.inbox import Received
from storage.transaction import Store

log = structlog.get_logger("intake")

LONG_POLL = 25  # seconds
BATCH = 100  # Telegram's largest
LONGEST_PAUSE = 3.0  # seconds between polls that fail: Telegram keeps presses for 150 s only
MOST_DOUBLINGS = 6  # of the pause; after hours without Telegram a power of two would not fit into a float
ALLOWED = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "inline_query",
    "chosen_inline_result",
    "chat_join_request",
]
SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "migrate_to_chat_id",
    "new_chat_title",
    "users_shared",
    "chat_shared",
    "forum_topic_closed",
    "forum_topic_reopened",
)
# Of a message that somebody answered to, only this is kept: its words were not for the bot.
OF_A_REPLY = ("message_id", "message_thread_id", "from", "sender_chat", "chat", "date", "is_topic_message")
# What a person wrote there is kept for `/share` and nothing else, until that is handled; it asks its author first.
SHARE = "share"
WORDS_OF_A_REPLY = ("text", "entities", "caption", "caption_entities")
ELSEWHERE = ("quote", "external_reply", "pinned_message")
UNREADABLE = (LookupError, TypeError, AttributeError, ValueError, RecursionError)  # for what is no shape of Telegram's
LARGEST_ID = 1 << 63  # what the database can hold


def is_for_bot(update: dict[str, Any], bot_id: int, username: str) -> bool:
    """Whether the update concerns the bot: everything but group talk without command, mention or reply to it."""
    edited = update.get("edited_message")
    if edited is not None:  # what was passed on to somebody is changed there too
        return bool(edited["chat"]["type"] == "private")
    message = update.get("message")
    if message is None:
        return any(kind in update for kind in ALLOWED)
    if message["chat"]["type"] == "private" or any(service in message for service in SERVICE):
        return True
    if message.get("is_automatic_forward"):  # a linked channel's post, which Telegram itself signs: nobody asks us
        return False
    reply = message.get("reply_to_message") or {}
    if (reply.get("from") or {}).get("id") == bot_id and "forum_topic_created" not in reply:
        return True
    return _calls_bot(message, username)


def _calls_bot(message: dict[str, Any], username: str) -> bool:
    text = message.get("text") or message.get("caption") or ""
    units = text.encode("utf-16-le")
    for entity in message.get("entities") or message.get("caption_entities") or ():
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        word = units[start:end].decode("utf-16-le", "replace").lower()
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            return "@" not in word or word.endswith(f"@{username.lower()}")
        if entity["type"] == "mention" and word == f"@{username.lower()}":
            return True
    return False


def without_others_words(update: dict[str, Any], bot_id: int) -> dict[str, Any]:
    """The update without what other people wrote in the message it answers to."""
    press = update.get("callback_query")
    if press is not None and "message" in press:
        return {**update, "callback_query": press | {"message": _alone(press["message"], bot_id)}}
    return {**update, "message": _alone(update["message"], bot_id)} if "message" in update else update


def _alone(message: dict[str, Any], bot_id: int) -> dict[str, Any]:
    if message["chat"]["type"] == "private":
        return message
    kept = {name: value for name, value in message.items() if name not in ELSEWHERE}
    if "forum_topic_created" in (kept.get("reply_to_message") or {}):
        del kept["reply_to_message"]  # in a topic each message answers to the one that opened it
    if "reply_to_message" in kept:
        reply = kept["reply_to_message"]
        wanted: tuple[str, ...] = OF_A_REPLY
        if (reply.get("from") or {}).get("id") == bot_id:
            wanted += ("reply_markup",)  # our own buttons tell which of our messages it is
        elif _command_of(message) == SHARE:
            wanted += WORDS_OF_A_REPLY
        kept["reply_to_message"] = {name: value for name, value in reply.items() if name in wanted}
    return kept


def _command_of(message: dict[str, Any]) -> str | None:
    """The command that a message begins with, without slash and name."""
    for entity in message.get("entities") or ():
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            return str(message["text"])[1 : entity["length"]].partition("@")[0].lower()
    return None


def lane_of(update: dict[str, Any]) -> int:
    """Whose turn it is after: the chat's id, or the person's where there is no chat."""
    for kind in ALLOWED:
        body = update.get(kind)
        if body is not None:
            chat = body.get("chat") or (body.get("message") or {}).get("chat") or body["from"]
            return int(chat["id"])
    return 0


class Intake:
    """Takes updates in. accepted: hears of what was stored, after the commit. reached: hears that Telegram answered.

    throttle: leaves out what comes faster than anybody taps; None: everything is taken.
    """

    def __init__(
        self,
        api: BotApi,
        store: Store,
        clock: Clock,
        bot: dict[str, Any],
        accepted: Callable[[list[Received]], None],
        reached: Callable[[], Awaitable[None]],
        throttle: Throttle | None = None,
    ) -> None:
        self._api = api
        self._store = store
        self._clock = clock
        self._bot = bot
        self._accepted = accepted
        self._reached = reached
        self._throttle = throttle
        self.received = 0
        self.dropped = 0

    async def take(self, updates: list[dict[str, Any]], *, queued: bool = False) -> None:
        """Store what is for the bot; returns when it is on the disk.

        queued: they waited while nobody fetched them, so that nothing can be told from how many come at once.
        """
        wanted, unread = [], []
        for update in updates:
            try:
                if not is_for_bot(update, self._bot["id"], self._bot["username"]):
                    continue
                row = self._row(update)
                verdict = Verdict.TAKEN if queued or self._throttle is None else self._throttle.verdict(update)
            except UNREADABLE:  # it must not stop the others
                log.warning("an update cannot be read and is left out")
                continue
            if verdict is Verdict.TAKEN:
                wanted.append(row)
            else:
                unread.append((update, verdict))
        self.received += len(updates)
        self.dropped += len(updates) - len(wanted)
        if wanted:
            now = self._clock.now()
            self._accepted(await self._store.transact(lambda tx: tx.inbox.store(wanted, now)))
        if unread and self._throttle is not None:
            await self._throttle.answer(unread)

    def _row(self, update: dict[str, Any]) -> tuple[int, int, str]:
        """As it is kept: id, lane and content. One of UNREADABLE where it cannot be."""
        number, lane = int(update["update_id"]), lane_of(update)
        if max(abs(number), abs(lane)) >= LARGEST_ID:
            raise ValueError("an id that cannot be kept")
        body = json.dumps(without_others_words(update, self._bot["id"]), ensure_ascii=False, separators=(",", ":"))
        return number, lane, body.encode(errors="replace").decode()  # half of a sign cannot be written down

    async def poll(self) -> None:
        """Fetch updates for ever. InvalidToken ends it: nothing can be done without another token."""
        offset: int | None = None
        failures, queued = 0, True
        while True:
            try:
                updates = await self._fetch(offset)
                await self._reached()
                if updates:
                    await self.take(updates, queued=queued)
                # Confirmed by the next call. After an empty answer everything is, and asking without an offset
                # is right even when Telegram has started its ids anew below the old ones.
                offset = _newest(updates) + 1 if updates else None
                failures, queued = 0, queued and len(updates) == BATCH
            except InvalidToken:
                raise
            except RetryAfter as error:
                await asyncio.sleep(error._retry_after.total_seconds())
            except (TelegramError, StorageUnavailable) as error:
                failures, queued = failures + 1, True
                reason = "another program polls with this token" if isinstance(error, Conflict) else str(error)
                log.warning("no updates", reason=reason, failures=failures)
                await asyncio.sleep(min(0.2 * 2 ** min(failures, MOST_DOUBLINGS), LONGEST_PAUSE))

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        payload = {"limit": BATCH, "timeout": LONG_POLL, "allowed_updates": ALLOWED}
        if offset is not None:
            payload["offset"] = offset
        found: list[dict[str, Any]] = await self._api.call("getUpdates", payload, patience=LONG_POLL + 10)
        if not isinstance(found, list):
            raise TelegramError("these are no updates")
        return found


def _newest(updates: list[dict[str, Any]]) -> int:
    """The highest id; TelegramError where none of them has one, as then none can be confirmed."""
    numbers = [number for one in updates if isinstance(one, dict) and type(number := one.get("update_id")) is int]
    if not numbers:
        raise TelegramError("these are no updates")
    return max(numbers)
