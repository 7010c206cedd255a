"""What the tests share: a bot that is nothing but its HTTP calls, and a circle of people."""

from typing import Any

import aiohttp

from sandbox import Client

Json = dict[str, Any]
TOKEN = "42:canary"


class Bot:
    """Calls the Bot API as bare HTTP."""

    def __init__(self, url: str, http: aiohttp.ClientSession, token: str = TOKEN) -> None:
        self.url = url
        self.token = token
        self.http = http

    async def ask(self, method: str, **params: Any) -> Json:
        """The whole answer, refused or not."""
        async with self.http.post(f"{self.url}/bot{self.token}/{method}", json=params) as answer:
            told = await answer.json()
            assert answer.status == (200 if told["ok"] else told["error_code"])
            return told

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result; a refusal fails the test."""
        told = await self.ask(method, **params)
        assert told["ok"], told
        return told["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a refusal; a success fails the test."""
        told = await self.ask(method, **params)
        assert not told["ok"], told
        return told["description"]

    async def updates(self, **params: Any) -> list[Json]:
        """What is new, confirmed."""
        found = await self("getUpdates", **params)
        if found:
            await self("getUpdates", offset=found[-1]["update_id"] + 1, limit=1)
        return found


class Circle:
    """A supergroup with a creator, an administrator, a parent and the bot."""

    def __init__(self, group: Json, finn: int, ada: int, mara: int) -> None:
        self.id: int = group["id"]
        self.finn, self.ada, self.mara = finn, ada, mara


async def make_circle(telegram: Client, **more: Any) -> Circle:
    people = [await telegram.person(name, username=f"{name.lower()}_k") for name in ("Finn", "Ada", "Mara")]
    finn, ada, mara = (person["id"] for person in people)
    wish: Json = {"administrators": [ada], "members": [mara], "bot": "member"} | more
    return Circle(await telegram.group("Circle", finn, **wish), finn, ada, mara)


def kinds(updates: list[Json]) -> list[str]:
    return [next(key for key in update if key != "update_id") for update in updates]


def buttons(*labels: str) -> Json:
    return {"inline_keyboard": [[{"text": label, "callback_data": label.lower()} for label in labels]]}
