"""`kill -9` at random points of mixed weeks: answers on cards, reminders, attendance, nudges, requests, questions."""

import asyncio
import contextlib
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.client import Refused
from tests.chaos.audit import Audit, check
from tests.chaos.world import World, a_world, words_of

UP = (0.0, 1.2)  # seconds between its being there and a kill …
MOST_DONE, LONGEST_UP = 8, 6.0  # … after people did at most so much in at most so many seconds, so that weeks pass
AT_THE_START, AS_IT_SPEAKS = 0.15, 0.5  # the shares of kills before it is there, and as something is on its way
LOOKS = 0.005  # seconds between looks whether something is on its way
LATENCY = 80  # milliseconds of the way to Telegram and back
FIRST = datetime(2026, 12, 1, 10, tzinfo=UTC)  # the first Tuesday at 10:00 in London, where it is winter
LONDON = ZoneInfo("Europe/London")
REMINDERS = 2  # in the group before each meetup: a day and an hour
ANSWERS = ("Going", "Maybe", "Can't make it")
QUESTIONS = ("What is peer support?", "Can I bring my children?", "how do I get to the zorblax {n}", "a glimf {n}?")
GROUPS = (("Calderwood parents", 6), ("Elm Street parents", 4))
MANY = 10  # kills; for fewer one group is enough, and answers that nobody knows
NUDGE = "Only you see it."


@dataclass
class Circle:
    """One group and its parents, who are called by a letter and a number."""

    chat: int
    letter: str
    parents: list[int]


@dataclass
class Played:
    """What people did."""

    presses: Counter[int] = field(default_factory=Counter)
    answers: dict[tuple[int, datetime], str | None] = field(default_factory=dict)
    requests: int = 0
    words: list[tuple[int, str]] = field(default_factory=list)
    questions: int = 0
    weeks: int = 0


class Weeks(World):
    """Two groups with a facilitator each and one for both, and their room."""

    def __init__(self, *given: Any, **settings: str) -> None:
        super().__init__(*given, **settings)
        self.ann = 0
        self.circles: list[Circle] = []
        self.played = Played()
        self.done = 0  # things that people did

    async def begun(self, groups: tuple[tuple[str, int], ...]) -> None:
        """Everybody knows the bot, a meetup is planned in each group. groups: titles, and how many parents."""
        client = self.client
        self.fay, self.ann = [(await client.person(name, language_code="en"))["id"] for name in ("Fay", "Ann")]
        for title, count in groups:
            parents = [(await client.person(f"{title[0]}{n}", language_code="en"))["id"] for n in range(count)]
            more = {"members": parents, "administrators": [self.ann], "bot": "administrator"}
            self.circles.append(Circle((await client.group(title, self.fay, **more))["id"], title[0], parents))
        await self.started()
        for person in (self.fay, self.ann):
            await client.start(person)
        for circle in self.circles:
            for person in circle.parents:
                await client.start(person)
            for person in (self.fay, self.ann, *circle.parents):
                await client.send(person, "/next", chat=circle.chat)
            await client.send(self.fay, "/schedule every tue 10:00 Coffee and chat", chat=circle.chat)
            await self.press(self.fay, "Confirm", circle.chat)
            await self.until(lambda chat=circle.chat: self.with_button(chat, "Going"), "the card")  # type: ignore[misc]
            wishes = circle.parents[0]
            await client.send(wishes, "/settings")
            for button in ("Reminder", "3 hours before"):
                await self.press(wishes, button)
        await self.rest()

    async def tap(self, person: int, chat: int, message_id: int, button: str) -> None:
        """Until Telegram took the press: while a message is drawn anew its buttons may be others for a moment."""

        async def taken() -> bool:
            with contextlib.suppress(Refused):
                await self.client.act(person, "press", chat=chat, message_id=message_id, button=button, wait=0)
                return True
            return False

        self.done += 1
        await self.until(taken, f"{button} can be pressed")

    async def press(self, *given: Any, **more: Any) -> dict[str, Any]:
        """As everywhere; counted."""
        self.done += 1
        return await super().press(*given, **more)

    async def travel(self, to: str | datetime) -> None:
        """Likewise."""
        self.done += 1
        await super().travel(to)


async def _answers(world: Weeks, circle: Circle, starts: datetime, rng: random.Random) -> None:
    """Some parents press on the card; the same answer again takes it back."""
    message_id = await world.until(lambda: world.with_button(circle.chat, "Going"), "the card")
    played = world.played
    for person in circle.parents:
        if rng.random() < 0.6:
            answer = rng.choice(ANSWERS)
            await world.tap(person, circle.chat, message_id, answer)
            played.presses[person] += 1
            before = played.answers.get((person, starts))
            played.answers[person, starts] = None if before == answer else answer


