"""How the bot gets its updates: long polls, which exclude each other, or a webhook."""

import asyncio
import re
from typing import Any

from starlette.types import Receive

from sandbox.errors import bad_request, conflict
from sandbox.local import LocalTelegram
from sandbox.params import Params
from sandbox.webhook import Subscription

Json = dict[str, Any]

LONGEST_HOLD = 50
MOST_AT_ONCE = 100
ANOTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def _remember(tg: LocalTelegram, params: Params) -> None:
    """The kinds asked for stay asked for; they hold for what happens from now on."""
    if not params.has("allowed_updates"):
        return
    kinds = params.parsed("allowed_updates")
    if not isinstance(kinds, list):
        raise bad_request("can't parse allowed updates JSON object")
    if kinds != tg.updates.allowed:
        tg.updates.allowed = [str(kind) for kind in kinds]
        tg.world.changed("single")


def _make_way(tg: LocalTelegram, reason: str) -> None:
    held = tg.polling.held
    if held is not None and not held.done():
        tg.polling.conflict = reason
        held.set_result(reason)
    tg.polling.held = None


async def get_updates(tg: LocalTelegram, params: Params, receive: Receive) -> list[Json]:
    """`getUpdates`. Raises TelegramError 409 in the one that is held when another comes."""
    if tg.webhook.to.url:
        raise conflict(WEBHOOK_ACTIVE)
    _make_way(tg, ANOTHER)
    _remember(tg, params)
    tg.updates.confirm(params.number("offset"))
    limit = min(max(params.number("limit", MOST_AT_ONCE), 1), MOST_AT_ONCE)
    found = tg.updates.waiting(limit)
    seconds = min(params.number("timeout"), LONGEST_HOLD)
    if found or seconds <= 0 or tg.closing:
        return found
    return await _hold(tg, limit, seconds, receive)


async def _hold(tg: LocalTelegram, limit: int, seconds: int, receive: Receive) -> list[Json]:
    loop = asyncio.get_running_loop()
    held: asyncio.Future[str] = loop.create_future()
    tg.polling.held = held
    gone = asyncio.ensure_future(receive())
    until = loop.time() + seconds
    try:
        while True:
            await asyncio.wait((held, gone), timeout=until - loop.time(), return_when=asyncio.FIRST_COMPLETED)
            if held.done() and held.result():
                raise conflict(held.result())
            # Nobody listens any more: what waits is for the next poll.
            found = [] if gone.done() else tg.updates.waiting(limit)
            if found or gone.done() or not held.done() or tg.closing:
                return found
            held = tg.polling.held = loop.create_future()
    finally:
        gone.cancel()
        if tg.polling.held is held:
            tg.polling.held = None


def set_webhook(tg: LocalTelegram, params: Params) -> bool:
    """`setWebhook`; plain http is taken, as by a Bot API server of one's own."""
    url = params.text("url")
    if not url:
        return delete_webhook(tg, params)
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.text("secret_token")
    if not _SECRET.fullmatch(secret):
        problem = "is too long" if len(secret) > 256 else "contains unallowed characters"
        raise bad_request(f"secret token {problem}")
    _remember(tg, params)
    if params.flag("drop_pending_updates"):
        tg.updates.drop()
    _make_way(tg, "terminated by setWebhook request")
    tg.webhook.set(Subscription(url, secret, params.number("max_connections", 40)))
    tg.world.changed("single")
    return True


def delete_webhook(tg: LocalTelegram, params: Params) -> bool:
    """`deleteWebhook`."""
    if params.flag("drop_pending_updates"):
        tg.updates.drop()
    tg.webhook.set(Subscription())
    tg.world.changed("single")
    return True


def webhook_info(tg: LocalTelegram, _params: Params) -> Json:
    """`getWebhookInfo`."""
    to = tg.webhook.to
    info: Json = {"url": to.url, "has_custom_certificate": False, "pending_update_count": len(tg.updates.items)}
    if to.url:
        info |= {"max_connections": to.max_connections, "ip_address": "127.0.0.1"}
    if to.error_at is not None:
        info |= {"last_error_date": int(to.error_at), "last_error_message": to.error}
    if tg.updates.allowed:
        info["allowed_updates"] = tg.updates.allowed
    return info
