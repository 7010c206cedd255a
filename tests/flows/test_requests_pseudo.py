"""Every word of a request comes from the catalogue, on both sides, and every call fits Telegram's schema."""

from pathlib import Path

from tests.circle import Circle, a_circle
from tests.flows.test_pseudo_language import Tour
from tests.sandbox.schema import violations


async def a_room(circle: Circle) -> int:
    room = await circle.client.group("QQroom", circle.fay, bot="administrator")
    await circle.settle()
    await circle.say(circle.fay, "/room", chat=room["id"])
    await circle.press(circle.fay, "Calderwood parents", chat=room["id"])
    return int(room["id"])


async def test_no_word_of_a_request_stands_outside_the_catalogue(tmp_path: Path) -> None:
    async with a_circle(tmp_path, speaks="qps", language="qps", timezone="Europe/London") as circle:
        tour = Tour(circle)
        for person in (circle.fay, circle.mara):
            await circle.start(person)
            await circle.say(person, "/next")
        room = await a_room(circle)

        async def look() -> None:
            for chat, person in ((circle.mara, circle.mara), (circle.fay, circle.fay), (room, circle.fay)):
                await tour.look(chat, person)

        async def press(person: int, button: str) -> None:
            tour.read(await circle.press(person, f"⟦{button}⟧", chat=person))
            await look()

        await circle.private(circle.mara, "/facilitator QQwords")
        await circle.client.act(circle.mara, "contact", chat=circle.mara)
        await circle.client.act(circle.mara, "document", chat=circle.mara)
        await circle.settle()
        await look()
        await press(circle.mara, "Unnamed")
        for _ in range(2):
            await circle.travel(minutes=10)
            await look()
        for button in ("Read it first", "I can’t, next please"):
            await press(circle.fay, button)
        await circle.private(circle.fay, "/requests")
        await circle.say(circle.fay, "/requests", chat=room)
        for button in ("Claim", "Hand over", "Whoever is next"):
            await press(circle.fay, button)
        await circle.private(circle.fay, "/requests")
        await press(circle.fay, "Claim")
        for _ in range(2):  # a word that does not come
            await circle.travel(hours=1)
            await look()
        await circle.private(circle.mara, "/facilitator")
        await circle.private(circle.fay, "/requests")
        for button in ("Claim", "Close", "We talked, and it was hard", "Yes, please"):
            await press(circle.fay, button)
        await circle.travel(days=7)
        await press(circle.mara, "A little")
        await circle.private(circle.mara, "/facilitator")
        await press(circle.mara, "By name")
        await press(circle.mara, "Take it back")
        await circle.private(circle.fay, "/settings")
        await press(circle.fay, "Settings of Calderwood parents")
        await press(circle.fay, "Requests for a facilitator")
        for _ in range(2):
            await circle.private(circle.mara, "/facilitator")
            await press(circle.mara, "By name")
            await circle.travel(days=7)
        await look()
        calls = await circle.client.calls(limit=20_000)
    assert violations(calls) == []
    assert tour.bare == set()
    assert tour.seen > 200