async def _questions(world: Weeks, circle: Circle, rng: random.Random) -> None:
    for person in circle.parents:
        if rng.random() < 0.4:
            world.played.questions += 1
            await world.client.send(person, "/ask " + rng.choice(QUESTIONS).format(n=world.played.questions))


async def _request(world: Weeks, circle: Circle, rng: random.Random) -> None:
    """One parent asks for a human, somebody comes, they write, and it is closed."""
    person, facilitator = rng.choice(circle.parents), rng.choice((world.fay, world.ann))
    world.played.requests += 1
    words, said = f"ask-{world.played.requests}.", f"say-{world.played.requests}."
    # A crash can have doubled earlier messages, and left their buttons behind.
    before = max((m["message_id"] for m in await world.client.transcript(facilitator)), default=0)
    sent = await world.client.send(person, f"/facilitator {words}")
    await world.press(person, rng.choice(("By name", "Unnamed")), about="I have your words", after=sent)
    request = await world.until(
        lambda: world.rows("SELECT request_id FROM request_words WHERE text = ?", words), f"the request {words}"
    )
    await world.press(facilitator, "Claim", about="would like to talk", after=before)
    await world.until(lambda: world.said(facilitator, words), "the words have opened")
    await world.client.send(person, said)
    await world.until(lambda: world.said(facilitator, said), "passed on")
    world.played.words += [(facilitator, words), (facilitator, said)]
    await world.press(facilitator, "Close", about="You have it", after=before)
    await world.press(facilitator, "We talked", about="How did it end?", after=before)
    closed = "SELECT 1 FROM request_steps WHERE request_id = ? AND what = 'closed'"
    await world.until(lambda: world.rows(closed, request[0][0]), "closed")


async def _attendance(world: Weeks, circle: Circle, starts: datetime, rng: random.Random) -> None:
    """Fay ticks who came and who was missed, and saves."""
    ended = "SELECT m.id FROM meetups m JOIN groups g ON g.id = m.group_id WHERE g.chat_id = ? AND m.starts_at LIKE ?"
    at = f"{starts:%Y-%m-%d %H:%M}%"
    ((meetup,),) = world.rows(ended, circle.chat, at)
    card = "SELECT message_id FROM cards WHERE kind = 'ticks' AND subject_id = ? AND chat_id = ?"
    ((message_id,),) = await world.until(
        lambda: [row for row in world.rows(card, meetup, world.fay) if row[0]], "the tick list"
    )
    marks = {}
    for person in circle.parents:
        name = f"{circle.letter}{circle.parents.index(person)}"
        marked = rng.choice(("Came", "Missed"))
        if await _on_list(world, message_id, f"{marked}: {name}"):
            await world.tap(world.fay, world.fay, message_id, f"{marked}: {name}")
            marks[person] = marked.lower()
    await world.rest()
    kept = dict(world.rows("SELECT person_id, mark FROM attendance WHERE meetup_id = ?", meetup))
    check([f"attendance {kept}, and it was ticked {marks}"] if {p: kept.get(p) for p in marks} != marks else [])
    await world.tap(world.fay, world.fay, message_id, "Save")
    saved = "SELECT 1 FROM meetups WHERE id = ? AND attendance_saved_at IS NOT NULL"
    await world.until(lambda: world.rows(saved, meetup), "it is saved")


async def _on_list(world: Weeks, message_id: int, button: str) -> bool:
    shown = [m for m in await world.client.transcript(world.fay) if m["message_id"] == message_id]
    return any(one["text"] == button for m in shown for row in m.get("buttons") or [] for one in row)


async def a_week(world: Weeks, number: int, rng: random.Random) -> None:
    """From the day before the meetup to two days after it."""
    starts = (FIRST.astimezone(LONDON) + timedelta(weeks=number)).astimezone(UTC)  # at ten also in summer
    for hours in (-25, -23.9, -2.9, -0.9):
        await world.travel(starts + timedelta(hours=hours))
        await world.rest()
        asking = rng.choice((None, *world.circles))
        for circle in world.circles:
            await _answers(world, circle, starts, rng)
            await _questions(world, circle, rng)
        if asking is not None:
            await _request(world, asking, rng)
    await world.travel(starts + timedelta(hours=2))
    for circle in world.circles:
        await world.rest()
        await _attendance(world, circle, starts, rng)
    for hours in (24.2, 49):
        await world.travel(starts + timedelta(hours=hours))
        await world.rest()
    world.played.weeks += 1


