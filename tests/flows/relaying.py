"""What flows about passing on begin with."""

from typing import Any

from tests.circle import Circle
from tests.flows.requesting import ask, ready


async def talking(circle: Circle, words: str = "I can’t sleep any more", *, named: bool = True) -> Circle:
    """Mara has asked, and Fay has it."""
    await ready(circle)
    await ask(circle, words, named=named)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    return circle


async def at(circle: Circle, person: int, words: str) -> dict[str, Any]:
    """The bot's message in this person's chat that has these words in it, as it stands now."""
    found = [m for m in await circle.from_bot(person, person) if words in (m.get("text") or m.get("caption") or "")]
    assert found, f"no {words!r} in:\n{await circle.client.text(person, person)}"
    return found[-1]


async def does(circle: Circle, person: int, do: str, **what: Any) -> int:
    """Somebody sends something in their private chat; the message's id."""
    told = await circle.client.act(person, do, chat=person, **what)
    await circle.settle()
    return int(told["message_id"])


async def update(circle: Circle, kind: str, person: int, message_id: int, **content: Any) -> None:
    """A message of a kind that the app of the local Telegram does not send."""
    sender = {"id": person, "is_bot": False, "first_name": "Somebody"}
    message = {"message_id": message_id, "date": 1796029200, "chat": sender | {"type": "private"}, "from": sender}
    if kind == "edited_message":
        message["edit_date"] = 1796029300
    await circle.client.inject({kind: message | content})
    await circle.settle()


async def marks(circle: Circle, person: int) -> list[int]:
    """The messages of this person's under which stands that they were passed on."""
    calls = await circle.client.calls("setMessageReaction", person)
    return [int(call["params"]["message_id"]) for call in calls]


async def write(circle: Circle, words: str) -> int:
    """Fay taps Write, and writes."""
    await circle.press(circle.fay, "Write", chat=circle.fay)
    return await circle.private(circle.fay, words)
