"""What one step of each kind costs with 10, 100, 1,000 and 10,000 groups of 30 people in one file.

    python -m bench.scale [--groups 10 100 1000 10000] [--times 30] [--plot docs/pictures/scale.svg]

Each group has met four weeks with everything kept, and has five meetups ahead with everything promised. The program is
wired as in production, but Telegram answers at once from this process: a step is everything from an update that comes
in, or a promise that is due, until all that follows from it is on the disk, one at a time and in a group of its own
each time. Steps are told in processor time of all threads, which other programs disturb little. A step may grow with
the logarithm of the number of groups, and not faster. Starting is measured as a whole process, until its first
getUpdates.
"""

import argparse
import asyncio
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.footprint import OURS, measure
from bench.local import TOKEN, command_update, figures, machine
from bench.plot import plot
from bench.prepare_scale import MEMBERS, Place, remember_many
from bot.app import Circlekeeper
from bot.forgetting import Ledger
from bot.settings import Settings
from domain.agenda import Promise
from domain.meetups import Answer
from domain.nudges import DECIDE
from domain.planning import REMINDER
from domain.retention import tidy
from handlers import ROUTERS
from handlers.privacy import Forget
from handlers.views_card import Say
from handlers.views_schedule import Confirm
from storage.transaction import Store

IDENTITY = {"id": 7000000001, "is_bot": True, "first_name": "Circle", "username": "bench_bot"}
START = 2.0  # seconds
QUIET = {"STARTER": "off", "SEMANTIC_MODEL": "off"}  # nothing is learnt in the background meanwhile
Step = Callable[["World", Place], Awaitable[float]]


class Telegram:
    """Answers at once. Who has the facilitator's id administers the group."""

    async def call(self, method: str, payload: dict[str, Any] | None = None, **_: Any) -> Any:
        """The result of a method; only roles are ever asked for."""
        asked = payload or {}
        if method == "getChatMember":
            role = "administrator" if asked["user_id"] % 1000 == 0 else "member"
            return {"status": role, "user": {"id": asked["user_id"], "is_bot": False, "first_name": "Fay"}}
        return [] if method == "getChatAdministrators" else True


class World:
    """The program on a database, and people who do something."""

    def __init__(self, app: Circlekeeper) -> None:
        self.app = app
        self._updates = 0

    async def update(self, update: dict[str, Any]) -> float:
        """An update; processor seconds until it is handled."""
        self._updates += 1
        began = time.process_time()
        await self.app.intake.take([update | {"update_id": self._updates}])
        while self.app.dispatch.depth:
            await asyncio.sleep(0.0005)
        return time.process_time() - began

    async def press(self, chat: int, person: int, message: int, data: str) -> float:
        """A press under a message of the bot's."""
        where = {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "Group", "first_name": "Mara"}
        keyboard = {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}
        said = {"message_id": message, "date": 1_790_000_000, "chat": where, "text": "…", "reply_markup": keyboard}
        who = {"id": person, "is_bot": False, "first_name": "Mara"}
        query = {"id": str(self._updates), "from": who, "chat_instance": "1", "message": said, "data": data}
        return await self.update({"callback_query": query})

    async def due(self, kind: str, subject: str) -> float:
        """A promise is due now; processor seconds until it is kept."""
        found: list[Promise] = await self.app.store.look(lambda tx: tx.agenda.of(kind, subject))
        began = time.process_time()
        await self.app.clockwork._keep(found[0])
        return time.process_time() - began


async def _press(world: World, place: Place) -> float:
    return await world.press(place.chat, place.member, place.card, Say(place.meetup, Answer.MAYBE).pack())


async def _next(world: World, place: Place) -> float:
    return await world.update(command_update(place.chat, place.member, "/next"))


async def _confirm(world: World, place: Place) -> float:
    await world.update(command_update(place.chat, place.facilitator, "/schedule every wed 10:00 A walk"))
    drafts = await world.app.store.look(lambda tx: tx.drafts.of_person(place.facilitator))
    return await world.press(place.chat, place.facilitator, place.card, Confirm(drafts[-1].id).pack())


async def _nudges(world: World, place: Place) -> float:
    return await world.due(DECIDE, str(place.missed))


