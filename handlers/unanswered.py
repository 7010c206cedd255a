"""/unanswered: the questions nobody could answer, what members share, and what could be better among the answers."""

from domain.errors import Gone, NotYours
from domain.groups import Group
from domain.opinions import what_could_be_better
from domain.question import Unanswered
from domain.questions import COMPARED, put_away
from domain.share import Share, ShareState
from domain.shares import take_back
from handlers.context import Act
from handlers.doors import ToUnanswered
from handlers.managing import pressed, stop_expecting
from handlers.privately import privately
from handlers.routing import Router, Who
from handlers.unanswered_buttons import (
    DropShare,
    OpenShare,
    OpenUnanswered,
    PutAway,
    ToBetter,
    of_named,
    of_share,
    of_unanswered,
)
from handlers.unanswered_views import Shown, better, listing, opened, share_opened
from handlers.which_group import the_group

router = Router("unanswered")


@router.command("unanswered", who=Who.FACILITATOR)
def unanswered(act: Act) -> None:
    """All of a group's, in private."""
    group = the_group(act, "unanswered")
    if group is not None:
        privately(act, *listed(act, group))


@router.press(ToUnanswered, who=Who.FACILITATOR, candidates=of_named)
def show(act: Act) -> None:
    """The same by a button, or by a link from the room."""
    stop_expecting(act)
    act.edit_here(*listed(act, served(act, pressed(act, ToUnanswered).group_id)))


def listed(act: Act, group: Group) -> Shown:
    """What is open in this group."""
    found = act.tx.questions.of(group.id, COMPARED)
    shares = act.tx.shares.of(group.id, ShareState.AGREED)
    hints = bool(what_could_be_better(act.tx, group.id, act.now))
    often = sorted(found, key=lambda one: (-one.times, -one.last_asked_at.timestamp()))
    return listing(act.t, group, often, shares, better=hints)


def served(act: Act, group_id: int) -> Group:
    """The group, which this facilitator was just seen to serve."""
    group = next((one for one in act.groups if one.id == group_id), None)
    if group is None:
        raise NotYours
    return group


def the_unanswered(act: Act, unanswered_id: int) -> tuple[Unanswered, Group]:
    """The question and its group. Gone: it was answered or put away."""
    known = act.tx.questions.get(unanswered_id)
    if known is None:
        raise Gone
    return known, served(act, known.group_id)


def the_share(act: Act, share_id: int) -> tuple[Share, Group]:
    """What was shared, once its author agreed; before that it is nobody's to see."""
    share = act.tx.shares.get(share_id)
    if share is None or share.state not in (ShareState.AGREED, ShareState.DRAFTED):
        raise Gone
    return share, served(act, share.group_id)


@router.press(OpenUnanswered, who=Who.FACILITATOR, candidates=of_unanswered)
def open_one(act: Act) -> None:
    """One question."""
    known, group = the_unanswered(act, pressed(act, OpenUnanswered).unanswered_id)
    act.edit_here(*opened(act.t, known, act.tx.questions.wordings(known.id), group))


@router.press(PutAway, who=Who.FACILITATOR, candidates=of_unanswered)
def away(act: Act) -> None:
    """Nothing of it is kept."""
    known, group = the_unanswered(act, pressed(act, PutAway).unanswered_id)
    put_away(act.tx, known.id)
    act.edit_here(*listed(act, group))
    act.answer(act.t.plain("Put away."))


@router.press(OpenShare, who=Who.FACILITATOR, candidates=of_share)
def open_share(act: Act) -> None:
    """What a member shared."""
    act.edit_here(*share_opened(act.t, *the_share(act, pressed(act, OpenShare).share_id)))


@router.press(DropShare, who=Who.FACILITATOR, candidates=of_share)
def drop_share(act: Act) -> None:
    """The words go."""
    share, group = the_share(act, pressed(act, DropShare).share_id)
    take_back(act.tx, share)
    act.edit_here(*listed(act, group))
    act.answer(act.t.plain("Put away."))


@router.press(ToBetter, who=Who.FACILITATOR, candidates=of_named)
def show_better(act: Act) -> None:
    """What could be better."""
    group = served(act, pressed(act, ToBetter).group_id)
    act.edit_here(*better(act.t, what_could_be_better(act.tx, group.id, act.now), group))
