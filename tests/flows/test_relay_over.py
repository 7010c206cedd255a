"""What the two write just after a request is over: it goes nowhere, and is no question unless they say so."""

import pytest

from tests.circle import Circle
from tests.flows.asking import PARK, PARKING, an_entry, unanswered
from tests.flows.relaying import talking

OVER = "I have not passed this on"
PERSONAL = "why did he have to leave us like that?"


@pytest.mark.parametrize("named", [True, False])
async def test_after_it_is_taken_back_what_either_writes_is_neither_passed_on_nor_kept(
    circle: Circle, named: bool
) -> None:
    await talking(circle, named=named)
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    for one, other in ((circle.fay, circle.mara), (circle.mara, circle.fay)):
        await circle.private(one, PERSONAL)
        assert (await circle.last(one))["text"].startswith(OVER)
        assert "Ask a facilitator" in await circle.buttons(one)
        assert PERSONAL not in str(await circle.texts(other, other))
    assert await unanswered(circle) == []


async def test_it_is_a_question_when_they_say_so_and_after_an_hour(circle: Circle) -> None:
    await talking(circle)
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    await circle.private(circle.mara, "who mends prams?")
    await circle.press(circle.mara, "It was a question", chat=circle.mara)
    assert [one.words for one in await unanswered(circle)] == ["who mends prams?"]
    await circle.travel(hours=1, minutes=1)
    await circle.private(circle.mara, "where are the kites?")
    assert (await circle.last(circle.mara))["text"].startswith("I don’t know that one.")


async def test_a_question_that_is_not_sure_shows_what_it_could_be_when_they_say_it_is_one(circle: Circle) -> None:
    await an_entry(circle)
    await an_entry(circle, "Is there parking at the school?", "Only on Sundays.")
    await talking(circle)
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    await circle.private(circle.mara, "is there parking")
    assert (await circle.last(circle.mara))["text"].startswith(OVER)
    await circle.press(circle.mara, "It was a question", chat=circle.mara)
    assert PARKING in await circle.buttons(circle.mara)
    await circle.press(circle.mara, PARKING, chat=circle.mara)
    assert PARK in (await circle.last(circle.mara))["text"]


async def test_a_sure_answer_a_command_and_other_people_are_not_held_up(circle: Circle) -> None:
    await an_entry(circle)
    await circle.say(circle.tom, "/next")
    await talking(circle)
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    await circle.private(circle.mara, "is there parking at the hall?")
    assert PARK in (await circle.last(circle.mara))["text"]
    await circle.private(circle.mara, "/ask who mends prams?")
    assert (await circle.last(circle.mara))["text"].startswith("I don’t know that one.")
    await circle.private(circle.tom, "where are the kites?")
    assert (await circle.last(circle.tom))["text"].startswith("I don’t know that one.")


async def test_a_request_that_nobody_ever_had_holds_nothing_up(circle: Circle) -> None:
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/next")
    await circle.private(circle.mara, "/facilitator hello")
    await circle.press(circle.mara, "By name", chat=circle.mara)
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    await circle.private(circle.mara, "who mends prams?")
    assert (await circle.last(circle.mara))["text"].startswith("I don’t know that one.")
