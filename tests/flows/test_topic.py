"""/topic and the number of places: said by facilitators, seen on the card."""

import pytest

from tests.circle import Circle
from tests.flows.managing import answers, card, open_nth, reply, weekly


@pytest.fixture
async def planned(circle: Circle) -> Circle:
    return await weekly(circle)


async def test_the_topic_stands_on_the_card_and_in_the_reminder(planned: Circle) -> None:
    await planned.say(planned.fay, "/topic Sleep & <naps>")
    assert "Sleep & <naps>" in (await planned.last())["text"]
    assert "Sleep & <naps>" in await card(planned)
    await planned.travel(to="2026-12-01T09:05:00Z")
    assert any("Sleep & <naps>" in text for text in (await planned.texts())[-2:])


async def test_without_words_it_asks_and_a_dash_takes_it_away(planned: Circle) -> None:
    await planned.say(planned.fay, "/topic")
    await reply(planned, "Sleep")
    assert "Sleep" in await card(planned)
    await planned.say(planned.fay, "/topic -")
    assert "Sleep" not in await card(planned)


async def test_it_belongs_to_one_meetup(planned: Circle) -> None:
    await open_nth(planned, 1)
    await planned.press(planned.fay, "Topic")
    await reply(planned, "Food")
    assert "Food" not in await card(planned)
    await open_nth(planned, 1)
    assert "Food" in (await planned.last())["text"]
    await planned.press(planned.fay, "Topic")
    assert await planned.press(planned.fay, "No topic") == "Done."
    await open_nth(planned, 1)
    assert "Food" not in (await planned.last())["text"]


async def test_with_several_groups_it_asks_which_and_says_what_was_set(planned: Circle) -> None:
    second = await planned.client.group("Second circle", planned.fay, bot="administrator")
    await planned.start(planned.fay)
    await planned.say(planned.fay, "/help", chat=second["id"])
    await planned.private(planned.fay, "/topic Sleep")
    await planned.press(planned.fay, "Calderwood parents", planned.fay)
    assert "Sleep" in (await planned.last(planned.fay))["text"]
    assert "Sleep" in await card(planned)


async def test_too_long_a_topic_is_refused(planned: Circle) -> None:
    await planned.say(planned.fay, "/topic " + "x" * 201)
    assert "At most 200 characters" in (await planned.last())["text"]
    assert "xxx" not in await card(planned)


async def test_a_parent_cannot_set_it(planned: Circle) -> None:
    await planned.say(planned.mara, "/topic Sleep")
    assert "for facilitators" in (await planned.last())["text"]
    assert "Sleep" not in await card(planned)


async def test_without_a_meetup_there_is_nothing_to_give_a_topic_to(circle: Circle) -> None:
    await circle.say(circle.fay, "/topic Sleep")
    assert "No meetup is coming up" in (await circle.last())["text"]


async def test_places_are_limited_and_who_waited_moves_up(planned: Circle) -> None:
    await open_nth(planned)
    await planned.press(planned.fay, "Places")
    await reply(planned, "many")
    assert "“many” is no number" in (await planned.last())["text"]
    asked = [m for m in await planned.from_bot() if "How many" in m["text"]]
    await planned.say(planned.fay, "1", reply_to=asked[-1]["message_id"])
    assert "1 of 1 places taken" in await card(planned)
    assert "waiting list" in str(await planned.press(planned.tom, "Going"))
    await open_nth(planned)
    await planned.press(planned.fay, "Places")
    assert await planned.press(planned.fay, "No limit") == "Done."
    assert (await answers(planned))[planned.tom] == "going"
    assert "Waiting" not in await card(planned)
