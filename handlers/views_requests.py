"""Requests for a human in words: what whoever asks reads, what facilitators see before and after a live check."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from domain.groups import Group
from domain.helplines import country_here
from domain.people import Person
from domain.planning import today, zone_of
from domain.ports import Tx
from domain.requests import CloseReason, Request, RequestState, Stage
from domain.requests_asking import LOOKED_AT, usual_wait
from domain.requests_paging import reached, steps_left
from domain.rota import next_on_call, on_call
from handlers.callbacks import Payload
from handlers.context import Me
from handlers.keyboards import Button, Rows, link, press
from handlers.names import safe_name, whole
from handlers.views_helplines import helpline_lines
from handlers.views_relay import in_danger, seen, write
from handlers.words import Words


@dataclass(frozen=True)
class Claim(Payload, code="qc"):
    """A facilitator takes it."""

    request_id: int


@dataclass(frozen=True)
class Read(Payload, code="qr"):
    """A facilitator wants to see the words."""

    linked: ClassVar[bool] = True
    request_id: int


@dataclass(frozen=True)
class Pass(Payload, code="qp"):
    """I can't, next please."""

    request_id: int


@dataclass(frozen=True)
class HandOver(Payload, code="qh"):
    """To whom is asked."""

    request_id: int


@dataclass(frozen=True)
class ToClose(Payload, code="qx"):
    """Why is asked."""

    request_id: int


@dataclass(frozen=True)
class TakeBack(Payload, code="qb"):
    """The member needs nobody any more."""

    request_id: int


@dataclass(frozen=True)
class Reopen(Payload, code="qo"):
    """The member has more to say."""

    request_id: int


def asker(t: Words, request: Request, person: Person | None) -> str:
    """How whoever asked is called, not escaped: their name where they chose so, else the request's pseudonym."""
    if not request.named or person is None:
        return request.pseudonym
    return safe_name(t, whole(person))


def answerer(t: Words, person: Person | None) -> str:
    """How a facilitator is called towards whoever asked, not escaped."""
    return safe_name(t, person.name) if person is not None and person.name else t.plain("a facilitator")


def when(t: Words, moment: datetime, group: Group, now: datetime) -> str:
    """`10:05` today, else with its day; on the group's clocks."""
    zone = ZoneInfo(zone_of(group))
    if moment.astimezone(zone).date() == today(group, now):
        return t.clock(moment.astimezone(zone).time())
    return t.moment(moment, zone_of(group))


def receipt(
    t: Words, tx: Tx, request: Request, group: Group, me: Me, now: datetime, truth: str = ""
) -> tuple[str, Rows]:
    """What whoever asked has in hand at once: whom it has reached, how long it usually takes, what else there is.

    truth (HTML): where nobody can be reached, that instead.
    """
    how_far = [truth] if truth else [_how_far_on(t, tx, request, group, now), _usually(t, tx, group)]
    parts = [
        f"{_passed_on(t, request, group)} {how_far[0]}",
        *how_far[1:],
        t("What you write to me here now goes along with it. I’m a bot, and do not answer it myself."),
        cannot_wait(t, group, me, now),
    ]
    return "\n\n".join(filter(None, parts)), [[take_back(t, request)]]


def take_back(t: Words, request: Request) -> Button:
    """Under all that a member reads of an open request."""
    return press(t.plain("Take it back"), TakeBack(request.id))


def cannot_wait(t: Words, group: Group | None, me: Me, now: datetime) -> str:
    """What to do right now."""
    country = country_here(group, me.country) if group is not None else me.country
    return f"{t('If it cannot wait:')}\n{helpline_lines(t, me.helplines, country, now)}"


def _passed_on(t: Words, request: Request, group: Group) -> str:
    """By what name."""
    if request.named:
        return t("I’m passing it on to the facilitators of {group}, with your name.", group=group.title)
    return t(
        "I’m passing it on to the facilitators of {group}. They see “{name}” instead of your name.",
        group=group.title,
        name=request.pseudonym,
    )


def _how_far_on(t: Words, tx: Tx, request: Request, group: Group, now: datetime) -> str:
    """Whom it has reached, or who is on call."""
    having = reached(tx, request)
    if having:
        people = tx.people.many(having)
        return t("Your message has reached {names}.", names=", ".join(answerer(t, people.get(one)) for one in having))
    return _on_call(t, tx, request, group, now)


def _on_call(t: Words, tx: Tx, request: Request, group: Group, now: datetime) -> str:
    serving = [one for one in on_call(tx, group, now) if one != request.person_id]
    if serving:
        return t("{name} is on call just now.", name=answerer(t, tx.people.get(serving[0])))
    said = t("Nobody is on call just now; I ask them all the same.")
    return f"{said} {again_on_call(t, next_on_call(tx, group, now), group, now)}".strip()


def again_on_call(t: Words, moment: datetime | None, group: Group, now: datetime) -> str:
    """From when on somebody is on call again, where that is known."""
    if moment is None or moment <= now:
        return ""
    return t("Somebody is on call from {moment} on.", moment=when(t, moment, group, now))


def _usually(t: Words, tx: Tx, group: Group) -> str:
    usual = usual_wait(tx.requests.waits(group.id, LOOKED_AT))
    return "" if usual is None else t("Someone usually answers within {time}.", time=about(t, usual))


