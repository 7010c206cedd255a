"""/meetups: the coming ones, for facilitators to open and change."""

from handlers.context import Act
from handlers.managing import Listing, Open, listed, of_group, of_meetup, opened, pressed, stop_expecting, the_meetup
from handlers.routing import Router, Who
from handlers.which_group import the_group

router = Router("meetups")


@router.command("meetups", who=Who.FACILITATOR)
def meetups(act: Act) -> None:
    """The list, where it was asked for."""
    group = the_group(act, "meetups")
    if group is not None:
        act.reply(*listed(act, group))


@router.press(Listing, who=Who.FACILITATOR, candidates=of_group)
def back_to_list(act: Act) -> None:
    """The list, in place of one meetup."""
    stop_expecting(act)
    act.edit_here(*listed(act, act.groups[0]))


@router.press(Open, who=Who.FACILITATOR, candidates=of_meetup)
def open_one(act: Act) -> None:
    """One meetup, in place of the list."""
    stop_expecting(act)
    meetup, group = the_meetup(act, pressed(act, Open).meetup_id)
    act.edit_here(*opened(act, meetup, group))
