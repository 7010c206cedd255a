"""Deciding what the operator hears of: at most once an hour of each kind, with how often it was."""

from datetime import datetime

from domain.ports import Tx
from domain.watch import (
    APART,
    HELPLINES_APART,
    LONGEST_MESSAGE,
    LONGEST_UPDATE,
    Noticed,
    Trouble,
)


def news(tx: Tx, trouble: Trouble, now: datetime) -> int | None:
    """How often this was since the operator last heard of it, this time included; None: they heard within the hour."""
    known = tx.watch.get(trouble) or Noticed(what=trouble)
    count = known.count + 1
    if not is_time(tx, trouble, now):
        tx.watch.save(known.changed(count=count))
        return None
    tx.watch.save(known.changed(at=now, count=0))
    return count


def is_time(tx: Tx, trouble: Trouble, now: datetime) -> bool:
    """Whether they may hear of this kind again."""
    known = tx.watch.get(trouble)
    apart = HELPLINES_APART if trouble is Trouble.HELPLINES else APART
    return known is None or known.at is None or not known.at <= now < known.at + apart


def waits_too_long(tx: Tx, now: datetime) -> list[Trouble]:
    """Which of the queues stands still."""
    update, message = tx.watch.oldest_update(), tx.watch.oldest_message(now)
    found = []
    if update is not None and now - update > LONGEST_UPDATE:
        found.append(Trouble.UPDATES)
    if message is not None and now - message > LONGEST_MESSAGE:
        found.append(Trouble.MESSAGES)
    return found
