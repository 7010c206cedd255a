"""What /schedule shows on the way: the preview, the questions, and their buttons; no side effects."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.groups import Group
from domain.meetups import Series
from handlers.callbacks import Payload
from handlers.keyboards import Button, columns, press
from handlers.views_meetups import length, repetition, series_words
from handlers.words import Words

TIMES = ("0930", "1000", "1030", "1300", "1400", "1800", "1830", "1900", "1930")
PLACES = (6, 8, 10, 12, 15, 20, 30, 50)
ONCE = "once"
OTHER = "other"


@dataclass(frozen=True)
class Confirm(Payload, code="mC"):
    """The preview is right."""

    draft_id: int


@dataclass(frozen=True)
class Change(Payload, code="mX"):
    """The preview is wrong: other words will follow."""

    draft_id: int


@dataclass(frozen=True)
class Cancel(Payload, code="mA"):
    """Nothing is to be scheduled after all."""

    draft_id: int


@dataclass(frozen=True)
class AskPlaces(Payload, code="mP"):
    """How many can come?"""

    draft_id: int


@dataclass(frozen=True)
class Places(Payload, code="mN"):
    """So many can come, None: no limit."""

    draft_id: int
    places: int | None


@dataclass(frozen=True)
class Pick(Payload, code="mG"):
    """An answer to one of the guided questions. step: day, time, often, title."""

    draft_id: int
    step: str
    value: str


@dataclass(frozen=True)
class PickZone(Payload, code="mZ"):
    """The group's time zone: an IANA name, or `other`."""

    draft_id: int
    zone: str


def preview(t: Words, series: Series, group: Group, dates: list[date]) -> str:
    """Everything that Confirm would make true."""
    return "\n\n".join([t("Please look it over."), series_words(t, series, group, dates)])


def preview_buttons(t: Words, draft_id: int) -> list[list[Button]]:
    """Confirm, and ways to something else."""
    return [
        [press(t.plain("Confirm"), Confirm(draft_id)), press(t.plain("Change"), Change(draft_id))],
        [press(t.plain("Limit the places"), AskPlaces(draft_id)), cancel(t, draft_id)],
    ]


def scheduled(t: Words, series: Series, group: Group, first: date, *, here: bool) -> str:
    """What stands in the preview's place once it was confirmed. here: the card stands in the same chat."""
    clock = t.clock(series.local_time)
    text = t(
        "Scheduled: {title}. {often} at {time}, for {length}.",
        title=series.title,
        often=repetition(t, series),
        time=clock,
        length=length(t, series.minutes),
    )
    lines = [text]
    if series.rule.frequency != ONCE:
        lines.append(t("The first one is on {day}.", day=t.day(first)))
    if not here:
        lines.append(t("The card stands in {group}.", group=group.title))
    return " ".join(lines)


def cancel(t: Words, draft_id: int) -> Button:
    """The way out."""
    return press(t.plain("Cancel"), Cancel(draft_id))


def day_buttons(t: Words, draft_id: int) -> list[list[Button]]:
    """The days of the week."""
    days = [press(t.weekday(day), Pick(draft_id, "day", str(day))) for day in range(7)]
    return [*columns(days, 2), [cancel(t, draft_id)]]


def time_buttons(t: Words, draft_id: int) -> list[list[Button]]:
    """Usual times, and any other."""
    times = [press(t.clock(_clock(word)), Pick(draft_id, "time", word)) for word in TIMES]
    other = press(t.plain("Another time"), Pick(draft_id, "time", OTHER))
    return [*columns(times, 3), [other, cancel(t, draft_id)]]


def often_buttons(t: Words, draft_id: int, day: str) -> list[list[Button]]:
    """How often. The values: `w2` every two weeks, `m-1` the last of each month, `once`."""
    choices = {
        "w1": t.plain("Every week"),
        "w2": t.plain("Every 2 weeks"),
        "m1": t.plain("First {day} of the month", day=day),
        "m2": t.plain("Second {day} of the month", day=day),
        "m3": t.plain("Third {day} of the month", day=day),
        "m4": t.plain("Fourth {day} of the month", day=day),
        "m-1": t.plain("Last {day} of the month", day=day),
        ONCE: t.plain("Only once"),
    }
    rows = [[press(text, Pick(draft_id, "often", value))] for value, text in choices.items()]
    return [rows[0] + rows[1], *rows[2:], [cancel(t, draft_id)]]


def title_buttons(t: Words, draft_id: int) -> list[list[Button]]:
    """The last question may stay without an answer."""
    return [[press(t.plain("Skip"), Pick(draft_id, "title", "skip")), cancel(t, draft_id)]]


def places_buttons(t: Words, draft_id: int) -> list[list[Button]]:
    """How many can come."""
    numbers = [press(str(number), Places(draft_id, number)) for number in PLACES]
    return [*columns(numbers, 4), [press(t.plain("No limit"), Places(draft_id, None))]]


def zone_buttons(t: Words, draft_id: int, zones: list[str], now: datetime) -> list[list[Button]]:
    """Likely zones, each with its clock, so that people recognise theirs."""
    rows = []
    for zone in zones:
        clock = t.clock(now.astimezone(ZoneInfo(zone)).time())
        text = t.plain("{zone}, now {time}", zone=t.zone(zone), time=clock)
        rows.append([press(text, PickZone(draft_id, zone))])
    return [*rows, [press(t.plain("Another place"), PickZone(draft_id, OTHER)), cancel(t, draft_id)]]


def _clock(word: str) -> time:
    return time(int(word[:2]), int(word[2:]))
