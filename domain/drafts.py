"""What somebody has begun and not yet confirmed: a preview, or a question that waits for words."""

from typing import Any

from domain.model import Instant, Model


class Draft(Model):
    """One unfinished doing of one person in one chat.

    kind: which doing (`"schedule"`, `"announce"`, …). expects: what a typed reply would be taken for, None: nothing.
    message_id: the bot's message that shows it, once known.
    """

    id: int = 0
    kind: str
    person_id: int
    chat_id: int
    group_id: int | None = None
    data: dict[str, Any] = {}
    expects: str | None = None
    message_id: int | None = None
    created_at: Instant
