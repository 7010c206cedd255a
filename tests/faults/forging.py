"""Presses that no button of ours could bring, by people who may nothing: 0 of them are accepted.

`python -m tests.faults.forging --presses 100000` makes that many from a seed, hands them in past HTTP, and says how
many changed anything that is kept, or told anybody else something.
"""

import argparse
import asyncio
import itertools
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from domain.outbox import Outgoing
from handlers.privacy import Forget
from tests.flows.authorising import TABLE, Rows, World, a_world, forged, rows

Json = dict[str, Any]

AT_ONCE = 250  # presses, before everything is handled
PRESSERS = ("Sam", "Ben", "Robot", "Nobody")  # of none of our groups
# What everybody may say of a service that all groups share, or of an answer.
SHARED = {"resources", "resource_feedback", "resource_saves", "entry_opinions", "entry_uses"}
NUMBERS = ("0", "-1", "2", "3", "7", "99", "+1", "01", "1_0", " 1", "٣", "1e3", "9223372036854775807", "9" * 40, "")
CHARACTERS = "abcxyzABC0123456789:_-+ .,\x00\n\u202e\u0663ж😀"


class Forger:
    """Makes presses from a seed."""

    def __init__(self, world: World, seed: int) -> None:
        self._world, self._random = world, random.Random(seed)
        kinds = [kind for kind in sorted(TABLE.presses, key=lambda one: one.code) if kind is not Forget]
        self._true = [data for kind in kinds for data in forged(kind)]  # to be forgotten is everybody's right
        self._codes = sorted({data.partition(":")[0] for data in self._true})
        self._people = world.people | {"Nobody": 8_000_000_000}
        self._numbers = itertools.count(3_000_000_000)

    def presses(self, count: int) -> Iterator[Json]:
        """So many updates; each twentieth comes twice."""
        for number in range(count):
            update = {"update_id": next(self._numbers), "callback_query": self.press()}
            yield update
            if number % 20 == 0:
                yield update

    def press(self) -> Json:
        """One press, by somebody who is in no group of ours."""
        draw, who = self._random, self._random.choice(PRESSERS)
        person = self._people[who]
        place: Json = {"id": person, "type": "private", "first_name": who}
        if draw.random() < 0.5:
            chat = draw.choice((self._world.ours, self._world.room, self._world.theirs, -1_009_999_999_999))
            place = {"id": chat, "type": "supergroup", "title": "…"}
        data = self.data()
        query = {"id": str(next(self._numbers)), "chat_instance": "1", "data": data}
        query["from"] = {"id": person, "is_bot": who == "Robot", "first_name": who}
        shown = {"message_id": draw.choice((1, 7, 9, 10**6)), "date": draw.choice((0, 1796029200)), "chat": place}
        if place["type"] == "private" and draw.random() < 0.9:  # what stands in a group, only Telegram says
            shown |= {"text": "…", "reply_markup": {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}}
        return query | ({"message": shown} if draw.random() < 0.95 else {"inline_message_id": "AAA"})

    def data(self) -> str:
        """What a changed app could put behind a button."""
        draw, true = self._random, self._random.choice(self._true)
        code, *parts = true.split(":")
        match draw.randrange(8):
            case 0:
                return "".join(draw.choices(CHARACTERS, k=draw.randrange(1, 64)))
            case 1:
                return ":".join([draw.choice(self._codes), *draw.choices(NUMBERS, k=draw.randrange(5))])
            case 2:
                return true[: draw.randrange(len(true))]
            case 3:
                return f"{true}:{draw.choice(NUMBERS)}"
            case 4:
                return true + "x" * draw.randrange(1, 200)
            case 5 if parts:
                parts[draw.randrange(len(parts))] = draw.choice(NUMBERS)
                return ":".join([code, *parts])
            case _:
                return true


def accepted(before: Rows, after: Rows, said: list[Outgoing], people: set[int], theirs: int) -> list[Any]:
    """What should not have come of it: a row that is none of the pressers' own, a word to anybody else."""
    found: list[Any] = []
    for table in after:
        new = before.get(table, set()) ^ after[table]
        found += [(table, row) for row in new if table not in SHARED and not people & set(row)]
    told = [one for one in said if one.method != "card"]  # a card shows what is kept, and that was compared
    found += [(one.method, one.chat_id, one.payload) for one in told if one.chat_id not in people | {None, theirs}]
    return found


async def forge(world: World, count: int, seed: int) -> list[Any]:
    """Press so often; what was accepted. What the bot says is looked at and not sent."""
    app, forger = world.circle.app, Forger(world, seed)
    said: list[Outgoing] = []
    sent, app.store.on_said = app.store.on_said, said.extend
    app.clockwork.stop()  # what time brings is none of their doing
    people = {*world.people.values(), 8_000_000_000} - {world.circle.fay, world.circle.mara, world.circle.tom}
    before = rows(world.circle.database)
    pressing = forger.presses(count)
    while batch := list(itertools.islice(pressing, AT_ONCE)):
        await app.intake.take(batch)
        while app.dispatch.depth:  # noqa: ASYNC110 - it has nothing to wait for
            await asyncio.sleep(0.001)
        _forget(world.circle.database)
    app.store.on_said = sent
    return accepted(before, rows(world.circle.database), said, people, world.theirs)


def _forget(database: Path) -> None:
    """Nothing of this is sent."""
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        connection.execute("DELETE FROM outbox")
        connection.commit()


async def main() -> None:
    """As many as asked for, in the same world."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presses", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        async with a_world(Path(folder), patch) as world:
            begun = time.monotonic()
            found = await forge(world, given.presses, given.seed)
            seconds = time.monotonic() - begun
            failed = world.circle.app.metrics.updates.labels("set_aside")._value.get()
    lines = [f"accepted: {one}" for one in found[:20]]
    rate = f"in {seconds:.0f} s from seed {given.seed}"
    lines.append(f"{given.presses:,} forged or repeated presses {rate}: {len(found)} accepted, {failed:.0f} failed")
    sys.stdout.write("\n".join(lines) + "\n")
    raise SystemExit(bool(found) or failed > 0)


if __name__ == "__main__":
    asyncio.run(main())
