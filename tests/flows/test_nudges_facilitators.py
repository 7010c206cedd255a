"""What facilitators have to do with nudges: a hello where the bot may not write, a wish for a chat, asked first."""

from typing import Any

from tests.circle import Circle
from tests.flows.managing import data_of, press_again
from tests.flows.missing import begun, held, missed_by, next_morning, nudges, sent_calls, week

HELLO = "may not write to them"


async def heard(circle: Circle, person: int, words: str = HELLO) -> list[str]:
    return [text for text in await circle.texts(person) if words in text]


async def tom_was_missed(circle: Circle) -> None:
    """Tom never opened the private chat. He said Going and did not come."""
    await begun(circle)
    await held(circle, 0, missed="Tom", going=circle.tom)


async def room_of(circle: Circle) -> int:
    """Fay's own group, bound to hers."""
    room = (await circle.client.group("Fay and friends", circle.fay, bot="administrator"))["id"]
    await circle.settle()
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Calderwood parents", chat=room)
    return int(room)


async def second_facilitator(circle: Circle) -> int:
    lu = int((await circle.client.person("Lu", language_code="en"))["id"])
    await circle.client.act(circle.fay, "add", chat=circle.group, user=lu)
    said = await circle.say(lu, "Shall I help?")
    await circle.say(circle.fay, "/facilitators", reply_to=said)
    await circle.start(lu)
    return lu


async def test_where_the_bot_may_not_write_each_facilitator_hears_once_in_private_with_kind_words(
    circle: Circle,
) -> None:
    lu = await second_facilitator(circle)
    await tom_was_missed(circle)
    await circle.travel(week(0, hours=23.9))
    assert await heard(circle, circle.fay) == []
    await circle.travel(week(0, hours=24))
    for facilitator in (circle.fay, lu):
        (text,) = await heard(circle, facilitator)
        assert "Tom" in text
        assert text.count("“") >= 4  # the meetup, and three sentences to borrow
    await circle.travel(week(0, days=6))
    assert len(await heard(circle, circle.fay)) == 1
    assert not any("miss" in text.lower() for text in await circle.texts())
    assert [one.state for one in await nudges(circle, circle.tom)] == ["told"]


async def test_a_private_chat_that_was_closed_unseen_brings_the_facilitators_in(circle: Circle) -> None:
    await begun(circle)
    await held(circle, 0, missed="Mara", going=circle.mara)
    blocked = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    await circle.client.fault("error", "sendMessage", chat=circle.mara, **blocked)
    await circle.travel(week(0, hours=24))
    assert await sent_calls(circle, circle.mara) == []
    (text,) = await heard(circle, circle.fay)
    assert "Mara" in text


async def test_where_no_facilitator_can_be_reached_the_room_shows_a_door_without_names(circle: Circle) -> None:
    room = await room_of(circle)
    await tom_was_missed(circle)
    await circle.client.act(circle.fay, "block")
    await circle.settle()
    await circle.travel(week(0, hours=24))
    (text,) = await heard(circle, room)
    assert "Tom" not in text
    assert not any("miss" in said.lower() for said in await circle.texts())
    link = (await circle.last(room))["buttons"][0][0]["url"]
    await circle.start(circle.mara, link.partition("start=")[2])
    assert "for facilitators" in (await circle.last(circle.mara))["text"]
    await circle.start(circle.fay, link.partition("start=")[2])
    assert "Tom" in (await heard(circle, circle.fay))[-1]


async def test_where_nobody_can_be_reached_at_all_nothing_is_said_anywhere(circle: Circle) -> None:
    await tom_was_missed(circle)
    before = await circle.texts()
    await circle.client.act(circle.fay, "block")
    await circle.settle()
    await circle.travel(week(0, hours=24))
    await next_morning(circle, 0)
    assert not any("miss" in text.lower() for text in (await circle.texts())[len(before) :])
    assert [one.why for one in await nudges(circle, circle.tom)] == ["nobody_reached"]


async def test_who_stopped_since_is_not_named_to_anybody(circle: Circle) -> None:
    await tom_was_missed(circle)
    await press_again(circle, circle.tom, (1, "pu:0"), circle.tom)
    await next_morning(circle, 0)
    assert await heard(circle, circle.fay) == []


async def mara_was_missed(circle: Circle) -> None:
    await begun(circle)
    await held(circle, 0, missed="Mara", going=circle.mara)


