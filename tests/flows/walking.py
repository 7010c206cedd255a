"""A walk through everything that takes words: what is typed, what is kept of it, and what Telegram shows of it."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from handlers.callbacks import Payload
from sandbox.entities import find
from tests.circle import Circle
from tests.flows.authorising import World

Json = dict[str, Any]
# A button; words; a button with the newest draft's id; or something done to what is kept, so that it can be awaited.
Step = Payload | str | Callable[[int], Payload] | Callable[[Any], None]

PLAIN = {"bold", "italic", "code", "blockquote", "expandable_blockquote"}
FOUND = {"url", "email", "hashtag", "cashtag", "phone_number", "bot_command", "mention"}  # by Telegram in any words
PASSED_OVER = ("not modified", "not found", "can't be edited", "can't be deleted", "query is too old")


@dataclass(frozen=True)
class Row:
    """One place that takes words. steps: what happens until they are awaited.

    kept: what is kept of them. tidied: how they stand there, where they were taken; limit: in characters.
    """

    steps: tuple[Step, ...]
    kept: Callable[[Any], Any] | None = None
    tidied: Callable[[str], Any] = str.strip
    limit: int = 4096
    who: str = "Tom"


@dataclass
class Walk:
    """Acts in the world as Telegram would tell of it, one update after the other."""

    world: World
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(2_000_000_000))

    @property
    def circle(self) -> Circle:
        """The circle in which it happens."""
        return self.world.circle

    async def give(self, update: Json) -> None:
        """One update, and wait until it is handled; what is said is on its way meanwhile."""
        dispatch = self.circle.app.dispatch
        await self.circle.app.intake.take([{"update_id": next(self.numbers)} | update])
        while dispatch.depth:  # noqa: ASYNC110 - it has nothing to wait for
            await asyncio.sleep(0.0005)

    def message(self, who: str, text: str, chat: int | None = None, **more: Any) -> Json:
        """Something written, with what Telegram would have found in it."""
        person = self.world.people[who]
        sender = {"id": person, "is_bot": False, "first_name": who, "language_code": "en"}
        place = {"id": person, "type": "private", "first_name": who}
        if chat is not None:
            place = {"id": chat, "type": "supergroup", "title": "Calderwood parents"}
        body = {"message_id": next(self.numbers), "date": 1796029200, "chat": place, "from": sender}
        words = {"text": text, "entities": find(text)} if text else {}
        return {"message": body | words | more}

    async def say(self, who: str, text: str, chat: int | None = None) -> None:
        """They write it."""
        await self.give(self.message(who, text, chat))

    async def press(self, who: str, payload: Payload) -> None:
        """They press a button with this payload, in private."""
        made = self.message(who, "…")["message"]
        bot = {"id": self.circle.app.me.id, "is_bot": True, "first_name": "Circle"}
        query = {"id": str(next(self.numbers)), "from": made["from"], "chat_instance": "1", "data": payload.pack()}
        await self.give({"callback_query": query | {"message": made | {"from": bot}}})

    async def look(self, function: Callable[[Any], Any]) -> Any:
        """Something of what is kept."""
        return await self.circle.app.store.look(function)

    async def draft(self, who: str) -> int:
        """The newest thing they have begun."""
        found = await self.look(lambda tx: tx.drafts.of_person(self.world.people[who]))
        return max((one.id for one in found), default=0)

    async def begin(self, row: Row) -> None:
        """Until the words are awaited."""
        for step in row.steps:
            if isinstance(step, Payload):
                await self.press(row.who, step)
            elif isinstance(step, str):
                await self.say(row.who, step)
            elif isinstance(step, type) or step.__name__ == "<lambda>":
                await self.press(row.who, step(await self.draft(row.who)))  # type: ignore[arg-type]
            else:
                await self.circle.app.store.transact(step)

    async def awaits(self, row: Row, name: str) -> bool:
        """Whether words would be taken for this."""
        person = self.world.people[row.who]
        draft = await self.look(lambda tx: tx.drafts.waiting_for_words(person, person))
        return draft is not None and draft.expects == name.partition(":")[0]

    async def failures(self) -> float:
        """How many updates were set aside so far."""
        counter = self.circle.app.metrics.updates.labels("set_aside")
        return float(counter._value.get())


def unintended(calls: list[Json]) -> list[tuple[str, Any]]:
    """What Telegram refused of these calls, and what it shows that nobody meant: formatting, links, people."""
    found: list[tuple[str, Any]] = []
    for call in calls:
        if call["status"] != 200:
            if not any(known in call.get("description", "") for known in PASSED_OVER):
                found.append((call["method"], call.get("description")))
            continue
        result = call.get("result")
        if not isinstance(result, dict):
            continue
        for entity in result.get("entities") or result.get("caption_entities") or []:
            if entity["type"] in PLAIN | FOUND:
                continue
            if entity["type"] == "text_link" and entity["url"].startswith(("https://", "http://")):
                continue
            if entity["type"] == "text_mention" and "the name of" in result["text"]:
                continue  # a name that was opened is meant to be tapped
            found.append((result.get("text", ""), entity))
    return found
