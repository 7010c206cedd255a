"""All addresses of the sandbox: the Bot API, files, the control API and the page, as one ASGI app."""

import json
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox import botapi, control
from sandbox.errors import ControlError
from sandbox.local import LocalTelegram
from sandbox.process import Program

Json = dict[str, Any]
Answer = Callable[[LocalTelegram, Request, Any], Awaitable[Any]]

PAGE = Path(__file__).with_name("page")
_ROUTES: tuple[tuple[str, str, Answer], ...] = (
    ("POST", "/reset", control.reset),
    ("POST", "/bot", control.bot),
    ("POST", "/people", control.add_person),
    ("POST", "/groups", control.add_group),
    ("POST", "/act", control.act),
    ("GET", "/transcript", control.transcript),
    ("GET", "/callbacks/{id}", control.callback),
    ("GET", "/inline/{id}", control.inline),
    ("GET", "/files/{id}", control.file),
    ("GET", "/calls", control.calls),
    ("GET", "/wait", control.wait),
    ("GET", "/pending", control.pending),
    ("POST", "/updates", control.updates),
    ("POST", "/faults", control.add_fault),
    ("GET", "/faults", control.list_faults),
    ("DELETE", "/faults", control.remove_faults),
    ("DELETE", "/faults/{id}", control.remove_faults),
    ("POST", "/limits", control.set_limits),
    ("POST", "/latency", control.latency),
    ("GET", "/clock", control.clock),
    ("POST", "/clock", control.clock),
    ("PUT", "/moments", control.moments),
    ("GET", "/metrics", control.metrics),
)


class Page(StaticFiles):
    """The chat page, never kept by the browser: a changed file shows at the next look."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-store"
        return response


def build(tg: LocalTelegram, program: Program) -> ASGIApp:
    """The app; calls of the bot go past Starlette's routing, which would cost them more than they take."""
    routes = [Route(f"/control{path}", _endpoint(tg, answer), methods=[verb]) for verb, path, answer in _ROUTES]

    async def world(tg: LocalTelegram, request: Request, body: Any) -> Json:
        return await control.world(tg, request, body) | {"process": program.as_json()}

    routes.append(Route("/control/world", _endpoint(tg, world)))
    routes.append(Route("/control/process", _endpoint(tg, _process(program)), methods=["GET", "POST"]))
    routes.append(Route("/file/{path:path}", _endpoint(tg, _file)))
    starlette = Starlette(routes=[*routes, Mount("/", Page(directory=PAGE, html=True, check_dir=False))])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # A file of the page may well be called bot.svg.
        if scope["type"] == "http" and scope["path"].startswith("/bot") and "/" in scope["path"][4:]:
            await botapi.handle(tg, scope, receive, send)
        else:
            await starlette(scope, receive, send)

    return app


def _endpoint(tg: LocalTelegram, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            told = await answer(tg, request, await _body(request))
        except ControlError as error:
            return JSONResponse({"error": str(error)}, error.status)
        except (TypeError, ValueError, AttributeError) as error:
            return JSONResponse({"error": f"That could not be read: {error}."}, 400)
        return told if isinstance(told, Response) else JSONResponse(told)

    return endpoint


async def _body(request: Request) -> Any:
    raw = await request.body()
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise ControlError("The body has to be JSON.") from None
    if not isinstance(body, dict | list):
        raise ControlError("The body has to be an object.")
    return body


def _process(program: Program) -> Answer:
    async def process(_tg: LocalTelegram, request: Request, body: Any) -> Json:
        if request.method == "POST":
            action = body.get("action")
            if action == "start":
                await program.start()
            elif action in ("kill", "terminate"):
                await program.signal(signal.SIGKILL if action == "kill" else signal.SIGTERM)
            else:
                raise ControlError("The action is start, kill or terminate.")
        return program.as_json()

    return process


async def _file(tg: LocalTelegram, request: Request, _body: Any) -> Response:
    _, _, path = request.path_params["path"].partition("/")
    kept = next((file for file in tg.world.files.values() if file.path == path), None)
    if kept is None:
        return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
    return Response(kept.content, media_type="application/octet-stream")
