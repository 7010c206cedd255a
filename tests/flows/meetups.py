"""What several flows about meetups begin with, and how they look at the card."""

from typing import Any

from tests.circle import Circle

WORDS = "every tue 10:00 Coffee and chat @ Calderwood Hall"


async def schedule(circle: Circle, words: str = WORDS, *, places: str | None = None) -> None:
    """Fay plans a series in the group."""
    await circle.say(circle.fay, f"/schedule {words}")
    if places is not None:
        await circle.press(circle.fay, "Limit the places")
        await circle.press(circle.fay, places)
    await circle.press(circle.fay, "Confirm")


async def cards(circle: Circle, clock: str = "10:00–11:30", chat: int | None = None) -> list[dict[str, Any]]:
    """The cards in the group, oldest first."""
    return [m for m in await circle.from_bot(chat) if clock in (m.get("text") or "")]


async def card(circle: Circle) -> str:
    """What the newest card says now."""
    return str((await cards(circle))[-1]["text"])


def buttons(message: dict[str, Any]) -> list[str]:
    """The words on its buttons."""
    return [button["text"] for row in message.get("buttons") or [] for button in row]


async def reminders(circle: Circle, chat: int | None = None) -> list[dict[str, Any]]:
    """What was said as a reminder there."""
    return [m for m in await circle.from_bot(chat) if "A reminder:" in (m.get("text") or "")]


async def wish(circle: Circle, person: int, button: str = "3 hours before") -> None:
    """This person opens the private chat and asks for a private reminder."""
    await circle.start(person)
    await circle.private(person, "/settings")
    await circle.press(person, "Reminder", chat=person)
    await circle.press(person, button, chat=person)
