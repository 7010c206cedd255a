"""What the bot is going to say: one row a message, stored before it is sent."""

from enum import IntEnum
from typing import Any

from domain.model import Instant, Model


class Lane(IntEnum):
    """Which goes first: the smaller number."""

    ANSWER = 0  # receipts and answers to a press or a command
    REQUEST = 1  # somebody asked for a human
    REMINDER = 2
    CARD = 3
    NUDGE = 4


class Outgoing(Model):
    """One call to the Bot API that is to be made once, whatever happens in between.

    payload: the call's parameters as JSON values, `chat_id` included.
    effect: name and data of what is to be done with the result (`handlers` know the names).
    not_after: later than this it is of no use and is not sent any more, however long Telegram could not be reached.
    once: nothing is sent again when it is unknown whether it arrived (nudges); everything else is repeated.
    card_id: the message shows this card; its words are rendered at the moment of sending.
    """

    id: int = 0
    lane: Lane
    method: str
    chat_id: int | None = None
    payload: dict[str, Any] = {}
    effect: dict[str, Any] | None = None
    once: bool = False
    card_id: int | None = None
    created_at: Instant
    not_before: Instant | None = None
    not_after: Instant | None = None
    tries: int = 0


class Card(Model):
    """A message that is edited in place: a meetup in a group, a tick list.

    A chat has at most one of a kind and subject.

    version: raised by whatever changes what the card shows; a sent version that is older is rendered again.
    shown: fingerprint of what Telegram shows now, so that an edit without a change is never sent; None: not known.
    closed: finished; it is drawn one last time without buttons.
    data: what this message alone shows, such as the page that its reader turned to; JSON values.
    """

    id: int = 0
    kind: str
    subject_id: int
    chat_id: int
    thread_id: int | None = None
    message_id: int | None = None
    pinned: bool = False
    closed: bool = False
    version: int = 1
    shown: str | None = None
    language: str = "en"
    data: dict[str, Any] = {}
