"""The facilitators' own group."""

from tests.circle import Circle


async def room_of(circle: Circle) -> int:
    made = await circle.client.group("Calderwood team", circle.fay, members=[circle.tom], bot="member")
    await circle.settle()
    return int(made["id"])


async def bound(circle: Circle) -> int | None:
    return await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group).room_chat_id)


async def test_a_room_is_bound_by_a_tap_and_unbound_by_another(circle):
    room = await room_of(circle)
    await circle.say(circle.fay, "/room", chat=room)
    assert await circle.press(circle.fay, "Calderwood parents", chat=room) == (
        "The facilitators of Calderwood parents meet here."
    )
    assert await bound(circle) == room
    assert await circle.app.store.look(lambda tx: tx.groups.by_chat(room)) is None
    await circle.press(circle.fay, "✓ Calderwood parents", chat=room)
    assert await bound(circle) is None


async def test_the_room_gets_the_facilitators_menu(circle):
    room = await room_of(circle)
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Calderwood parents", chat=room)
    calls = [call for call in await circle.client.calls() if call["method"] == "setMyCommands"]
    assert str(room) in str(calls[-1]["params"]["scope"])
    assert "schedule" in str(calls[-1]["params"]["commands"])


async def test_only_a_facilitator_of_the_group_can_bind_it(circle):
    room = await room_of(circle)
    await circle.say(circle.tom, "/room", chat=room)
    assert "for facilitators" in (await circle.last(room))["text"]
    await circle.say(circle.fay, "/room", chat=room)
    assert "for facilitators" in await circle.press(circle.tom, "Calderwood parents", chat=room)
    assert await bound(circle) is None


async def test_who_looks_after_another_group_cannot_take_this_one_for_their_room(circle):
    own = await circle.client.group("Tom’s circle", circle.tom, bot="administrator")
    await circle.settle()
    await circle.say(circle.tom, "/help", chat=own["id"])
    before = await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))
    await circle.say(circle.tom, "/room")
    assert "for facilitators" in await circle.press(circle.tom, "Tom’s circle")
    assert await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group)) == before
    assert await circle.app.store.look(lambda tx: tx.groups.by_chat(own["id"]).room_chat_id) is None


async def test_a_group_in_which_meetups_are_planned_cannot_become_a_room(circle):
    second = await circle.client.group("Second circle", circle.fay, bot="administrator")
    await circle.settle()
    await circle.say(circle.fay, "/room")
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall")
    await circle.press(circle.fay, "Confirm")
    assert "can’t be the facilitators’ own group" in await circle.press(circle.fay, "Second circle")
    assert await circle.app.store.look(lambda tx: tx.groups.by_chat(second["id"]).room_chat_id) is None
    assert await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group)) is not None


async def test_in_the_room_planning_is_for_the_bound_group(circle):
    room = await room_of(circle)
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Calderwood parents", chat=room)
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall", chat=room)
    await circle.press(circle.fay, "Confirm", chat=room)
    assert any("Coffee and chat" in text for text in await circle.texts())
    await circle.say(circle.fay, "/settings", chat=room)
    await circle.press(circle.fay, "Settings of Calderwood parents", chat=room)
    await circle.press(circle.fay, "Show only how many come", chat=room)
    assert not (await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))).names_shown


async def test_a_room_the_bot_is_removed_from_is_bound_no_longer(circle):
    room = await room_of(circle)
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Calderwood parents", chat=room)
    await circle.client.act(circle.fay, "remove", chat=room, user=circle.app.me.id)
    await circle.settle()
    assert await bound(circle) is None


async def test_in_private_it_is_explained(circle):
    await circle.private(circle.fay, "/room")
    assert "small Telegram group" in (await circle.last(circle.fay))["text"]
    assert await circle.buttons(circle.fay) == ["Add me to the facilitators’ group"]


async def test_a_parent_in_the_parents_group_is_refused_as_ever(circle):
    await circle.say(circle.mara, "/room")
    assert "for facilitators" in (await circle.last())["text"]
    await circle.say(circle.fay, "/schedule every tue 10:00 Coffee")
    await circle.press(circle.fay, "Confirm")
    await circle.say(circle.mara, "/room")
    assert "for facilitators" in (await circle.last())["text"]
    await circle.say(circle.fay, "/room")
    assert "A room is a small Telegram group" in (await circle.last())["text"]


async def test_who_made_a_room_before_the_parents_group_is_told_what_comes_first(circle):
    room = await circle.client.group("Team of nobody", circle.tom, bot="member")
    await circle.settle()
    await circle.say(circle.tom, "/room", chat=room["id"])
    assert "First add me to the parents’ group" in (await circle.last(room["id"]))["text"]
