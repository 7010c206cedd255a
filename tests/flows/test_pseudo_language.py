"""Every word comes from the catalogue: a tour in the pseudo-language, which brackets whatever was looked up there.

Commands are typed and then every button is pressed that turns up, two steps deep. What is left outside the brackets
must be the users' own words, names, dates or addresses.
"""

import re
from pathlib import Path
from typing import Any

from babel.dates import get_day_names, get_month_names

from sandbox.client import Refused
from tests.circle import Circle, a_circle
from tests.sandbox.schema import violations

SCHEDULE = "/schedule every tue 10:00 QQtitle @ QQplace"
FACILITATOR_TOUR = (
    *("/help", "/meetups", "/settings", "/setup", "/topic QQtopic", "/topic", "/announce QQnews", "/announce"),
    *("/schedule", "/schedule every blursday 10:00 QQtitle", "/schedule every tue 25:00 QQtitle", "/facilitators"),
    *("/room", "/next"),
)
PRIVATE_TOUR = (
    *("/start", "/help", "/next", "/settings", "/away", "/away 2w", "/away until blursday", "/back", "/privacy"),
    *("/mydata", "/forgetme", "/nonsense", "QQwords that nothing expects", "/meetups", "/schedule", "/facilitators"),
    *("/room", "/setup"),
)
PARENT_TOUR = ("/help", "/next", "/settings", "/schedule every tue 10:00 QQtitle", "/meetups", "/away 2w")

DATES = {
    name
    for width in ("wide", "abbreviated")
    for context in ("format", "stand-alone")
    for names in (get_day_names(width, context, "en_GB"), get_month_names(width, context, "en_GB"))
    for name in names.values()
}
OWN = ("Calderwood parents", "Mara", "Okafor", "Tom", "Fay", "Lindqvist", "Sandbox bot", "circle_bot", "QQ")
NOT_WORDS = re.compile(r"https?://\S+|\b[A-Z]\w+(?:/[A-Z]\w+)+\b|/\w+|QQ\w*|\b\d+\s?(?:h|m|min|w|d)\b")


def outside(text: str) -> str:
    """What of a text stands outside the catalogue's brackets and is none of the users' own words or a date."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    text = NOT_WORDS.sub(" ", text)
    for own in sorted((*OWN, *DATES), key=len, reverse=True):
        text = text.replace(own, " ")
    return " ".join(re.findall(r"[^\W\d_]{2,}", text))


def test_the_check_itself_sees_a_bare_word_and_lets_names_and_dates_pass() -> None:
    assert outside("⟦Hello ⟦Tuesday⟧⟧ Mara, Tuesday 1 December, QQtitle https://t.me/x?start=hello") == ""
    assert outside("⟦Hello⟧ friend") == "friend"


class Tour:
    """Presses everything and keeps what stood outside the brackets."""

    def __init__(self, circle: Circle) -> None:
        self.circle = circle
        self.bare: set[str] = set()
        self.pressed: set[tuple[int, str]] = set()
        self.seen = 0

    def read(self, text: str | None) -> None:
        self.seen += bool(text)
        if text and outside(text):
            self.bare.add(text)

    async def look(self, chat: int, person: int) -> list[dict[str, Any]]:
        messages = await self.circle.from_bot(chat, person)
        for message in messages:
            self.read(message.get("text") or message.get("caption"))
            for row in message.get("buttons") or []:
                for button in row:
                    self.read(button["text"])
        return messages

    async def type(self, person: int, chat: int, words: str) -> None:
        known = {m["message_id"] for m in await self.circle.from_bot(chat, person)}
        await self.circle.say(person, words, chat=chat)
        for _ in range(2):
            for message in await self.look(chat, person):
                if message["message_id"] not in known:
                    await self.press_all(person, chat, message)

    async def press_all(self, person: int, chat: int, message: dict[str, Any]) -> None:
        for row in message.get("buttons") or []:
            for button in row:
                key = (message["message_id"], button.get("data") or "")
                if not button.get("data") or key in self.pressed or "⟦Confirm⟧" in button["text"]:
                    continue
                self.pressed.add(key)
                asked = {"chat": chat, "message_id": message["message_id"], "button": button["text"], "wait": 5}
                try:
                    answer = await self.circle.client.act(person, "press", **asked)
                except Refused:
                    continue  # an earlier press has changed the message, and this button is gone
                self.read(answer.get("text"))
                await self.circle.settle()


async def test_no_word_stands_outside_the_catalogue_and_every_call_fits_telegrams_schema(tmp_path: Path) -> None:
    async with a_circle(tmp_path, speaks="qps", language="qps", timezone="Europe/London") as circle:
        tour = Tour(circle)
        for person in (circle.fay, circle.mara):
            await circle.start(person)
        await circle.say(circle.fay, SCHEDULE)
        await circle.press(circle.fay, "⟦Confirm⟧")
        for words in FACILITATOR_TOUR:
            await tour.type(circle.fay, circle.group, words)
        for words in PARENT_TOUR:
            await tour.type(circle.tom, circle.group, words)
        for words in PRIVATE_TOUR:
            await tour.type(circle.mara, circle.mara, words)
            await tour.type(circle.fay, circle.fay, words)
        for to in ("2026-11-30T10:00:00Z", "2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z", "2026-12-01T12:01:00Z"):
            await circle.travel(to=to)
            for chat, person in ((circle.group, circle.tom), (circle.mara, circle.mara), (circle.fay, circle.fay)):
                await tour.look(chat, person)
        calls = await circle.client.calls(limit=20_000)
    assert violations(calls) == []
    assert len(calls) > 500
    assert tour.bare == set()
    assert tour.seen > 500
    assert len(tour.pressed) > 60
