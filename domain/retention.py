"""What is kept about people only for a while; the same periods stand in /privacy."""

from datetime import datetime, timedelta

from domain import asking, questions, shares
from domain.nudge import KEPT_FOR
from domain.opinions import BY_PERSON
from domain.ports import Tx
from domain.resource_use import SEARCH, SEARCH_KEPT

ATTENDANCE = timedelta(days=365)  # by person; then only how many came
NUDGES = KEPT_FOR  # then only counts
MATCHES = timedelta(days=365)  # after they ended, so that the same two are not introduced again
NEWCOMERS = timedelta(days=90)
JOIN_REQUESTS = timedelta(days=30)
ENTRY_CHANGES = timedelta(days=365)  # by whom; what was changed stays
SWAPS = timedelta(days=14)  # turns of the rota that were given away


def tidy(tx: Tx, now: datetime) -> None:
    """Forget what has had its time. Counts stay."""
    tx.attendance.forget_people(now - ATTENDANCE)
    tx.nudges.prune(now - NUDGES)
    tx.newcomers.prune(arrived_before=now - NEWCOMERS, asked_before=now - JOIN_REQUESTS)
    tx.introductions.prune(now - MATCHES)
    tx.requests.prune(now)
    tx.rota.prune((now - SWAPS).date())
    tx.entries.prune(now - ENTRY_CHANGES)
    tx.entries.remove_unused_files()
    tx.drafts.prune(now - asking.OFFERED_FOR, asking.ASKED)
    tx.drafts.prune(now - asking.MINUTE, asking.PACE)
    tx.questions.prune(asked_before=now - questions.KEPT, marked_before=now - questions.WITHIN)
    tx.shares.prune(asked_before=now - shares.ASKED_FOR, agreed_before=now - shares.KEPT)
    tx.opinions.prune(now - BY_PERSON)
    tx.drafts.prune(now - SEARCH_KEPT, SEARCH)
