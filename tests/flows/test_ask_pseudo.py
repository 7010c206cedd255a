"""Every word about questions, answers and shared messages comes from the catalogue."""

from pathlib import Path

from handlers.choices import language_name
from tests.circle import a_circle
from tests.flows.asking import an_entry
from tests.flows.test_pseudo_language import Tour, outside

QUESTION, OTHER = "QQwho QQmends QQprams?", "QQwhere QQare QQkites?"


def bare(text: str) -> str:
    """What is neither from the catalogue nor a language in its own words."""
    for name in (language_name("en"), language_name("qps"), "qps"):
        text = text.replace(name, "")
    return outside(text)


async def test_no_word_about_asking_and_answering_stands_outside_the_catalogue(tmp_path: Path) -> None:
    async with a_circle(tmp_path, speaks="qps", language="qps", timezone="Europe/London") as circle:
        tour = Tour(circle)
        for person in (circle.fay, circle.mara, circle.tom):
            await circle.start(person)
            await circle.say(person, "/next")
        entry = {"source_name": "QQsource", "place": "QQplace", "phone": "0123 456", "credit": "QQcredit"}
        await an_entry(circle, "QQparking QQhall?", "QQbehind. " * 200, **entry)
        await an_entry(circle, "QQparking QQschool?", "QQbefore.", language="en")
        for words in ("QQparking QQhall", "QQparking", QUESTION, "", "🙂"):
            await tour.type(circle.mara, circle.group, f"/ask {words}")
            await tour.type(circle.mara, circle.mara, f"/ask {words}")
            await circle.travel(minutes=2)
        for words in ("QQone QQtwo QQthree QQfour", "QQparking QQhall", OTHER, "🙂"):
            await tour.type(circle.mara, circle.mara, words)
            await circle.travel(minutes=2)
        await circle.say(circle.mara, f"/ask {QUESTION}")
        await circle.press(circle.mara, "⟦Tell me when you know⟧")
        for person in (circle.tom, circle.fay):
            await circle.say(person, f"/ask {QUESTION}")
        await tour.look(circle.fay, circle.fay)
        await circle.press(circle.fay, "⟦Write the answer⟧", chat=circle.fay)
        await tour.look(circle.fay, circle.fay)
        await circle.private(circle.fay, "QQreworded?")
        await tour.look(circle.fay, circle.fay)
        await circle.private(circle.fay, "QQanswer.")
        await tour.look(circle.fay, circle.fay)
        await circle.press(circle.fay, "⟦Publish⟧", chat=circle.fay)
        await tour.look(circle.fay, circle.fay)
        number = await circle.say(circle.tom, "QQhelpful QQwords")
        await circle.say(circle.mara, "/share", reply_to=number)
        for press in ("⟦Yes, and thank Tom⟧", "⟦Take it back⟧"):
            await tour.look(circle.tom, circle.tom)
            await circle.press(circle.tom, press, chat=circle.tom)
        await circle.say(circle.mara, "/share", reply_to=number)
        await circle.press(circle.tom, "⟦Yes, without my name⟧", chat=circle.tom)
        await tour.look(circle.fay, circle.fay)
        await circle.press(circle.fay, "⟦Look at it⟧", chat=circle.fay)
        await tour.look(circle.fay, circle.fay)
        await circle.press(circle.fay, "⟦Make an answer of it⟧", chat=circle.fay)
        await tour.look(circle.fay, circle.fay)
        await circle.private(circle.fay, "QQwhich?")
        await circle.press(circle.fay, "⟦Publish⟧", chat=circle.fay)
        await tour.type(circle.fay, circle.fay, "/unanswered")
        await circle.say(circle.mara, f"/ask {OTHER}")
        await circle.travel("2026-12-07T10:01:00Z")
        await circle.travel("2027-04-07T10:01:00Z")
        await tour.type(circle.fay, circle.fay, "/unanswered")
        for person in (circle.mara, circle.tom, circle.fay):
            await tour.type(person, circle.group, "/share")
            await tour.type(person, person, "/share")
            await tour.look(person, person)
        await tour.look(circle.group, circle.tom)
        assert {text for text in tour.bare if bare(text)} == set()
        assert tour.seen > 200
