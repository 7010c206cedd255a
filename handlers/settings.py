"""`/settings`: what people choose for themselves, in private; facilitators find their groups' settings there too."""

from dataclasses import dataclass
from enum import StrEnum

from domain.grammar import Unreadable, parse_leads
from domain.people import NameStyle, Person
from domain.reminders import LONGEST_LEAD, SHORTEST_LEAD
from domain.settings import LONGEST_CALLED, set_called, set_language, set_lead, set_name_style, set_nudges
from handlers.callbacks import Payload
from handlers.choices import language_name, language_rows, lead_before, on_or_off, stop_waiting
from handlers.context import Act
from handlers.doors import ToGroupSettings, ToSettings, human
from handlers.keyboards import Button, Rows, columns, press
from handlers.names import safe_name
from handlers.privately import privately
from handlers.routing import Router, Who
from handlers.unreadable import explain
from handlers.words import Words, languages

router = Router("settings")

KIND = "settings"
LEAD_WORDS, CALLED_WORDS = "own_lead", "called"
LEADS = (60, 180, 1440)  # minutes
MOST_GROUPS = 10  # whose settings are offered by buttons


class Part(StrEnum):
    """What the settings message shows."""

    MAIN = "m"
    LEAD = "r"
    OWN_LEAD = "o"
    NAME = "n"
    CALLED = "c"
    LANGUAGE = "l"


@dataclass(frozen=True)
class ShowPart(Payload, code="pq"):
    """Show this part."""

    part: Part


@dataclass(frozen=True)
class SetLead(Payload, code="pe"):
    """A private reminder so many minutes before; none: off."""

    lead: int | None


@dataclass(frozen=True)
class SetNudges(Payload, code="pu"):
    """Whether "we missed you" may be said."""

    wanted: bool


@dataclass(frozen=True)
class SetLanguage(Payload, code="pL"):
    """Answers in this language."""

    language: str


@dataclass(frozen=True)
class SetName(Payload, code="pm"):
    """How the name stands on cards."""

    style: NameStyle


@dataclass(frozen=True)
class TelegramName(Payload, code="px"):
    """To be called as at Telegram."""


@router.command("settings", who=Who.KNOWN)
@router.press(ToSettings, who=Who.KNOWN)
def settings(act: Act) -> None:
    """One's own in private; in the facilitators' own group those of their groups."""
    if not act.private and act.tx.groups.by_room(act.chat.id) and act.groups:
        act.reply(act.t("Settings of which group? Your own are in our private chat."), _groups(act))
        return
    stop_waiting(act, KIND)
    privately(act, overview(act.t, act.person), [*_doors(act.t, act.person), *_groups(act), [human(act.t)]])


def overview(t: Words, person: Person) -> str:
    """What is chosen now."""
    reminder = lead_before(t, person.lead) if person.lead is not None else t.plain("off")
    lines = [
        t("<b>Your settings</b>"),
        t("Reminder in private: {lead}", lead=reminder),
        t("“We missed you” messages: {state}", state=on_or_off(t, on=person.nudges)),
        t(
            "Your name on cards: {name}",
            name=safe_name(t, person.name) if person.name else t.plain("hidden, only counted"),
        ),
        t("Language: {language}", language=language_name(person.language or t.language)),
    ]
    if person.away_until is not None:
        lines.append(t("Away until {day}. /back ends it.", day=t.day(person.away_until)))
    return "\n".join(lines)


def _doors(t: Words, person: Person) -> list[list[Button]]:
    nudges = t.plain("Don’t send “We missed you”") if person.nudges else t.plain("Do send “We missed you”")
    rows = [
        [press(t.plain("Reminder"), ShowPart(Part.LEAD)), press(t.plain("My name"), ShowPart(Part.NAME))],
        [press(nudges, SetNudges(not person.nudges))],
    ]
    if len(languages()) > 1:
        rows.append([press(t.plain("Language"), ShowPart(Part.LANGUAGE))])
    return rows


def _groups(act: Act) -> list[list[Button]]:
    label = "Settings of {group}"
    return [
        [press(act.t.plain("Settings of {group}", group=group.title[: 60 - len(label)]), ToGroupSettings(group.id))]
        for group in act.groups[:MOST_GROUPS]
    ]


@router.press(ShowPart, who=Who.KNOWN)
def show_part(act: Act) -> None:
    """One part of the settings; whatever words were waited for no longer are."""
    part = act.payload.part if isinstance(act.payload, ShowPart) else Part.MAIN
    stop_waiting(act, KIND)
    if part is Part.MAIN:
        _main(act)
        return
    if part is Part.OWN_LEAD:
        act.begin(KIND, expects=LEAD_WORDS)
    elif part is Part.CALLED:
        act.begin(KIND, expects=CALLED_WORDS)
    text, rows = _part(act.t, part, act.person)
    act.edit_here(text, [*rows, [press(act.t.plain("Back"), ShowPart(Part.MAIN))]])


