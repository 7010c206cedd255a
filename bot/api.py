"""Calls to the Bot API: aiohttp behind python-telegram-bot's request interface, so that its errors are ours.

httpx, PTB's stock transport, manages about a third of the calls a second and falls with many at once.
"""

import base64
import json
from typing import Any

import aiohttp
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

IN_FLIGHT = 256


class AiohttpRequest(BaseRequest):
    """PTB's transport on aiohttp. Timeouts in seconds."""

    def __init__(self, timeout: float = 20.0) -> None:
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take, in seconds."""
        return self._timeout

    async def initialize(self) -> None:
        """Open the pool of connections."""
        connector = aiohttp.TCPConnector(limit=IN_FLIGHT, keepalive_timeout=60)
        self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One HTTP request; TimedOut or NetworkError where no answer came."""
        if self._session is None:
            raise NetworkError("the connections are not open")
        total = self._timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=aiohttp.ClientTimeout(total=total, sock_connect=10)
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            # The cause is left out: its text can hold the address, and the address holds the token.
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What an answer says. Unlike PTB's own, this logs nothing of one that cannot be read: people's words stand
        in it. TelegramError.
        """
        try:
            found = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise TelegramError("the answer cannot be read")
        return found


def _body(request_data: RequestData | None) -> tuple[Any, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return json.dumps(request_data.parameters).encode(), {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form, {}


class BotApi:
    """The one place that calls Telegram. Methods go by their Bot API names, parameters as JSON values."""

    def __init__(self, token: str, root: str) -> None:
        self._base = f"{root}/bot{token}"
        self.request = AiohttpRequest()

    def __repr__(self) -> str:
        return "BotApi(…)"

    async def __aenter__(self) -> "BotApi":
        await self.request.initialize()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.request.shutdown()

    async def call(self, method: str, payload: dict[str, Any] | None = None, *, patience: float | None = None) -> Any:
        """The result of `method`. A parameter `{"file_name", "base64"}` is sent as a file.

        patience: seconds to wait for the answer, where the usual 20 will not do.
        Raises PTB's errors: RetryAfter, Forbidden, BadRequest, ChatMigrated, Conflict, TimedOut, NetworkError, ….
        """
        parameters = [RequestParameter.from_input(name, _file(value)) for name, value in (payload or {}).items()]
        wait = BaseRequest.DEFAULT_NONE if patience is None else patience
        try:
            return await self.request.post(f"{self._base}/{method}", RequestData(parameters), read_timeout=wait)
        except (LookupError, TypeError, AttributeError, ValueError):  # PTB believes what stands in an answer
            raise TelegramError("the answer is none of Telegram's") from None


def _file(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"file_name", "base64"}:
        return InputFile(base64.b64decode(value["base64"]), filename=value["file_name"])
    return value
