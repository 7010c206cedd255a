"""**What do they see?** Either side may look at any time: the name that is shown, and what was passed on."""

from domain.errors import Done, NotYours
from domain.groups import Group
from domain.outbox import Lane
from domain.ports import Tx
from domain.relay import Part, part_of
from domain.relayed import NameState, Relayed
from domain.requests import Request
from domain.requests_answering import known
from handlers.context import Act
from handlers.keyboards import Rows, press
from handlers.relay_answering import group_of_payload, held_by_them
from handlers.routing import Asked, Router, Who
from handlers.views_relay import Seen, ShowSeen, kind_words
from handlers.views_requests import answerer, asker, when

router = Router("relay seen")

LISTED = 20  # messages, the last ones
SHOWN = 10


def group_unless_own(tx: Tx, asked: Asked) -> list[Group]:
    """Whoever asked needs no check; of anybody else their right is found out live."""
    request = tx.requests.get(getattr(asked.payload, "request_id", 0))
    return [] if request is not None and request.person_id == asked.user_id else group_of_payload(tx, asked)


def _taking_part(act: Act) -> tuple[Request, Part, Group] | None:
    """None: they facilitate no longer, and it goes on. Done: nobody has it. NotFacilitator, Taken: it is not theirs."""
    request: Request | None = known(act.tx, getattr(act.payload, "request_id", 0))
    if not act.private:
        raise NotYours
    if request is not None and request.person_id != act.user.id:
        request = held_by_them(act)
    if request is None:
        return None
    part, group = part_of(request, act.user.id), act.tx.groups.get(request.group_id)
    if part is None or group is None:
        raise Done
    return request, part, group


@router.press(Seen, who=Who.KNOWN, candidates=group_unless_own)
def seen_pressed(act: Act) -> None:
    """By what name, and what has reached them."""
    found = _taking_part(act)
    if found is None:
        return
    request, part, group = found
    lines = [_name_shown(act, request, part), _opened(act, request, part)]
    reached = _reached(act, request, part)
    if reached:
        listed = ", ".join(f"{when(act.t, row.at, group, act.now)} {kind_words(act.t, row.kind)}" for row in reached)
        lines.append(act.t("What I have passed on to them: {listed}.", listed=listed))
        lines.append(act.t("What you change is changed there, too. What you delete I am not told of: it stays there."))
    else:
        lines.append(act.t("Nothing has been passed on to them yet."))
    rows: Rows = [[press(act.t.plain("Show me"), ShowSeen(request.id))]] if reached else []
    act.reply("\n\n".join(filter(None, lines)), rows)


def _reached(act: Act, request: Request, part: Part) -> list[Relayed]:
    rows = act.tx.relay.of_request(request.id)
    mine = [one for one in rows if one.from_chat == act.user.id and one.to_chat == part.other and one.to_message]
    return mine[-LISTED:]


def _name_shown(act: Act, request: Request, part: Part) -> str:
    t, other, own = act.t, act.tx.people.get(part.other), act.tx.people.get(act.user.id)
    if not part.asked:
        name = asker(t, request, other)
        return t("{name} sees you as “{own}”.", name=name, own=answerer(t, own))
    name, shown = answerer(t, other), asker(t, request, own)
    if request.named:
        return t("{name} sees your name: “{own}”.", name=name, own=shown)
    return t("{name} sees you as “{own}”, not your name.", name=name, own=shown)


def _opened(act: Act, request: Request, part: Part) -> str:
    """Whoever asked is told anew where the exception was used."""
    opened = [one for one in act.tx.relay.openings(request.id) if one.state is NameState.OPENED]
    if not opened or not part.asked:
        return ""
    people = act.tx.people.many([one for each in opened for one in (each.declared_by, each.agreed_by) if one])
    names = ", ".join(answerer(act.t, person) for person in people.values())
    return act.t("Because somebody seemed to be in danger, your name was opened to: {names}.", names=names)


@router.press(ShowSeen, who=Who.KNOWN, candidates=group_unless_own)
def show_seen(act: Act) -> None:
    """The last messages as they stand there: the bot's own, so a copy tells nothing more."""
    found = _taking_part(act)
    if found is None:
        return
    request, part, _ = found
    act.answer()
    for row in _reached(act, request, part)[-SHOWN:]:
        payload = {"from_chat_id": row.to_chat, "message_id": row.to_message}
        act.call("copyMessage", act.user.id, Lane.ANSWER, payload, effect={"kind": "ignore"})
