"""The meetup's card: what it says and which buttons it has; and the line that says who comes, for other places."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.groups import Group
from domain.meetups import Answer, Meetup, MeetupState, Rsvp
from domain.people import Person
from domain.rsvps import is_here_open, is_open, taken, waiting
from handlers.callbacks import Payload
from handlers.keyboards import Button, press
from handlers.names import safe_name
from handlers.routing import Drawing
from handlers.views_meetups import full_words
from handlers.words import Words

# UTF-16 units for names; with title, place, link and topic at their longest a message stays under Telegram's 4096.
ROOM_GOING, ROOM_OTHERS = 1500, 400


@dataclass(frozen=True)
class Say(Payload, code="m"):
    """An answer: Going, Maybe, Can't make it."""

    meetup_id: int
    answer: Answer


@dataclass(frozen=True)
class Bring(Payload, code="mc"):
    """One child more or less."""

    meetup_id: int
    more: int


@dataclass(frozen=True)
class Here(Payload, code="mh"):
    """I'm here."""

    meetup_id: int


def card(
    t: Words,
    meetup: Meetup,
    group: Group,
    rsvps: Sequence[Rsvp],
    people: Mapping[int, Person],
    now: datetime,
    *,
    tap_again: bool = False,
) -> Drawing:
    """The card as it should look now. tap_again: presses may have been lost."""
    lines = [full_words(t, meetup, group)]
    if note := state_line(t, meetup):
        lines = [note, f"<s>{full_words(t, meetup, group)}</s>"]
    elif comes := who_comes(t, meetup, group, rsvps, people):
        lines.append(comes)
    if meetup.state is MeetupState.ENDED and now >= meetup.ends_at:
        lines.append(t("This meetup is over."))
    if tap_again and buttons(t, meetup, now):
        lines.append(t("I was out of reach for a while. If you tapped a button meanwhile, please tap it again."))
    pin = meetup.state is MeetupState.PLANNED and now < meetup.ends_at
    return Drawing("\n\n".join(lines), buttons(t, meetup, now), pin=pin)


def state_line(t: Words, meetup: Meetup) -> str | None:
    """What has become of a meetup that does not take place, with the reason; None for the others."""
    lines = {
        MeetupState.SKIPPED: t("There is none this time. The next one comes as usual."),
        MeetupState.CANCELLED: t("This meetup is called off."),
        MeetupState.NOT_HELD: t("This meetup did not take place."),
    }
    line = lines.get(meetup.state)
    if line and meetup.reason:
        line += " " + t("Why: {reason}", reason=meetup.reason)
    return f"<b>{line}</b>" if line else None


def buttons(t: Words, meetup: Meetup, now: datetime) -> list[list[Button]]:
    """Those that would be of use now; none on a finished card."""
    rows = []
    if is_here_open(meetup, now):
        rows.append([press(t.plain("I'm here"), Here(meetup.id))])
    if is_open(meetup, now):
        rows += answers(t, meetup)
    return rows


def answers(t: Words, meetup: Meetup) -> list[list[Button]]:
    """Going, Maybe, Can't make it; and the children."""
    return [
        [
            press(t.plain("Going"), Say(meetup.id, Answer.GOING)),
            press(t.plain("Maybe"), Say(meetup.id, Answer.MAYBE)),
            press(t.plain("Can't make it"), Say(meetup.id, Answer.DECLINED)),
        ],
        [press(t.plain("+1 child"), Bring(meetup.id, 1)), press(t.plain("−1 child"), Bring(meetup.id, -1))],
    ]


def who_comes(
    t: Words, meetup: Meetup, group: Group, rsvps: Sequence[Rsvp], people: Mapping[int, Person]
) -> str | None:
    """Who comes, who perhaps, who waits for a place. Nobody is listed for not coming."""
    going = [r for r in rsvps if r.answer is Answer.GOING and r.waiting_since is None]
    maybe = [r for r in rsvps if r.answer is Answer.MAYBE]
    queue = waiting(rsvps)
    blocks = []
    if going or meetup.places is not None:
        blocks.append((_going(t, meetup, going), going, ROOM_GOING))
    if maybe:
        blocks.append((t("Maybe: {count}", count=len(maybe)), maybe, ROOM_OTHERS))
    if queue:
        blocks.append((t("Waiting for a place: {count}", count=len(queue)), queue, ROOM_OTHERS))
    parts = []
    for label, entries, room in blocks:
        parts.append(f"<b>{label}</b>")
        if group.names_shown and entries:
            parts.append(names(t, entries, people, room))
    return "\n".join(parts) or None


def counts(t: Words, meetup: Meetup, rsvps: Sequence[Rsvp]) -> str:
    """The same in numbers only, one line."""
    going = [r for r in rsvps if r.answer is Answer.GOING and r.waiting_since is None]
    maybe = sum(1 for r in rsvps if r.answer is Answer.MAYBE)
    parts = [_going(t, meetup, going)]
    if maybe:
        parts.append(t("Maybe: {count}", count=maybe))
    return ". ".join(parts)


def _going(t: Words, meetup: Meetup, going: Sequence[Rsvp]) -> str:
    label = t("Going: {count}", count=len(going))
    children = sum(r.children for r in going)
    if children:
        label = f"{label} {t.many('and {count} child', 'and {count} children', children)}"
    if meetup.places is not None:
        label = f"{label} {t('({taken} of {places} places taken)', taken=taken(going), places=meetup.places)}"
    return label


def names(t: Words, rsvps: Sequence[Rsvp], people: Mapping[int, Person], room: int) -> str:
    """Names with their children, as many as fit; who is not named, by choice or for want of room, is counted."""
    entries: list[str] = []
    left = room
    for rsvp in rsvps:
        name = people[rsvp.person_id].name if rsvp.person_id in people else None
        if not name:
            continue
        entry = _entry(t, name, rsvp)
        left -= utf16(html.unescape(entry)) + 2
        if left < 0:
            break
        entries.append(entry)
    unnamed = len(rsvps) - len(entries)
    if unnamed and not entries:
        return t.many("{count} who is not named", "{count} who are not named", unnamed)
    if unnamed:
        entries.append(t.many("and one more", "and {count} more", unnamed))
    return ", ".join(entries)


def _entry(t: Words, name: str, rsvp: Rsvp) -> str:
    name = safe_name(t, name)
    if not rsvp.children:
        return html.escape(name, quote=False)
    return t.many("{name} with {count} child", "{name} with {count} children", rsvp.children, name=name)


def utf16(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
