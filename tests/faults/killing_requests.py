"""`kill -9` at random points of asking for a human, carried on, claimed, gone on, passed on and closed. A real process.

`python -m tests.faults.killing_requests --kills 200` plays it as long as that takes; the tests do it with a few kills.
"""

import argparse
import asyncio
import itertools
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox import Client, Sandbox
from tests.chaos.world import World, a_world

UP = (0.0, 1.5)  # seconds between its being there and a kill
AT_THE_START = 0.15  # the share of kills that come before it is there
JUST_BEFORE = 1.5  # seconds before a kill in which a message can have been in flight
AGAIN = 3.0  # seconds until somebody taps once more
PARENTS = 6
TO_BE_CLAIMED = "would like to talk"


@dataclass
class Played:
    """What was asked, of it what nobody came for and what somebody had without a word; words that arrive, by chat."""

    asked: list[str] = field(default_factory=list)
    nobody_came: list[int] = field(default_factory=list)
    not_a_word: list[int] = field(default_factory=list)
    arrive: list[tuple[int, str]] = field(default_factory=list)


class Requesting(World):
    """A group with two facilitators, their room, and parents."""

    patience = 150.0

    def __init__(self, folder: Path, client: Client, sandbox: Sandbox, **settings: str) -> None:
        super().__init__(folder, client, sandbox, **settings)
        self.ann = 0
        self.parents: list[int] = []
        self.played = Played()

    async def gather(self) -> None:
        """Everybody is there and has opened the private chat; the program runs."""
        client = self.client
        self.fay, self.ann = [(await client.person(name, language_code="en"))["id"] for name in ("Fay", "Ann")]
        self.parents = [(await client.person(f"P{n}", language_code="en"))["id"] for n in range(PARENTS)]
        more = {"members": self.parents, "administrators": [self.ann], "bot": "administrator"}
        self.group = (await client.group("Calderwood parents", self.fay, **more))["id"]
        self.start()
        for person in (self.fay, self.ann, *self.parents):
            await client.start(person)
            await client.send(person, "/next", chat=self.group)
        for person in (self.fay, self.ann):
            await client.send(person, "/meetups", chat=self.group)
        room = (await client.group("Room", self.fay, members=[self.ann], bot="administrator"))["id"]
        await client.send(self.fay, "/room", chat=room)
        await self.press(self.fay, "Calderwood parents", room)
        await self.rest()


async def _claim(world: Requesting, facilitator: int, request: int) -> None:
    """Tapped again until it counts: the first tap can be for the request before, or on what is just drawn anew."""
    tapped = 0.0
    sql = "SELECT 1 FROM requests WHERE id = ? AND claimed_by = ?"

    async def claimed() -> bool:
        nonlocal tapped
        found = world.rows(sql, request, facilitator)
        if found and found[0][0]:
            return True
        if time.monotonic() - tapped > AGAIN and await world.press_now(
            facilitator, "Claim", facilitator, TO_BE_CLAIMED
        ):
            tapped = time.monotonic()
        return False

    await world.until(claimed, f"{facilitator} has it")


async def episode(world: Requesting, number: int, rng: random.Random) -> None:
    """One parent asks, and somebody comes, or nobody does."""
    person, words = world.parents[number % PARENTS], f"ask-{number}."
    await world.client.send(person, f"/facilitator {words}")
    await world.press(person, rng.choice(("By name", "Unnamed")), about="I have your words")
    request = await world.until(lambda: _request(world, words), f"the request of {words}")
    world.played.asked.append(words)
    if rng.random() < 0.3:
        await _nobody_comes(world, person, request)
        return
    if rng.random() < 0.5:
        await world.until(lambda: _step(world, request, "offered"), "somebody is asked")
        await world.advance(10.1 * 60)
        await world.until(lambda: _step(world, request, "everybody"), "everybody is asked")
    facilitator = rng.choice((world.fay, world.ann))
    await _claim(world, facilitator, request)
    await world.until(lambda: world.said(facilitator, words), "the words have opened")
    world.played.arrive.append((facilitator, words))
    if rng.random() < 0.25:
        facilitator = await _not_a_word(world, person, request, facilitator)
        await world.until(lambda: world.said(facilitator, words), "the words have opened to the next one")
        world.played.arrive.append((facilitator, words))
    await _talk(world, person, facilitator, number)
    await world.press(facilitator, "Close", about="You have it")
    await world.press(facilitator, "We talked", about="How did it end?")
    await world.until(lambda: _step(world, request, "closed"), "it is closed")
    await world.until(lambda: world.said(person, "is closed now"), "who asked hears it")


async def _talk(world: Requesting, person: int, facilitator: int, number: int) -> None:
    """Three messages of the parent's, answered in their places; one is changed."""
    for turn in range(3):
        said, answer = f"say-{number}-{turn}.", f"answer-{number}-{turn}."
        sent = await world.client.send(person, said)
        copies = await world.until(lambda said=said: world.said(facilitator, said), said)  # type: ignore[misc]
        await world.client.send(facilitator, answer, reply_to=copies[-1]["message_id"])
        world.played.arrive += [(facilitator, said), (person, answer)]
        await world.until(lambda answer=answer: world.said(person, answer), answer)  # type: ignore[misc]
        if turn == 1:
            changed = f"changed-{number}-{turn}."
            await world.client.act(person, "edit", chat=person, message_id=sent, text=changed)
            await world.until(lambda changed=changed: world.said(facilitator, changed), changed)  # type: ignore[misc]


