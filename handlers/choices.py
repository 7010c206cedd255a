"""What settings have in common: how choices are said and shown as buttons, and whose group they are for."""

from collections.abc import Callable
from datetime import time

from babel import Locale, UnknownLocaleError

from domain.groups import Group
from domain.hello import Start
from domain.ports import Tx
from domain.quiet import QuietHours
from handlers.callbacks import Payload
from handlers.context import Act, Me
from handlers.keyboards import Button, columns, press
from handlers.routing import Asked
from handlers.words import Words, languages

HOUR, DAY = 60, 24 * 60  # minutes


def language_name(code: str) -> str:
    """A language in its own words: `English`, `Deutsch`."""
    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name.capitalize() if name else code


def lead_before(t: Words, minutes: int) -> str:
    """`1 hour before`, `2 days before`, `90 minutes before`; plain text."""
    if minutes % DAY == 0 and minutes > DAY:
        return t.many("{count} day before", "{count} days before", minutes // DAY)
    if minutes % HOUR == 0:
        return t.many("{count} hour before", "{count} hours before", minutes // HOUR)
    return t.many("{count} minute before", "{count} minutes before", minutes)


def leads_before(t: Words, leads: tuple[int, ...]) -> str:
    """Every lead, the longest first; or that there are none. Plain text."""
    return ", ".join(lead_before(t, lead) for lead in leads) if leads else t.plain("off")


def quiet_words(t: Words, quiet: QuietHours) -> str:
    """`21:00–08:00`, or that there are none. Plain text."""
    if quiet.start == quiet.end:
        return t.plain("none")
    return f"{t.clock(quiet.start)}–{t.clock(quiet.end)}"


def read_hours(word: str) -> time | None:
    """`2130`, as buttons carry a wall time; None for anything else."""
    if len(word) != 4 or not word.isdecimal():
        return None
    hour, minute = int(word[:2]), int(word[2:])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def on_or_off(t: Words, *, on: bool) -> str:
    """Plain text."""
    return t.plain("on") if on else t.plain("off")


def zone_rows(t: Words, zones: list[str], payload: Callable[[str], Payload]) -> list[list[Button]]:
    """Time zones as people call them, two to a row."""
    return columns([press(t.zone(zone), payload(zone)) for zone in zones], 2)


def language_rows(payload: Callable[[str], Payload]) -> list[list[Button]]:
    """Every language the bot speaks, in its own words."""
    return columns([press(language_name(code), payload(code)) for code in languages()], 2)


def named_group(tx: Tx, asked: Asked) -> list[Group]:
    """The group that a button's payload names, where it can be meant: in private, in its own chat, in its room."""
    group = tx.groups.get(getattr(asked.payload, "group_id", 0))
    if group is None or group.resting:
        return []
    here = asked.private or asked.chat_id in (group.chat_id, group.room_chat_id)
    return [group] if here else []


def draft_group(tx: Tx, asked: Asked) -> list[Group]:
    """The group of the draft that waited for these words."""
    draft = tx.drafts.get(asked.draft_id) if asked.draft_id is not None else None
    group = tx.groups.get(draft.group_id) if draft is not None and draft.group_id is not None else None
    return [group] if group is not None and not group.resting else []


def stop_waiting(act: Act, kind: str) -> None:
    """Words that come now are no longer taken for an answer to something of this kind."""
    for draft in act.tx.drafts.of_person(act.user.id):
        if draft.kind == kind:
            act.tx.drafts.remove(draft.id)


def start_of(me: Me) -> Start:
    """What a new group begins with: the settings of this running bot."""
    return Start(zone=me.zone, language=me.language, country=me.country)
