"""Somebody asks to be let into a group: they hear at once that a bot is there, and its facilitators decide by a tap."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.agenda import Promise
from domain.errors import Gone
from domain.groups import Group
from domain.join_requests import ASKED, OPEN_FOR, ask, close, decide, reopen
from domain.newcomers import JoinRequest
from domain.outbox import Lane
from domain.planning import zone_of
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.context import Act, Due, Sent
from handlers.doors import ToWelcome
from handlers.keyboards import Rows, link, press
from handlers.names import safe_name
from handlers.routing import Asked, Router, Who
from handlers.to_facilitators import tell_facilitators
from handlers.views_welcome import kept, rules
from handlers.words import Words

router = Router("join requests")

DECIDED = "join_decided"  # the effect of telling Telegram
NO_RIGHT = "rights"  # what Telegram's refusal says where the bot may not invite


@dataclass(frozen=True)
class LetIn(Payload, code="wj"):
    """A facilitator decides."""

    request_id: int
    yes: bool


@dataclass(frozen=True)
class ShowRequest(Payload, code="wq"):
    """Who asks, for a facilitator."""

    linked: ClassVar[bool] = True
    request_id: int


def group_asked_for(tx: Tx, asked: Asked) -> list[Group]:
    """The group that the request names; only in private. Gone: it was decided, or they came in another way."""
    request = tx.newcomers.request(getattr(asked.payload, "request_id", 0))
    if request is None:
        raise Gone
    group = tx.groups.get(request.group_id) if asked.private else None
    return [group] if group is not None and not group.resting else []


def _group_of(tx: Tx, promise: Promise) -> Group | None:
    request = tx.newcomers.request(int(promise.subject))
    return tx.groups.get(request.group_id) if request is not None else None


@router.event("join_request")
def asked_to_join(act: Act) -> None:
    """For five minutes the bot may write to them, although they never started it."""
    asked, group = act.update.chat_join_request, act.tx.groups.by_chat(act.chat.id)
    if asked is None or group is None or group.resting or act.user.is_bot:
        return
    ask(act.tx, group, act.user.id, " ".join(filter(None, (act.user.first_name, act.user.last_name))), act.now)
    person = act.tx.people.get(act.user.id)
    t = act.words_for(person, group) if person else act.words(act.user.language_code)
    text, buttons = _hello(t, act, group)
    act.send(asked.user_chat_id, text, buttons, not_after=_closes(act, asked.date), effect={"kind": "ignore"})


def _closes(act: Act, asked_at: datetime) -> datetime:
    return min(asked_at, act.now) + OPEN_FOR


def _hello(t: Words, act: Act, group: Group) -> tuple[str, Rows]:
    hello = t(
        "Hello {name}. You asked to join {group}. I’m {bot}, a bot that looks after its meetups. The facilitators are "
        "people; they will look at it soon.",
        name=safe_name(t, act.user.first_name),
        group=group.title,
        bot=act.me.name,
    )
    more = t("If you like to hear from me when you are in, tap the button, then Start.")
    button = link(t.plain("Tell me when I am in"), act.me.link(ToWelcome(group.id).deep_link()))
    return "\n\n".join([hello, rules(t, act.tx.newcomers.welcome(group.id)), kept(t), more]), [[button]]


@router.promise(ASKED, administrators_of=_group_of)
def tell(due: Due) -> None:
    """Each facilitator who can be reached is asked, at night without a sound; else the room shows the way."""
    request = due.tx.newcomers.request(int(due.promise.subject))
    group = due.tx.groups.get(request.group_id) if request is not None else None
    if request is None or group is None or group.resting or request.decided_by is not None:
        return
    tell_facilitators(
        due,
        group,
        lambda t: _question(t, request, group),
        door=lambda t: t("Somebody asks to join {group}. It opens in private.", group=group.title),
        opens=ShowRequest(request.id),
        silent=group.quiet.contains(due.now, zone_of(group)),
    )


def _question(t: Words, request: JoinRequest, group: Group) -> tuple[str, Rows]:
    yes = press(t.plain("Let them in"), LetIn(request.id, yes=True))
    no = press(t.plain("Not now"), LetIn(request.id, yes=False))
    return t("<b>{name}</b> asks to join {group}.", name=safe_name(t, request.name), group=group.title), [[yes, no]]


@router.press(ShowRequest, who=Who.FACILITATOR, candidates=group_asked_for)
def show(act: Act) -> None:
    """The same for a facilitator who came by the room."""
    request = act.tx.newcomers.request(act.payload.request_id) if isinstance(act.payload, ShowRequest) else None
    if request is None:
        raise Gone
    act.reply(*_question(act.t, request, act.groups[0]))


@router.press(LetIn, who=Who.FACILITATOR, candidates=group_asked_for)
def decided(act: Act) -> None:
    """The first who decides decides. Telegram is told, and what it says decides what is said here."""
    if not isinstance(act.payload, LetIn):
        raise Gone
    group, yes = act.groups[0], act.payload.yes
    request = decide(act.tx, act.payload.request_id, act.user.id)
    effect = {"kind": DECIDED, "request_id": request.id, "yes": yes, "by": act.user.id}
    method = "approveChatJoinRequest" if yes else "declineChatJoinRequest"
    act.call(method, group.chat_id, Lane.ANSWER, {"user_id": request.person_id}, effect=effect)
    act.answer(act.t.plain("Thank you."))
    said = (
        act.t("{name} is let into {group}.", name=safe_name(act.t, request.name), group=group.title)
        if yes
        else act.t("{name} is not let into {group} for now.", name=safe_name(act.t, request.name), group=group.title)
    )
    act.edit_here(said)


@router.effect(DECIDED)
def told(sent: Sent) -> None:
    """Telegram did it, or says why not; then the facilitator who decided hears of it."""
    request_id, yes = int(sent.data["request_id"]), bool(sent.data["yes"])
    if sent.refusal is None:
        request = close(sent.tx, request_id) if not yes else sent.tx.newcomers.request(request_id)
        _tell_applicant(sent, request, yes=yes)
        return
    request = sent.tx.newcomers.request(request_id)
    person = sent.tx.people.get(int(sent.data["by"]))
    group = sent.tx.groups.get(request.group_id) if request is not None else None
    if request is None or group is None:
        return
    error = sent.error
    if NO_RIGHT in error:
        reopen(sent.tx, request_id)
    else:
        close(sent.tx, request_id)
    if person is not None and person.private_open:
        t = sent.words_for(person, group)
        if NO_RIGHT in error:
            text = t(
                "Telegram does not let me do that: I need the right to invite people to {group}.", group=group.title
            )
            sent.send(person.id, text, _question(t, request, group)[1])
        else:
            sent.send(person.id, t("That request is not open any more: {name}.", name=safe_name(t, request.name)))


def _tell_applicant(sent: Sent, request: JoinRequest | None, *, yes: bool) -> None:
    """A kind word to who was not let in, where they wrote to the bot. Who is in hears of it as they come in."""
    person = sent.tx.people.get(request.person_id) if request is not None else None
    group = sent.tx.groups.get(request.group_id) if request is not None else None
    if yes or person is None or group is None or not person.private_open:
        return
    t = sent.words_for(person, group)
    text = t("The facilitators of {group} can’t let you in just now. You can ask again later.", group=group.title)
    sent.send(person.id, text)
