"""A helpful message that somebody would keep for others, and where it stands."""

from collections.abc import Mapping
from enum import StrEnum

from domain.model import Instant, Model


class ShareState(StrEnum):
    """Where it stands."""

    ASKED = "asked"  # the author was asked, and has not answered
    AGREED = "agreed"  # facilitators may make an entry of it
    DRAFTED = "drafted"  # the entry is written and not published
    PUBLISHED = "published"  # the words stand in the entry, not here; only whom it thanks is kept


TRANSITIONS: Mapping[ShareState, frozenset[ShareState]] = {
    ShareState.ASKED: frozenset({ShareState.AGREED}),
    ShareState.AGREED: frozenset({ShareState.AGREED, ShareState.DRAFTED}),
    ShareState.DRAFTED: frozenset({ShareState.DRAFTED, ShareState.PUBLISHED}),
    ShareState.PUBLISHED: frozenset(),
}


class Share(Model):
    """One message. author_id: who wrote it. credit: how they want to be thanked, None: without a name.

    message_id: of the line in the group that leads the author to the question, while it stands.
    """

    id: int = 0
    group_id: int
    author_id: int
    words: str
    state: ShareState = ShareState.ASKED
    credit: str | None = None
    entry_id: int | None = None
    message_id: int | None = None
    asked_at: Instant
