"""What the bot sent with a call: a form, a multipart form or JSON, read as the method needs it."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, UploadFile
from starlette.requests import Request
from starlette.types import Message as Event
from starlette.types import Receive, Scope

from sandbox.errors import TelegramError, bad_request

Json = dict[str, Any]
MOST_BYTES = 50 * 1024 * 1024
_DIGITS = re.compile(r"\s*-?[0-9]+")


@dataclass(slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class Params:
    """Named values; forms give texts, JSON gives what it says."""

    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A text; numbers of a JSON body are taken as written."""
        value = self.values.get(name)
        return default if value is None else value if isinstance(value, str) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number, read as far as there are digits; what has none counts as not given, as at Telegram."""
        value = self.values.get(name)
        if isinstance(value, int):
            return value
        digits = _DIGITS.match(str(value))
        return int(digits.group()) if digits else default

    def flag(self, name: str) -> bool:
        """Whether it is said to be so."""
        value = self.values.get(name)
        return value is True or (isinstance(value, str) and value.lower() in ("true", "1", "yes"))

    def decimal(self, name: str) -> float | None:
        """A number with a fraction, or None."""
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            return None

    def parsed(self, name: str, what: str = "") -> Any:
        """A JSON value, or None. Raises TelegramError where it cannot be read."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None

    def has(self, name: str) -> bool:
        """Whether it was sent at all."""
        return name in self.values or name in self.files


async def read(scope: Scope, receive: Receive) -> Params:
    """Query and body of a call. Raises TelegramError for a body that cannot be read."""
    query = scope["query_string"]
    values: Json = dict(parse_qsl(query.decode(), keep_blank_values=True)) if query else {}
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    if kind.startswith(b"multipart/"):
        return await _multipart(scope, receive, values)
    body = await _body(receive)
    if not body:
        return Params(values)
    if kind.startswith(b"application/json"):
        values |= _json(body)
    else:
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(values)


async def _body(receive: Receive) -> bytes:
    event: Event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
        if len(body) > MOST_BYTES:
            raise TelegramError(413, "Request Entity Too Large")
    return body


def _json(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(found, dict):
        raise bad_request("JSON object expected")
    return {name: value for name, value in found.items() if value is not None}


async def _multipart(scope: Scope, receive: Receive, values: Json) -> Params:
    request = Request({**scope, "headers": Headers(scope=scope).raw}, receive)
    files: dict[str, Upload] = {}
    async with request.form(max_part_size=MOST_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                kind = value.content_type or "application/octet-stream"
                files[name] = Upload(value.filename or name, kind, await value.read())
            else:
                values[name] = value
    return Params(values, files)
