"""The tick list as its facilitators see it, its buttons, and the card in front of it that names nobody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from domain.attendance import Mark
from domain.attendance_lists import closes_at
from domain.attendance_marks import Line, TickList
from domain.groups import Group
from domain.meetups import Meetup, MeetupState
from domain.people import Person
from domain.planning import zone_of
from handlers.callbacks import Payload
from handlers.keyboards import Button, columns, link, press
from handlers.names import cleaned, isolated, safe_name
from handlers.routing import Drawing
from handlers.views_meetups import bold, when
from handlers.words import Words

PER_PAGE = 8  # people; two buttons each
ADDED_PER_PAGE = 12  # members to pick from
LONGEST_LABEL = 24  # characters of a name on a button


class Choice(StrEnum):
    """What a button of the list ticks."""

    CAME = "c"
    MISSED = "m"
    OPEN = "o"


class View(StrEnum):
    """What the message shows: the list, or the members who can be added to it."""

    TICKS = "l"
    ADD = "a"


@dataclass(frozen=True)
class OpenList(Payload, code="to"):
    """Show the list of this meetup, in private."""

    linked = True
    meetup_id: int


@dataclass(frozen=True)
class Tick(Payload, code="tt"):
    """This person came, missed it, or is left open."""

    meetup_id: int
    person_id: int
    choice: Choice


@dataclass(frozen=True)
class TickGuest(Payload, code="tg"):
    """The same for a guest, by their line."""

    meetup_id: int
    line_id: int
    choice: Choice


@dataclass(frozen=True)
class Turn(Payload, code="tp"):
    """Another page, or another view."""

    meetup_id: int
    view: View
    page: int


@dataclass(frozen=True)
class AddMember(Payload, code="tm"):
    """This member was there too."""

    meetup_id: int
    person_id: int


@dataclass(frozen=True)
class AddGuest(Payload, code="tf"):
    """Ask for the first name of somebody without Telegram."""

    meetup_id: int


@dataclass(frozen=True)
class Held(Payload, code="th"):
    """It was held, or it wasn't."""

    meetup_id: int
    held: bool


@dataclass(frozen=True)
class Save(Payload, code="ts"):
    """What is shown counts from now on."""

    meetup_id: int


def the_list(
    t: Words, shown: TickList, group: Group, page: int, saver: Person | None, others: Sequence[Meetup], now: datetime
) -> Drawing:
    """One page of the list. saver: who saved it last. others: meetups whose lists are open too."""
    meetup = shown.meetup
    head = f"{bold(meetup.title)}\n{when(t, meetup, group)}\n{t('Group: {group}', group=group.title)}"
    if now >= closes_at(meetup):
        return Drawing("\n\n".join([head, t("This list is closed.")]))
    if meetup.state is MeetupState.NOT_HELD:
        text = t("It wasn’t held, so it counts for nobody.")
        return Drawing("\n\n".join([head, text]), [[press(t.plain("It was held"), Held(meetup.id, held=True))]])
    pages = pages_of(len(shown.lines), PER_PAGE)
    page = min(max(page, 0), pages - 1)
    here = slice(page * PER_PAGE, (page + 1) * PER_PAGE)
    ask = t("<b>Who came?</b> Tap what you know, and then Save. What you leave open counts for nobody.")
    body = [_line(t, line) for line in shown.lines[here]] or [t("Nobody said they would come. You can add people.")]
    if pages > 1:
        body.append(t("Page {page} of {pages}", page=page + 1, pages=pages))
    rows = [_ticks(t, meetup, *named) for named in list(zip(shown.lines, labels(t, shown.lines), strict=True))[here]]
    rows.append(_turning(t, meetup, View.TICKS, page, pages))
    rows.append(
        [
            press(t.plain("Add somebody"), Turn(meetup.id, View.ADD, 0)),
            press(t.plain("It wasn't held"), Held(meetup.id, held=False)),
        ]
    )
    rows.append([press(t.plain("Save"), Save(meetup.id))])
    rows += [[press(t.plain("List of {day}", day=t.short_day(other.day)), OpenList(other.id))] for other in others]
    return Drawing("\n\n".join([head, ask, "\n".join(body), _state(t, shown, saver, group)]), rows)


