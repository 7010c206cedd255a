"""When a request is over: opened again, followed up a week later, and somebody to talk to after a hard one."""

from dataclasses import dataclass

from domain.errors import Done, NotYours
from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.outbox import Lane
from domain.requests import Helped, Request, RequestState
from domain.requests_asking import FOLLOW_UP, reopen, say_whether_it_helped
from handlers.callbacks import Payload
from handlers.context import Act, Due
from handlers.doors import human
from handlers.keyboards import Rows, press
from handlers.requests_telling import tell_member
from handlers.routing import Router
from handlers.views_requests import Reopen, mention, receipt
from handlers.words import Words

router = Router("requests after")


@dataclass(frozen=True)
class SayHelped(Payload, code="qk"):
    """Did that help?"""

    request_id: int
    helped: Helped


@router.press(Reopen)
def reopen_pressed(act: Act) -> None:
    """Whoever had it is asked first."""
    request_id = act.payload.request_id if isinstance(act.payload, Reopen) else 0
    request = reopen(act.tx, request_id, act.user.id, act.now)
    group = act.tx.groups.get(request.group_id)
    if act.message is not None:
        request = request.changed(receipt_id=act.message.message_id)
        act.tx.requests.save(request)
    act.answer(act.t.plain("It is open again."))
    if group is not None:
        act.edit_here(*receipt(act.t, act.tx, request, group, act.me, act.now))


@router.promise(FOLLOW_UP)
def follow_up(due: Due) -> None:
    """Once, a week after closing."""
    request = due.tx.requests.get(int(due.promise.subject))
    if request is None or request.state is not RequestState.CLOSED:
        return
    tell_member(due, request, lambda t, group: _did_it_help(t, request, group))


def _did_it_help(t: Words, request: Request, group: Group) -> tuple[str, Rows]:
    buttons = [press(_helped(t, one), SayHelped(request.id, one)) for one in Helped]
    return t("A week ago you asked for a facilitator of {group}. Did that help?", group=group.title), [buttons]


def _helped(t: Words, helped: Helped) -> str:
    match helped:
        case Helped.YES:
            return t.plain("Yes")
        case Helped.PARTLY:
            return t.plain("A little")
        case Helped.NO:
            return t.plain("No")


@router.press(SayHelped)
def helped_pressed(act: Act) -> None:
    """Kept as an outcome; it is counted without a name."""
    if not isinstance(act.payload, SayHelped):
        return
    request = say_whether_it_helped(act.tx, act.payload.request_id, act.user.id, act.payload.helped)
    act.answer(act.t.plain("Thank you."))
    text = act.t("Thank you for saying so. I can fetch a person for you whenever you like.")
    act.edit_here(text, [[human(act.t, request.group_id)]])


@dataclass(frozen=True)
class TalkIt(Payload, code="qw"):
    """After a hard one: talk to a co-facilitator, or not."""

    draft_id: int
    yes: bool


def after_a_hard_one(act: Act, request: Request) -> tuple[str, Rows]:
    """Asked once, in private; the draft is what makes it once."""
    t = act.t
    draft = act.begin("hard_one", group_id=request.group_id, request=request.id)
    yes, no = TalkIt(draft.id, yes=True), TalkIt(draft.id, yes=False)
    text = t("That was a hard one. Would you like to talk to another facilitator of the group about it?")
    return text, [[press(t.plain("Yes, please"), yes), press(t.plain("No, thank you"), no)]]


@router.press(TalkIt)
def talk_it(act: Act) -> None:
    """Yes: the others hear it in private, with a way to write to whoever had a hard one."""
    draft = act.tx.drafts.get(getattr(act.payload, "draft_id", 0))
    if draft is None or draft.kind != "hard_one":
        raise Done
    if draft.person_id != act.user.id:
        raise NotYours
    act.tx.drafts.remove(draft.id)
    group = act.tx.groups.get(draft.group_id or 0)
    wanted = isinstance(act.payload, TalkIt) and act.payload.yes
    request = act.tx.requests.get(draft.data["request"])
    not_them = (act.user.id, request.person_id if request is not None else None)  # who asked is not to hear it
    others = [one for one in reachable(facilitators_of(act.tx, group)) if one.id not in not_them] if group else []
    if group is None or not wanted:
        act.edit_here(act.t("All right. Take your time; the others would be glad to hear from you, too."))
        return
    for one in others:
        t = act.words_for(one, group)
        text = t("{group}: a facilitator has had a hard one and would like to talk to one of you:", group=group.title)
        act.send(one.id, f"{text} {mention(t, act.person)}", lane=Lane.REQUEST)
    if others:
        act.edit_here(act.t("I have told the others in private. One of them will write to you."))
    else:
        act.edit_here(act.t("I could not reach another facilitator in private. Perhaps you can call one of them."))
