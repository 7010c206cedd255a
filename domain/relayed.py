"""The rows of what is passed on: two messages that belong together, and the exception by which a name opens."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from domain.model import Instant, Model

AGREES_WITHIN = timedelta(hours=1)
LONGEST_REASON = 500  # characters


class Relayed(Model):
    """One message that was passed on; of its words nothing stays here.

    kind: text, voice, photo … from_chat, to_chat: private chats, so their people's ids. from_message: None where it
    was written in the group. to_message: of the copy, None until Telegram has it. headed: the copy begins with a name.
    edit: a change that came before the copy arrived, as the content that it should have.
    """

    id: int = 0
    request_id: int
    kind: str
    from_chat: int
    from_message: int | None
    to_chat: int
    to_message: int | None = None
    headed: bool = True
    edit: dict[str, Any] | None = None
    at: Instant


class NameState(StrEnum):
    """Where the opening of a name stands. Drawn in docs/architecture.md; the table below is the same machine."""

    DECLARED = "declared"  # one facilitator says that somebody is in danger; a second one is looked for
    ALONE = "alone"  # there is no second one: a second yes and a written reason are needed
    OPENED = "opened"
    WITHDRAWN = "withdrawn"  # whoever declared it facilitates no longer, or the request is over
    EXPIRED = "expired"  # nobody agreed in time


NAME_TRANSITIONS: dict[NameState, frozenset[NameState]] = {
    NameState.DECLARED: frozenset({NameState.ALONE, NameState.OPENED, NameState.WITHDRAWN, NameState.EXPIRED}),
    NameState.ALONE: frozenset({NameState.OPENED, NameState.WITHDRAWN, NameState.EXPIRED}),
    NameState.OPENED: frozenset(),
    NameState.WITHDRAWN: frozenset(),
    NameState.EXPIRED: frozenset(),
}


class NameOpening(Model):
    """Somebody may be in danger, and the name of whoever asked is to open to two people.

    declared_by, agreed_by: facilitators; of one who is alone both are the same. reason: in their words, only where
    there is no second one.
    """

    id: int = 0
    request_id: int
    state: NameState = NameState.DECLARED
    declared_by: int
    agreed_by: int | None = None
    reason: str | None = None
    declared_at: Instant
    decided_at: Instant | None = None

    def to(self, state: NameState, **fields: object) -> "NameOpening":
        """In another state; ValueError where the machine has no such way."""
        if state not in NAME_TRANSITIONS[self.state]:
            raise ValueError(f"an opening that is {self.state} cannot become {state}")
        return self.changed(state=state, **fields)
