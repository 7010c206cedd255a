"""What will be due: promises as rows, written by the transaction that made them true."""

from domain.model import Instant, Model

URGENT = ("request_page",)  # kept before all else that is due: somebody waits for a human


class Promise(Model):
    """One thing to do at a time: `(kind, subject, due_at)` is unique.

    subject: what it is about, as text (`"17"`, `"17:60"`); the kind's handler reads it.
    """

    kind: str
    subject: str
    due_at: Instant
    tries: int = 0
