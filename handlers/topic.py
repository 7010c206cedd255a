"""/topic: what the next meetup is about, on its card and in the reminders."""

from dataclasses import dataclass

from domain.change_words import is_nothing
from domain.changes import LONGEST_TOPIC, next_planned, set_topic
from domain.groups import Group
from domain.meetups import Meetup
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import Rows, press
from handlers.managing import (
    KIND,
    Open,
    Topic,
    answered,
    ask,
    of_draft,
    of_meetup,
    pressed,
    stop_expecting,
    the_meetup,
    typed_about,
)
from handlers.routing import Router, Who
from handlers.views_meetups import full_words
from handlers.which_group import the_group
from handlers.words import Words

router = Router("topic")

WORDS = "topic_words"


@dataclass(frozen=True)
class NoTopic(Payload, code="cx"):
    """This meetup has no topic any more."""

    meetup_id: int


@router.command("topic", who=Who.FACILITATOR)
def topic(act: Act) -> None:
    """Set the topic of the group's next meetup; without words they are asked for."""
    group = the_group(act, "topic")
    if group is None:
        return
    meetup = next_planned(act.tx, group, act.now)
    if meetup is None:
        act.reply(act.t("No meetup is coming up, so there is nothing to give a topic to. /schedule plans one."))
    elif act.args:
        act.reply(*_set(act, meetup, group, act.args))
    else:
        stop_expecting(act)
        act.begin(KIND, group_id=group.id, expects=WORDS, meetup=meetup.id)
        act.reply(_question(act.t, meetup, group), ask=True)


def _question(t: Words, meetup: Meetup, group: Group) -> str:
    text = t(
        "What is it about? Write a few words, at most {limit} characters. A dash takes it away.", limit=LONGEST_TOPIC
    )
    return f"{full_words(t, meetup, group)}\n\n{text}"


@router.press(Topic, who=Who.FACILITATOR, candidates=of_meetup)
def begin(act: Act) -> None:
    """Ask for the topic of the meetup that was opened."""
    meetup, group = the_meetup(act, pressed(act, Topic).meetup_id)
    none = [[press(act.t.plain("No topic"), NoTopic(meetup.id))]] if meetup.topic else []
    ask(act, meetup, WORDS, _question(act.t, meetup, group), none)


@router.expecting(WORDS, who=Who.FACILITATOR, candidates=of_draft)
def typed(act: Act) -> None:
    """The topic, in words."""
    meetup, group = typed_about(act)
    act.reply(*_set(act, meetup, group, act.args))
    answered(act)


@router.press(NoTopic, who=Who.FACILITATOR, candidates=of_meetup)
def taken_away(act: Act) -> None:
    """No topic, by a button."""
    stop_expecting(act)
    meetup, group = the_meetup(act, pressed(act, NoTopic).meetup_id)
    act.edit_here(*_set(act, meetup, group, "-"))
    act.answer(act.t.plain("Done."))


def _set(act: Act, meetup: Meetup, group: Group, words: str) -> tuple[str, Rows]:
    """Do it; what to say of it. After "which group?" that has to be a message of its own, as the question goes."""
    t = act.t
    nothing = is_nothing(words, t.language)
    after = set_topic(act.tx, meetup, None if nothing else words, act.now)
    said = t("It has no topic now.") if nothing else t("That is the topic now. The card and the reminders show it.")
    rows = [[press(t.plain("Change"), Topic(meetup.id)), press(t.plain("Back"), Open(meetup.id))]]
    return f"{full_words(t, after, group)}\n\n{said}", rows
