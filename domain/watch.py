"""What the program notices about itself: trouble that its operator should hear of, once an hour of each kind."""

from datetime import timedelta
from enum import StrEnum

from domain.model import Instant, Model


class Trouble(StrEnum):
    """What an operator is told of."""

    POISON = "poison"  # an update failed three times and was set aside
    PROMISE = "promise"  # something that was due failed three times
    UPDATES = "updates"  # accepted and not handled for long
    MESSAGES = "messages"  # to be sent, held back by nothing, and not sent for long
    UNREACHABLE = "unreachable"  # a group that the bot may not write to any more
    HELPLINES = "helplines"  # unverified, or for over a year
    AWAY = "away"  # Telegram was out of reach, or the program did not run


APART = timedelta(hours=1)  # between two messages of one kind
HELPLINES_APART = timedelta(days=7)  # they do not change by the hour
LONGEST_UPDATE = timedelta(minutes=2)  # a person waits no longer than that without somebody hearing of it
LONGEST_MESSAGE = timedelta(minutes=10)
LOOK_EVERY = timedelta(minutes=5)

WATCH = "watch"  # of the agenda: look at the queues


class Noticed(Model):
    """One thing that is watched. at: when it was last so, or its operator told. count: how often since."""

    what: str
    at: Instant | None = None
    count: int = 0
