"""When somebody's words point to danger: helplines and a human in one private message, first, and nothing kept.

It never runs over group chat, only over what is said to the bot. What the person wanted goes on all the same.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.danger import points_to_danger
from domain.helplines import country_for, country_here
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.doors import human
from handlers.keyboards import Rows, press
from handlers.privately import is_anonymous, privately
from handlers.replays import command_of
from handlers.routing import Router
from handlers.views_helplines import helpline_lines
from handlers.words import Words

router = Router("danger")

IN_GROUPS = ("ask", "facilitator")  # where the words are meant for the bot alone


class Barrier(StrEnum):
    """What makes it hard to call."""

    WORDS = "words"
    AFTER = "after"
    SMALL = "small"
    ALOUD = "aloud"


@dataclass(frozen=True)
class Hard(Payload, code="dh"):
    """This makes it hard to call."""

    barrier: Barrier


@router.first
def listen(act: Act) -> None:
    """One private message before everything else; not again while the same one still waits to be sent."""
    if is_anonymous(act) or not points_to_danger(_words(act), act.t.language):
        return
    text, rows = _message(act), _buttons(act.t, act.group.id if act.group is not None else None)
    if any(one.payload.get("text") == text for one in act.tx.outbox.waiting(act.user.id)):
        return
    if act.private:
        act.reply(text, rows)
    elif command_of(act)[0] == "facilitator":
        # It keeps the words until the private chat is open, and then they come by here again.
        if act.person.private_open:
            act.send(act.user.id, text, rows, effect={"kind": "ignore"})
    else:
        privately(act, text, rows)


@router.event("changed")
def changed(act: Act) -> None:
    """They changed a message that nobody else waits for; only the line for danger is for it."""


@router.press(Hard)
def hard(act: Act) -> None:
    """Two sentences to that, in the same message; the lines and the human stay."""
    t, barrier = act.t, act.payload.barrier if isinstance(act.payload, Hard) else Barrier.WORDS
    act.edit_here(_message(act, answer_to(t, barrier)), _buttons(t, None))


def _words(act: Act) -> str:
    """What was said to the bot alone; empty where it was said to a group."""
    text = (act.message.text or act.message.caption or "") if act.message is not None else ""
    if act.private:  # of a message that was changed, and of a caption, all of it counts
        return act.args or text
    if text.startswith("/"):
        return act.args if command_of(act)[0] in IN_GROUPS else ""
    return text if f"@{act.me.username}".lower() in text.lower() else ""


def _message(act: Act, answer: str = "") -> str:
    t = act.t
    country = country_here(act.group, None) if act.group is not None else None
    country = country or country_for(act.tx, act.user.id, act.me.country)
    parts = [
        t(
            "In case you or somebody near you is in danger, here are people who can help. I’m a bot, and Telegram is "
            "not made for emergencies."
        ),
        helpline_lines(t, act.me.helplines, country, act.now),
        t("A facilitator can be asked too. And I still do what you wanted from me."),
        answer,
        "<b>" + t("What makes it hard to call?") + "</b>",
    ]
    return "\n\n".join(part for part in parts if part)


def _buttons(t: Words, group_id: int | None) -> Rows:
    return [
        [human(t, group_id)],
        [press(t.plain("I don’t know what to say"), Hard(Barrier.WORDS))],
        [press(t.plain("I’m afraid of what happens then"), Hard(Barrier.AFTER))],
        [press(t.plain("It’s not bad enough for that"), Hard(Barrier.SMALL))],
        [press(t.plain("I can’t talk out loud"), Hard(Barrier.ALOUD))],
    ]


def answer_to(t: Words, barrier: Barrier) -> str:
    """Two sentences, read against the checklist of docs/danger.md."""
    match barrier:
        case Barrier.WORDS:
            return t("You can begin with “I don’t know where to start”. They hear that often, and they ask you gently.")
        case Barrier.AFTER:
            return t(
                "You choose what you tell, and you can hang up at any time. You can ask first what they do with it."
            )
        case Barrier.SMALL:
            return t(
                "You can call with any worry, about yourself or somebody else. Nobody there measures how bad it is."
            )
        case Barrier.ALOUD:
            return t(
                "Many lines also answer in writing; their websites say how. A facilitator answers you here in writing."
            )
