"""Somebody asks to join: they hear at once, a facilitator decides by a tap."""

from tests.circle import Circle
from tests.flows.newcomers import a_room, kept, person


async def asks(circle: Circle, name: str = "Ann") -> int:
    ann = await person(circle, name)
    await circle.client.act(ann, "join_request", chat=circle.group)
    await circle.settle()
    return ann


async def member_status(circle: Circle, who: int) -> str:
    members = (await circle.client.chat(circle.group))["members"]
    return next((m["status"] for m in members if m["person"] == who), "left")


async def test_the_applicant_hears_at_once_that_a_bot_is_there_and_that_people_decide(circle: Circle) -> None:
    ann = await asks(circle)
    (text,) = await circle.texts(ann)
    for words in ("Hello Ann.", "a bot", "The facilitators are people", "What holds here", "What I keep"):
        assert words in text
    assert await circle.buttons(ann) == ["Tell me when I am in"]


async def test_a_request_that_is_heard_of_later_than_telegram_allows_is_not_answered_in_private(circle: Circle) -> None:
    await circle.stop()
    ann = await person(circle, "Ann")
    await circle.client.act(ann, "join_request", chat=circle.group)
    await circle.client.advance(360)
    await circle.boot()
    await circle.settle()
    sent = [c for c in await circle.client.calls(method="sendMessage") if c["params"].get("chat_id") == ann]
    assert sent == []


async def test_facilitators_are_asked_in_private_and_the_group_sees_nothing(circle: Circle) -> None:
    await circle.start(circle.fay)
    before = await circle.texts()
    await asks(circle)
    assert (await circle.last(circle.fay))["text"] == "Ann asks to join Calderwood parents."
    assert await circle.buttons(circle.fay) == ["Let them in", "Not now"]
    assert await circle.texts() == before


async def test_one_tap_lets_them_in_and_they_hear_of_it_where_they_wanted_to(circle: Circle) -> None:
    await circle.start(circle.fay)
    ann = await asks(circle)
    await circle.press(ann, "Tell me when I am in", chat=ann)
    assert "Your request is with the facilitators." in (await circle.last(ann))["text"]
    await circle.press(circle.fay, "Let them in", chat=circle.fay)
    assert await member_status(circle, ann) == "member"
    assert "Ann is let into" in (await circle.last(circle.fay))["text"]
    assert "You are in Calderwood parents now." in (await circle.last(ann))["text"]
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    assert await kept(circle, lambda tx: tx.newcomers.request_of(group.id, ann)) is None
    await circle.travel(minutes=2)
    assert any("Welcome, Ann." in text for text in await circle.texts())


async def test_who_never_started_the_bot_is_let_in_all_the_same_and_not_written_to(circle: Circle) -> None:
    await circle.start(circle.fay)
    ann = await asks(circle)
    await circle.press(circle.fay, "Let them in", chat=circle.fay)
    assert await member_status(circle, ann) == "member"
    assert len(await circle.texts(ann)) == 1


async def test_not_now_declines_and_says_so_kindly_only_to_who_wrote_to_the_bot(circle: Circle) -> None:
    await circle.start(circle.fay)
    ann, ben = await asks(circle, "Ann"), await asks(circle, "Ben")
    await circle.press(circle.fay, "Not now", chat=circle.fay)
    assert await member_status(circle, ben) == "left"
    assert len(await circle.texts(ben)) == 1
    await circle.press(ann, "Tell me when I am in", chat=ann)
    await circle.press(circle.fay, "Not now", chat=circle.fay)
    assert "can’t let you in just now" in (await circle.last(ann))["text"]
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    assert await kept(circle, lambda tx: tx.newcomers.request_of(group.id, ann)) is None


async def test_two_facilitators_at_once_the_first_decides_and_the_second_hears_so(circle: Circle) -> None:
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    for facilitator in (circle.fay, circle.tom):
        await circle.start(facilitator)
    ann = await asks(circle)
    assert "Ann asks" in (await circle.last(circle.tom))["text"]
    await circle.press(circle.fay, "Let them in", chat=circle.fay)
    toast = await circle.press(circle.tom, "Not now", chat=circle.tom)
    assert "no longer there" in toast or "done already" in toast
    assert await member_status(circle, ann) == "member"


async def test_a_parent_who_forges_the_press_lets_nobody_in(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.start(circle.mara)
    ann = await asks(circle)
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    request = await kept(circle, lambda tx: tx.newcomers.request_of(group.id, ann))
    chat = {"id": circle.mara, "type": "private", "first_name": "Mara"}
    query = {"id": "1", "from": {"id": circle.mara, "is_bot": False, "first_name": "Mara"}, "chat_instance": "1"}
    message = {"message_id": 1, "date": 1796029200, "chat": chat, "text": "…"}
    await circle.client.inject({"callback_query": query | {"data": f"wj:{request.id}:1", "message": message}})
    await circle.settle()
    assert await member_status(circle, ann) == "left"
    await circle.start(circle.mara, f"o_wq_{request.id}")
    assert not any("Ann" in text for text in await circle.texts(circle.mara))


async def test_where_no_facilitator_can_be_reached_the_room_shows_a_line_without_names(circle: Circle) -> None:
    room = await a_room(circle)
    await asks(circle)
    shown = (await circle.last(room))["text"]
    assert shown == "Somebody asks to join Calderwood parents. It opens in private."
    await circle.press(circle.fay, "Open in private", chat=room)
    assert "Ann asks to join" in (await circle.last(circle.fay))["text"]
    assert await circle.press(circle.fay, "Let them in", chat=circle.fay) == "Thank you."


async def test_what_telegram_refuses_is_said_and_can_be_tried_again(circle: Circle) -> None:
    await circle.start(circle.fay)
    ann = await asks(circle)
    words = "Bad Request: not enough rights to manage chat join requests"
    await circle.client.fault("error", "approveChatJoinRequest", count=1, error_code=400, description=words)
    await circle.press(circle.fay, "Let them in", chat=circle.fay)
    assert "I need the right to invite people" in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "Let them in", chat=circle.fay)
    assert await member_status(circle, ann) == "member"


async def test_who_came_in_another_way_is_no_open_request_any_more(circle: Circle) -> None:
    await circle.start(circle.fay)
    ann = await asks(circle)
    await circle.client.act(circle.fay, "add", chat=circle.group, user=ann)
    await circle.settle()
    assert "no longer there" in await circle.press(circle.fay, "Not now", chat=circle.fay)
    assert await member_status(circle, ann) == "member"