async def test_a_wish_for_a_chat_is_a_request_by_name_or_unnamed_as_any_other(circle: Circle) -> None:
    await mara_was_missed(circle)
    await circle.travel(week(0, hours=24))
    await circle.press(circle.mara, "I'd like a chat", chat=circle.mara)
    assert await heard(circle, circle.fay, "would like to talk") == []
    await circle.press(circle.mara, "By name", chat=circle.mara)
    (text,) = await heard(circle, circle.fay, "would like to talk")
    assert "Mara" not in text
    assert "has reached Fay Lindqvist" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert len(await heard(circle, circle.fay, "You have it: Mara Okafor")) == 1
    assert "Mara" not in " ".join((await circle.texts())[-2:])


async def test_a_wish_for_a_chat_that_reaches_nobody_says_so_and_leaves_a_door(circle: Circle) -> None:
    await mara_was_missed(circle)
    await circle.travel(week(0, hours=24))
    await circle.client.act(circle.fay, "block")
    await circle.settle()
    await circle.press(circle.mara, "I'd like a chat", chat=circle.mara)
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    assert "could not reach a facilitator" in (await circle.last(circle.mara))["text"]
    last = await circle.last()
    assert (last["text"], await circle.buttons()) == ("Let’s continue in private.", ["Continue in private"])
    word = last["buttons"][0][0]["url"].partition("start=")[2]
    await circle.start(circle.tom, word)
    assert await heard(circle, circle.tom, "has been waiting") == []
    await circle.start(circle.fay, word)
    (text,) = await heard(circle, circle.fay, "has been waiting")
    assert "Mara" not in text


async def asks_first(circle: Circle) -> int:
    """Chosen in the room; Mara was missed, and the list is out."""
    room = await room_of(circle)
    await begun(circle)
    await circle.say(circle.fay, "/settings", chat=room)
    await circle.press(circle.fay, "Settings of Calderwood parents", chat=room)
    await circle.press(circle.fay, "Ask us first", chat=room)
    await circle.travel(week(0, days=-1))
    for person in (circle.mara, circle.tom):
        await circle.press(person, "Going")
    await held(circle, 0, missed="Mara Tom")
    return room


async def test_facilitators_who_are_asked_first_see_the_list_and_send(circle: Circle) -> None:
    await circle.start(circle.tom)
    await asks_first(circle)
    (text,) = await heard(circle, circle.fay, "Shall I write to them?")
    assert "Mara" in text
    assert "Wednesday 2 December at 19:00" in text
    await circle.press(circle.fay, "Send: Mara", chat=circle.fay)
    await circle.travel(week(0, hours=23.9))
    assert await sent_calls(circle, circle.mara) == []
    await circle.travel(week(0, hours=24))
    assert len(await missed_by(circle, circle.mara)) == 1
    await next_morning(circle, 0)
    assert await sent_calls(circle, circle.tom) == []  # nobody decided
    assert [one.why for one in await nudges(circle, circle.tom)] == ["undecided"]


async def test_not_this_time_and_i_ll_call_myself_send_nothing(circle: Circle) -> None:
    await circle.start(circle.tom)
    await asks_first(circle)
    first = await data_of(circle, "Not this time", circle.fay)
    toasts = [await circle.press(circle.fay, "Not this time", chat=circle.fay)]
    toasts.append(await circle.press(circle.fay, "I’ll call myself", chat=circle.fay))
    assert toasts == ["Not this time, then.", "Thank you. I leave it to you."]
    assert "settled" in (await press_again(circle, circle.fay, first, circle.fay) or "")
    await next_morning(circle, 0)
    assert await sent_calls(circle, circle.mara) == await sent_calls(circle, circle.tom) == []
    assert {one.why for p in (circle.mara, circle.tom) for one in await nudges(circle, p)} == {
        "not_this_time",
        "called",
    }


async def test_only_facilitators_of_the_group_decide(circle: Circle) -> None:
    await circle.start(circle.tom)
    await asks_first(circle)
    pressed = await data_of(circle, "Send: Mara", circle.fay)
    assert "for facilitators" in (await press_again(circle, circle.mara, pressed, circle.mara) or "")
    verdicts: list[Any] = [one.verdict for one in await nudges(circle)]
    assert verdicts == [None]
