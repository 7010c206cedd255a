"""What a nudge is: one person and one meetup at which they were missed, where it stands, and what came of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.model import Instant, Model

KEPT_FOR = timedelta(days=183)  # six months, then only counts are left


class NudgeState(StrEnum):
    """Where one nudge stands. Drawn in docs/architecture.md; the table below is the same machine."""

    PLANNED = "planned"
    LEAVING = "leaving"  # handed to the outbox; looked at once more before it leaves
    SENT = "sent"  # it left, and counts as received: whether it was is not always known
    TOLD = "told"  # the bot may not write to them: the facilitators were told instead
    WITHDRAWN = "withdrawn"  # it was not right any more; `why` says what came between


NUDGE_TRANSITIONS: dict[NudgeState, frozenset[NudgeState]] = {
    NudgeState.PLANNED: frozenset({NudgeState.LEAVING, NudgeState.TOLD, NudgeState.WITHDRAWN}),
    NudgeState.LEAVING: frozenset({NudgeState.SENT, NudgeState.WITHDRAWN}),
    NudgeState.SENT: frozenset({NudgeState.TOLD, NudgeState.WITHDRAWN}),  # refused by Telegram, so surely not received
    NudgeState.TOLD: frozenset(),
    NudgeState.WITHDRAWN: frozenset({NudgeState.PLANNED}),  # attendance was saved anew
}


class NudgeAnswer(StrEnum):
    """Which of its buttons was pressed."""

    SEE_YOU = "see_you"
    CHAT = "chat"
    BREAK = "break"
    STOP = "stop"


class Verdict(StrEnum):
    """What a facilitator said who is asked first."""

    SEND = "send"
    NOT = "not"
    CALL = "call"  # "I'll call myself"


class Nudge(Model):
    """One person and one meetup at which they were missed. Nothing of its words is kept.

    send_at: the opening of its window. wording: which of the wordings it has. sent_at: when it left, or the
    facilitators were told instead. answered_at, answer: the last button pressed. returned_to: the first meetup to
    which they came again, with its end as `returned_at`.
    """

    id: int = 0
    group_id: int
    meetup_id: int
    person_id: int
    state: NudgeState = NudgeState.PLANNED
    why: str | None = None
    send_at: Instant
    wording: int = 0
    verdict: Verdict | None = None
    sent_at: Instant | None = None
    answer: NudgeAnswer | None = None
    answered_at: Instant | None = None
    returned_to: int | None = None
    returned_at: Instant | None = None

    @property
    def heard_of_at(self) -> datetime | None:
        """The last sign of life after it: an answer, or coming again."""
        return max(filter(None, (self.answered_at, self.returned_at)), default=None)

    def to(self, state: NudgeState, **fields: object) -> "Nudge":
        """In another state; ValueError where the machine has no such way."""
        if state is not self.state and state not in NUDGE_TRANSITIONS[self.state]:
            raise ValueError(f"a nudge that is {self.state} cannot become {state}")
        return self.changed(state=state, **fields)