def pages_of(count: int, size: int) -> int:
    """How many pages so many entries fill; one at least."""
    return max(1, -(-count // size))


def _line(t: Words, line: Line) -> str:
    name = safe_name(t, line.full_name)
    match line.mark:
        case Mark.CAME:
            return t("✓ {name}: came", name=name)
        case Mark.MISSED:
            return t("– {name}: missed", name=name)
        case _:
            return t("· {name}: open", name=name)


def _ticks(t: Words, meetup: Meetup, line: Line, label: str) -> list[Button]:
    came, missed = t.plain("Came: {name}", name=label), t.plain("Missed: {name}", name=label)
    if line.mark is Mark.CAME:
        came = f"✓ {came}"
    elif line.mark is Mark.MISSED:
        missed = f"✓ {missed}"

    def payload(mark: Mark, choice: Choice) -> Payload:
        # A second tap leaves it open. What a button does is fixed when it is drawn: two fingers never undo each other.
        wanted = Choice.OPEN if line.mark is mark else choice
        if line.person is not None:
            return Tick(meetup.id, line.person.id, wanted)
        return TickGuest(meetup.id, line.kept.id if line.kept else 0, wanted)

    row = [press(came, payload(Mark.CAME, Choice.CAME))]
    if line.person is not None:
        row.append(press(missed, payload(Mark.MISSED, Choice.MISSED)))
    return row


def _turning(t: Words, meetup: Meetup, view: View, page: int, pages: int) -> list[Button]:
    row = []
    if page > 0:
        row.append(press(t.plain("‹ Previous page"), Turn(meetup.id, view, page - 1)))
    if page < pages - 1:
        row.append(press(t.plain("Next page ›"), Turn(meetup.id, view, page + 1)))
    return row


def _state(t: Words, shown: TickList, saver: Person | None, group: Group) -> str:
    if shown.last_saved is None:
        return t("Not saved yet.")
    if not shown.saved:
        return t("Changed since it was saved. Tap Save when it is right.")
    at = t.moment(shown.last_saved.at, zone_of(group))
    if saver is None:
        return t("Saved, {when}.", when=at)
    return t("Saved by {name}, {when}.", name=safe_name(t, Line(person=saver).full_name), when=at)


def adding(t: Words, meetup: Meetup, addable: Sequence[Line], page: int) -> Drawing:
    """The members who can be added, and the door for people without Telegram."""
    pages = pages_of(len(addable), ADDED_PER_PAGE)
    page = min(max(page, 0), pages - 1)
    named = list(zip(addable, labels(t, addable), strict=True))[page * ADDED_PER_PAGE : (page + 1) * ADDED_PER_PAGE]
    rows = columns((press(name, AddMember(meetup.id, line.person.id)) for line, name in named if line.person), 2)
    rows.append(_turning(t, meetup, View.ADD, page, pages))
    rows.append([press(t.plain("Somebody without Telegram"), AddGuest(meetup.id))])
    rows.append([press(t.plain("Back to the list"), Turn(meetup.id, View.TICKS, 0))])
    text = t("Who else was there on {day}? Tap a name.", day=t.day(meetup.day))
    return Drawing(text, rows)


def labels(t: Words, lines: Sequence[Line]) -> list[str]:
    """Short names for buttons, no two alike: the first name; where several share it, more of it; else a number."""
    firsts = Counter(line.first_name for line in lines)
    found: list[str] = []
    for line in lines:
        name = cleaned(line.first_name if firsts[line.first_name] == 1 else line.full_name) or t.plain("Somebody")
        short = name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"
        number = 2
        label = short
        while label in found:
            label = f"{short} ({number})"
            number += 1
        found.append(label)
    return [isolated(label) for label in found]


def door(t: Words, meetup: Meetup, group: Group, data: dict[str, Any], *, closed: bool, room: bool) -> Drawing:
    """The way to the list: in the room it says of which group, in the group for whom it is. It names nobody."""
    day = t.day(meetup.starts_at.astimezone(ZoneInfo(zone_of(group))).date())
    if room:
        text = t("{group}, {day}: who came? The list is in our private chat.", group=group.title, day=day)
    else:
        text = t("For the facilitators: the list of {day} is in our private chat.", day=day)
    if closed:
        return Drawing(text)
    if meetup.state is MeetupState.NOT_HELD:
        text += "\n" + t("It wasn’t held.")
    elif meetup.attendance_saved_at is not None:
        text += "\n" + t("It is saved. Thank you.")
    return Drawing(text, [[link(t.plain("Continue in private"), str(data.get("link", "")))]])
