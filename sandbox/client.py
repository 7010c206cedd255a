"""An asynchronous client of the control API, for tests and scripts."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]
Wanted = str | Callable[[Json], bool]


class Refused(Exception):
    """The control API said no; the message says why."""


class Client:
    """Moves the world at `url`. To be closed, or used as `async with Client(url) as telegram`.

    Every call raises `Refused` with the sandbox's sentence where something cannot be done.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def request(self, verb: str, path: str, body: Any = None, **query: Any) -> Any:
        """Any call of the control API; query values that are None are left out."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        asked = {name: str(value) for name, value in query.items() if value is not None}
        address = f"{self.url}/control/{path}"
        async with self._session.request(verb, address, json=body, params=asked) as answer:
            told = await (answer.json() if answer.content_type == "application/json" else answer.text())
            if answer.status >= 400:
                raise Refused(told["error"] if isinstance(told, dict) else told)
            return told

    # The world.

    async def world(self) -> Json:
        """Everything there is."""
        return await self._object("GET", "world")

    async def _object(self, verb: str, path: str, body: Any = None, **query: Any) -> Json:
        told = await self.request(verb, path, body, **query)
        if not isinstance(told, dict):
            raise TypeError(f"{path} told {type(told).__name__}")
        return told

    async def _list(self, verb: str, path: str, body: Any = None, **query: Any) -> list[Json]:
        told = await self.request(verb, path, body, **query)
        if not isinstance(told, list):
            raise TypeError(f"{path} told {type(told).__name__}")
        return told

    async def reset(self, seed: int | None = None) -> None:
        """An empty world."""
        await self.request("POST", "reset", {} if seed is None else {"seed": seed})

    async def bot(self, **settings: Any) -> Json:
        """Set what BotFather would: `username`, `first_name`, `can_read_all_group_messages` and so on."""
        return await self._object("POST", "bot", settings)

    async def person(self, first_name: str, **more: Any) -> Json:
        """A new person."""
        return await self._object("POST", "people", {"first_name": first_name, **more})

    async def group(self, title: str, creator: int, **more: Any) -> Json:
        """A new group."""
        return await self._object("POST", "groups", {"title": title, "creator": creator, **more})

    async def chat(self, chat: int) -> Json:
        """One chat of the world. Raises LookupError."""
        found: list[Json] = (await self._object("GET", "world", chat=chat))["chats"]
        if not found:
            raise LookupError(f"there is no chat {chat}")
        return found[0]

    # What people do.

    async def act(self, person: int, do: str, **what: Any) -> Json:
        """Anything of the table in docs/sandbox.md."""
        return await self._object("POST", "act", {"person": person, "do": do, **what})

    async def acts(self, many: list[Json]) -> list[Json]:
        """Many acts in one request, one after the other; each names its `person` and what to `do`."""
        return await self._list("POST", "act", many)

    async def start(self, person: int, payload: str = "") -> int:
        """Press Start; the message's id."""
        told = await self.act(person, "start", payload=payload)
        return int(told["message_id"])

    async def send(self, person: int, text: str, chat: int | None = None, **more: Any) -> int:
        """Write something, in private unless a chat is given; the message's id."""
        told = await self.act(person, "send", text=text, chat=chat or person, **more)
        return int(told["message_id"])

    async def press(
        self,
        person: int,
        message_id: int,
        button: str | tuple[int, int],
        chat: int | None = None,
        wait: float = 5.0,
    ) -> Json:
        """Press a button, by its text, data or (row, column), and wait up to so many seconds for the answer."""
        where = {"chat": chat or person, "message_id": message_id}
        return await self.act(person, "press", button=button, wait=wait, **where)

    # What is seen.

    async def transcript(self, chat: int, person: int | None = None, thread: int | None = None) -> list[Json]:
        """The messages of a chat, oldest first."""
        return await self._list("GET", "transcript", chat=chat, person=person, thread=thread)

    async def text(self, chat: int, person: int | None = None, thread: int | None = None) -> str:
        """The same as lines of text."""
        query = {"chat": chat, "person": person, "thread": thread, "format": "text"}
        return str(await self.request("GET", "transcript", **query))

    async def calls(
        self, method: str | None = None, chat: int | None = None, since: int | None = None, limit: int | None = None
    ) -> list[Json]:
        """What the bot called, oldest first."""
        return await self._list("GET", "calls", method=method, chat=chat, since=since, limit=limit)

    async def pending(self) -> Json:
        """What waits for the bot."""
        return await self._object("GET", "pending")

    async def seq(self) -> int:
        """The number of the last event."""
        return int((await self._object("GET", "wait", timeout=0))["seq"])

    async def wait(self, since: int, seconds: float = 25.0) -> Json:
        """Events after a number, held until there are some."""
        return await self._object("GET", "wait", since=since, timeout=seconds)

    async def wait_for(
        self,
        wanted: Wanted,
        *,
        chat: int,
        person: int | None = None,
        after: int = 0,
        timeout: float = 5.0,  # noqa: ASYNC109 - how long a person would look at the screen
    ) -> Json:
        """The newest message after message `after` that has these words, or of which the predicate is true.

        Raises AssertionError with the transcript if none came within `timeout` seconds.
        """
        until = asyncio.get_running_loop().time() + timeout
        seq = await self.seq()
        while True:
            for message in reversed(await self.transcript(chat, person)):
                if message["message_id"] > after and _matches(wanted, message):
                    return message
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                shown = await self.text(chat, person)
                raise AssertionError(f"{wanted!r} was not said within {timeout} s; what was said:\n{shown}")
            seq = (await self.wait(seq, left))["seq"]

    async def wait_for_call(
        self,
        method: str,
        *,
        chat: int | None = None,
        since: int = 0,
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> Json:
        """The first call of that method after event `since`. Raises AssertionError after `timeout` seconds."""
        until = asyncio.get_running_loop().time() + timeout
        seq = since
        while True:
            found = await self.calls(method, chat, since)
            if found:
                return found[0]
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                raise AssertionError(f"{method} was not called within {timeout} s")
            seq = (await self.wait(max(seq, await self.seq()), left))["seq"]

    async def settled(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Until the bot has taken every update and asks for more. Raises AssertionError after `timeout` seconds."""
        until = asyncio.get_running_loop().time() + timeout
        while True:
            state = await self.pending()
            if state["updates"] == 0 and (state["polling"] or state["webhook"]):
                return
            if asyncio.get_running_loop().time() > until:
                raise AssertionError(f"after {timeout} s there is still {state}")
            await asyncio.sleep(0.01)

    # What is moved.

    async def advance(self, seconds: float) -> Json:
        """Move the clock."""
        return await self._object("POST", "clock", {"advance": seconds})

    async def set_clock(self, at: str) -> Json:
        """Set the clock, ISO 8601."""
        return await self._object("POST", "clock", {"set": at})

    async def fault(self, kind: str, method: str = "*", **more: Any) -> Json:
        """Ask for a fault."""
        return await self._object("POST", "faults", {"kind": kind, "method": method, **more})

    async def clear_faults(self) -> None:
        """No faults any more."""
        await self.request("DELETE", "faults")

    async def limits(self, **limits: Any) -> Json:
        """Change the flood limits."""
        return await self._object("POST", "limits", limits)

    async def latency(self, ms: float) -> None:
        """Put so many milliseconds on every call."""
        await self.request("POST", "latency", {"ms": ms})

    async def inject(self, update: Json) -> int:
        """Queue a raw update; its id."""
        return int((await self._object("POST", "updates", {"inject": update}))["update_id"])

    async def repeat(self, update_id: int) -> None:
        """Queue an update once more."""
        await self.request("POST", "updates", {"repeat": update_id})

    async def restart_ids(self) -> int:
        """Ids of updates start anew; the next one."""
        return int((await self._object("POST", "updates", {"restart_ids": True}))["next"])

    async def drop(self) -> int:
        """Throw waiting updates away; how many."""
        return int((await self._object("POST", "updates", {"drop": True}))["dropped"])

    async def moments(self, moments: list[Json]) -> None:
        """Name jumps for the page."""
        await self.request("PUT", "moments", moments)

    async def process(self, action: str | None = None) -> Json:
        """The bot's program: looked at, or `start`, `kill`, `terminate`."""
        if action is None:
            return await self._object("GET", "process")
        return await self._object("POST", "process", {"action": action})

    async def metrics(self) -> Json:
        """How many calls of each kind."""
        return await self._object("GET", "metrics")


def _matches(wanted: Wanted, message: Json) -> bool:
    if callable(wanted):
        return wanted(message)
    return wanted in (message.get("text") or message.get("caption") or message.get("service") or "")
