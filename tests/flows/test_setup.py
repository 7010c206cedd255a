"""A guided start in a new group."""

from tests.circle import Circle


async def group(circle: Circle):
    return await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))


async def test_setup_goes_through_zone_area_and_room_and_ends_with_an_example(circle_bare):
    circle = circle_bare
    await circle.start(circle.fay)
    await circle.press(circle.fay, "Set up (facilitators)")
    assert "Where does the group live?" in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "London time", chat=circle.fay)
    assert (await group(circle)).zone == "Europe/London"
    assert (await group(circle)).country == "GB"
    await circle.private(circle.fay, "Calderwood")
    assert (await group(circle)).area == "Calderwood"
    assert "group of their own" in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "Skip", chat=circle.fay)
    assert "/schedule every tue 10:00" in (await circle.last(circle.fay))["text"]


async def test_every_step_can_be_skipped(circle_bare):
    circle = circle_bare
    await circle.private(circle.fay, "/setup")
    for _ in range(3):
        await circle.press(circle.fay, "Skip", chat=circle.fay)
    assert "is set up" in (await circle.last(circle.fay))["text"]
    assert (await group(circle)).zone is None


async def test_it_goes_on_where_it_was_left_also_after_a_restart(circle_bare):
    circle = circle_bare
    await circle.private(circle.fay, "/setup")
    await circle.private(circle.fay, "Manchester")
    if "Which of these?" in (await circle.last(circle.fay))["text"]:
        await circle.press(circle.fay, "London time", chat=circle.fay)
    await circle.restart()
    await circle.private(circle.fay, "/setup")
    assert "Which town or part of town" in (await circle.last(circle.fay))["text"]


async def test_it_works_in_the_group_where_no_private_chat_is_open(circle_bare):
    circle = circle_bare
    await circle.say(circle.fay, "/setup")
    asked = await circle.last()
    assert "Where does the group live?" in asked["text"]
    await circle.say(circle.fay, "Glasgow is nice", reply_to=asked["message_id"])
    assert "I don’t know" in (await circle.last())["text"]
    await circle.press(circle.fay, "London time")
    assert (await group(circle)).zone == "Europe/London"


async def test_talk_in_the_group_is_never_taken_for_an_answer(circle_bare):
    circle = circle_bare
    await circle.say(circle.fay, "/setup")
    await circle.say(circle.fay, "Dublin")
    assert (await group(circle)).zone is None


async def test_a_parent_cannot_set_up(circle):
    assert "for facilitators" in await circle.press(circle.mara, "Set up (facilitators)")
    await circle.say(circle.mara, "/setup")
    assert "for facilitators" in (await circle.last())["text"]
    await circle.private(circle.mara, "/setup")
    assert "for facilitators" in (await circle.last(circle.mara))["text"]
