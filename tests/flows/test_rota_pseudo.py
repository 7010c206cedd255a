"""The rota and the words for danger come from the catalogue to the last one."""

from pathlib import Path

from tests.circle import a_circle
from tests.flows.test_pseudo_language import outside


async def test_what_the_rota_and_the_message_about_danger_say_is_in_the_catalogue(tmp_path: Path) -> None:
    async with a_circle(tmp_path, timezone="Europe/London", language="qps", speaks="qps") as circle:
        await circle.start(circle.fay)
        await circle.say(circle.fay, "/next")
        await circle.private(circle.fay, "I want to die")
        await circle.private(circle.fay, "/rota")
        for button in (
            "⟦I take a time⟧",
            "Tuesday",
            "18:00",
            "⟦4 hours⟧",
            "⟦My times⟧",
            "⟦Back⟧",
            "⟦Give a turn away⟧",
        ):
            await circle.press(circle.fay, button, chat=circle.fay)
        for button in ("⟦Back⟧", "⟦I need a break⟧", "⟦1 week⟧", "⟦Quiet hours⟧", "22:00–07:00"):
            await circle.press(circle.fay, button, chat=circle.fay)
        found = [outside(text) for text in await circle.texts(circle.fay)]
        words = [
            outside(b["text"]) for m in await circle.from_bot(circle.fay) for row in m.get("buttons") or [] for b in row
        ]
        assert [text for text in (*found, *words) if text] == []
