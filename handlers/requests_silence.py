"""A facilitator has a request and writes nothing: they are reminded once, in private, and then it goes on."""

from datetime import datetime

from domain.groups import Group
from domain.outbox import Lane
from domain.ports import Tx
from domain.relay import unreachable
from domain.requests import WRITES_WITHIN, Request, What
from domain.requests_answering import go_on
from domain.requests_asking import GO_ON, REMIND
from domain.requests_silence import remind
from handlers.context import Due, Sent
from handlers.keyboards import Rows, press
from handlers.requests_telling import tell_facilitator
from handlers.routing import Router
from handlers.views_relay import write
from handlers.views_requests import Claim, Pass, ToClose, when
from handlers.words import Words

router = Router("requests silence")

REMINDED = "request_reminded"  # the effect of the reminder


@router.promise(REMIND)
def reminds(due: Due) -> None:
    """It names nobody: whether they are a facilitator still is found out when they tap."""
    request = remind(due.tx, int(due.promise.subject), due.now)
    person = due.tx.people.get(request.claimed_by or 0) if request is not None else None
    group = due.tx.groups.get(request.group_id) if request is not None else None
    if request is None or person is None or group is None:
        return
    if not person.private_open:
        unreachable(due.tx, request, person.id, due.now)
        return
    text, rows = _reminder(due.words_for(person, group), due.tx, request, group, due.now)
    effect = {"kind": REMINDED, "request": request.id}
    due.send(person.id, text, rows, lane=Lane.REQUEST, effect=effect)


def _reminder(t: Words, tx: Tx, request: Request, group: Group, now: datetime) -> tuple[str, Rows]:
    claims = [one.at for one in tx.requests.steps(request.id) if one.what is What.CLAIMED]
    text = t(
        "{group}: you took a request at {time}, and nothing has gone from you to whoever asked yet. If it does not "
        "work out now, that is fine: tap, and I ask the next one. At {later} I do so by myself. If the two of you talk "
        "elsewhere, close it.",
        group=group.title,
        time=when(t, claims[-1], group, now),
        later=when(t, now + WRITES_WITHIN, group, now),
    )
    rows = [
        [write(t, request), press(t.plain("I can’t, next please"), Pass(request.id))],
        [press(t.plain("Close"), ToClose(request.id))],
    ]
    return text, rows


@router.effect(REMINDED)
def reminder_sent(sent: Sent) -> None:
    """They have blocked the bot: nobody needs to wait for them."""
    request = sent.tx.requests.get(int(sent.data["request"]))
    if sent.refusal == "blocked" and request is not None:
        unreachable(sent.tx, request, sent.message.chat_id or 0, sent.now)


@router.promise(GO_ON)
def goes_on(due: Due) -> None:
    """The next is asked, whoever asked hears it with that, and who had it can still take it."""
    before = go_on(due.tx, int(due.promise.subject), due.now)
    if before is None or not before.claimed_by:
        return
    tell_facilitator(due, before, before.claimed_by, lambda t, group: _gone_on(due, t, before, group))


def _gone_on(due: Due, t: Words, request: Request, group: Group) -> tuple[str, Rows]:
    for page in due.tx.requests.pages(request.id):  # what said that they have it loses its buttons
        if page.person_id == request.claimed_by:
            due.edit(page.person_id, page.message_id, t("{group}: it has gone on to the next one.", group=group.title))
    text = t(
        "{group}: nothing was written, so I’m asking the next one now. That is fine. You can take it again as long as "
        "nobody has it.",
        group=group.title,
    )
    return text, [[press(t.plain("Claim"), Claim(request.id))]]
