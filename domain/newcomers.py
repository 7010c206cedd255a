"""Who is new in a group, who asks to join it, and what the group tells them."""

from enum import StrEnum

from domain.model import Instant, Model


class Welcome(Model):
    """What a group tells its newcomers. rules, first_time: the facilitators' own words, None: the usual ones.

    wanted: newcomers are welcomed in the group. rules_at: when the rules were last changed. welcomed_at: when somebody
    was welcomed last.
    """

    group_id: int
    wanted: bool = True
    rules: str | None = None
    rules_at: Instant | None = None
    first_time: str | None = None
    welcomed_at: Instant | None = None


class Felt(StrEnum):
    """How the first time was."""

    GOOD = "good"
    MIXED = "mixed"
    HARD = "hard"


class Newcomer(Model):
    """Somebody who joined a group a while ago and has not come to a meetup yet, or only once.

    They need not be known otherwise. name: as Telegram shows it, kept only until they were welcomed. told_at: when the
    facilitators heard of their first time. asked_at: when they were asked how it was; felt: what they said.
    """

    group_id: int
    person_id: int
    name: str | None = None
    arrived_at: Instant
    told_at: Instant | None = None
    asked_at: Instant | None = None
    felt: Felt | None = None


class Agreement(Model):
    """Somebody said that the group's rules and what is kept are all right for them."""

    group_id: int
    person_id: int
    agreed_at: Instant


class JoinRequest(Model):
    """Somebody asks Telegram to be let into a group. decided_by: a facilitator decided, and Telegram is being told."""

    id: int = 0
    group_id: int
    person_id: int
    name: str
    asked_at: Instant
    decided_by: int | None = None
