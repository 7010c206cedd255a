"""Every word that newcomers, applicants, buddies and their facilitators read comes from the catalogue."""

from pathlib import Path

from handlers.choices import language_name
from handlers.views_introductions import SPOKEN
from tests.circle import a_circle
from tests.flows.test_pseudo_language import SCHEDULE, Tour, outside
from tests.sandbox.schema import violations

LANGUAGES = sorted((language_name(code) for code in SPOKEN), key=len, reverse=True)


def bare(text: str) -> str:
    """What is neither from the catalogue nor a language in its own words."""
    for name in (*LANGUAGES, "qps"):
        text = text.replace(name, "")
    return outside(text.replace("Ann", "").replace("Ben", ""))


async def test_no_word_to_newcomers_buddies_and_applicants_stands_outside_the_catalogue(tmp_path: Path) -> None:
    async with a_circle(tmp_path, speaks="qps", language="qps", timezone="Europe/London") as circle:
        tour = Tour(circle)
        for person in (circle.fay, circle.mara, circle.tom):
            await circle.start(person)
            await circle.say(person, "/help")
        ann, ben = [(await circle.client.person(name, language_code="qps"))["id"] for name in ("Ann", "Ben")]
        await circle.client.act(ann, "join", chat=circle.group)
        await circle.client.act(ben, "join_request", chat=circle.group)
        await circle.settle()
        await circle.press(ben, "⟦Tell me when I am in⟧", chat=ben)
        await circle.say(circle.fay, SCHEDULE)
        await circle.press(circle.fay, "⟦Confirm⟧")
        await circle.travel(minutes=2)
        await circle.press(ann, "⟦What happens here⟧")
        await circle.press(ann, "⟦Going⟧")
        await circle.private(circle.tom, "/buddy")
        await circle.press(circle.tom, "⟦I’d like a buddy⟧", chat=circle.tom)
        await circle.press(circle.tom, "⟦Languages⟧", chat=circle.tom)
        await tour.look(circle.tom, circle.tom)
        await circle.private(circle.mara, "/buddy")
        await circle.press(circle.mara, "⟦I can be a buddy⟧", chat=circle.mara)
        await circle.travel(minutes=11)
        await tour.look(circle.fay, circle.fay)
        await circle.press(circle.fay, "⟦Confirm⟧", chat=circle.fay)
        for person in (circle.mara, circle.tom):
            await tour.look(person, person)
            await circle.press(person, "⟦Yes, please⟧", chat=person)
        await circle.travel(to="2026-11-30T17:01:00Z")
        await circle.travel(to="2026-12-01T10:05:00Z")
        await circle.press(ann, "⟦I'm here⟧")
        await circle.travel(to="2026-12-02T10:01:00Z")
        await tour.look(ann, ann)
        await circle.press(ann, "⟦I'd like a chat⟧", chat=ann)
        await circle.travel(to="2026-12-15T12:00:00Z")
        for person in (circle.mara, circle.tom, circle.fay, ann, ben):
            await tour.look(person, person)
            for words in ("/buddy", "/welcome", "/settings"):
                await tour.type(person, person, words)
        await tour.look(circle.group, circle.tom)
        calls = await circle.client.calls(limit=20_000)
    assert violations(calls) == []
    assert {text for text in tour.bare if bare(text)} == set()
    assert len(tour.pressed) > 40
