"""What the tests of changes have in common: a weekly meetup, and ways to open and change it."""

import itertools
from datetime import datetime
from typing import Any

from domain.planning import CARD
from tests.circle import Circle

COUNTER = itertools.count(900_000)

TUESDAYS = "/schedule every tue 10:00 Coffee and chat @ Calderwood Hall"


async def weekly(circle: Circle) -> Circle:
    """Mara said Going and has a private chat with the bot, Tom said Maybe and has none."""
    await circle.start(circle.mara)
    await circle.say(circle.fay, TUESDAYS)
    await circle.press(circle.fay, "Confirm")
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Maybe")
    await circle.travel(seconds=30)
    return circle


async def open_nth(circle: Circle, number: int = 0, chat: int | None = None) -> None:
    """Fay opens the so-manieth of the coming meetups."""
    await circle.say(circle.fay, "/meetups", chat=chat)
    found = [button for button in await circle.buttons(chat) if "Coffee" in button]
    await circle.press(circle.fay, found[number], chat)


async def reply(circle: Circle, words: str) -> None:
    """Fay answers the bot's last message in the group."""
    asked = [m for m in await circle.from_bot() if "as a reply" in m["text"] or "Write" in m["text"]]
    await circle.say(circle.fay, words, reply_to=asked[-1]["message_id"])


async def change(circle: Circle, button: str, words: str | None = None, number: int = 0) -> str | None:
    """Open, press, type what is asked for, Confirm; the toast."""
    await open_nth(circle, number)
    await circle.press(circle.fay, button)
    if words is not None:
        await reply(circle, words)
    return await circle.press(circle.fay, "Confirm")


async def card(circle: Circle, day: str = "1 December") -> str:
    """The first card's words."""
    return str((await cards(circle))[0]["text"])


async def cards(circle: Circle) -> list[dict[str, Any]]:
    """The cards of the group, oldest first."""
    ids = await circle.app.store.look(
        lambda tx: [c.message_id for c in tx.cards.in_chat(circle.group) if c.kind == CARD]
    )
    return [m for m in await circle.from_bot() if m["message_id"] in ids]


async def told(circle: Circle) -> list[str]:
    """What the bot said in the group as a reply to a card."""
    ids = [m["message_id"] for m in await cards(circle)]
    found = await circle.from_bot()
    return [m["text"] for m in found if reply_id(m) in ids]


def reply_id(message: dict[str, Any]) -> int | None:
    """The message that this one answers."""
    answered = message.get("reply_to")
    return answered["message_id"] if isinstance(answered, dict) else answered


async def answers(circle: Circle, number: int = 0) -> dict[int, str | None]:
    """Who said what to the so-manieth meetup."""

    def look(tx: Any) -> dict[int, str | None]:
        group = tx.groups.by_chat(circle.group)
        series = tx.meetups.series_of(group.id)[0]
        meetup = tx.meetups.of_series(series.id)[number]
        return {r.person_id: r.answer and str(r.answer) for r in tx.meetups.rsvps(meetup.id)}

    return await circle.app.store.look(look)


async def data_of(circle: Circle, button: str, chat: int | None = None) -> tuple[int, str]:
    """Message and data of a button, to press it again once it is gone."""
    message_id = await circle.with_button(button, chat or circle.group)
    message = next(m for m in await circle.from_bot(chat) if m["message_id"] == message_id)
    found = [b for row in message["buttons"] for b in row if b["text"] == button]
    return message_id, found[0]["data"]


async def press_again(
    circle: Circle, person: int, pressed: tuple[int, str], chat: int | None = None, *, forged: bool = False
) -> str | None:
    """A press that Telegram brings although the button is gone by now: a second finger.

    forged: by a changed app, which can press whatever it likes under any message of the bot's.
    """
    message_id, data = pressed
    chat_id = chat or circle.group
    number = next(COUNTER)
    sender = {"id": person, "is_bot": False, "first_name": "Somebody"}
    place = {"id": chat_id, "type": "private", "first_name": "Somebody"}
    if chat_id < 0:
        place = {"id": chat_id, "type": "supergroup", "title": "A group"}
    now = datetime.fromisoformat((await circle.client.request("GET", "clock"))["now"])
    message: dict[str, Any] = {"message_id": message_id, "date": int(now.timestamp()), "chat": place, "text": "…"}
    if not forged:
        message["reply_markup"] = {"inline_keyboard": [[{"text": "…", "callback_data": data}]]}
    query = {"id": str(number), "from": sender, "chat_instance": "1", "data": data, "message": message}
    await circle.client.inject({"callback_query": query})
    await circle.settle()
    calls = await circle.client.calls(method="answerCallbackQuery")
    return next(str(c["params"].get("text")) for c in calls if str(c["params"]["callback_query_id"]) == str(number))
