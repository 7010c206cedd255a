"""What people do to a group under the bot: it becomes a supergroup, topics close, cards go, rights and the bot too."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.chaos.audit import Audit, check
from tests.chaos.week import FIRST
from tests.chaos.world import World, a_world

REMINDER = "A reminder:"
HOLDS_UP = 1.5  # seconds that a reminder is on its way


async def supergroup(folder: Path, seed: int, size: int) -> str:
    """size: groups that become supergroups as their reminder is on its way; often the plug is pulled then, too."""
    rng, kills = random.Random(seed), 0
    for number in range(size):
        kills += await _becomes_one(folder / str(number), seed + number, rng)
    return f"{size} groups, {kills} kills; each reminded once, where it is now, and the card stands there"


async def _becomes_one(folder: Path, seed: int, rng: random.Random) -> int:
    """How often it was killed."""
    folder.mkdir()
    async with a_world(folder, seed=seed) as world:
        await world.people(type="group")
        await world.planned()
        for hours in (-23.9, -1.1):
            await world.travel(FIRST + timedelta(hours=hours))
            await world.rest()
        await world.client.fault("slow", "sendMessage", chat=world.group, seconds=HOLDS_UP)
        await world.client.advance(600)
        await asyncio.sleep(rng.uniform(0, HOLDS_UP))
        told = await world.client.act(world.fay, "migrate", chat=world.group)
        if rng.random() < 0.5:
            await asyncio.sleep(rng.uniform(0, HOLDS_UP))
            await world.kill()
            await world.started()
        await world.rest()
        new = told["chat"] if isinstance(told["chat"], int) else told["chat"]["id"]
        check(await _moved(world, world.group, new, doubled=bool(world.kills)))
        return len(world.kills)


async def _moved(world: World, old: int, new: int, *, doubled: bool) -> list[str]:
    wrong = []
    reminders = len(await world.sends(old, REMINDER)) + len(await world.sends(new, REMINDER))
    if not 2 <= reminders <= 2 + doubled:
        wrong.append(f"{reminders} reminders in {new}")
    tables = ("groups", "cards", "outbox", "holds")
    wrong += [f"{old} in {t}" for t in tables if world.count(f"SELECT 1 FROM {t} WHERE chat_id = ?", old)]
    pressed = await world.press(world.mara, "Going", new, wait=5)
    await world.rest()
    if not any("Mara" in str(message["text"]) for message in await world.said(new, "10:00")):
        wrong.append(f"the card in {new} does not show Mara ({pressed})")
    return wrong


async def life(folder: Path, seed: int, size: int) -> str:
    """size: rounds of everything that can happen to a group."""
    rng = random.Random(seed)
    async with a_world(folder, seed=seed) as world:
        await world.people(forum=True)
        topic = (await world.client.act(world.fay, "topic", chat=world.group, name="Tuesdays"))["thread"]
        await world.client.send(world.fay, "/schedule every tue 10:00 Coffee and chat", chat=world.group, thread=topic)
        await world.press(world.fay, "Confirm", world.group)
        await world.until(lambda: world.with_button(world.group, "Going"), "the card")
        audit = await Audit.of(world)
        steps = [_topic_closed, _card_deleted, _demoted, _kicked, _facilitator_leaves]
        for number in range(size):
            rng.shuffle(steps)
            for step in steps:
                await step(world, topic if number == 0 else None)
                await world.rest()
            await world.travel(FIRST + timedelta(weeks=number, hours=3))
            await world.rest()
        found = await audit.found()
        wrong = [sentence for sentence in found.wrong if "never arrived" not in sentence]  # it was not in the group
        check(wrong + found.twice)
        return f"{size * len(steps)} blows to a group: every press after them counts, 0 doubled, 0 updates set aside"


async def _counts(world: World, what: str) -> None:
    """A press on the card counts; whatever it said before, the other answer is new."""
    before = world.rows("SELECT count(*) FROM audit_rsvps")[0][0]
    await world.client.advance(20)
    card = await world.until(lambda: world.with_button(world.group, "Going"), f"a card after {what}")
    answer = "Maybe" if before % 2 else "Going"
    told = await world.client.act(world.mara, "press", chat=world.group, message_id=card, button=answer, wait=10)
    await world.until(
        lambda: world.rows("SELECT count(*) FROM audit_rsvps")[0][0] == before + 1,
        f"a press counts after {what}: {told}",
    )


async def _topic_closed(world: World, topic: int | None) -> None:
    """Its topic is closed; the card goes on in the group itself."""
    if topic is not None:
        await world.client.act(world.fay, "close_topic", chat=world.group, thread=topic)
    await _counts(world, "its topic was closed")


async def _card_deleted(world: World, _: Any) -> None:
    """Somebody deletes the card; it comes again."""
    card = await world.with_button(world.group, "Going")
    await world.client.act(world.fay, "delete", chat=world.group, message_id=card)
    await world.client.send(world.fay, f"/topic after message {card}", chat=world.group)
    await world.until(lambda: world.with_button(world.group, "Going"), "the card comes again")
    await world.rest()
    await _counts(world, "it was deleted")


async def _bot(world: World) -> int:
    return int((await world.client.world())["bot"]["id"])


async def _demoted(world: World, _: Any) -> None:
    """The bot is no administrator any more, and is one again."""
    bot = await _bot(world)
    await world.client.act(world.fay, "demote", chat=world.group, user=bot)
    await _counts(world, "the bot was demoted")
    await world.client.act(world.fay, "promote", chat=world.group, user=bot)


async def _kicked(world: World, _: Any) -> None:
    """The bot is thrown out just before it would speak, says nothing there, and is brought back."""
    bot = await _bot(world)
    await world.client.act(world.fay, "remove", chat=world.group, user=bot)
    await world.rest()
    before = len(await world.said(world.group))
    await world.client.advance(3600)
    await world.rest()
    check(["it spoke where it was thrown out"] if len(await world.said(world.group)) > before else [])
    await world.client.act(world.fay, "add", chat=world.group, user=bot)
    await world.client.act(world.fay, "promote", chat=world.group, user=bot)
    await world.rest()
    await world.client.send(world.fay, f"/topic after {before} messages", chat=world.group)
    await world.rest()
    await _counts(world, "it was brought back")


async def _facilitator_leaves(world: World, _: Any) -> None:
    """Ann helps, is demoted and leaves: from that moment she may nothing."""
    ann = int((await world.client.person("Ann", language_code="en"))["id"])
    await world.client.start(ann)
    await world.client.act(ann, "join", chat=world.group)
    await world.client.act(world.fay, "promote", chat=world.group, user=ann)
    await world.client.send(ann, "/topic from Ann", chat=world.group)
    await world.rest()
    topics = "SELECT 1 FROM meetups WHERE topic = ?"
    check([] if world.count(topics, "from Ann") else ["a facilitator could not set a topic"])
    await world.client.act(world.fay, "demote", chat=world.group, user=ann)
    await world.client.send(ann, "/topic after that", chat=world.group)
    await world.rest()
    await world.client.act(ann, "leave", chat=world.group)
    await world.client.send(ann, "/meetups")
    await world.rest()
    check(["somebody who facilitates no longer set a topic"] if world.count(topics, "after that") else [])
    await _counts(world, "a facilitator left")
