"""`/setup`: a guided start in a new group. Each step can be skipped, and the whole be taken up where it was left."""

from dataclasses import dataclass
from enum import StrEnum

from domain.drafts import Draft
from domain.group_settings import LONGEST_AREA, set_area, set_language, set_zone
from domain.groups import Group
from domain.timezones import find_zone, is_zone, likely_zones
from handlers.callbacks import Payload
from handlers.choices import draft_group, language_name, language_rows, named_group, zone_rows
from handlers.context import Act
from handlers.doors import ToSetup
from handlers.keyboards import Rows, link, press
from handlers.routing import Router, Who
from handlers.which_group import the_group
from handlers.words import Words, languages

router = Router("setup")

KIND = "setup"
ZONE_WORDS, AREA_WORDS = "setup_zone", "setup_area"


class Step(StrEnum):
    """The steps, in order."""

    ZONE = "z"
    LANGUAGE = "l"
    AREA = "a"
    ROOM = "r"
    DONE = "d"


WAITS_FOR = {Step.ZONE: ZONE_WORDS, Step.AREA: AREA_WORDS}


@dataclass(frozen=True)
class SetupStep(Payload, code="pk"):
    """Go to this step."""

    group_id: int
    step: Step


@dataclass(frozen=True)
class SetupZone(Payload, code="pz"):
    """The group lives in this time zone."""

    group_id: int
    zone: str


@dataclass(frozen=True)
class SetupLanguage(Payload, code="pl"):
    """The group speaks this language."""

    group_id: int
    language: str


@router.command("setup", who=Who.FACILITATOR)
def setup(act: Act) -> None:
    """Begin, or go on where it was left."""
    group = the_group(act, "setup")
    if group is not None:
        _open(act, group)


@router.press(ToSetup, who=Who.FACILITATOR, candidates=named_group)
def setup_pressed(act: Act) -> None:
    """The same, by the button under the hello."""
    _open(act, act.groups[0])


def _open(act: Act, group: Group) -> None:
    """In private where that is open, so that the group is left alone; else here."""
    draft = _draft_of(act, group)
    step = Step(draft.data["step"]) if draft is not None else Step.ZONE
    at_home = act.private or act.chat.id != group.chat_id
    chat_id = act.chat.id if at_home or not act.person.private_open else act.user.id
    _remember(act, group, step, chat_id)
    text, buttons = _view(act.t, act, group, step, private=chat_id == act.user.id)
    if chat_id == act.chat.id:
        act.reply(text, buttons)
        return
    act.send(chat_id, text, buttons)
    act.answer(act.t.plain("I wrote to you in private."))
    if act.query is None and act.message is not None:
        act.delete(act.chat.id, act.message.message_id)


@router.press(SetupStep, who=Who.FACILITATOR, candidates=named_group)
def to_step(act: Act) -> None:
    """A step was skipped, or taken back."""
    if isinstance(act.payload, SetupStep):
        _go(act, act.groups[0], act.payload.step)


@router.press(SetupZone, who=Who.FACILITATOR, candidates=named_group)
def zone_chosen(act: Act) -> None:
    """A time zone was tapped."""
    if isinstance(act.payload, SetupZone) and is_zone(act.payload.zone):
        group = set_zone(act.tx, act.groups[0], act.payload.zone, act.now)
        act.answer(act.t.plain("{zone} it is.", zone=act.t.zone(act.payload.zone)))
        _go(act, group, _after(Step.ZONE))


@router.expecting(ZONE_WORDS, who=Who.FACILITATOR, candidates=draft_group)
def zone_typed(act: Act) -> None:
    """The name of a city or country was written."""
    group, found = act.groups[0], find_zone(act.args)
    if len(found) == 1:
        _go(act, set_zone(act.tx, group, found[0], act.now), _after(Step.ZONE))
    elif found:
        act.reply(act.t("Which of these?"), zone_rows(act.t, found, lambda zone: SetupZone(group.id, zone)))
    else:
        act.reply(act.t("I don’t know “{words}”. Try the nearest big city.", words=act.args[:60]), ask=not act.private)


