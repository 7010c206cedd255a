"""`/bot<TOKEN>/<method>`: from a request to what the bot is answered, with latency, faults, limits and the record."""

import asyncio
import json
import logging
import time
from typing import Any

from starlette.types import Receive, Scope, Send

from sandbox import params as bodies
from sandbox.calls import Call
from sandbox.cut import cut
from sandbox.errors import TelegramError, too_many
from sandbox.local import LocalTelegram
from sandbox.methods.polling import get_updates
from sandbox.methods.table import METHODS
from sandbox.naming import adopt
from sandbox.params import Params

Json = dict[str, Any]

LOG = logging.getLogger("sandbox")
POLL = "getupdates"
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


async def handle(tg: LocalTelegram, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one call."""
    token, _, name = scope["path"].removeprefix("/bot").partition("/")
    try:
        _admit(tg, token)
        call_params = await bodies.read(scope, receive)
    except TelegramError as error:
        await _reply(send, error.code, _refusal(error))
        return
    method = METHODS.get(name.lower())
    spelled = method.name if method else "getUpdates" if name.lower() == POLL else name
    call = Call(spelled, _shown(call_params), tg.now(), time.monotonic())
    call.chat = call_params.number("chat_id") or None
    await _perform(tg, call, call_params, receive)
    call.seconds = time.monotonic() - call.monotonic
    call.seq = tg.events.emit("call", call.chat, method=spelled, status=call.status)
    answer = call.answer
    if call.brief is not None:
        call.answer = _accepted(call.brief)
    tg.calls.add(call)
    if call.status:
        await _reply(send, call.status, answer)
    else:
        await cut(scope, receive)


def _admit(tg: LocalTelegram, token: str) -> None:
    bot_id = token.partition(":")[0]
    if tg.settings.token is not None and token != tg.settings.token:
        raise TelegramError(401, "Unauthorized")
    if not bot_id.isdigit() or ":" not in token:
        raise TelegramError(404, "Not Found")
    if int(bot_id) != tg.world.bot.id:
        adopt(tg, int(bot_id))


def _shown(params: Params) -> Json:
    """What was sent, with files named but not held."""
    if not params.files:
        return params.values
    files = {
        name: {"file_name": file.name, "mime_type": file.mime_type, "bytes": len(file.content)}
        for name, file in params.files.items()
    }
    shown: Json = {}
    for name, value in params.values.items():
        part = value.removeprefix("attach://") if isinstance(value, str) else ""
        shown[name] = files.pop(part) if part != value and part in files else value
    return shown | files


async def _perform(tg: LocalTelegram, call: Call, params: Params, receive: Receive) -> None:
    half = tg.latency_ms / 2000
    if half:
        await asyncio.sleep(half)
    fault = tg.faults.take(call.method.lower(), call.chat) if tg.faults.standing else None
    told = fault.error() if fault else None
    if fault is not None:
        call.fault = fault.kind
        if fault.kind == "cut_before":
            return
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
    await _run(tg, call, params, receive, told)
    if fault is not None and fault.kind == "cut_after":
        call.status = 0
    if half:
        await asyncio.sleep(half)


async def _run(tg: LocalTelegram, call: Call, params: Params, receive: Receive, told: TelegramError | None) -> None:
    """Fill in what the call is answered; `told` is a fault's refusal."""
    try:
        if told is not None:
            raise told
        result = await _result(tg, call, params, receive)
    except TelegramError as error:
        call.status, call.answer = error.code, _refusal(error)
    except Exception:
        LOG.exception("%s failed in the sandbox itself", call.method)
        call.status, call.answer = 500, _refusal(TelegramError(500, "Internal Server Error"))
    else:
        call.status, call.answer = 200, _accepted(result)
        if call.method == "getUpdates":
            call.brief = [update["update_id"] for update in result]


async def _result(tg: LocalTelegram, call: Call, params: Params, receive: Receive) -> Any:
    if call.method == "getUpdates":
        return await get_updates(tg, params, receive)
    method = METHODS.get(call.method.lower())
    if method is None:
        raise TelegramError(404, "Not Found")
    if not (method.counted and tg.limits.enabled):
        return method.run(tg, params)
    chat = call.chat or 0
    now = time.monotonic()
    seconds = tg.limits.refuse(chat, now)
    if seconds is not None:
        raise too_many(seconds)
    result = method.run(tg, params)
    tg.limits.spend(chat, now)
    return result


def _accepted(result: Any) -> bytes:
    return b'{"ok":true,"result":' + _dump(result).encode() + b"}"


def _refusal(error: TelegramError) -> bytes:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return _dump(body).encode()


async def _reply(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
