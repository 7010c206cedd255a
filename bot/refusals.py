"""What a refusal of Telegram's means for the message, as a value that a pure function returns."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from domain.outbox import Outgoing

LONGEST_PAUSE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=3)  # a message that Telegram fails on for ever must not hold up its chat for ever
MOST_DOUBLINGS = 12  # of the pause; an outage of hours must not end in numbers too large
QUICK_METHODS = ("answerCallbackQuery", "sendChatAction")  # of no use later
QUICK_TRIES = 3


class Why(StrEnum):
    """Why a message is given up."""

    BLOCKED = "blocked"  # the person never opened the private chat, or closed it
    REMOVED = "removed"  # the bot is no longer in the group
    LOST = "lost"  # the message to edit or delete is gone
    LATE = "late"  # it would be of no use any more
    REFUSED = "refused"  # Telegram does not take it, and never will
    UNKNOWN = "unknown"  # it may have been delivered, and must not be twice


@dataclass(frozen=True)
class Done:
    """Nothing is left to do: what was wanted is so already."""


@dataclass(frozen=True)
class Again:
    """Try again at this time. hold: and leave the chat alone until then."""

    at: datetime
    hold: bool = False


@dataclass(frozen=True)
class NewChat:
    """The group became a supergroup with this id; every reference is to be rewritten."""

    chat_id: int


@dataclass(frozen=True)
class WithoutTopic:
    """The forum topic is closed or gone: say it in the group itself."""


@dataclass(frozen=True)
class GiveUp:
    """Do not send it."""

    why: Why


Decision = Done | Again | NewChat | WithoutTopic | GiveUp


def decide(error: TelegramError, message: Outgoing, now: datetime) -> Decision:
    """What becomes of a message for which Telegram (or the way there) gave this error."""
    match error:
        case RetryAfter():
            return Again(now + error._retry_after, hold=True)
        case ChatMigrated():
            return NewChat(error.new_chat_id)
        case Forbidden():
            blocked = message.chat_id is not None and message.chat_id > 0
            return GiveUp(Why.BLOCKED if blocked else Why.REMOVED)
        case BadRequest():
            return _bad_request(str(error).lower(), message)
        case InvalidToken():
            return Again(now + LONGEST_PAUSE)
        case _:
            return _unknown(error, message, now)


def _bad_request(text: str, message: Outgoing) -> Decision:
    if "not modified" in text:
        return Done()
    if "thread not found" in text or "topic_closed" in text or "topic_deleted" in text:
        return WithoutTopic() if message.payload.get("message_thread_id") or message.card_id else GiveUp(Why.REFUSED)
    if "message to edit not found" in text or "message can't be edited" in text or "message_id_invalid" in text:
        return GiveUp(Why.LOST)
    if "chat not found" in text:
        return GiveUp(Why.BLOCKED if (message.chat_id or 0) > 0 else Why.REMOVED)
    if "query is too old" in text:
        return GiveUp(Why.LATE)
    return GiveUp(Why.REFUSED)


def _unknown(error: TelegramError, message: Outgoing, now: datetime) -> Decision:
    """No answer, or a failing server: it may have been delivered. Only what must never come twice is given up."""
    if message.once:
        return GiveUp(Why.UNKNOWN)
    if now - message.created_at > LONGEST_WAIT:
        return GiveUp(Why.LATE)
    if message.method in QUICK_METHODS and message.tries + 1 >= QUICK_TRIES:
        return GiveUp(Why.LATE)
    first = timedelta(seconds=0.2 if isinstance(error, TimedOut) else 0.5)
    return Again(now + min(first * 2 ** min(message.tries, MOST_DOUBLINGS), LONGEST_PAUSE))