@router.press(SetupLanguage, who=Who.FACILITATOR, candidates=named_group)
def language_chosen(act: Act) -> None:
    """A language was tapped."""
    if isinstance(act.payload, SetupLanguage) and act.payload.language in languages():
        group = set_language(act.tx, act.groups[0], act.payload.language, act.now)
        _go(act, group, _after(Step.LANGUAGE))


@router.expecting(AREA_WORDS, who=Who.FACILITATOR, candidates=draft_group)
def area_typed(act: Act) -> None:
    """The part of the town was written."""
    area = " ".join(act.args.split())
    if len(area) > LONGEST_AREA:
        act.reply(act.t("That is too long. At most {limit} characters fit.", limit=LONGEST_AREA), ask=not act.private)
        return
    _go(act, set_area(act.tx, act.groups[0], area), _after(Step.AREA))


def _after(step: Step) -> Step:
    steps = [each for each in Step if each is not Step.LANGUAGE or len(languages()) > 1]
    return next(later for later in steps if list(Step).index(later) > list(Step).index(step))


def _go(act: Act, group: Group, step: Step) -> None:
    _remember(act, group, step, act.chat.id)
    text, buttons = _view(act.t, act, group, step, private=act.private)
    act.edit_here(text, buttons)


def _draft_of(act: Act, group: Group) -> Draft | None:
    drafts = act.tx.drafts.of_person(act.user.id)
    return next((draft for draft in drafts if draft.kind == KIND and draft.group_id == group.id), None)


def _remember(act: Act, group: Group, step: Step, chat_id: int) -> None:
    """Where this person is with this group, and what words they write next would be about."""
    known = _draft_of(act, group)
    if known is not None:
        act.tx.drafts.remove(known.id)
    if step is not Step.DONE:
        draft = act.begin(KIND, group_id=group.id, expects=WAITS_FOR.get(step), step=step)
        act.tx.drafts.save(draft.changed(chat_id=chat_id))


def _view(t: Words, act: Act, group: Group, step: Step, *, private: bool) -> tuple[str, Rows]:
    if step is Step.DONE:
        return _summary(t, group), ()
    skip = [press(t.plain("Skip"), SetupStep(group.id, _after(step)))]
    title = t("<b>Setting up {group}</b>", group=group.title)
    how = "" if private else " " + t("Write it as a reply to this message.")
    if step is Step.ZONE:
        likely = likely_zones(group.language, group.country or act.me.country)
        rows = zone_rows(t, likely, lambda zone: SetupZone(group.id, zone))
        now = t("Now it is {zone}.", zone=t.zone(group.zone)) + " " if group.zone else ""
        asked = now + t("Where does the group live? Tap a time zone, or write the name of your city.")
        return f"{title}\n{asked}{how}", [*rows, skip]
    if step is Step.LANGUAGE:
        asked = t("Which language do I use in the group?")
        return f"{title}\n{asked}", [*language_rows(lambda code: SetupLanguage(group.id, code)), skip]
    if step is Step.AREA:
        now = t("Now it is {area}.", area=group.area) + " " if group.area else ""
        asked = now + t("Which town or part of town is the group for? Write it in your own words.")
        return f"{title}\n{asked}{how}", [skip]
    add = link(t.plain("Add me to the facilitators’ group"), act.me.group_link("room"))
    asked = t(
        "Do the facilitators have a group of their own? Add me there and send /room in it. Then you can plan there, "
        "without the whole group reading along."
    )
    return f"{title}\n{asked}", [[add], skip]


def _summary(t: Words, group: Group) -> str:
    lines = [t("<b>{group} is set up.</b>", group=group.title)]
    if group.zone:
        lines.append(t("Time zone: {zone}", zone=t.zone(group.zone)))
    lines.append(t("Language: {language}", language=language_name(group.language)))
    if group.area:
        lines.append(t("Area: {area}", area=group.area))
    lines.append(t("/settings changes all of it."))
    example = t(
        "Now plan the first meetup. Write for example\n"
        "<code>/schedule every tue 10:00 Coffee and chat @ Calderwood Hall</code>\n"
        "or only /schedule, and I ask."
    )
    return "\n".join(lines) + "\n\n" + example