async def _not_a_word(world: Requesting, person: int, request: int, facilitator: int) -> int:
    """Whoever claimed it writes nothing: they are reminded, it goes on, and the other one claims it. Who that is."""
    for step in ("reminded", "no_word"):
        await world.advance(60.1 * 60)
        await world.until(lambda step=step: _step(world, request, step), f"{step} of {request}")  # type: ignore[misc]
    await world.until(lambda: world.said(person, "Nothing has come from"), "who asked hears it")
    other = world.ann if facilitator == world.fay else world.fay
    world.played.not_a_word.append(request)
    await _claim(world, other, request)
    return other


async def _nobody_comes(world: Requesting, person: int, request: int) -> None:
    """It is carried on to the end, and whoever asked is told the truth."""
    for step in ("offered", "everybody", "told"):
        await world.until(lambda step=step: _step(world, request, step), f"{step} of {request}")  # type: ignore[misc]
        if step != "told":
            await world.advance(10.1 * 60)
    await world.until(lambda: world.said(person, "has answered yet"), "the truth")
    world.played.nobody_came.append(request)
    await world.press(person, "Take it back", about="has answered yet")
    await world.until(lambda: _step(world, request, "taken_back"), "it is taken back")
    await world.rest()


async def _request(world: Requesting, words: str) -> int:
    found = world.rows("SELECT request_id FROM request_words WHERE text = ?", words)
    return int(found[0][0]) if found and found[0][0] else 0


async def _step(world: Requesting, request: int, what: str) -> bool:
    found = world.rows("SELECT what FROM request_steps WHERE request_id = ? AND what = ?", request, what)
    return bool(found and found[0][0])


async def _kill_for_ever(world: Requesting, kills: int, rng: random.Random) -> None:
    for _ in range(kills):
        if rng.random() < AT_THE_START:
            await asyncio.sleep(rng.uniform(0, 0.5))
        else:
            await world.until(world.polls, "it asks for updates")
            await asyncio.sleep(rng.uniform(*UP))
        await world.kill()
        world.start()


async def play(folder: Path, kills: int, seed: int) -> list[str]:
    """As many episodes as it takes until it was killed so often. What was wrong, nothing where all is right."""
    rng = random.Random(seed)
    async with a_world(folder, Requesting, seed=seed) as world:
        assert isinstance(world, Requesting)
        await world.gather()
        killer = asyncio.create_task(_kill_for_ever(world, kills, random.Random(seed + 1)))
        number = 0
        while not killer.done() or number == 0:
            await episode(world, number, rng)
            number += 1
        await killer
        await world.rest()
        asked, silent, words = (len(one) for one in (world.played.asked, world.played.not_a_word, world.played.arrive))
        sys.stderr.write(f"{asked} requests, {silent} of them first claimed without a word, {words} words\n")
        return [*_lost(world), *_skipped(world), *await _doubled(world)]


def _lost(world: Requesting) -> list[str]:
    """Every request that was sent is there once, and over; every word of one that somebody had."""
    found = world.rows("SELECT id, state FROM requests")
    wrong = [f"request {number} is {state}" for number, state in found if state not in ("closed", "taken_back")]
    if len(found) != len(world.played.asked):
        wrong.append(f"{len(world.played.asked)} asked, {len(found)} requests")
    return wrong


def _skipped(world: Requesting) -> list[str]:
    """Each step was taken once."""
    wrong = []
    for request in world.played.nobody_came:
        steps = [what for (what,) in world.rows("SELECT what FROM request_steps WHERE request_id = ?", request)]
        for what, times in (("offered", 2), ("everybody", 1), ("told", 1), ("received", 1)):
            if steps.count(what) != times:
                wrong.append(f"request {request}: {steps}")
    for request in world.played.not_a_word:
        steps = [what for (what,) in world.rows("SELECT what FROM request_steps WHERE request_id = ?", request)]
        for what, times in (("reminded", 1), ("no_word", 1), ("claimed", 2)):
            if steps.count(what) != times:
                wrong.append(f"request {request}: {steps}")
    return wrong


async def _doubled(world: Requesting) -> list[str]:
    """What arrived twice was in flight when it was killed: at most one message of a chat at each kill."""
    sends: dict[tuple[int, str], list[float]] = defaultdict(list)
    for call in await world.client.calls(limit=20_000):
        if call["method"].startswith("send") and call["status"] == 200:
            sends[int(call["params"]["chat_id"]), _sent(call["params"])].append(call["monotonic"])
    wrong = [
        f"{words} never arrived"
        for chat, words in world.played.arrive
        if not any(c == chat and words in t for c, t in sends)
    ]
    at_kill: dict[tuple[int, int], int] = defaultdict(int)
    for (chat, text), moments in sends.items():
        if not any(mark in text for mark in ("say-", "answer-", "ask-")):
            continue
        for first, second in itertools.pairwise(moments):
            between = [n for n, kill in enumerate(world.kills) if first - 0.1 <= kill <= second + 0.1]
            if not between or world.kills[between[0]] - first > JUST_BEFORE:
                wrong.append(f"{text!r} twice without a kill")
            else:
                at_kill[chat, between[0]] += 1
    wrong += [f"kill {n}: {count} doubled in one chat" for (_, n), count in at_kill.items() if count > 1]
    return wrong


def _sent(params: dict[str, Any]) -> str:
    return str(params.get("text") or params.get("caption") or json.dumps(params, sort_keys=True))


def main() -> None:
    """Play it, and say what was wrong; exit 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261122)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong = asyncio.run(play(Path(folder), given.kills, given.seed))
    sys.stdout.write("\n".join([*wrong, f"{given.kills} kills, {len(wrong)} wrong"]) + "\n")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
