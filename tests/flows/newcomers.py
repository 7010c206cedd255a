"""What several flows about newcomers begin with."""

from typing import Any

from tests.circle import Circle
from tests.flows.meetups import schedule


async def person(circle: Circle, name: str, **more: Any) -> int:
    """Somebody with a Telegram account."""
    return int((await circle.client.person(name, language_code="en", **more))["id"])


async def join(circle: Circle, *people: int) -> None:
    """They join the group."""
    for one in people:
        await circle.client.act(one, "join", chat=circle.group)
    await circle.settle()


async def welcomed(circle: Circle) -> list[str]:
    """Every welcome in the group."""
    return [text for text in await circle.texts() if text.startswith("Welcome")]


async def newcomer(circle: Circle, name: str = "Ann") -> int:
    """Somebody who joined, was welcomed, and opened the private chat by the button."""
    ann = await person(circle, name)
    await join(circle, ann)
    await circle.travel(minutes=2)
    await circle.press(ann, "What happens here")
    return ann


async def going(circle: Circle, *people: int) -> None:
    """There is a meetup tomorrow, and they say that they come."""
    if not any("Calderwood Hall" in text for text in await circle.texts() if "10:00–11:30" in text):
        await schedule(circle)
    for one in people:
        await circle.press(one, "Going")


async def kept(circle: Circle, question: Any) -> Any:
    """Something of the database."""
    return await circle.app.store.look(question)


async def a_room(circle: Circle) -> int:
    """The facilitators' own group."""
    room = await circle.client.group("Room", circle.fay, bot="administrator")
    await circle.settle()
    await circle.say(circle.fay, "/room", chat=room["id"])
    await circle.press(circle.fay, "Calderwood parents", chat=room["id"])
    return int(room["id"])
