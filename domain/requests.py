"""A request for a human: where it stands, who has it, and what happened to it when; never what was said."""

from datetime import datetime, timedelta
from enum import StrEnum

from domain.model import Instant, Model


class RequestState(StrEnum):
    """Where one request stands. Drawn in docs/architecture.md; the table below is the same machine."""

    RECEIVED = "received"
    OFFERED = "offered"  # to one facilitator (`offered_to`), or to all of them
    CLAIMED = "claimed"  # one facilitator has it
    WAITING = "waiting"  # they answered, and it is for the member to write
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"  # by the member
    EXPIRED = "expired"  # nobody came for it, or nothing was written for long


REQUEST_TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.RECEIVED: frozenset(
        {
            RequestState.OFFERED,
            RequestState.CLAIMED,
            RequestState.CLOSED,
            RequestState.TAKEN_BACK,
            RequestState.EXPIRED,
        }
    ),
    RequestState.OFFERED: frozenset(
        {
            RequestState.RECEIVED,
            RequestState.CLAIMED,
            RequestState.CLOSED,
            RequestState.TAKEN_BACK,
            RequestState.EXPIRED,
        }
    ),
    RequestState.CLAIMED: frozenset(
        {
            RequestState.WAITING,
            RequestState.RECEIVED,
            RequestState.CLOSED,
            RequestState.TAKEN_BACK,
            RequestState.EXPIRED,
        }
    ),
    RequestState.WAITING: frozenset(
        {
            RequestState.CLAIMED,
            RequestState.RECEIVED,
            RequestState.CLOSED,
            RequestState.TAKEN_BACK,
            RequestState.EXPIRED,
        }
    ),
    RequestState.CLOSED: frozenset({RequestState.RECEIVED}),  # reopened
    RequestState.TAKEN_BACK: frozenset(),
    RequestState.EXPIRED: frozenset(),
}
UNCLAIMED = (RequestState.RECEIVED, RequestState.OFFERED)
HELD = (RequestState.CLAIMED, RequestState.WAITING)  # by a facilitator
OPEN = (*UNCLAIMED, *HELD)

REOPENS = timedelta(days=7)  # after closing
FOLLOWED_UP = timedelta(days=7)  # after closing: "did that help?"
ASKER_KNOWN = timedelta(days=14)  # after closing, at most: whom to ask that, also where the words have gone before
NOBODY_CAME = timedelta(days=7)  # unclaimed, then it expires
SILENT = timedelta(days=14)  # claimed and not a word, then it expires
WRITES_WITHIN = timedelta(hours=1)  # of the claim, then they are reminded; as long again, then it goes on
CLAIM_MINUTES = 10  # until the next is asked
SHORTEST_CLAIM, LONGEST_CLAIM = 2, 60  # minutes
KEEP_DAYS = 30  # words, after closing
LONGEST_KEPT = 365  # days
ANSWERED_KNOWN = timedelta(weeks=8)  # who answered, after closing: the fairest is asked next


class Stage(StrEnum):
    """How far it has been carried."""

    ROTA = "rota"  # one after the other
    ADMINISTRATORS = "administrators"  # where nobody is on the rota, they count as one step
    EVERYBODY = "everybody"
    TOLD = "told"  # the member knows that nobody has answered


class CloseReason(StrEnum):
    """Why it was closed."""

    HELPED = "helped"
    PASSED_ON = "passed_on"
    NOT_NEEDED = "not_needed"
    HARD = "hard"


