"""A question that nobody could answer: what is kept of it, and no name."""

from domain.model import Instant, Model


class Unanswered(Model):
    """What was asked, once or in several wordings.

    words: the latest wording. times: how often somebody asked, the same person once within a week. told_at: when the
    facilitators heard that it is asked often. entry_id: the draft of an answer, once somebody has written it.
    """

    id: int = 0
    group_id: int
    words: str
    language: str
    times: int = 1
    first_asked_at: Instant
    last_asked_at: Instant
    told_at: Instant | None = None
    entry_id: int | None = None


class Wording(Model):
    """One wording of a question.

    mark: two bytes, made with a key that stands outside the database; they tell three people from one who asks three
    times, and nobody who it was. None: a week has passed.
    """

    id: int = 0
    unanswered_id: int
    words: str
    asked_at: Instant
    mark: int | None = None


class Wish(Model):
    """Somebody wants to hear the answer. Their id goes as soon as they were told."""

    unanswered_id: int
    person_id: int
    since: Instant