def about(t: Words, period: timedelta) -> str:
    """A length of time, rounded up as people say it. Plain text."""
    minutes = max(1, -(-int(period.total_seconds()) // 60))
    if minutes <= 10:
        return t.many("{count} minute", "{count} minutes", minutes)
    if minutes <= 90:
        return t.many("{count} minute", "{count} minutes", -(-minutes // 5) * 5)
    hours = -(-minutes // 60)
    return (
        t.many("{count} hour", "{count} hours", hours)
        if hours <= 48
        else t.many("{count} day", "{count} days", -(-hours // 24))
    )


def paged(t: Words, request: Request, group: Group, now: datetime) -> tuple[str, Rows]:
    """What a facilitator gets in private before a live check: neither name nor words."""
    text = "\n\n".join(
        [
            t(
                "{group}: somebody would like to talk to a facilitator. They have been waiting since {time}.",
                group=group.title,
                time=when(t, request.waiting_since, group, now),
            ),
            t("Claim it if you can answer now. Who has it is alone with it; the others hear that it is in good hands."),
        ]
    )
    return text, [
        [press(t.plain("Claim"), Claim(request.id)), press(t.plain("Read it first"), Read(request.id))],
        [press(t.plain("I can’t, next please"), Pass(request.id))],
    ]


def settled(t: Words, tx: Tx, request: Request, group: Group, now: datetime) -> str:
    """What the same message says when there is nothing to claim any more."""
    state = request.state
    if state in (RequestState.CLAIMED, RequestState.WAITING):
        return t("{group}: {name} has it.", group=group.title, name=answerer(t, tx.people.get(request.claimed_by or 0)))
    if state is RequestState.TAKEN_BACK:
        return t("{group}: whoever asked has taken it back.", group=group.title)
    if state is RequestState.EXPIRED and request.claimed_by:
        return t("{group}: nothing was written for two weeks, so a request is closed.", group=group.title)
    if state is RequestState.EXPIRED:
        return t("{group}: a request has ended without an answer.", group=group.title)
    return t("{group}: a request is closed.", group=group.title)


def on_card(
    t: Words, tx: Tx, request: Request, group: Group, address: str, mentioned: Sequence[Person], now: datetime
) -> tuple[str, Rows]:
    """The room's card: no name of whoever asked and no words.

    address: opens it in private. mentioned: all are asked, by name.
    """
    if not request.open or request.held:
        return settled(t, tx, request, group, now), []
    lines = [
        t(
            "{group}: somebody would like to talk to a facilitator. Waiting since {time}.",
            group=group.title,
            time=when(t, request.waiting_since, group, now),
        ),
        _how_far(t, tx, request, group, now),
    ]
    if mentioned:
        lines.append(", ".join(mention(t, person) for person in mentioned))
    buttons = [press(t.plain("Claim"), Claim(request.id))]
    buttons.append(link(t.plain("Open in private"), address))
    return "\n\n".join(lines), [buttons]


def _how_far(t: Words, tx: Tx, request: Request, group: Group, now: datetime) -> str:
    if request.stage is Stage.TOLD:
        return t("Nobody has answered yet, and whoever asked knows that.")
    if request.stage is Stage.EVERYBODY:
        return t("All of you are asked now. After that I tell whoever asked that nobody could answer.")
    left = steps_left(tx, request, group, now)
    return t.many(
        "{count} more step before I say that nobody could.", "{count} more steps before I say that nobody could.", left
    )


def mention(t: Words, person: Person) -> str:
    """The facilitator's name as a link that their app makes ring (HTML)."""
    name = html.escape(safe_name(t, whole(person)), quote=False)
    return f'<a href="tg://user?id={person.id}">{name}</a>'


def opened(t: Words, request: Request, person: Person | None, group: Group, now: datetime) -> str:
    """After a live check: who asks, and since when."""
    text = t(
        "{group}: {name} has been waiting since {time}.",
        group=group.title,
        name=asker(t, request, person),
        time=when(t, request.waiting_since, group, now),
    )
    return text if request.named else f"{text} {t('They wish to stay unnamed.')}"


def held(t: Words, request: Request, person: Person | None, group: Group) -> tuple[str, Rows]:
    """What the facilitator who has it has in hand."""
    text = t(
        "You have it: {name}, {group}. They know that it is you who answers.",
        group=group.title,
        name=asker(t, request, person),
    )
    if not request.named:
        text += " " + t("They wish to stay unnamed.")
    rows = [
        [write(t, request), seen(t, request)],
        [press(t.plain("Close"), ToClose(request.id)), press(t.plain("Hand over"), HandOver(request.id))],
    ]
    return text, rows if request.named else [*rows, [in_danger(t, request)]]


def reason_words(t: Words, reason: CloseReason) -> str:
    """Why it is closed, as a button."""
    match reason:
        case CloseReason.HELPED:
            return t.plain("We talked")
        case CloseReason.PASSED_ON:
            return t.plain("Others help now")
        case CloseReason.NOT_NEEDED:
            return t.plain("Not needed any more")
        case CloseReason.HARD:
            return t.plain("We talked, and it was hard")
