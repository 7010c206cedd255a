"""Every word of local help comes from the catalogue: a tour in the pseudo-language, for parents and facilitators."""

from datetime import date
from pathlib import Path
from typing import Any

from domain.resources import Phone
from tests.circle import Circle, a_circle
from tests.flows.local_help import SPOT, place, resource, seed
from tests.flows.test_pseudo_language import Tour
from tests.sandbox.schema import violations

QQ: dict[str, Any] = {"organization_name": "QQorg", "description": "QQwhat", "application_process": "QQstep"}
QQ |= {"fees_description": "QQcost", "languages": ("QQtongue",), "kinds": ("QQkind",)}
QQ |= {"phones": (Phone(number="01632 960123", description="QQoffice"),)}
QQ |= {"required_documents": ("QQpaper",), "eligibility_description": "QQwho", "accessibility": ("QQramp",)}
QQ |= {"alert": "QQalert", "wheelchair": True}
WORDS = ("QQnew", "QQabout", "QQkind", "QQstep", "01632 960 123 QQoffice", "https://example.org", "QQroad, QQtown")


def somewhere(number: int) -> dict[str, Any]:
    where = place(number, name="QQhall", address="QQroad", city="QQtown", transportation="QQbus")
    return {"locations": (where,)}


async def test_no_word_of_local_help_stands_outside_the_catalogue(tmp_path: Path) -> None:
    async with a_circle(tmp_path, speaks="qps", language="qps", timezone="Europe/London") as circle:
        tour = Tour(circle)
        for person in (circle.fay, circle.mara):
            await circle.start(person)
            await circle.say(person, "/next")
        await seed(
            circle,
            *(resource(f"QQclub{number}", number, **QQ, **somewhere(number)) for number in range(1, 8)),
            resource("QQold", 9, **QQ | {"assured_date": date(2025, 6, 1), "free": None, "minimum_age": None}),
        )
        await parent(circle, tour)
        await facilitator(circle, tour)
        for chat, person in ((circle.group, circle.tom), (circle.mara, circle.mara), (circle.fay, circle.fay)):
            await tour.look(chat, person)
        calls = await circle.client.calls(limit=20_000)
    assert violations(calls) == []
    assert tour.bare == set()
    assert len(tour.pressed) > 60


async def parent(circle: Circle, tour: Tour) -> None:
    for words in ("", " QQclub1", " QQclub near QQnowhere", " free QQnothing monday", " saved"):
        await tour.type(circle.mara, circle.mara, f"/resources{words}")
    await circle.private(circle.mara, "/resources")
    await circle.press(circle.mara, "QQkind", circle.mara)
    await circle.press(circle.mara, "⟦Near me, or another place⟧", circle.mara)
    await circle.private(circle.mara, "QQwhere")
    await circle.client.act(circle.mara, "location", chat=circle.mara, **SPOT)
    await circle.settle()
    await tour.type(circle.mara, circle.mara, "/resources saved")


async def facilitator(circle: Circle, tour: Tour) -> None:
    await tour.type(circle.fay, circle.fay, "/resource")
    await tour.type(circle.fay, circle.fay, "/resource QQclub1")
    await circle.private(circle.fay, "/resource")
    await circle.press(circle.fay, "⟦Add one⟧", circle.fay)
    for words in WORDS:
        await circle.private(circle.fay, words)
    for words in ("QQspot", "tue 99:00-12:00"):
        await circle.private(circle.fay, words)
    for _ in range(4):
        await circle.press(circle.fay, "⟦Skip⟧", circle.fay)
    await tour.press_all(circle.fay, circle.fay, await circle.last(circle.fay))
