"""The control API: who tests or watches sees and moves the world through it (docs/sandbox.md)."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox import founding, people, views
from sandbox.acts.asking import person_of
from sandbox.acts.table import ACTS
from sandbox.clock import iso, parse
from sandbox.errors import ControlError
from sandbox.local import LocalTelegram

Json = dict[str, Any]

LONGEST_WAIT = 60.0


def number(request: Request, name: str) -> int | None:
    """A whole number of the query. Raises ControlError."""
    raw = request.query_params.get(name)
    if raw is None or raw == "":
        return None
    try:
        return int(raw)
    except ValueError:
        raise ControlError(f"{name} has to be a whole number.") from None


async def world(tg: LocalTelegram, request: Request, _body: Any) -> Json:
    """Everything there is."""
    return views.everything(tg, number(request, "chat"))


async def reset(tg: LocalTelegram, _request: Request, body: Json) -> Json:
    """Begin with an empty world."""
    tg.reset(body.get("seed"))
    return {"seq": tg.events.seq}


async def bot(tg: LocalTelegram, _request: Request, body: Json) -> Json:
    """What BotFather would set: name, username, privacy mode, inline mode."""
    for name in ("username", "first_name", "can_read_all_group_messages", "supports_inline_queries"):
        if name in body:
            setattr(tg.world.bot, name, type(getattr(tg.world.bot, name))(body[name]))
    tg.world.changed("single")
    tg.events.emit("world")
    shown: Json = views.everything(tg, 0)["bot"]
    return shown


async def add_person(tg: LocalTelegram, _request: Request, body: Json) -> Json:
    """A person comes into the world."""
    return views.person(people.create(tg, body))


async def add_group(tg: LocalTelegram, _request: Request, body: Json) -> Json:
    """A group is made."""
    return views.chat(tg.world, founding.found(tg, body))


async def act(tg: LocalTelegram, _request: Request, body: Any) -> Any:
    """A person does something, or of a list one thing after the other."""
    if isinstance(body, list):
        return [await _act(tg, each) for each in body]
    return await _act(tg, body)


async def _act(tg: LocalTelegram, body: Json) -> Json:
    """With `wait` the answer to a press or query is waited for."""
    do = ACTS.get(str(body.get("do")))
    if do is None:
        raise ControlError(f"Nobody can do {body.get('do')!r}; what can be done: {', '.join(ACTS)}.")
    told = do(tg, person_of(tg, body), body)
    seconds = min(float(body.get("wait") or 0), LONGEST_WAIT)
    if told.get("callback_id"):
        await _answered(tg, tg.world.callbacks[told["callback_id"]], seconds)
        return told | _callback(tg, told["callback_id"])
    if told.get("inline_id"):
        await _answered(tg, tg.world.inline[told["inline_id"]], seconds)
        made = tg.world.inline[told["inline_id"]]
        return told | {"answered": made.answered, "results": made.results}
    return told


async def _answered(tg: LocalTelegram, query: Any, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while not query.answered and not tg.closing and (left := until - loop.time()) > 0:
        await tg.events.wait(tg.events.seq, left)


def _callback(tg: LocalTelegram, callback_id: str) -> Json:
    made = tg.world.callbacks.get(callback_id)
    if made is None:
        raise ControlError(f"There is no press {callback_id}.", 404)
    told: Json = {"id": made.id, "callback_id": made.id, "answered": made.answered}
    if made.answered:
        told |= {"text": made.text, "show_alert": made.show_alert, "url": made.url}
    return told


async def callback(tg: LocalTelegram, request: Request, _body: Any) -> Json:
    """What became of a press."""
    return _callback(tg, request.path_params["id"])


async def inline(tg: LocalTelegram, request: Request, _body: Any) -> Json:
    """What the bot offered."""
    made = tg.world.inline.get(request.path_params["id"])
    if made is None:
        raise ControlError("There is no such inline query.", 404)
    return {"id": made.id, "answered": made.answered, "results": made.results}


async def transcript(tg: LocalTelegram, request: Request, _body: Any) -> Any:
    """The messages of a chat."""
    place = tg.world.chats.get(number(request, "chat") or 0)
    if place is None:
        raise ControlError("There is no such chat.", 404)
    deleted = request.query_params.get("deleted") in ("1", "true")
    shown = views.transcript(tg, place, number(request, "person"), number(request, "thread"), deleted=deleted)
    if request.query_params.get("format") == "text":
        return PlainTextResponse(views.as_text(shown))
    return shown


async def file(tg: LocalTelegram, request: Request, _body: Any) -> Response:
    """A file that somebody sent."""
    kept = tg.world.files.get(request.path_params["id"])
    if kept is None:
        raise ControlError("There is no such file.", 404)
    # Shown from the page's own address: whatever a bot sends must not run there.
    harmless = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
    return Response(kept.content, media_type=kept.mime_type, headers=harmless)


async def calls(tg: LocalTelegram, request: Request, _body: Any) -> list[Json]:
    """What the bot called; the newest `limit` ones, oldest first."""
    query = request.query_params
    found = list(tg.calls.since(number(request, "since") or 0, query.get("method"), number(request, "chat")))
    limit = number(request, "limit")
    return [call.as_json() for call in (found[-limit:] if limit else found)]


async def wait(tg: LocalTelegram, request: Request, _body: Any) -> Json:
    """Held until something happens."""
    since = number(request, "since")
    seconds = min(float(request.query_params.get("timeout") or 25), LONGEST_WAIT)
    events = await tg.events.wait(tg.events.seq if since is None else since, seconds)
    return {"seq": tg.events.seq, "events": events}


async def pending(tg: LocalTelegram, _request: Request, _body: Any) -> Json:
    """What waits for the bot."""
    held = tg.polling.held is not None
    return {"updates": len(tg.updates.items), "polling": held, "webhook": tg.webhook.to.url or None}


async def updates(tg: LocalTelegram, _request: Request, body: Json) -> Json:
    """Meddle with the queue."""
    if "inject" in body:
        return {"update_id": tg.updates.inject(body["inject"])}
    if "repeat" in body:
        if not tg.updates.repeat(int(body["repeat"])):
            raise ControlError(f"Update {body['repeat']} is not among the last ones.", 404)
        return {"update_id": int(body["repeat"])}
    if body.get("restart_ids"):
        return {"next": tg.updates.restart_ids()}
    if body.get("drop"):
        return {"dropped": tg.updates.drop()}
    raise ControlError("Say inject, repeat, restart_ids or drop.")


async def add_fault(tg: LocalTelegram, _request: Request, body: Json) -> Json:
    """From now on, something goes wrong."""
    fault = tg.faults.add(body)
    tg.events.emit("world")
    return fault.as_json()


async def list_faults(tg: LocalTelegram, _request: Request, _body: Any) -> list[Json]:
    """What goes wrong."""
    return [fault.as_json() for fault in tg.faults.standing]


async def remove_faults(tg: LocalTelegram, request: Request, _body: Any) -> Json:
    """All is well again, or one thing is."""
    tg.faults.remove(request.path_params.get("id"))
    tg.events.emit("world")
    return {}


async def set_limits(tg: LocalTelegram, _request: Request, body: Json) -> Json:
    """Telegram's flood limits."""
    for name, value in views.limits(tg).items():
        if name in body:
            setattr(tg.limits, name, type(value)(body[name]))
    tg.limits.forget()
    tg.events.emit("world")
    return views.limits(tg)


