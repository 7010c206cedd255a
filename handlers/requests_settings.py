"""What a group's facilitators choose for requests: when the next is asked, and how long words are kept."""

from dataclasses import dataclass

from domain.groups import Group
from domain.requests_answering import set_claim_minutes, set_keep_days
from handlers.callbacks import Payload
from handlers.choices import named_group
from handlers.context import Act
from handlers.doors import ToGroupSettings, ToRequestSettings
from handlers.keyboards import Rows, columns, press
from handlers.routing import Router, Who
from handlers.words import Words

router = Router("requests settings")

MINUTES = (2, 5, 10, 15, 20, 30, 45, 60)
DAYS = (7, 14, 30, 60, 90, 180)


@dataclass(frozen=True)
class SetMinutes(Payload, code="qm"):
    """So long until the next is asked."""

    group_id: int
    minutes: int


@dataclass(frozen=True)
class SetDays(Payload, code="qd"):
    """So long words are kept after closing."""

    group_id: int
    days: int


@router.press(ToRequestSettings, who=Who.FACILITATOR, candidates=named_group)
def request_settings(act: Act) -> None:
    """What is chosen now."""
    act.edit_here(*_shown(act, act.groups[0]))


@router.press(SetMinutes, who=Who.FACILITATOR, candidates=named_group)
def minutes_pressed(act: Act) -> None:
    """2 to 60 minutes."""
    minutes = act.payload.minutes if isinstance(act.payload, SetMinutes) else 0
    if minutes in MINUTES:
        set_claim_minutes(act.tx, act.groups[0], minutes)
    act.edit_here(*_shown(act, act.groups[0]))


@router.press(SetDays, who=Who.FACILITATOR, candidates=named_group)
def days_pressed(act: Act) -> None:
    """A week at least, as a request can be opened again for so long."""
    days = act.payload.days if isinstance(act.payload, SetDays) else 0
    if days in DAYS:
        set_keep_days(act.tx, act.groups[0], days)
    act.edit_here(*_shown(act, act.groups[0]))


def _shown(act: Act, group: Group) -> tuple[str, Rows]:
    t, chosen = act.t, act.tx.requests.settings(group.id)
    text = "\n\n".join(
        [
            t("<b>When somebody in {group} asks for a facilitator</b>", group=group.title),
            t(
                "One after the other on the rota is asked, then all of you, then whoever asked hears the truth. Where "
                "nobody is on the rota, the group’s administrators are asked first."
            ),
            t.many(
                "The next is asked after {count} minute.",
                "The next is asked after {count} minutes.",
                chosen.claim_minutes,
            ),
            t.many(
                "Words are deleted {count} day after it was closed.",
                "Words are deleted {count} days after it was closed.",
                chosen.keep_days,
            ),
            t(
                "When words to me point to danger, whoever wrote them gets helplines first. I know such words in "
                "English only and miss many, so please don’t rely on it."
            ),
        ]
    )
    minutes = [press(_minutes(t, one, chosen.claim_minutes), SetMinutes(group.id, one)) for one in MINUTES]
    days = [press(_days(t, one, chosen.keep_days), SetDays(group.id, one)) for one in DAYS]
    back = [press(t.plain("Back"), ToGroupSettings(group.id))]
    return text, [*columns(minutes, 4), *columns(days, 3), back]


def _minutes(t: Words, count: int, chosen: int) -> str:
    return ("✓ " if count == chosen else "") + t.many("{count} minute", "{count} minutes", count)


def _days(t: Words, count: int, chosen: int) -> str:
    return ("✓ " if count == chosen else "") + t.many("{count} day", "{count} days", count)