class Helped(StrEnum):
    """What the member says a week later."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


_KINDS = (
    "Amber", "Blue", "Bright", "Calm", "Clear", "Early", "Gentle", "Golden", "Green", "Kind", "Little", "Mild",
    "Patient", "Quiet", "Silver", "Soft", "Steady", "Sunny", "Tidy", "Warm",
)  # fmt: skip
_BEINGS = (
    "Badger", "Beaver", "Dove", "Finch", "Hare", "Hedgehog", "Heron", "Lark", "Linnet", "Otter", "Owl", "Plover",
    "Rabbit", "Robin", "Seal", "Sparrow", "Squirrel", "Swallow", "Swan", "Wren",
)  # fmt: skip


def pseudonym_of(request_id: int) -> str:
    """Two plain words that stand for whoever asked: the same within one request, others in the next."""
    # 149 shares no factor with 400, so that 400 requests in a row have 400 different names, in no order to be seen.
    number = (request_id * 149 + 37) % (len(_KINDS) * len(_BEINGS))
    return f"{_KINDS[number % len(_KINDS)]} {_BEINGS[number // len(_KINDS)]}"


class Request(Model):
    """Somebody asked for a human.

    person_id: None once they are forgotten, or the words are. named: they chose to be named to whoever answers.
    waiting_since: when the present wait for a facilitator began. moved_at: the last step or message.
    offered_to: who is asked now; None in OFFERED: everybody. claimed_by: who has it, or had it when it was closed.
    claimed_at: the first claim ever. forget_at: when the words go. receipt_id: of the message in the member's chat.
    """

    id: int = 0
    group_id: int
    person_id: int | None
    named: bool
    state: RequestState = RequestState.RECEIVED
    stage: Stage = Stage.ROTA
    asked_at: Instant
    waiting_since: Instant
    moved_at: Instant
    offered_to: int | None = None
    claimed_by: int | None = None
    claimed_at: Instant | None = None
    closed_at: Instant | None = None
    reason: CloseReason | None = None
    hard: bool = False
    helped: Helped | None = None
    forget_at: Instant | None = None
    receipt_id: int | None = None

    @property
    def pseudonym(self) -> str:
        """How whoever asked is called while unnamed."""
        return pseudonym_of(self.id)

    @property
    def open(self) -> bool:
        """Whether somebody is waiting or talking."""
        return self.state in OPEN

    @property
    def held(self) -> bool:
        """Whether a facilitator has it."""
        return self.state in HELD

    def to(self, state: RequestState, now: datetime, **fields: object) -> "Request":
        """In another state; ValueError where the machine has no such way."""
        if state is not self.state and state not in REQUEST_TRANSITIONS[self.state]:
            raise ValueError(f"a request that is {self.state} cannot become {state}")
        return self.changed(state=state, moved_at=now, **fields)


class What(StrEnum):
    """What happened to a request: the audit, without content."""

    RECEIVED = "received"
    OFFERED = "offered"  # `to` is asked
    EVERYBODY = "everybody"  # all are asked
    REACHED = "reached"  # `to` has it on their phone
    TOLD = "told"  # the member was told that nobody answered
    AGAIN = "again"  # somebody is on call again, and is asked
    PASSED = "passed"  # `by` cannot
    CLAIMED = "claimed"
    READ = "read"  # `by` has seen the words
    HANDED = "handed"  # by `by` to `to`, or back to the rota
    LOST = "lost"  # `to` is no facilitator any more
    REMINDED = "reminded"  # `to` claimed it and has written nothing yet
    NO_WORD = "no_word"  # nor did `to` after that: it goes on
    ANSWERED = "answered"  # by the facilitator, for the first time since the claim or the member's last word
    WROTE = "wrote"  # the member, after an answer
    CLOSED = "closed"
    REOPENED = "reopened"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"
    NAME_ASKED = "name_asked"  # `by` says that somebody is in danger and asks for the name
    NAME_OPENED = "name_opened"  # and `by` agreed


class Step(Model):
    """One thing that happened: what and when.

    by: the facilitator who did it; what members do bears no id, so that no list can name who stays unnamed. to_id: the
    facilitator whom it concerned.
    """

    id: int = 0
    request_id: int
    what: What
    at: Instant
    by: int | None = None
    to_id: int | None = None


class Kind(StrEnum):
    """What can be kept for whoever claims."""

    TEXT = "text"
    VOICE = "voice"
    PHOTO = "photo"
    DOCUMENT = "document"


class RequestWords(Model):
    """One message of a request. text: the words, or the caption (plain). entities: its formatting, Telegram's JSON.

    message_id: of the member's message in their private chat, None where it was written elsewhere. Deleted at the
    request's `forget_at`.
    """

    id: int = 0
    request_id: int
    kind: Kind = Kind.TEXT
    text: str | None = None
    entities: tuple[dict[str, object], ...] = ()
    file: str | None = None
    message_id: int | None = None
    at: Instant


class Page(Model):
    """The message in a facilitator's private chat that tells of a request."""

    request_id: int
    person_id: int
    message_id: int


class RequestSettings(Model):
    """What a group chose. claim_minutes: until the next is asked. keep_days: words are kept after closing."""

    group_id: int
    claim_minutes: int = CLAIM_MINUTES
    keep_days: int = KEEP_DAYS
