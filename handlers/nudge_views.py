"""A nudge with its buttons, and what its buttons carry."""

from dataclasses import dataclass
from datetime import datetime

from domain.meetups import Meetup
from domain.nudge import Nudge, Verdict
from domain.nudge_answers import BREAKS
from domain.nudge_sending import Ready
from domain.people import Person
from handlers.callbacks import Payload
from handlers.keyboards import Button, press
from handlers.nudge_words import missed_you
from handlers.words import Words


@dataclass(frozen=True)
class SeeYou(Payload, code="ns"):
    """See you next time."""

    nudge_id: int


@dataclass(frozen=True)
class Chat(Payload, code="nc"):
    """I'd like a chat."""

    nudge_id: int


@dataclass(frozen=True)
class Break(Payload, code="nb"):
    """Taking a break; weeks 0: for how long is asked."""

    nudge_id: int
    weeks: int


@dataclass(frozen=True)
class Stop(Payload, code="nx"):
    """Stop these messages."""

    nudge_id: int


@dataclass(frozen=True)
class Decide(Payload, code="nd"):
    """A facilitator who is asked first says what happens."""

    nudge_id: int
    verdict: Verdict


def message(
    t: Words, nudge: Nudge, person: Person, ready: Ready, following: Meetup | None, now: datetime
) -> tuple[str, list[list[Button]]]:
    """The nudge as it goes to this person."""
    return missed_you(t, nudge.wording, person, ready.meetup, following, ready.group, now), doors(t, nudge.id)


def doors(t: Words, nudge_id: int) -> list[list[Button]]:
    """The four answers."""
    return [
        [press(t.plain("See you next time"), SeeYou(nudge_id))],
        [press(t.plain("I'd like a chat"), Chat(nudge_id)), press(t.plain("Taking a break"), Break(nudge_id, 0))],
        [stop_door(t, nudge_id)],
    ]


def stop_door(t: Words, nudge_id: int) -> Button:
    """The way out, under every answer too."""
    return press(t.plain("Stop these messages"), Stop(nudge_id))


def chat_door(t: Words, nudge_id: int) -> Button:
    """The way to a human, under every answer too."""
    return press(t.plain("I'd like a chat"), Chat(nudge_id))


def breaks(t: Words, nudge_id: int) -> list[list[Button]]:
    """For how long."""
    row = [press(t.many("{count} week", "{count} weeks", weeks), Break(nudge_id, weeks)) for weeks in BREAKS]
    return [row, [chat_door(t, nudge_id), stop_door(t, nudge_id)]]
