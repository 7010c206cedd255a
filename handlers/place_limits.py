"""How many can come to one meetup: set by facilitators when they manage it."""

from dataclasses import dataclass

from domain.change_words import MOST_PLACES, read_places
from domain.changes import refuse_over
from domain.grammar import Unreadable
from domain.groups import Group
from domain.meetups import Meetup
from domain.rsvps import set_places
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import press
from handlers.managing import (
    Open,
    Places,
    answered,
    ask,
    of_draft,
    of_meetup,
    pressed,
    stop_expecting,
    the_meetup,
    typed_about,
)
from handlers.places import tell_moved_up
from handlers.routing import Router, Who
from handlers.views_meetups import full_words

router = Router("place limits")

NUMBER = "place_limit"


@dataclass(frozen=True)
class NoLimit(Payload, code="cq"):
    """As many as like can come."""

    meetup_id: int


@router.press(Places, who=Who.FACILITATOR, candidates=of_meetup)
def begin(act: Act) -> None:
    """Ask how many can come."""
    meetup, group = the_meetup(act, pressed(act, Places).meetup_id)
    refuse_over(meetup, act.now)
    t = act.t
    text = t("How many can come, children included? Write a number. Nobody who has a place loses it.")
    none = press(t.plain("No limit"), NoLimit(meetup.id))
    ask(act, meetup, NUMBER, f"{full_words(t, meetup, group)}\n\n{text}", [[none]])


@router.expecting(NUMBER, who=Who.FACILITATOR, candidates=of_draft)
def typed(act: Act) -> None:
    """The number, typed."""
    meetup, group = typed_about(act)
    try:
        places = read_places(act.args, act.t.language)
    except Unreadable as problem:
        act.reply(
            act.t(
                "“{quoted}” is no number from 1 to {limit}. For example: <code>12</code>",
                quoted=problem.quoted,
                limit=MOST_PLACES,
            )
        )
        return
    _set(act, meetup, group, places)
    answered(act)


@router.press(NoLimit, who=Who.FACILITATOR, candidates=of_meetup)
def no_limit(act: Act) -> None:
    """No limit, by a button."""
    stop_expecting(act)
    meetup, group = the_meetup(act, pressed(act, NoLimit).meetup_id)
    _set(act, meetup, group, None)
    act.answer(act.t.plain("Done."))


def _set(act: Act, meetup: Meetup, group: Group, places: int | None) -> None:
    refuse_over(meetup, act.now)
    tell_moved_up(act, meetup, group, set_places(act.tx, meetup, places, act.now))
    t = act.t
    said = t("There is no limit of places.")
    if places is not None:
        said = t.many("There is room for {count} person now.", "There is room for {count} people now.", places)
    act.edit_here(f"{full_words(t, meetup, group)}\n\n{said}", [[press(t.plain("Back"), Open(meetup.id))]])