async def _kill(world: Weeks, audit: Audit, kills: int, rng: random.Random) -> None:
    for _ in range(kills):
        when = rng.random()
        if when < AT_THE_START:
            await asyncio.sleep(rng.uniform(0, 0.5))
        else:
            await world.until(world.polls, "it asks for updates")
            await _people_go_on(world, rng.randrange(MOST_DONE))
            if when < AT_THE_START + AS_IT_SPEAKS:
                await _it_speaks(world)
                await asyncio.sleep(rng.uniform(0, LATENCY / 1000))
            else:
                await asyncio.sleep(rng.uniform(*UP))
        await world.kill()
        await asyncio.sleep(2 * LATENCY / 1000)  # what was on its way to Telegram arrives
        await audit.killed()
        world.start()


async def _people_go_on(world: Weeks, much: int) -> None:
    """They do so much; or it is taking them long."""
    until = world.done + much
    for _ in range(round(LONGEST_UP / LOOKS / 10)):
        if world.done >= until:
            return
        await asyncio.sleep(LOOKS * 10)


async def _it_speaks(world: Weeks) -> None:
    """Something is to be said; or nothing is for a while."""
    for _ in range(round(2 * UP[1] / LOOKS)):
        if world.rows("SELECT 1 FROM outbox WHERE state = 'waiting'"):
            return
        await asyncio.sleep(LOOKS)


async def play(folder: Path, seed: int, size: int) -> str:
    """size: kills. As many weeks as that takes."""
    rng = random.Random(seed)
    async with a_world(folder, Weeks, seed=seed, STARTER="on" if size >= MANY else "off") as world:
        assert isinstance(world, Weeks)
        await world.begun(GROUPS if size >= MANY else GROUPS[1:])
        audit = await Audit.of(world)
        await world.client.latency(LATENCY)
        killer = asyncio.create_task(_kill(world, audit, size, random.Random(seed + 1)))
        while not killer.done() or not world.played.weeks:
            await a_week(world, world.played.weeks, rng)
        await killer
        await world.rest()
        found = await audit.found()
        nudges = Counter(call["params"]["chat_id"] for call in await world.sends(words=NUDGE))
        check([*found.wrong, *_lost(world), *_reminders(world), *await _unheard(world)])
        check([f"{found.doubled} doubled, {found.in_flight} in flight"] if found.doubled > found.in_flight else [])
        check([f"{found.doubled} doubled at {size} kills"] if found.doubled > size else [])
        played, presses = world.played, sum(world.played.presses.values())
        return (
            f"{size} kills in {played.weeks} weeks of {len(world.circles)} groups; {presses} presses, "
            f"{played.questions} questions, {played.requests} requests, {sum(nudges.values())} nudges, "
            f"{found.sent} messages; 0 lost, 0 applied twice, {found.doubled} doubled of {found.in_flight} in flight, "
            "0 nudges doubled"
        )


def _lost(world: Weeks) -> list[str]:
    """Every press counts once, and every request is there once."""
    changes = Counter(person for (person,) in world.rows("SELECT person FROM audit_rsvps"))
    wrong = [
        f"{person} pressed {count} times, {changes[person]} took effect"
        for person, count in world.played.presses.items()
        if changes[person] != count
    ]
    kept: dict[tuple[int, str], str | None] = defaultdict(lambda: None)
    sql = "SELECT r.person_id, m.starts_at, r.answer FROM rsvps r JOIN meetups m ON m.id = r.meetup_id"
    kept |= {(person, starts[:16]): answer for person, starts, answer in world.rows(sql)}
    codes = dict(zip(ANSWERS, ("going", "maybe", "declined"), strict=True))
    for (person, starts), answer in world.played.answers.items():
        is_kept = kept.get((person, f"{starts:%Y-%m-%d %H:%M}"))
        if is_kept != (codes[answer] if answer else None):
            wrong.append(f"{person} answered {answer} for {starts}, {is_kept} is kept")
    requests = world.rows("SELECT state FROM requests")
    if len(requests) != world.played.requests or {state for (state,) in requests} - {"closed"}:
        wrong.append(f"{world.played.requests} requests, {requests} are kept")
    return wrong


def _reminders(world: Weeks) -> list[str]:
    """Each group is reminded of each meetup a day and an hour before, once."""
    reminded = "SELECT 1 FROM audit_said WHERE chat = ? AND payload LIKE '%A reminder:%'"
    counts = [world.count(reminded, circle.chat) for circle in world.circles]
    wanted = world.played.weeks * REMINDERS
    return [f"{count} reminders of {wanted}" for count in counts if count != wanted]


async def _unheard(world: Weeks) -> list[str]:
    """Words for a person that never came."""
    seen = {chat: await world.client.transcript(chat) for chat in (world.fay, world.ann)}
    return [
        f"{words} never came"
        for chat, words in world.played.words
        if not any(words in words_of(message) for message in seen[chat])
    ]
