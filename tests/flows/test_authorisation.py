"""Every button and every command, forged by everybody who may not: nothing changes, and nothing is revealed.

The table of who may stands in `authorised.py`; an action without a row fails. What is forged carries the ids of a group
in which everything that can be kept is kept (`tests/storage/world.py`), also beside the id of the presser's own group.
"""

from collections.abc import AsyncIterator, Set
from pathlib import Path
from typing import Any

import pytest

from handlers.routing import Who
from tests.flows import authorised
from tests.flows.authorising import OURS, TABLE, Came, World, a_world, listed, name_of, press_all, watching

FACILITATORS, MEMBERS = set(listed(authorised.FACILITATORS)), set(listed(authorised.MEMBERS))
SIDES, OWN, ANYBODY = (set(listed(text)) for text in (authorised.SIDES, authorised.OWN, authorised.ANYBODY))
COMMANDS = {True: authorised.COMMANDS_OF_FACILITATORS.split(), False: authorised.COMMANDS_OF_ALL.split()}
# Of whoever presses: that they are known, what they began, and that they take part where they pressed.
OF_ONESELF = {"people", "drafts", "members"}
BELONGING = {"members", "nudge_silences"}  # their first column is the group
# What everybody may say of a service that all groups share; the service only counts it.
SHARED = {"resources", "resource_feedback", "resource_saves", "entry_opinions", "entry_uses"}
NOT_THERE = {"rooms.Bind", "requests_answering.HandTo"}  # only in the room; and the one of id 1 is no facilitator
ERASES = {"privacy.Forget"}  # draws anew whatever could name them, for everybody who sees it
SECRETS = ("Canary", "Calderwood parents", "where is it", "it helped me")
PUBLISHED = ("With thanks to Mara-Canary",)  # a credit that she agreed to


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    async with a_world(tmp_path, monkeypatch) as found:
        yield found


def test_every_button_has_exactly_one_row() -> None:
    tables = (authorised.FACILITATORS, authorised.MEMBERS, authorised.SIDES, authorised.OWN, authorised.ANYBODY)
    rows = [name for table in tables for name in listed(table)]
    assert sorted(rows) == sorted(name_of(kind) for kind in TABLE.presses)


def test_every_command_has_exactly_one_row() -> None:
    assert sorted(COMMANDS[True] + COMMANDS[False]) == sorted(TABLE.commands)


def test_what_is_for_facilitators_asks_telegram_before_it_runs() -> None:
    careless = [
        kind for kind, route in TABLE.presses.items() if name_of(kind) in FACILITATORS and route.who is Who.ANYONE
    ]
    assert careless == []
    assert [name for name in COMMANDS[True] if TABLE.commands[name].who is not Who.FACILITATOR] == []


def wrong(
    world: World, who: str, came: list[Came], *, own: set[str], heard: Set[int] = frozenset(), outside: bool = False
) -> list[Any]:
    """What should not have come of it: a row that is none of theirs, a word to others, a secret.

    own: the tables of which rows of their own may change. heard: chats, besides theirs, in which something may be said.
    outside: they are not in our group.
    """
    me, found = world.people[who], []
    for one in came:
        for table, row in one.rows:
            if table in SHARED or _own(table, row, me, own, outside=outside):
                continue
            found.append((one.what, table, row))
        for chat, text in one.said:
            if chat not in {me, 0} | set(heard):
                found.append((one.what, "said to", chat, text[:200]))
            for published in PUBLISHED:
                text = text.replace(published, "")
            found += [
                (one.what, "reveals", secret, text[:300]) for secret in SECRETS if secret in text and chat in {me, 0}
            ]
    return found


def _own(table: str, row: tuple[Any, ...], me: int, own: set[str], *, outside: bool) -> bool:
    """Whether this row of theirs may change; nobody from outside comes to belong to our group."""
    return me in row and table in own and not (outside and table in BELONGING and row[0] == OURS)


@pytest.mark.parametrize("who", ["Sam", "Ben", "Robot"])
async def test_strangers_other_groups_members_and_bots_change_and_learn_nothing(world: World, who: str) -> None:
    came = await press_all(world, who, FACILITATORS | MEMBERS | SIDES | OWN | ANYBODY)
    kept = OF_ONESELF | {"nudge_silences", "resource_child_ages"}
    heard = {world.theirs} if who == "Ben" else set()  # where he may share a service that all groups share
    assert wrong(world, who, came, own=kept, heard=heard, outside=True) == []


