"""Between the decision and the sending much can happen. What is not right any more does not go, nothing goes twice."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from domain.privacy import erase
from domain.requests_asking import ask
from tests.circle import Circle
from tests.flows.managing import press_again
from tests.flows.missing import ENDS_WITH, a_regular, begun, held, next_morning, nudges, sent_calls, week

Doing = Callable[[Circle], Awaitable[object]]


async def stops(circle: Circle) -> None:
    await press_again(circle, circle.mara, (1, "pu:0"), circle.mara)  # in the settings


async def leaves(circle: Circle) -> None:
    await circle.client.act(circle.mara, "leave", chat=circle.group)
    await circle.settle()


async def leaves_and_returns(circle: Circle) -> None:
    await leaves(circle)
    await circle.client.act(circle.fay, "add", chat=circle.group, user=circle.mara)
    await circle.settle()
    await circle.say(circle.mara, "/next")


async def answers(circle: Circle) -> None:
    await circle.press(circle.mara, "Going")


async def declines(circle: Circle) -> None:
    await circle.press(circle.mara, "Can't make it")


async def goes_away(circle: Circle) -> None:
    await circle.private(circle.mara, "/away 1w")


async def is_erased(circle: Circle) -> None:
    now = await circle.now()
    await circle.app.store.transact(lambda tx: erase(tx, circle.mara, now))


async def becomes_facilitator(circle: Circle) -> None:
    said = await circle.say(circle.mara, "I can help.")
    await circle.say(circle.fay, "/facilitators", reply_to=said)


async def came_after_all(circle: Circle) -> None:
    await circle.press(circle.fay, "Came: Mara", chat=circle.fay)
    await circle.press(circle.fay, "Save", chat=circle.fay)


async def was_not_held(circle: Circle) -> None:
    await circle.press(circle.fay, "It wasn't held", chat=circle.fay)
    for words in ("Yes, it wasn't held", "Confirm"):
        if words in await circle.buttons(circle.fay):
            await circle.press(circle.fay, words, chat=circle.fay)


async def asks_for_a_facilitator(circle: Circle) -> None:
    def asks(tx: Any) -> None:
        ask(tx, tx.groups.by_chat(circle.group), circle.mara, [], week(0, hours=3), named=False)

    await circle.app.store.transact(asks)


BETWEEN = [
    stops,
    leaves,
    leaves_and_returns,
    answers,
    declines,
    goes_away,
    is_erased,
    becomes_facilitator,
    came_after_all,
    was_not_held,
    asks_for_a_facilitator,
]


async def decided(circle: Circle) -> None:
    """Mara is to be written to tomorrow at ten."""
    await begun(circle)
    await held(circle, 0, missed="Mara", going=circle.mara)
    assert [one.state for one in await nudges(circle)] == ["planned"]


@pytest.mark.parametrize("happens", BETWEEN, ids=lambda doing: doing.__name__)
async def test_what_happens_overnight_is_respected(circle: Circle, happens: Doing) -> None:
    await decided(circle)
    await happens(circle)
    await next_morning(circle, 0)
    assert await sent_calls(circle, circle.mara) == []


@pytest.mark.parametrize("happens", BETWEEN, ids=lambda doing: doing.__name__)
async def test_what_happens_while_it_waits_in_the_outbox_is_respected(circle: Circle, happens: Doing) -> None:
    await decided(circle)
    await circle.client.fault("429", "sendMessage", chat=circle.mara, retry_after=3600)
    await circle.travel(week(0, hours=24))
    assert [one.state for one in await nudges(circle)] == ["sent"]  # tried once, and refused for an hour
    await happens(circle)
    await circle.travel(week(0, hours=25.5))
    assert await sent_calls(circle, circle.mara) == []


async def test_where_nothing_happens_it_goes_once_when_telegram_allows_it_again(circle: Circle) -> None:
    await decided(circle)
    await circle.client.fault("429", "sendMessage", chat=circle.mara, retry_after=3600)
    await circle.travel(week(0, hours=24))
    await circle.travel(week(0, hours=25.5))
    await next_morning(circle, 0)
    assert len(await sent_calls(circle, circle.mara)) == 1


async def test_a_wait_that_outlasts_the_window_ends_it(circle: Circle) -> None:
    await decided(circle)
    await circle.client.fault("429", "sendMessage", chat=circle.mara, retry_after=12 * 3600)
    await circle.travel(week(0, hours=24))
    await circle.travel(week(0, hours=36.5))
    await next_morning(circle, 0)
    assert await sent_calls(circle, circle.mara) == []
    assert [(one.state, one.sent_at) for one in await nudges(circle)] == [("withdrawn", None)]


@pytest.mark.parametrize("fault", ["cut_after", "cut_before", "500"])
async def test_where_it_is_unknown_whether_it_arrived_it_is_not_sent_again(circle: Circle, fault: str) -> None:
    await decided(circle)
    await circle.client.fault(fault, "sendMessage", chat=circle.mara)
    await circle.travel(week(0, hours=24))
    await circle.restart()
    await next_morning(circle, 0)
    calls = [
        call
        for call in await circle.client.calls(method="sendMessage", chat=circle.mara)
        if ENDS_WITH in call["params"].get("text", "")
    ]
    assert len(calls) <= 1
    assert [one.state for one in await nudges(circle)] == ["sent"]  # and it counts as received


async def test_a_program_that_slept_through_the_window_sends_nothing_late(circle: Circle) -> None:
    await decided(circle)
    await circle.stop()
    await circle.client.set_clock("2026-12-02T19:30:00Z")
    await circle.boot()
    await circle.travel(week(0, days=2, hours=1))
    assert await sent_calls(circle, circle.mara) == []


async def test_two_groups_that_missed_the_same_person_at_once_send_one(circle: Circle) -> None:
    other = (await circle.client.group("Second circle", circle.fay, members=[circle.mara], bot="administrator"))["id"]
    await circle.settle()
    await begun(circle)
    await circle.say(circle.fay, "/schedule every tue 10:00 Play and talk @ Park", chat=other)
    await circle.press(circle.fay, "Confirm", chat=other)
    await circle.travel(week(0, days=-1))
    for chat in (circle.group, other):
        await circle.press(circle.mara, "Going", chat=chat)
    await circle.travel(week(0, hours=2))
    for message in [m for m in await circle.from_bot(circle.fay) if "Who came?" in m["text"]]:
        for button in ("Missed: Mara", "Save"):
            await circle.press(circle.fay, button, chat=circle.fay, message_id=message["message_id"])
    await circle.travel(week(0, hours=24.5))
    await next_morning(circle, 0)
    assert len(await sent_calls(circle, circle.mara)) == 1


async def test_one_that_never_arrived_counts_neither_for_the_figures_nor_for_the_silence(circle: Circle) -> None:
    number = await a_regular(circle)
    await held(circle, number, missed="Mara")
    await next_morning(circle, number)
    assert len(await sent_calls(circle, circle.mara)) == 1
    number += 2  # Telegram holds the second one back for an hour, and meanwhile the meetup turns out not to be held
    await held(circle, number, missed="Mara", going=circle.mara)
    await circle.client.fault("429", "sendMessage", chat=circle.mara, retry_after=3600)
    await circle.travel(week(number, hours=24.5))
    assert await circle.app.store.look(lambda tx: tx.nudges.silenced(1)) == {circle.mara}
    await was_not_held(circle)
    await circle.travel(week(number, hours=26))
    counts = await circle.app.store.look(lambda tx: tx.nudges.counts(1, week(0).date().replace(day=1)))
    assert counts["sent"] == 1
    assert await circle.app.store.look(lambda tx: tx.nudges.silenced(1)) == set()
