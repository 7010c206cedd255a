"""What flows about nudges begin with: weeks of meetups whose attendance Fay saves, and how to look at nudges."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.circle import Circle
from tests.flows.meetups import schedule

FIRST = datetime(2026, 12, 1, 10, tzinfo=UTC)  # the first Tuesday at 10:00 in London, where it is winter
ENDS_WITH = "Only you see it."  # a nudge


def week(number: int, days: int = 0, hours: float = 0) -> datetime:
    """So long after the start of the meetup of this week, the first being 0."""
    return FIRST + timedelta(weeks=number, days=days, hours=hours)


async def begun(circle: Circle, *people: int) -> Circle:
    """Fay and these people (Mara) have opened their private chats; there is a meetup every Tuesday at 10:00."""
    for person in people or (circle.mara,):
        await circle.start(person)
    await circle.start(circle.fay)
    await schedule(circle)
    return circle


async def held(circle: Circle, number: int, came: str = "", missed: str = "", *, going: int | None = None) -> None:
    """The meetup of this week ends, and Fay saves in its list who came and who was missed, by first names."""
    if going is not None:
        await circle.travel(week(number, days=-1))
        await circle.press(going, "Going")
    await circle.travel(week(number, hours=2))
    for name in came.split():
        await circle.press(circle.fay, f"Came: {name}", chat=circle.fay)
    for name in missed.split():
        await circle.press(circle.fay, f"Missed: {name}", chat=circle.fay)
    await circle.press(circle.fay, "Save", chat=circle.fay)


async def a_regular(circle: Circle, *people: int) -> int:
    """Mara came to the first two meetups; the number of the next week."""
    await begun(circle, *people)
    for number in (0, 1):
        await held(circle, number, came="Mara", going=circle.mara)
    return 2


async def missed_by(circle: Circle, person: int) -> list[dict[str, Any]]:
    """The nudges in this person's private chat, as they stand there now."""
    return [m for m in await circle.from_bot(person) if ENDS_WITH in (m.get("text") or "")]


async def nudges(circle: Circle, person: int | None = None) -> list[Any]:
    """What is kept about somebody's nudges, in the order of their meetups."""

    def look(tx: Any) -> list[Any]:
        series = tx.meetups.series_of(tx.groups.by_chat(circle.group).id)[0]
        found = [nudge for m in tx.meetups.of_series(series.id) for nudge in tx.nudges.of_meetup(m.id)]
        return [nudge for nudge in found if nudge.person_id == (person or circle.mara)]

    return await circle.app.store.look(look)


async def sent_calls(circle: Circle, person: int) -> list[dict[str, Any]]:
    """Every nudge that ever reached Telegram for this person, whatever became of the message."""
    calls = await circle.client.calls(method="sendMessage", chat=person, limit=20_000)
    return [call for call in calls if call["status"] in (0, 200) and ENDS_WITH in call["params"].get("text", "")]


async def next_morning(circle: Circle, number: int) -> None:
    """A quarter past ten on the day after this week's meetup, a quarter to seven, and the two days after that."""
    await circle.travel(week(number, hours=24.25))
    await circle.travel(week(number, hours=32.75))
    await circle.travel(week(number, days=2, hours=1))
    await circle.travel(week(number, days=3, hours=1))
