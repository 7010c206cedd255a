"""Who may plan in a group."""

from tests.circle import Circle


async def appointed(circle: Circle) -> list[int]:
    def ask(tx):
        group = tx.groups.by_chat(circle.group)
        return [one.person_id for one in tx.groups.facilitators(group.id)]

    return await circle.app.store.look(ask)


async def test_an_administrator_adds_somebody_by_a_reply_and_takes_it_back(circle):
    message_id = await circle.say(circle.mara, "Shall I help?")
    await circle.say(circle.fay, "/facilitators", reply_to=message_id)
    assert await appointed(circle) == [circle.mara]
    assert (await circle.last())["text"] == "Done. They can plan meetups here from now on."
    await circle.private(circle.mara, "/setup")
    assert "Setting up" in (await circle.last(circle.mara))["text"]
    await circle.say(circle.fay, "/facilitators remove", reply_to=message_id)
    assert await appointed(circle) == []
    await circle.private(circle.mara, "/setup")
    assert "for facilitators" in (await circle.last(circle.mara))["text"]


async def test_a_parent_cannot_add_anybody_and_neither_can_somebody_who_was_added(circle):
    message_id = await circle.say(circle.mara, "Hello")
    other = await circle.say(circle.tom, "Hello")
    await circle.say(circle.tom, "/facilitators", reply_to=message_id)
    assert "for facilitators" in (await circle.last())["text"]
    assert await appointed(circle) == []
    await circle.say(circle.fay, "/facilitators", reply_to=message_id)
    await circle.say(circle.mara, "/facilitators", reply_to=other)
    assert "Only administrators" in (await circle.last())["text"]
    assert await appointed(circle) == [circle.mara]


async def test_the_bot_is_not_made_a_facilitator(circle):
    hello = await circle.last()
    await circle.say(circle.fay, "/facilitators", reply_to=hello["message_id"])
    assert await appointed(circle) == []


async def pick(circle: Circle, person: int, users: list[int]) -> None:
    await circle.private(person, "/facilitators")
    await circle.press(person, "Pick somebody", chat=person)
    asked = (await circle.last(person))["keyboard"]
    button = asked[0][0]["request_users"]
    await circle.client.act(person, "share_users", chat=person, request_id=button["request_id"], users=users)
    await circle.settle()


async def test_an_administrator_picks_somebody_with_telegram_s_own_picker(circle):
    await pick(circle, circle.fay, [circle.tom])
    assert "May Tom plan meetups in Calderwood parents" in (await circle.last(circle.fay))["text"]
    assert await appointed(circle) == []
    await circle.press(circle.fay, "Confirm", chat=circle.fay)
    assert await appointed(circle) == [circle.tom]
    await circle.press(circle.fay, "Remove Tom", chat=circle.fay)
    assert await appointed(circle) == []


async def test_an_administrator_demoted_between_picking_and_confirming_adds_nobody(circle):
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.mara)
    await pick(circle, circle.mara, [circle.tom])
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.mara)
    assert "for facilitators" in await circle.press(circle.mara, "Confirm", chat=circle.mara)
    assert await appointed(circle) == []


async def test_somebody_who_was_added_can_step_down(circle):
    message_id = await circle.say(circle.mara, "Hello")
    await circle.say(circle.fay, "/facilitators", reply_to=message_id)
    await circle.private(circle.mara, "/facilitators")
    await circle.press(circle.mara, "Step down", chat=circle.mara)
    assert await appointed(circle) == []


async def test_the_same_button_twice_is_answered_kindly(circle):
    message_id = await circle.say(circle.tom, "Hello")
    await circle.say(circle.fay, "/facilitators", reply_to=message_id)
    await circle.private(circle.fay, "/facilitators")
    first = await circle.last(circle.fay)
    await circle.private(circle.fay, "/facilitators")
    assert await circle.press(circle.fay, "Remove Tom", chat=circle.fay) == "Removed."
    toast = await circle.press(circle.fay, "Remove Tom", chat=circle.fay, message_id=first["message_id"])
    assert "no longer there" in toast


async def test_leaving_the_group_ends_it(circle):
    message_id = await circle.say(circle.tom, "Hello")
    await circle.say(circle.fay, "/facilitators", reply_to=message_id)
    await circle.client.act(circle.tom, "leave", chat=circle.group)
    await circle.settle()
    assert await appointed(circle) == []
    await circle.private(circle.tom, "/setup")
    assert "for facilitators" in (await circle.last(circle.tom))["text"]


async def test_that_somebody_plans_no_longer_is_said_in_private_only(circle):
    await circle.start(circle.fay)
    message_id = await circle.say(circle.mara, "Hello")
    await circle.say(circle.fay, "/facilitators", reply_to=message_id)
    await circle.say(circle.fay, "/facilitators remove", reply_to=message_id)
    assert (await circle.last(circle.fay))["text"] == "Mara Okafor no longer plans meetups in Calderwood parents."
    shown = " ".join(await circle.texts())
    assert "no longer" not in shown
    assert "Mara" not in shown  # so that no name has to go when she is forgotten
