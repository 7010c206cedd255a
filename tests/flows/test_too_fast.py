"""One person who taps or writes without end slows nobody else, is told once, and is read again when it is over."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.circle import Circle, a_circle
from tests.flows.meetups import schedule

AT_ONCE = 0.5  # seconds in which everybody else is answered meanwhile, on a machine that does other things too


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Circle]:
    """As production counts: with pacing."""
    async with a_circle(tmp_path, timezone="Europe/London", pacing=True) as circle:
        yield circle


def a_press(person: int, group: int, message_id: int, data: str, number: int) -> dict[str, Any]:
    chat = {"id": group, "type": "supergroup", "title": "Calderwood parents"}
    message = {"message_id": message_id, "date": 1796029200, "chat": chat, "text": "…"}
    sender = {"id": person, "is_bot": False, "first_name": "Tom", "language_code": "en"}
    return {
        "callback_query": {"id": f"tom{number}", "from": sender, "chat_instance": "1", "data": data}
        | {"message": message}
    }


async def going_button(circle: Circle) -> tuple[int, str]:
    """The message and the payload of Going."""
    message_id = await circle.with_button("Going", circle.group)
    shown = next(m for m in await circle.transcript() if m["message_id"] == message_id)
    return message_id, next(b["data"] for row in shown["buttons"] for b in row if b["text"] == "Going")


async def toasts(circle: Circle, count: int) -> list[str | None]:
    """What Tom was told by his presses, when that many are answered; what the card waits for is not waited for."""
    end = asyncio.get_running_loop().time() + 10
    while True:
        calls = [call["params"] for call in await circle.client.calls("answerCallbackQuery")]
        his = [call.get("text") for call in calls if call["callback_query_id"].startswith("tom")]
        if len(his) >= count:
            return his
        assert asyncio.get_running_loop().time() < end, f"{len(his)} of {count}"
        await asyncio.sleep(0.02)


async def test_fifty_presses_a_second_slow_nobody_and_are_told_of_once(circle: Circle) -> None:
    await schedule(circle)
    message_id, data = await going_button(circle)
    loop, waited = asyncio.get_running_loop(), []

    async def flood() -> None:
        for number in range(100):
            await circle.client.inject(a_press(circle.tom, circle.group, message_id, data, number))
            await asyncio.sleep(0.02)

    begun_all, flooding = loop.time(), asyncio.create_task(flood())
    await asyncio.sleep(0.5)
    for button in ("Going", "Maybe", "Can't make it", "Going"):
        begun = loop.time()
        asked = {"chat": circle.group, "message_id": message_id, "button": button, "wait": 5}
        answer = await circle.client.act(circle.mara, "press", **asked)
        waited.append(loop.time() - begun)
        assert answer["text"]
    await flooding
    lasted = loop.time() - begun_all
    said = await toasts(circle, 100)  # no button is left waiting
    assert sorted(waited)[len(waited) // 2] < AT_ONCE
    assert said.count("That was faster than I can read. One tap at a time, please.") == 1
    read = [text for text in said if text and "faster" not in text]
    assert 30 <= len(read) <= 30 + 5 * lasted + 5
    assert None in said
    assert f'outcome="unread"}} {float(100 - len(read))}' in circle.app.metrics.page().decode()


async def test_who_taps_twice_or_ticks_a_long_list_hears_nothing_of_it(circle: Circle) -> None:
    await schedule(circle)
    message_id, data = await going_button(circle)
    for number in range(30):
        await circle.client.inject(a_press(circle.tom, circle.group, message_id, data, number))
    said = await toasts(circle, 30)
    assert all("going" in (text or "").lower() for text in said)


async def test_commands_without_end_in_a_group_leave_its_minute_to_the_others(circle: Circle) -> None:
    await schedule(circle)
    for _ in range(100):
        await circle.client.send(circle.tom, "/next", chat=circle.group)
    await circle.client.send(circle.mara, "/help", chat=circle.group)
    await asyncio.sleep(0.3)
    health = circle.app.metrics.page().decode()
    assert 'outcome="set_aside"' not in health
    waiting = await circle.app.store.look(
        lambda tx: [m.payload.get("text", "") for m in tx.outbox.waiting(circle.group)]
    )
    told = [text for text in [*await circle.texts(), *waiting] if "more at once than I can read" in text]
    assert len(told) <= 1
    assert circle.app.intake.dropped >= 100 - 45


async def test_what_waited_while_nobody_fetched_it_is_all_read(circle: Circle) -> None:
    await schedule(circle)
    message_id, data = await going_button(circle)
    await circle.client.fault("500", "getUpdates", count=1)
    await circle.client.send(circle.mara, "/help", chat=circle.group)  # ends the poll that is held
    for number in range(150):
        await circle.client.inject(a_press(circle.tom, circle.group, message_id, data, number))
    said = await toasts(circle, 150)
    assert all("going" in (text or "").lower() for text in said)


async def test_what_python_telegram_bot_cannot_read_is_left_unread_as_well(circle: Circle) -> None:
    """A poll of an older server lacks what the library asks for; very many of them end nothing."""
    me = {"id": circle.tom, "is_bot": False, "first_name": "Tom"}
    message = {"message_id": 5, "date": 1796029200, "chat": {"id": circle.tom, "type": "private"}, "from": me}
    odd = message | {"poll": {"id": "1", "question": "?", "options": [{"text": "a", "voter_count": 0}]}}
    await circle.app.intake.take([{"update_id": 700_000 + number, "message": odd} for number in range(103)])
    assert circle.app.intake.dropped >= 3
    assert not circle.app.ended.is_set()
