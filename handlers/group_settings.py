"""What facilitators choose for a group: one message with a part for each choice, in private or in their room."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotNow
from domain.grammar import Unreadable, parse_hours, parse_leads
from domain.group_settings import (
    LONGEST_AREA,
    set_area,
    set_language,
    set_leads,
    set_names_shown,
    set_quiet,
    set_zone,
)
from domain.groups import Group
from domain.quiet import QuietHours
from domain.reminders import LONGEST_LEAD, MOST_LEADS, SHORTEST_LEAD
from domain.timezones import find_zone, is_zone, likely_zones
from handlers.callbacks import Payload
from handlers.choices import (
    draft_group,
    language_name,
    language_rows,
    leads_before,
    named_group,
    quiet_words,
    read_hours,
    stop_waiting,
    zone_rows,
)
from handlers.context import Act
from handlers.doors import AsksFirst, ToGroupSettings, ToNewcomers, ToRequestSettings
from handlers.keyboards import Button, Rows, columns, press
from handlers.routing import Router, Who
from handlers.unreadable import explain
from handlers.words import Words, languages

router = Router("group settings")

KIND = "group_settings"
LEADS = ((1440, 60), (1440,), (60,), (2880, 180))  # minutes before
QUIET = (("2100", "0800"), ("2200", "0700"), ("2000", "0900"), ("0000", "0000"))
QUIET_EXAMPLE = "21:00-8:00"


class Part(StrEnum):
    """What the settings message shows. Those that wait for words are named for what they expect."""

    MAIN = "m"
    LEADS = "group_leads"
    QUIET = "group_quiet"
    ZONE = "group_zone"
    AREA = "group_area"
    LANGUAGE = "l"


WORDS = (Part.LEADS, Part.QUIET, Part.ZONE, Part.AREA)


@dataclass(frozen=True)
class ShowGroupPart(Payload, code="pv"):
    """Show this part."""

    group_id: int
    part: Part


@dataclass(frozen=True)
class SetNamesShown(Payload, code="pw"):
    """Cards show names, or only how many come."""

    group_id: int
    shown: bool


@dataclass(frozen=True)
class SetGroupLeads(Payload, code="py"):
    """The group is reminded at these minutes before, `1440,60`; empty: never."""

    group_id: int
    leads: str


@dataclass(frozen=True)
class SetQuiet(Payload, code="pQ"):
    """The group is left alone between these wall times, `2100` and `0800`; equal: never."""

    group_id: int
    start: str
    end: str


@dataclass(frozen=True)
class SetGroupZone(Payload, code="pZ"):
    """The group lives in this time zone."""

    group_id: int
    zone: str


@dataclass(frozen=True)
class SetGroupLanguage(Payload, code="pN"):
    """The group speaks this language."""

    group_id: int
    language: str


@router.press(ToGroupSettings, who=Who.FACILITATOR, candidates=named_group)
def group_settings(act: Act) -> None:
    """What is chosen now, and doors to change it."""
    _main(act, act.groups[0])


@router.press(ShowGroupPart, who=Who.FACILITATOR, candidates=named_group)
def show_part(act: Act) -> None:
    """One part; only words for this one are waited for from now on."""
    part = act.payload.part if isinstance(act.payload, ShowGroupPart) else Part.MAIN
    group = act.groups[0]
    if part is Part.MAIN:
        _main(act, group)
        return
    stop_waiting(act, KIND)
    if part in WORDS:
        act.begin(KIND, group_id=group.id, expects=part)
    text, rows = _part(act.t, part, group)
    how = "" if act.private or part not in WORDS else " " + act.t("Write it as a reply to this message.")
    act.edit_here(text + how, [*rows, [press(act.t.plain("Back"), ShowGroupPart(group.id, Part.MAIN))]])


def overview(t: Words, group: Group) -> str:
    """What is chosen now."""
    zone = t.zone(group.zone) if group.zone else t.plain("not chosen yet")
    return "\n".join(
        [
            t("<b>Settings of {group}</b>", group=group.title),
            t("Cards show names: {state}", state=t.plain("yes") if group.names_shown else t.plain("no, only how many")),
            t("Reminders in the group: {leads}", leads=leads_before(t, group.leads)),
            t("Quiet hours: {hours}", hours=quiet_words(t, group.quiet)),
            t("Time zone: {zone}", zone=zone),
            t("Language: {language}", language=language_name(group.language)),
            t("Area: {area}", area=group.area or t.plain("not chosen yet")),
            t("“We missed you” messages: {state}", state=_asked(t, group)),
        ]
    )


def _doors(t: Words, group: Group) -> list[list[Button]]:
    def door(text: str, part: Part) -> Button:
        return press(text, ShowGroupPart(group.id, part))

    names = t.plain("Show only how many come") if group.names_shown else t.plain("Show names on cards")
    rows = [
        [press(names, SetNamesShown(group.id, shown=not group.names_shown))],
        [door(t.plain("Reminders"), Part.LEADS), door(t.plain("Quiet hours"), Part.QUIET)],
        [door(t.plain("Time zone"), Part.ZONE), door(t.plain("Area"), Part.AREA)],
    ]
    first = t.plain("Don’t ask us first") if group.asks_first else t.plain("Ask us first")
    new = press(t.plain("New people"), ToNewcomers(group.id))
    rows.append([press(first, AsksFirst(group.id, asked=not group.asks_first)), new])
    rows.append([press(t.plain("Requests for a facilitator"), ToRequestSettings(group.id))])
    language = [[door(t.plain("Language"), Part.LANGUAGE)]] if len(languages()) > 1 else []
    return [*rows, *language]


def _asked(t: Words, group: Group) -> str:
    return t.plain("facilitators are asked first") if group.asks_first else t.plain("sent by themselves")


def _part(t: Words, part: Part, group: Group) -> tuple[str, Rows]:
    match part:
        case Part.LEADS:
            choices = [
                press(leads_before(t, leads), SetGroupLeads(group.id, ",".join(map(str, leads)))) for leads in LEADS
            ]
            rows = [[choice] for choice in [*choices, press(t.plain("Off"), SetGroupLeads(group.id, ""))]]
            asked = t("When shall I remind the group of a meetup? Tap, or write up to {most} times.", most=MOST_LEADS)
            return f"{asked} {t('For example: <code>{example}</code>', example='24h 1h')}", rows
        case Part.QUIET:
            buttons = [press(_hours(t, start, end), SetQuiet(group.id, start, end)) for start, end in QUIET]
            asked = t("When shall I leave the group alone? Tap, or write from when until when.")
            return f"{asked} {t('For example: <code>{example}</code>', example=QUIET_EXAMPLE)}", columns(buttons, 2)
        case Part.ZONE:
            likely = likely_zones(group.language, group.country)
            asked = t("Where does the group live? Tap a time zone, or write the name of your city.")
            kept = t("Meetups keep their time of day.")
            return f"{asked} {kept}", zone_rows(t, likely, lambda zone: SetGroupZone(group.id, zone))
        case Part.AREA:
            return t("Which town or part of town is the group for? Write it in your own words."), []
        case _:
            asked = t("Which language do I use in the group?")
            return asked, language_rows(lambda code: SetGroupLanguage(group.id, code))


def _hours(t: Words, start: str, end: str) -> str:
    opens, closes = read_hours(start), read_hours(end)
    if opens is None or closes is None or opens == closes:
        return t.plain("No quiet hours")
    return quiet_words(t, QuietHours(start=opens, end=closes))


def _main(act: Act, group: Group) -> None:
    stop_waiting(act, KIND)
    act.edit_here(overview(act.t, group), _doors(act.t, group))


def _saved(act: Act, group: Group) -> None:
    act.answer(act.t.plain("Saved."))
    _main(act, group)


@router.press(SetNamesShown, who=Who.FACILITATOR, candidates=named_group)
def names_chosen(act: Act) -> None:
    """Names or only numbers; the cards follow."""
    shown = not isinstance(act.payload, SetNamesShown) or act.payload.shown
    _saved(act, set_names_shown(act.tx, act.groups[0], act.now, shown=shown))


@router.press(SetGroupLeads, who=Who.FACILITATOR, candidates=named_group)
def leads_chosen(act: Act) -> None:
    """Reminders in the group."""
    words = act.payload.leads.split(",") if isinstance(act.payload, SetGroupLeads) else []
    leads = tuple(int(word) for word in words if word.isdecimal())
    if len(leads) > MOST_LEADS or any(not SHORTEST_LEAD <= lead <= LONGEST_LEAD for lead in leads):
        raise NotNow
    _saved(act, set_leads(act.tx, act.groups[0], leads, act.now))


@router.expecting(Part.LEADS, who=Who.FACILITATOR, candidates=draft_group)
def leads_typed(act: Act) -> None:
    """Times of their own."""
    try:
        leads = parse_leads(act.args, act.t.language)
    except Unreadable as error:
        act.reply(explain(act.t, error, example="24h 1h"), ask=not act.private)
        return
    _main(act, set_leads(act.tx, act.groups[0], leads, act.now))


@router.press(SetQuiet, who=Who.FACILITATOR, candidates=named_group)
def quiet_chosen(act: Act) -> None:
    """Quiet hours."""
    asked = act.payload
    start, end = (read_hours(asked.start), read_hours(asked.end)) if isinstance(asked, SetQuiet) else (None, None)
    if start is None or end is None:
        raise NotNow
    _saved(act, set_quiet(act.tx, act.groups[0], QuietHours(start=start, end=end), act.now))


@router.expecting(Part.QUIET, who=Who.FACILITATOR, candidates=draft_group)
def quiet_typed(act: Act) -> None:
    """Two times of day, however they are joined."""
    try:
        start, end = parse_hours(act.args, act.t.language)
    except Unreadable as error:
        act.reply(explain(act.t, error, example=QUIET_EXAMPLE), ask=not act.private)
        return
    _main(act, set_quiet(act.tx, act.groups[0], QuietHours(start=start, end=end), act.now))


@router.press(SetGroupZone, who=Who.FACILITATOR, candidates=named_group)
def zone_chosen(act: Act) -> None:
    """Another time zone."""
    if not isinstance(act.payload, SetGroupZone) or not is_zone(act.payload.zone):
        raise NotNow
    _saved(act, set_zone(act.tx, act.groups[0], act.payload.zone, act.now))


@router.expecting(Part.ZONE, who=Who.FACILITATOR, candidates=draft_group)
def zone_typed(act: Act) -> None:
    """A city or country."""
    group, found = act.groups[0], find_zone(act.args)
    if len(found) == 1:
        _main(act, set_zone(act.tx, group, found[0], act.now))
    elif found:
        act.reply(act.t("Which of these?"), zone_rows(act.t, found, lambda zone: SetGroupZone(group.id, zone)))
    else:
        act.reply(act.t("I don’t know “{words}”. Try the nearest big city.", words=act.args[:60]), ask=not act.private)


@router.expecting(Part.AREA, who=Who.FACILITATOR, candidates=draft_group)
def area_typed(act: Act) -> None:
    """The group's area."""
    area = " ".join(act.args.split())
    if len(area) > LONGEST_AREA:
        act.reply(act.t("That is too long. At most {limit} characters fit.", limit=LONGEST_AREA), ask=not act.private)
        return
    _main(act, set_area(act.tx, act.groups[0], area))


@router.press(SetGroupLanguage, who=Who.FACILITATOR, candidates=named_group)
def language_chosen(act: Act) -> None:
    """Another language for what stands in the group."""
    if not isinstance(act.payload, SetGroupLanguage) or act.payload.language not in languages():
        raise NotNow
    _saved(act, set_language(act.tx, act.groups[0], act.payload.language, act.now))