async def _reminder(world: World, place: Place) -> float:
    await world.app.store.transact(lambda tx: tx.agenda.add(REMINDER, place.lead, datetime.now(UTC)))
    return await world.due(REMINDER, place.lead)


async def _mydata(world: World, place: Place) -> float:
    update = command_update(place.chat, place.member, "/mydata")
    update["message"]["chat"] = {"id": place.member, "type": "private", "first_name": "Mara"}
    return await world.update(update)


async def _forget(world: World, place: Place) -> float:
    return await world.press(place.member, place.member, 100, Forget(yes=True).pack())


STEPS: dict[str, Step] = {
    "a press on a card": _press,
    "/next": _next,
    "Confirm of /schedule": _confirm,
    f"nudges of a meetup decided ({MEMBERS - 1} people)": _nudges,
    "a reminder due": _reminder,
    "/mydata": _mydata,
    "/forgetme": _forget,
}
TIDYING, STARTING = "what is old forgotten, all groups", "start to the first getUpdates, by the clock"


async def steps(database: Path, places: list[Place], times: int) -> dict[str, float]:
    """The median of each step, in ms, each in groups that are spread over all of them."""
    chosen = [places[len(places) * number // times] for number in range(times)] if times < len(places) else places
    given: dict[str, Any] = {"bot_token": TOKEN, "_env_file": None, "starter": "off", "semantic_model": "off"}
    url = f"sqlite+aiosqlite:///{database}"
    store = await Store.open(url, Ledger(database))
    world = World(Circlekeeper(Settings(**given, database_url=url), Telegram(), store, IDENTITY, ROUTERS))  # type: ignore[arg-type]
    try:
        await store.look(lambda tx: tx.people.get(0))
        found = {}
        for name, step in STEPS.items():
            await step(world, chosen[0])  # the first one of each builds its statements
            found[name] = statistics.median([await step(world, place) for place in chosen[1:]]) * 1000
        began = time.process_time()
        await store.transact(lambda tx: tidy(tx, datetime.now(UTC)))
        return found | {TIDYING: (time.process_time() - began) * 1000}
    finally:
        await store.close()


async def at(groups: int, times: int) -> dict[str, float]:
    """Every step with so many groups, and the start."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "scale.db"
        places = await remember_many(database, groups)
        size = database.stat().st_size / 2**20
        starts = [(await measure(OURS, database, QUIET, rest=False)).start for _ in range(3)]
        found = await steps(database, places, times)
    print(f"{groups:>7,} groups, {groups * MEMBERS:>8,} people, {size:,.0f} MiB", flush=True)
    return found | {STARTING: statistics.median(starts) * 1000}


def too_fast(name: str, sizes: list[int], values: list[float]) -> bool:
    """Whether a step grew faster than the logarithm of the number of groups; the start is held to its own aim."""
    if name == STARTING:
        return values[-1] > START * 1000
    grown = math.log(sizes[-1]) / math.log(sizes[0]) if len(sizes) > 1 else 1
    return name != TIDYING and values[-1] > grown * min(values)


async def main() -> int:
    """0: no step grew faster than the logarithm, and the start came in time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, nargs="+", default=[10, 100, 1000, 10_000])
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    sizes: list[int] = given.groups
    print(f"{machine()}; {given.times} times each, medians, in ms of the processor")
    found = [await at(groups, given.times) for groups in sizes]
    lines = {name: [one[name] for one in found] for name in found[0]}
    print(f"{'':<44}" + "".join(f"{size:>9,}" for size in sizes))
    grew = [name for name, values in lines.items() if too_fast(name, sizes, values)]
    for name, values in lines.items():
        told = " grows too fast" if name in grew else ""
        print(f"{name:<44}" + "".join(f"{value:>9.1f}" for value in values) + told)
    if given.plot is not None:
        given.plot.write_text(
            plot("One step, in ms of the processor, by the number of groups", sizes, lines), encoding="utf-8"
        )
    most = max(v[-1] / v[0] for name, v in lines.items() if name not in (TIDYING, STARTING))
    figures(start=lines[STARTING][-1] / 1000, grown=most, press=lines["a press on a card"][-1], too_fast=len(grew))
    return 1 if grew else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
