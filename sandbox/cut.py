"""Connections that break: the server's protocol lends its transport to whoever has to cut it."""

from typing import Any

from starlette.types import Receive, Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "sandbox.transport"


class CuttableProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with the transport in the scope."""

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        extensions: dict[str, dict[object, object]] = {EXTENSION: {"it": self.transport}}
        self.scope["extensions"] = extensions


async def cut(scope: Scope, receive: Receive) -> None:
    """Break the connection without an answer."""
    transport: Any = scope["extensions"][EXTENSION]["it"]
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        continue
