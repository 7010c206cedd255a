"""The loopback server: health, metrics, and Telegram's webhook where one is set."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.intake import ALLOWED
from bot.metrics import Metrics
from bot.settings import Settings
from storage.database import StorageUnavailable

LARGEST_BODY = 64 * 1024  # bytes of what does not look like Telegram's
# An answer of 4,096 signs to a message of as many, six bytes a sign, with buttons and marks, is well over 64 KiB; were
# it refused, Telegram would bring it again for a day, and nothing after it.
LARGEST_UPDATE = 1024 * 1024
LONGEST_WORDS = 4096  # UTF-16 units in one text of an update
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

Health = Callable[[], Awaitable[dict[str, Any]]]
Take = Callable[[list[dict[str, Any]]], Awaitable[None]]


def site(settings: Settings, metrics: Metrics, health: Health, take: Take) -> Starlette:
    """The application. take: stores updates, and returns when they are on the disk."""

    async def show_health(request: Request) -> Response:
        state = await health()
        return JSONResponse(state, status_code=200 if state["status"] == "ok" else 503)

    async def show_metrics(request: Request) -> Response:
        await health()  # sets the gauges
        return PlainTextResponse(metrics.page())

    async def webhook(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, (settings.webhook_secret or "").encode()):
            return Response(status_code=403)
        body = await _body(request)
        update = _update(body) if body is not None else None
        if body is None or (len(body) > LARGEST_BODY and not _is_real(update)):
            return Response(status_code=413)
        if update is None:
            return Response(status_code=400)
        try:
            await take([update])
        except StorageUnavailable:
            return Response(status_code=503)  # Telegram will bring it again
        return Response(status_code=200)

    routes = [Route("/health", show_health), Route("/metrics", show_metrics)]
    if settings.webhook_url:
        routes.append(Route(urlsplit(settings.webhook_url).path or "/", webhook, methods=["POST"]))
    return Starlette(routes=routes)


async def _body(request: Request) -> bytes | None:
    """The body, None if it is larger than any update of Telegram's."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_UPDATE:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        return None
    return update


def _is_real(update: dict[str, Any] | None) -> bool:
    """Whether a large one can be Telegram's: of a kind that was asked for, and with no text longer than theirs."""
    return update is not None and update.keys() <= {"update_id", *ALLOWED} and _longest(update) <= LONGEST_WORDS


def _longest(update: dict[str, Any]) -> int:
    """The length of the longest text in it, in UTF-16 units."""
    longest, left = 0, [update]
    while left:
        value: Any = left.pop()
        if isinstance(value, str):
            longest = max(longest, len(value.encode("utf-16-le", "replace")) // 2)
        elif isinstance(value, dict | list):
            left.extend(value.values() if isinstance(value, dict) else value)
    return longest
