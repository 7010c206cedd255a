"""What facilitators choose for newcomers: whether they are welcomed, the rules, what to expect the first time."""

from dataclasses import dataclass
from enum import StrEnum

from domain.groups import Group
from domain.welcome import LONGEST_TEXT, set_first_time, set_rules, set_wanted
from handlers.callbacks import Payload
from handlers.choices import draft_group, named_group, stop_waiting
from handlers.context import Act
from handlers.doors import ToGroupSettings, ToNewcomers
from handlers.keyboards import Rows, press
from handlers.routing import Router, Who
from handlers.views_welcome import first_time, rules
from handlers.words import Words

router = Router("welcome settings")

KIND = "welcome_settings"


class Text(StrEnum):
    """What can be written; named for the words that are waited for."""

    RULES = "welcome_rules"
    FIRST_TIME = "welcome_first_time"


@dataclass(frozen=True)
class SetWanted(Payload, code="wW"):
    """Newcomers are welcomed in the group, or not."""

    group_id: int
    wanted: bool


@dataclass(frozen=True)
class WriteText(Payload, code="wT"):
    """Write this text anew."""

    group_id: int
    text: Text


@dataclass(frozen=True)
class UsualText(Payload, code="wU"):
    """The usual words again."""

    group_id: int
    text: Text


@router.press(ToNewcomers, who=Who.FACILITATOR, candidates=named_group)
def newcomers(act: Act) -> None:
    """What is chosen now."""
    stop_waiting(act, KIND)
    act.edit_here(*_main(act.t, act, act.groups[0]))


def _main(t: Words, act: Act, group: Group) -> tuple[str, Rows]:
    welcome = act.tx.newcomers.welcome(group.id)
    wanted = t.plain("yes") if welcome.wanted else t.plain("no")
    parts = [
        t("<b>New people in {group}</b>", group=group.title),
        t("I welcome them in the group: {state}", state=wanted),
        rules(t, welcome),
        first_time(t, welcome),
    ]
    other = t.plain("Don’t welcome them") if welcome.wanted else t.plain("Do welcome them")
    rows = [[press(other, SetWanted(group.id, wanted=not welcome.wanted))]]
    rows.append([press(t.plain("Write what holds here"), WriteText(group.id, Text.RULES))])
    rows.append([press(t.plain("Write about the first time"), WriteText(group.id, Text.FIRST_TIME))])
    rows.append([press(t.plain("Back"), ToGroupSettings(group.id))])
    return "\n\n".join(parts), rows


@router.press(SetWanted, who=Who.FACILITATOR, candidates=named_group)
def wanted_chosen(act: Act) -> None:
    """Welcomed in the group, or only in private."""
    wanted = not isinstance(act.payload, SetWanted) or act.payload.wanted
    set_wanted(act.tx, act.groups[0], wanted=wanted)
    act.answer(act.t.plain("Saved."))
    act.edit_here(*_main(act.t, act, act.groups[0]))


@router.press(WriteText, who=Who.FACILITATOR, candidates=named_group)
def write(act: Act) -> None:
    """The next words are this text."""
    if not isinstance(act.payload, WriteText):
        return
    group, t, text = act.groups[0], act.t, act.payload.text
    stop_waiting(act, KIND)
    act.begin(KIND, group_id=group.id, expects=text)
    asked = (
        t("What holds in the group? Write it in your own words, at most {limit} characters.", limit=LONGEST_TEXT)
        if text is Text.RULES
        else t(
            "What may somebody expect who comes for the first time? Write it in your own words, at most {limit} "
            "characters.",
            limit=LONGEST_TEXT,
        )
    )
    how = "" if act.private else " " + t("Write it as a reply to this message.")
    usual = press(t.plain("Use the usual words"), UsualText(group.id, text))
    act.edit_here(asked + how, [[usual], [press(t.plain("Back"), ToNewcomers(group.id))]])


@router.press(UsualText, who=Who.FACILITATOR, candidates=named_group)
def usual(act: Act) -> None:
    """The words that come with the bot."""
    if isinstance(act.payload, UsualText):
        _save(act, act.payload.text, None)
        act.answer(act.t.plain("Saved."))
        act.edit_here(*_main(act.t, act, act.groups[0]))


@router.expecting(Text.RULES, who=Who.FACILITATOR, candidates=draft_group)
def rules_typed(act: Act) -> None:
    """The group's rules."""
    _typed(act, Text.RULES)


@router.expecting(Text.FIRST_TIME, who=Who.FACILITATOR, candidates=draft_group)
def first_time_typed(act: Act) -> None:
    """What to expect the first time."""
    _typed(act, Text.FIRST_TIME)


def _typed(act: Act, text: Text) -> None:
    _save(act, text, act.args)
    stop_waiting(act, KIND)
    act.reply(*_main(act.t, act, act.groups[0]))


def _save(act: Act, text: Text, words: str | None) -> None:
    if text is Text.RULES:
        set_rules(act.tx, act.groups[0], words, act.now)
    else:
        set_first_time(act.tx, act.groups[0], words)
