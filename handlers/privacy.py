"""`/privacy`, `/mydata`, `/forgetme`: what is kept, all of it, and gone for good."""

import json
from dataclasses import dataclass
from datetime import timedelta

from domain.opinions import BY_PERSON
from domain.privacy import erase, everything_about
from domain.questions import KEPT as QUESTIONS
from domain.requests import KEEP_DAYS
from domain.resource_use import SEARCH_KEPT
from domain.retention import ATTENDANCE, ENTRY_CHANGES, JOIN_REQUESTS, MATCHES, NEWCOMERS, NUDGES
from domain.shares import ASKED_FOR
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.doors import ToPrivacy
from handlers.keyboards import press
from handlers.places import tell_moved_up
from handlers.privately import as_themselves, private_chat, privately
from handlers.routing import Router
from handlers.words import Words

router = Router("privacy")

FILE = "my-data.json"


@dataclass(frozen=True)
class Forget(Payload, code="pf"):
    """The second word on being forgotten: yes or no."""

    yes: bool


@router.command("privacy")
@router.press(ToPrivacy)
def privacy(act: Act) -> None:
    """What is kept, why, how long."""
    as_themselves(act)
    privately(act, statement(act.t))


def statement(t: Words) -> str:
    """What is kept: this text and the tables of storage/tables.py say the same."""
    return "\n\n".join(
        [
            t("<b>What I keep about you</b>"),
            t(
                "• Your Telegram id and your name as shown there, or how you want to be called: to know you again and "
                "to show who comes. Until you use /forgetme."
            ),
            t(
                "• What you chose in /settings and /away: to do as you wish. Until you change it.\n"
                "• Which groups you use me in, and whether you are a facilitator there. Until you use /forgetme.\n"
                "• What you answered to each meetup, with how many children, and when. Until you use /forgetme.\n"
                "• Which of my messages about a change name you: to take your name out. Until you use /forgetme.\n"
                "• As a facilitator: which meetups you planned or changed. Until you use /forgetme."
            ),
            _who_came(t),
            _who_is_new(t),
            _who_asked(t),
            _what_is_asked(t),
            _help_nearby(t),
            t(
                "• What you began and did not finish, and the words you gave me for it: a week at most.\n"
                "• Messages I have not sent you yet: until they are sent."
            ),
            t(
                "What people write to each other in the group I never keep; /share is the one exception. What you send "
                "to me is blanked as soon as it is dealt with. One group never sees another’s people."
            ),
            t(
                "/mydata gives you all of it as a file. /forgetme erases it; only a mark stays that nobody can read "
                "your name from, so that a backup forgets you too. What Telegram keeps stays with Telegram."
            ),
        ]
    )


def _who_came(t: Words) -> str:
    return t(
        "• Whether you came to a meetup, as a facilitator ticked it or you tapped it, and who ticked what: so that "
        "nobody slips away. {attendance} months; then only how many came.\n"
        "• That I wrote to you “we missed you”, and which button you tapped: not to write too often. {nudges} months; "
        "then only numbers.",
        attendance=months(ATTENDANCE),
        nudges=months(NUDGES),
    )


def _who_is_new(t: Words) -> str:
    return t(
        "• That you joined a group, and how you said the first time was: to welcome you. {newcomers} days at most, or "
        "until you leave. That you asked to join: until it is decided, {requests} days at most.\n"
        "• That the group’s rules are all right for you. Until you take it back or leave.\n"
        "• What you chose in /buddy, until you stop. Whom you would rather not meet, which nobody else sees, until you "
        "take it back.\n"
        "• Whom you were introduced to: so that it does not happen twice. {matches} months after it ended.",
        newcomers=NEWCOMERS.days,
        requests=JOIN_REQUESTS.days,
        matches=months(MATCHES),
    )


def _who_asked(t: Words) -> str:
    return t(
        "• That you asked for a facilitator, by name or unnamed, and what you wrote: for whoever answers. {days} days "
        "after it was closed, unless your group chose otherwise; then only times and how it ended. That it was you: up "
        "to two weeks, where the words go before, to ask whether it helped. Take it back, and the words go at once.",
        days=KEEP_DAYS,
    )


def _what_is_asked(t: Words) -> str:
    return t(
        "• What you ask and I don’t know: the words without your name, so that a facilitator can answer. Until then, "
        "{kept} days at most. That you wish to hear the answer: until you do.\n"
        "• Whether an answer helped you, so that it counts once: {opinions} days.\n"
        "• A message of yours that somebody keeps with /share: {share} days without your yes. That an answer thanks "
        "you: until you use /forgetme.\n"
        "• As a facilitator: which answers you changed. {changes} months.",
        changes=months(ENTRY_CHANGES),
        kept=QUESTIONS.days,
        opinions=BY_PERSON.days,
        share=ASKED_FOR.days,
    )


def _help_nearby(t: Words) -> str:
    return t(
        "• What help nearby you looked for, so that the buttons under it work: {days} days. Where you are I use once "
        "and never keep.\n"
        "• Which help you saved for yourself, until you take it off. That it helped you or is out of date, so that it "
        "counts once. Your child’s age, only if you asked me to remember it, until you have it forgotten.",
        days=SEARCH_KEPT.days,
    )


def months(period: timedelta) -> int:
    """A period in whole months, as people say it."""
    return round(period.days / 30.44)


@router.command("mydata")
def my_data(act: Act) -> None:
    """All of it as a JSON file, in private."""
    as_themselves(act)
    chat_id = private_chat(act)
    if chat_id is None:
        return
    act.person  # noqa: B018 - that they asked makes them known, and the file says so too
    content = json.dumps(everything_about(act.tx, act.user.id), ensure_ascii=False, indent=2)
    act.document(chat_id, FILE, content.encode(), act.t("This is all I keep about you. /privacy says why."))


@router.command("forgetme")
def forget_me(act: Act) -> None:
    """Nothing is erased before a second yes."""
    as_themselves(act)
    t = act.t
    text = t(
        "I will erase all I keep about you: your name, your settings, your answers to meetups. Your name goes from the "
        "cards in the group and from my messages about changes. Messages that Telegram has already shown stay with "
        "Telegram; you can delete this chat there.\n\nErase all of it?"
    )
    yes, no = press(t.plain("Yes, forget me"), Forget(yes=True)), press(t.plain("No, keep it"), Forget(yes=False))
    privately(act, text, [[yes], [no]])


@router.press(Forget)
def forget(act: Act) -> None:
    """The second word. It only ever concerns the one who pressed."""
    t = act.t
    if not isinstance(act.payload, Forget) or not act.payload.yes:
        act.answer(t.plain("Nothing was erased."))
        act.edit_here(t("Nothing was erased."))
        return
    for freed in erase(act.tx, act.user.id, act.now):
        tell_moved_up(act, freed.meetup, freed.group, freed.moved_up)
    act.answer(t.plain("You are forgotten."))
    act.edit_here(
        t(
            "It is done: all I kept about you is erased, and a backup that is put back will forget you too. If you use "
            "me again, we start anew. All the best to you."
        )
    )