def _part(t: Words, part: Part, person: Person) -> tuple[str, Rows]:
    match part:
        case Part.LEAD:
            leads = [press(lead_before(t, lead), SetLead(lead)) for lead in LEADS]
            other = press(t.plain("Another time"), ShowPart(Part.OWN_LEAD))
            off = press(t.plain("Off"), SetLead(None))
            return t("When shall I remind you here of a meetup?"), columns([*leads, other, off], 2)
        case Part.OWN_LEAD:
            return t("How long before? Write it, for example <code>2h</code> or <code>90 min</code>"), []
        case Part.NAME:
            return t("How shall your name stand on the cards in the group?"), _names(t, person)
        case Part.CALLED:
            return t("How would you like to be called? Write the name."), []
        case _:
            return t("Which language shall I use with you?"), language_rows(SetLanguage)


def _names(t: Words, person: Person) -> Rows:
    rows = [
        [press(t.plain("Full name"), SetName(NameStyle.FULL)), press(t.plain("First name"), SetName(NameStyle.FIRST))],
        [press(t.plain("Hidden: only count me"), SetName(NameStyle.HIDDEN))],
        [press(t.plain("Call me something else"), ShowPart(Part.CALLED))],
    ]
    if person.called:
        rows.append([press(t.plain("Use my name at Telegram"), TelegramName())])
    return rows


def _main(act: Act, person: Person | None = None) -> None:
    person = person or act.person
    act.edit_here(overview(act.t, person), [*_doors(act.t, person), *_groups(act), [human(act.t)]])


@router.press(SetLead, who=Who.KNOWN)
def lead_chosen(act: Act) -> None:
    """A reminder in private, or none."""
    lead = act.payload.lead if isinstance(act.payload, SetLead) else None
    if lead is not None and not SHORTEST_LEAD <= lead <= LONGEST_LEAD:
        return
    person = set_lead(act.tx, act.person, lead, act.now)
    act.answer(act.t.plain("I’ll remind you {when}.", when=lead_before(act.t, lead)) if lead else act.t.plain("Off."))
    _main(act, person)


@router.expecting(LEAD_WORDS, who=Who.KNOWN)
def lead_typed(act: Act) -> None:
    """A time of their own."""
    try:
        leads = parse_leads(act.args, act.t.language)
    except Unreadable as error:
        act.reply(explain(act.t, error, example="2h"))
        return
    if len(leads) > 1:
        act.reply(act.t("One reminder only, please. For example: <code>2h</code>"))
        return
    stop_waiting(act, KIND)
    _main(act, set_lead(act.tx, act.person, leads[0] if leads else None, act.now))


@router.press(SetNudges, who=Who.KNOWN)
def nudges_chosen(act: Act) -> None:
    """Yes or no to "we missed you"."""
    wanted = not isinstance(act.payload, SetNudges) or act.payload.wanted
    person = set_nudges(act.tx, act.person, wanted=wanted)
    act.answer(act.t.plain("I may write when you were missed.") if wanted else act.t.plain("I won’t write about that."))
    _main(act, person)


@router.press(SetName, who=Who.KNOWN)
def name_chosen(act: Act) -> None:
    """Full, first or hidden; the cards follow."""
    style = act.payload.style if isinstance(act.payload, SetName) else NameStyle.FULL
    person = set_name_style(act.tx, act.person, style, act.now)
    shown = (
        act.t.plain("On cards: {name}", name=safe_name(act.t, person.name))
        if person.name
        else act.t.plain("You are only counted.")
    )
    act.answer(shown)
    _main(act, person)


@router.expecting(CALLED_WORDS, who=Who.KNOWN)
def called_typed(act: Act) -> None:
    """A name of their own."""
    name = " ".join(act.args.split())
    if not name or len(name) > LONGEST_CALLED:
        act.reply(act.t("That is too long. At most {limit} characters fit.", limit=LONGEST_CALLED))
        return
    stop_waiting(act, KIND)
    _main(act, set_called(act.tx, act.person, name, act.now))


@router.press(TelegramName, who=Who.KNOWN)
def telegram_name(act: Act) -> None:
    """Called as at Telegram again."""
    _main(act, set_called(act.tx, act.person, None, act.now))


@router.press(SetLanguage, who=Who.KNOWN)
def language_chosen(act: Act) -> None:
    """Answers in this language from now on, this one included."""
    if not isinstance(act.payload, SetLanguage) or act.payload.language not in languages():
        return
    person = set_language(act.tx, act.person, act.payload.language)
    t = act.words(person.language)
    act.edit_here(overview(t, person), [*_doors(t, person), *_groups(act), [human(t)]])
