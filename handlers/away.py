"""`/away` and `/back`: a time of peace, asked for and ended by people themselves."""

from dataclasses import dataclass
from datetime import date

from domain.away import come_back, go_away, last_day, today_for
from domain.grammar import Unreadable, parse_away
from domain.grammar.spans import LONGEST_AWAY
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import press
from handlers.privately import as_themselves, privately
from handlers.routing import Router
from handlers.unreadable import explain

router = Router("away")

WEEKS = (1, 2, 4, 8)
MOST_WEEKS = LONGEST_AWAY // 7
EXAMPLE = "/away until 20 dec"


@dataclass(frozen=True)
class Away(Payload, code="pa"):
    """Away for so many weeks, today being the first day."""

    weeks: int


@dataclass(frozen=True)
class Back(Payload, code="pb"):
    """Here again."""


@router.command("away")
def away(act: Act) -> None:
    """`/away 2w`, `/away until 20 dec`, or a choice of weeks."""
    as_themselves(act)
    if not act.args:
        _ask(act)
        return
    try:
        until = parse_away(act.args, today=_today(act), language=act.t.language)
    except Unreadable as error:
        privately(act, explain(act.t, error, example=EXAMPLE))
        return
    _go(act, until)


@router.press(Away)
def away_weeks(act: Act) -> None:
    """A choice of weeks was tapped."""
    weeks = act.payload.weeks if isinstance(act.payload, Away) else 0
    if not 0 < weeks <= MOST_WEEKS:
        return
    person = go_away(act.tx, act.person, last_day(_today(act), weeks))
    act.answer(act.t.plain("No reminders until {day}.", day=act.t.day(person.away_until or _today(act))))
    act.edit_here(_confirmed(act, person.away_until or _today(act)), [[press(act.t.plain("I’m back"), Back())]])


@router.command("back")
def back(act: Act) -> None:
    """Here again."""
    as_themselves(act)
    privately(act, _came_back(act))


@router.press(Back)
def back_pressed(act: Act) -> None:
    """Here again, by button."""
    text = _came_back(act)
    act.answer(act.t.plain("Welcome back."))
    act.edit_here(text)


def _came_back(act: Act) -> str:
    was_away = act.person.is_away(_today(act))
    come_back(act.tx, act.person)
    if was_away:
        return act.t("Good to have you back. Reminders come again as you chose in /settings.")
    return act.t("You were not away. Reminders come as you chose in /settings.")


def _ask(act: Act) -> None:
    t = act.t
    buttons = [press(t.many("{count} week", "{count} weeks", weeks), Away(weeks)) for weeks in WEEKS]
    rows = [buttons[:2], buttons[2:]]
    person = act.person
    if person.away_until is not None and person.is_away(_today(act)):
        text = t("You are away until {day}. Another time?", day=t.day(person.away_until))
        rows.append([press(t.plain("I’m back"), Back())])
    else:
        text = t("For how long would you like peace? No reminders come meanwhile.")
    hint = t("Or write it: <code>/away 10 days</code>, <code>/away until 20 dec</code>")
    privately(act, f"{text}\n{hint}", rows)


def _go(act: Act, until: date) -> None:
    person = go_away(act.tx, act.person, until)
    privately(act, _confirmed(act, person.away_until or until), [[press(act.t.plain("I’m back"), Back())]])


def _confirmed(act: Act, until: date) -> str:
    return act.t(
        "Noted: you are away until {day}. No reminders come until then. /back ends it sooner.", day=act.t.day(until)
    )


def _today(act: Act) -> date:
    return today_for(act.tx, act.user.id, act.me.zone, act.now)
