"""How an answer fared: numbers by entry and group, and nobody in them."""

from domain.model import Instant, Model


class Use(Model):
    """How one entry fared in one group; nobody in it."""

    entry_id: int
    group_id: int
    given: int = 0
    helped: int = 0
    not_quite: int = 0
    last_given_at: Instant | None = None
