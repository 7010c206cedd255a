"""Every word around what is passed on comes from the catalogue, and every call fits Telegram's schema."""

from pathlib import Path

from tests.circle import a_circle
from tests.flows.relaying import update
from tests.flows.test_pseudo_language import Tour
from tests.sandbox.schema import violations


async def test_no_word_of_what_is_passed_on_stands_outside_the_catalogue(tmp_path: Path) -> None:
    async with a_circle(tmp_path, speaks="qps", language="qps", timezone="Europe/London") as circle:
        tour = Tour(circle)
        for person in (circle.fay, circle.mara, circle.tom):
            await circle.start(person)
            await circle.say(person, "/next")

        async def look() -> None:
            for person in (circle.mara, circle.fay, circle.tom):
                await tour.look(person, person)

        async def press(person: int, button: str) -> None:
            tour.read(await circle.press(person, f"⟦{button}⟧", chat=person))
            await look()

        async def does(person: int, do: str, **what: object) -> None:
            await circle.client.act(person, do, chat=person, **what)
            await circle.settle()
            await look()

        await circle.private(circle.mara, "/facilitator QQwords")
        await press(circle.mara, "Unnamed")
        await press(circle.fay, "Claim")
        number = await circle.private(circle.mara, "QQone")
        await does(circle.mara, "edit", message_id=number, text="QQtwo")
        for do in ("photo", "voice", "document", "contact"):
            await does(circle.mara, do)
        await does(circle.mara, "location", latitude=1, longitude=2)
        await update(circle, "message", circle.mara, 900, dice={"emoji": "🎲", "value": 3})
        await circle.private(circle.fay, "QQnot for anybody")
        await press(circle.fay, "Write")
        await does(circle.fay, "photo", caption="QQpicture")
        for button in ("What do they see?", "Show me"):
            await press(circle.fay, button)
            await press(circle.mara, button)
        for button in ("Somebody is in danger", "Yes, somebody is in danger", "Yes, open the name"):
            await press(circle.fay, button)
        await circle.private(circle.fay, "QQreason")
        await look()
        await press(circle.mara, "What do they see?")
        await does(circle.mara, "block")
        await press(circle.fay, "Write")
        await circle.private(circle.fay, "QQare you there")
        await look()
        await circle.start(circle.mara)
        await look()
        refused = {"kind": "error", "method": "sendMessage", "error_code": 400, "description": "Bad Request: no"}
        await circle.client.request("POST", "faults", refused | {"chat": circle.fay})
        await circle.private(circle.mara, "QQlost")
        await circle.client.request("POST", "faults", {"kind": "500", "method": "getChatMember", "count": 20})
        await circle.private(circle.mara, "QQunsure")
        await circle.client.request("DELETE", "faults")
        await press(circle.fay, "Write")
        await press(circle.fay, "Don’t write")
        other = await circle.client.group(
            "Calderwood parents QQ", circle.tom, members=[circle.mara], bot="administrator"
        )
        await circle.settle()
        for person in (circle.tom, circle.mara):
            await circle.say(person, "/next", chat=other["id"])
        await circle.private(circle.mara, "/facilitator QQother")
        await circle.press(circle.mara, "Calderwood parents QQ", chat=circle.mara)
        await press(circle.mara, "By name")
        await press(circle.tom, "Claim")
        await circle.private(circle.mara, "QQfor whom")
        await look()
        await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.app.me.id)
        await circle.client.act(circle.tom, "leave", chat=other["id"])
        await circle.settle()
        await look()
        calls = await circle.client.calls(limit=20_000)
    assert violations(calls) == []
    assert tour.bare == set()
    assert tour.seen > 200
