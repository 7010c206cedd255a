"""Buddies and the pairs they make: who offers, who asks, who fits whom."""

from collections.abc import Mapping, Sequence, Set
from enum import StrEnum

from domain.model import Instant, Model

MOST_AT_ONCE = 2  # pairs of one buddy at a time; whoever gives has to rest, too


class Ages(StrEnum):
    """How old the children are, youngest first: the order says who is further along."""

    EXPECTING = "b"
    BABY = "0"
    TODDLER = "2"
    CHILD = "5"
    TEEN = "11"
    GROWN = "16"


class Topic(StrEnum):
    """What people like to talk about."""

    SLEEP = "sl"
    FEEDING = "fe"
    TEMPER = "te"
    SCHOOL = "sc"
    NEEDS = "ne"
    ALONE = "al"
    LOW = "lo"
    NEW_HERE = "nw"


class Buddy(Model):
    """What somebody said who offers to be a buddy, or asks for one. languages: codes as Telegram's."""

    group_id: int
    person_id: int
    offers: bool
    ages: tuple[Ages, ...] = ()
    topics: tuple[Topic, ...] = ()
    languages: tuple[str, ...] = ()
    since: Instant


class State(StrEnum):
    """Where a pair stands; the table below is the same machine."""

    SUGGESTED = "suggested"  # the facilitators are asked
    REFUSED = "refused"  # a facilitator said: not these two
    ASKED = "asked"  # both are asked
    INTRODUCED = "introduced"  # both said yes and know each other's name
    ENDED = "ended"  # one said no, nobody answered, somebody stopped, or it has done its good


TRANSITIONS: dict[State, frozenset[State]] = {
    State.SUGGESTED: frozenset({State.REFUSED, State.ASKED, State.ENDED}),
    State.REFUSED: frozenset(),
    State.ASKED: frozenset({State.INTRODUCED, State.ENDED}),
    State.INTRODUCED: frozenset({State.ENDED}),
    State.ENDED: frozenset(),
}
OPEN = (State.SUGGESTED, State.ASKED, State.INTRODUCED)


class Met(StrEnum):
    """What came of an introduction, two weeks later."""

    YES = "yes"
    NOT_YET = "not_yet"
    OTHER = "other"  # would like somebody else


class Match(Model):
    """A pair. It stays when it is over, so that the same two are never suggested again."""

    id: int = 0
    group_id: int
    seeker_id: int
    buddy_id: int
    state: State = State.SUGGESTED
    suggested_at: Instant
    confirmed_by: int | None = None
    seeker_says: bool | None = None
    buddy_says: bool | None = None
    introduced_at: Instant | None = None
    seeker_met: Met | None = None
    buddy_met: Met | None = None
    ended_at: Instant | None = None

    def has(self, person_id: int) -> bool:
        """Whether this person is one of the two."""
        return person_id in (self.seeker_id, self.buddy_id)

    def other(self, person_id: int) -> int:
        """The other of the two."""
        return self.buddy_id if person_id == self.seeker_id else self.seeker_id

    def says(self, person_id: int) -> bool | None:
        """What this one of the two said to being introduced."""
        return self.seeker_says if person_id == self.seeker_id else self.buddy_says


class Pair(Model):
    """Who could be introduced to whom."""

    seeker_id: int
    buddy_id: int


def fit(seeker: Buddy, buddy: Buddy) -> int | None:
    """How well two go together, more is better; None: they share no language.

    Who chose no languages or topics is open to any. Children of the buddy's who are as old or the next step older
    count most: somebody who has just been there.
    """
    if seeker.languages and buddy.languages and not {*seeker.languages} & {*buddy.languages}:
        return None
    return 3 * _further_along(seeker, buddy) + 2 * len({*seeker.topics} & {*buddy.topics})


def _further_along(seeker: Buddy, buddy: Buddy) -> int:
    """How many of the seeker's ages the buddy knows: the same (1) or the step after (2)."""
    steps = list(Ages)
    theirs = {steps.index(age) for age in buddy.ages}
    return sum(2 * (step + 1 in theirs) + (step in theirs) for step in (steps.index(age) for age in seeker.ages))


def best_pair(
    seekers: Sequence[Buddy],
    buddies: Sequence[Buddy],
    apart: Set[frozenset[int]],
    load: Mapping[int, int],
) -> Pair | None:
    """The pair to suggest: for who waits longest, of the buddies with fewest pairs the one who fits best.

    apart: those who must not be brought together, because they were before or one of them does not wish it. load: how
    many pairs each buddy has now; nobody gets more than MOST_AT_ONCE.
    """
    for seeker in sorted(seekers, key=lambda one: (one.since, one.person_id)):
        found: list[tuple[tuple[int, int, int], int]] = []
        for buddy in buddies:
            mine = load.get(buddy.person_id, 0)
            fits = fit(seeker, buddy)
            pair = frozenset((seeker.person_id, buddy.person_id))
            if len(pair) == 2 and pair not in apart and mine < MOST_AT_ONCE and fits is not None:
                found.append(((mine, -fits, buddy.person_id), buddy.person_id))
        if found:
            return Pair(seeker_id=seeker.person_id, buddy_id=min(found)[1])
    return None