async def test_another_group_s_facilitator_changes_and_learns_nothing_of_ours(world: World) -> None:
    before = await ours(world)
    came = await press_all(world, "Olga", FACILITATORS | SIDES | MEMBERS | OWN)
    assert [one for one in wrong(world, "Olga", came, own=set()) if "reveals" in one] == []
    said = [chat for one in came for chat, _ in one.said]
    assert {world.ours, world.room, world.circle.fay, world.circle.mara, world.circle.tom} & set(said) == set()
    assert await ours(world) == before


async def ours(world: World) -> dict[str, Any]:
    """All that is kept of our group and its people, Olga aside."""

    def look(tx: Any) -> dict[str, Any]:
        group = tx.groups.get(OURS)
        found = {person: tx.facts(person) for person in (world.circle.mara, world.circle.fay, world.circle.tom)}
        settings = (tx.newcomers.welcome(OURS), tx.requests.settings(OURS), tx.rota.slots(OURS), tx.rota.swaps(OURS))
        meetups = tx.meetups.series_of(OURS), tx.meetups.get(1), tx.attendance.marks(1), tx.groups.facilitators(OURS)
        return {"group": group, "people": found, "settings": settings, "meetups": meetups}

    return await world.circle.app.store.look(look)


@pytest.mark.parametrize("who", ["Tom", "Dora"])
@pytest.mark.parametrize("place", ["private", "group", "room"])
async def test_members_and_the_demoted_can_do_nothing_that_is_for_facilitators(
    world: World, who: str, place: str
) -> None:
    chat = {"private": None, "group": world.ours, "room": world.room}[place]
    came = await press_all(world, who, FACILITATORS, chat, most=99 if chat is None else 3)
    assert wrong(world, who, came, own=OF_ONESELF, heard={chat} if chat else set()) == []


async def test_a_member_changes_only_what_is_their_own(world: World) -> None:
    came = await press_all(world, "Tom", (MEMBERS | SIDES | OWN | ANYBODY) - ERASES)
    me = world.people["Tom"]
    others = [
        (one.what, table, row) for one in came for table, row in one.rows if me not in row and table not in SHARED
    ]
    assert others == []
    said = [text for one in came for chat, text in one.said if chat not in (0, me)]
    meant = ("Coffee and chat", "Toy library")  # the card they answered on, and a service they shared with the group
    assert [text for text in said if not any(title in text for title in meant)] == []
    secrets = [text for one in came for _, text in one.said for secret in SECRETS[2:] if secret in text]
    assert secrets == []


async def test_a_facilitator_is_let_through_and_touches_no_other_group(world: World) -> None:
    came = await press_all(world, "Fay", FACILITATORS - NOT_THERE, most=1)
    told = [text for one in came for chat, text in one.said if chat in (0, world.circle.fay)]
    assert [text for text in told if "for facilitators" in text] == []
    assert [text for text in told if "Harbour parents" in text] == []


@pytest.mark.parametrize("who", ["Sam", "Ben", "Tom", "Dora", "Olga"])
async def test_commands_for_facilitators_do_nothing_for_anybody_else(world: World, who: str) -> None:
    me = world.people[who]
    for chat in (me, world.ours) if who in ("Tom", "Dora") else (me,):
        for name in COMMANDS[True]:
            async with watching(world, f"{who} /{name}") as came:
                await world.circle.client.send(me, f"/{name} 1 on 2026-12-03 18:30 Hello", chat=chat)
            if who == "Olga":
                came.rows = [one for one in came.rows if one[0] not in ("drafts", "members", "people")]
            assert wrong(world, who, [came], own=OF_ONESELF, heard={world.ours}) == [], name
            if who != "Olga":
                assert came.said, name


async def test_whoever_hides_behind_the_group_changes_nothing(world: World) -> None:
    rights = {"is_anonymous": True}
    circle, me = world.circle, world.people["Tom"]
    await circle.client.act(circle.fay, "promote", chat=world.ours, user=me, anonymous=True, rights=rights)
    for name in TABLE.commands:
        async with watching(world, f"anonymous /{name}") as came:
            await circle.client.send(me, f"/{name} 1", chat=world.ours)
        assert [row for row in came.rows if row[0] not in OF_ONESELF] == [], name
        assert [chat for chat, _ in came.said if chat not in (world.ours, 0)] == [], name
        assert [text for _, text in came.said if "Canary" in text] == [], name