async def latency(tg: LocalTelegram, _request: Request, body: Json) -> Json:
    """How far away Telegram is."""
    tg.latency_ms = max(float(body.get("ms") or 0), 0.0)
    tg.events.emit("world")
    return {"ms": tg.latency_ms}


async def clock(tg: LocalTelegram, request: Request, body: Json) -> Json:
    """The world's time, to be read and moved."""
    if request.method == "POST":
        try:
            if "advance" in body:
                tg.clock.shift(tg.clock.offset + float(body["advance"]))
            elif "set" in body:
                tg.clock.shift(tg.clock.offset + parse(str(body["set"])) - tg.now())
            elif body.get("reset"):
                tg.clock.shift(0.0)
            else:
                raise ControlError("Say advance, set or reset.")
        except ValueError:
            raise ControlError("That is no time.") from None
        tg.world.changed("single")
        tg.events.emit("clock")
    return {"now": iso(tg.now()), "offset": tg.clock.offset}


async def moments(tg: LocalTelegram, _request: Request, body: Any) -> Any:
    """Named jumps for the page."""
    if not isinstance(body, list) or not all(isinstance(m, dict) and "label" in m and "at" in m for m in body):
        raise ControlError("Moments are a list of labels and times.")
    tg.world.moments = [{"label": str(moment["label"]), "at": str(moment["at"])} for moment in body]
    tg.world.changed("single")
    tg.events.emit("world")
    return tg.world.moments


async def metrics(tg: LocalTelegram, _request: Request, _body: Any) -> Json:
    """How many calls of each kind, and messages in the world."""
    return {"calls": tg.calls.counts, "messages": sum(map(len, tg.world.messages.values()))}
