"""Words that were awaited come from somebody who may not any more, or never might: nothing is done, nothing is lost.

Every place that takes words (`taking_words.py`, complete by construction) is begun by a facilitator; then the same
unfinished thing is given to others, who write.
"""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest

from domain.drafts import Draft
from domain.relayed import NameState
from handlers.routing import Who
from tests.flows.authorising import OURS, TABLE, World, a_world, watching
from tests.flows.relaying import at, talking
from tests.flows.requesting import said, steps, the_request
from tests.flows.taking_words import ROWS
from tests.flows.test_authorisation import SECRETS
from tests.flows.walking import Walk

WORDS = "Purple elephants"
FOR_FACILITATORS = "That one is for facilitators."
# Dora lost the role, Lina left the group, Olga facilitates another one, Ben belongs to that, Sam to none.
OTHERS = ("Dora", "Lina", "Olga", "Ben", "Sam")
OF_ONESELF = {"people", "drafts", "members"}
# Nobody has to be a facilitator for these: they are about whoever writes, or the handler asks for more than the role.
FOR_ANYBODY = {"own_lead", "called", "welcome_called", "resource_words", "resource_place*", "ask_words", "request*"}
OF_WHO_HAS_IT = {"relay*", "name_reason"}
FIRST = {name.partition(":")[0]: (name, row) for name, row in reversed(ROWS.items())}


@pytest.fixture
async def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Walk]:
    """Tom has become a facilitator; Lina was one, and has left."""
    async with a_world(tmp_path, monkeypatch) as world:
        circle = world.circle
        lina = int((await circle.client.person("Lina", language_code="en"))["id"])
        world.people["Lina"] = lina
        await circle.client.act(lina, "join", chat=world.ours)
        await circle.start(lina)
        for person in (circle.tom, lina):
            await circle.client.act(circle.fay, "promote", chat=world.ours, user=person)
            await circle.say(person, "/meetups")
        await circle.client.act(lina, "leave", chat=world.ours)
        await circle.settle()
        await circle.app.store.transact(lambda tx: tx.resources.save(tx.resources.get(1).changed(kinds=("Play",))))
        yield Walk(world)


def test_who_may_write_where_is_said_for_every_place() -> None:
    anybody = {name for name, route in TABLE.words.items() if route.who is not Who.FACILITATOR}
    assert anybody == FOR_ANYBODY | OF_WHO_HAS_IT
    assert set(FIRST) == set(TABLE.words)


async def begun(walk: Walk, name: str) -> Draft:
    """As whoever may began it, with a copy for each of the others."""
    _, row = FIRST[name]
    await walk.begin(row)
    person = walk.world.people[row.who]

    def copy(tx: Any) -> Draft:
        draft: Draft | None = tx.drafts.waiting_for_words(person, person)
        assert draft is not None, name
        assert draft.expects == name
        for other in OTHERS:
            theirs = {"id": 0, "person_id": walk.world.people[other], "chat_id": walk.world.people[other]}
            tx.drafts.add(draft.changed(**theirs))
        return draft

    return await walk.circle.app.store.transact(copy)


def wrong(world: World, name: str, came: Any) -> list[Any]:
    """A row that is none of theirs, somebody joined, a word to anybody else, a secret."""
    them = {*them_of(world)}
    found: list[Any] = [
        (name, table, row)
        for table, row in came.rows
        if table not in OF_ONESELF or not them & set(row) or (table == "members" and row[0] == OURS)
        if not (name == "ask_words" and table.startswith("unanswered"))  # each asked their own group
    ]
    found += [(name, "said to", chat, text[:200]) for chat, text in came.said if chat not in them | {0}]
    hearing = them - ({world.people["Dora"]} if name in FOR_ANYBODY else set())  # who is a member still
    told = [text for chat, text in came.said if chat in hearing]
    return found + [(name, "reveals", text[:300]) for text in told if any(one in text for one in SECRETS)]


async def test_who_lost_the_role_left_or_belongs_elsewhere_writes_into_nothing(walk: Walk) -> None:
    found: list[Any] = []
    for name in FIRST:
        draft = await begun(walk, name)
        async with watching(walk.world, name) as came:
            for other in OTHERS:
                await walk.say(other, WORDS)
        found += wrong(walk.world, name, came)
        refusals = [chat for chat, text in came.said if FOR_FACILITATORS in text]
        if name not in FOR_ANYBODY | OF_WHO_HAS_IT:
            them = them_of(walk.world)
            if sorted(refusals) != sorted(them):
                found.append((name, "is refused to", refusals))
            kept = await walk.look(lambda tx: [tx.drafts.waiting_for_words(one, one) for one in them])  # noqa: B023
            if [(one.data, one.expects) for one in kept if one] != [(draft.data, name)] * len(them):
                found.append((name, "is lost", kept))
        await walk.circle.app.store.transact(lambda tx: forget(tx, them_of(walk.world)))
        async with watching(walk.world, name) as came:  # the other side: whoever may is not refused there
            await walk.say(FIRST[name][1].who, WORDS)
        if not came.said or any(FOR_FACILITATORS in text for _, text in came.said):
            found.append((name, "is refused to who may", came.said))
        await walk.circle.app.store.transact(lambda tx: forget(tx, walk.world.people.values()))
    assert found == []


def them_of(world: World) -> list[int]:
    """The ids of those who may not."""
    return [world.people[other] for other in OTHERS]


def forget(tx: Any, people: Iterable[int]) -> None:
    """What these have begun."""
    for person in people:
        for draft in tx.drafts.of_person(person):
            tx.drafts.remove(draft.id)


async def test_who_tapped_write_and_was_demoted_writes_to_nobody_and_the_request_goes_on(circle: Any) -> None:
    await talking(circle)
    await circle.press(circle.fay, "Write", chat=circle.fay)
    ann = int((await circle.client.person("Ann", language_code="en"))["id"])
    await circle.client.act(ann, "join", chat=circle.group)
    await circle.client.act(circle.fay, "transfer", chat=circle.group, user=ann)
    for person in (circle.app.me.id, circle.fay):  # the bot first, so that nobody tells it of the other
        await circle.client.act(ann, "demote", chat=circle.group, user=person)
    await circle.settle()
    await circle.private(circle.fay, WORDS)
    assert await said(circle, circle.mara, WORDS) == []
    assert "You don’t facilitate that group any more" in (await circle.last(circle.fay))["text"]
    assert "lost" in await steps(circle)


async def test_the_only_one_who_was_demoted_before_the_reason_opens_no_name(circle: Any) -> None:
    await talking(circle, named=False)
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, open the name", chat=circle.fay)
    await at(circle, circle.fay, "Please write in a sentence why.")
    await circle.client.act(circle.fay, "leave", chat=circle.group)
    await circle.private(circle.fay, WORDS)
    assert "Mara" not in str(await circle.texts(circle.fay))
    openings = await circle.app.store.look(lambda tx: tx.relay.openings(1))
    assert NameState.OPENED not in {one.state for one in openings}
    assert not (await the_request(circle)).held
