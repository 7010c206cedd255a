"""The only place that turns a refusal into words for people."""

import html
from collections.abc import Callable
from dataclasses import dataclass

from domain.entries_editing import EditedMeanwhile
from domain.entries_fields import Unfit
from domain.errors import (
    Anonymous,
    ChangedMeanwhile,
    Done,
    Full,
    Gone,
    InPast,
    LeftGroup,
    ListClosed,
    MeetupsHere,
    NewerFirst,
    NotAdministrator,
    NotFacilitator,
    NotHeld,
    NotNow,
    NotYours,
    Over,
    Refused,
    SameChat,
    SharedAlready,
    SharedJustNow,
    Taken,
    Told,
    TooLong,
    Unchanged,
    Unsure,
)
from domain.synonyms import BadSynonym
from handlers.callbacks import Payload
from handlers.context import Act
from handlers.keyboards import press
from handlers.names import cleaned
from handlers.replays import ANONYMOUS, keep, show
from handlers.views_unfit import unfit_words
from handlers.words import Words

FOR_NOBODY_ELSE = ("facilitator",)  # commands whose words do not stay in the group, whoever wrote them


@dataclass(frozen=True)
class ItsMe(Payload, code="pi"):
    """An administrator who wrote anonymously shows who they are; the draft's command is run again for them."""

    draft_id: int


def refusal(act: Act, error: Refused) -> None:
    """Say why this cannot be done: as a toast where something was pressed, else where it was asked."""
    if isinstance(error, Anonymous):
        ask_who(act)
        return
    if act.query is not None:
        act.answer(said(act.t, error), alert=not isinstance(error, Done | Unchanged))  # mostly the second tap of two
    else:
        act.reply(html.escape(said(act.t, error), quote=False))


def sorry(act: Act) -> None:
    """It went wrong on our side, several times over: say so, once, to the one who asked."""
    text = act.t.plain("Something went wrong on my side, and nothing was changed. Please try again later.")
    if act.query is not None:
        act.answer(text, alert=True)
    elif act.private or (act.message is not None and (act.message.text or "").startswith("/")):
        act.reply(html.escape(text, quote=False))


def ask_who(act: Act) -> None:
    """An administrator wrote as the group itself: a press shows who it is, and only to the bot."""
    text = act.t("You are writing as the group, so I can’t see who you are. Tap the button, or write as yourself.")
    draft = keep(act, ANONYMOUS)
    if draft.data["command"] in FOR_NOBODY_ELSE and act.message is not None and act.query is None:
        act.delete(act.chat.id, act.message.message_id)
    show(act, draft, text, [[press(act.t.plain("It’s me"), ItsMe(draft.id))]])


def said(t: Words, error: Refused) -> str:
    """The sentence for a refusal, as plain text of at most 200 characters."""
    for kind in type(error).__mro__:
        if kind in _SENTENCES:
            return _SENTENCES[kind](t, error.details)
    return t.plain("That did not work, and nothing was changed. /help shows what I can do.")


def _too_long(t: Words, details: dict[str, object]) -> str:
    return t.plain("That is too long. At most {limit} characters fit.", limit=details.get("limit", ""))


def _taken(t: Words, details: dict[str, object]) -> str:
    name = cleaned(str(details.get("name") or ""))
    return t.plain("{name} has it already.", name=name) if name else t.plain("Another facilitator has it already.")


_SENTENCES: dict[type, Callable[[Words, dict[str, object]], str]] = {
    Gone: lambda t, _: t.plain("That is no longer there. /help shows what I can do."),
    NotYours: lambda t, _: t.plain("That button is for somebody else. /help shows what you can do here."),
    LeftGroup: lambda t, _: t.plain("You are no longer in that group, so this button does nothing any more."),
    NotFacilitator: lambda t, _: t.plain("That one is for facilitators. /help shows what you can do here."),
    NotAdministrator: lambda t, _: t.plain("Only administrators of the group at Telegram can change that."),
    Unsure: lambda t, _: t.plain("I could not reach Telegram to check that it’s you. Please try again in a minute."),
    Taken: _taken,
    Full: lambda t, _: t.plain("There is no place left."),
    Over: lambda t, _: t.plain("That meetup is over. /next shows the next one."),
    NotNow: lambda t, _: t.plain("That is not possible any more. Nothing was changed."),
    ListClosed: lambda t, _: t.plain("That list was open for seven days and can’t be changed any more."),
    NotHeld: lambda t, _: t.plain("This meetup is down as not held. If it was held, tap “It was held” first."),
    InPast: lambda t, _: t.plain("That time has passed already. Please choose a later one."),
    Unchanged: lambda t, _: t.plain("It is like that already."),
    EditedMeanwhile: lambda t, _: t.plain("Somebody changed this answer meanwhile. Please look at it again first."),
    Unfit: unfit_words,
    BadSynonym: lambda t, d: t.plain(
        "I need a short form and a long one, of at most {limit} characters.", limit=d["most"]
    ),
    ChangedMeanwhile: lambda t, _: t.plain("Somebody changed it after this preview. Please look again with /meetups."),
    Told: lambda t, _: t.plain("People have been told already. You can change it back with /meetups."),
    NewerFirst: lambda t, _: t.plain("There is a newer change of this meetup. Undo that one first."),
    Done: lambda t, _: t.plain("That was done already, or put aside."),
    TooLong: _too_long,
    SharedAlready: lambda t, _: t.plain("It was shown in that group a few days ago. Please look a little further up."),
    SharedJustNow: lambda t, _: t.plain("Something was shared there just now. Please try again in a few minutes."),
    MeetupsHere: lambda t, _: t.plain("Meetups are planned in this group, so it can’t be the facilitators’ own group."),
    SameChat: lambda t, _: t.plain("A group can’t be its own facilitators’ group."),
}
