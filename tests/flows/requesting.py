"""What flows about requests for a human begin with."""

from typing import Any

from domain.requests import Request
from tests.circle import Circle


async def ready(circle: Circle, *people: int) -> Circle:
    """Fay and Mara (and these people) have opened their private chats, and Mara is known in the group."""
    for person in (circle.fay, circle.mara, *people):
        await circle.start(person)
    for person in (circle.fay, circle.mara):
        await circle.say(person, "/next")
    return circle


async def ask(circle: Circle, words: str = "I can’t sleep any more", *, named: bool = True, who: int = 0) -> None:
    """Mara (or who) asks in private for a facilitator."""
    person = who or circle.mara
    await circle.private(person, f"/facilitator {words}".strip())
    await circle.press(person, "By name" if named else "Unnamed", chat=person)


async def the_request(circle: Circle, number: int = 1) -> Request:
    """As it is kept."""
    found = await circle.app.store.look(lambda tx: tx.requests.get(number))
    assert found is not None
    return found


async def steps(circle: Circle, number: int = 1) -> list[str]:
    """What happened to it, in order."""
    return [one.what.value for one in await circle.app.store.look(lambda tx: tx.requests.steps(number))]


async def said(circle: Circle, person: int, words: str) -> list[str]:
    """What the bot has said to this person with these words in it, as it stands there now."""
    return [text for text in await circle.texts(person, person) if words in text]


async def forged(circle: Circle, who: int, name: str, data: str, chat: int | None = None) -> None:
    """A press that no button of theirs carries."""
    place: dict[str, Any] = {"id": who, "type": "private", "first_name": name}
    if chat is not None:
        place = {"id": chat, "type": "supergroup", "title": "…"}
    message = {"message_id": 1, "date": 1796029200, "chat": place, "text": "…"}
    query = {"id": "1", "from": {"id": who, "is_bot": False, "first_name": name}, "chat_instance": "1"}
    await circle.client.inject({"callback_query": query | {"data": data, "message": message}})
    await circle.settle()
