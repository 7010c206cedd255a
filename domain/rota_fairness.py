"""Whose turn would be fair: who did least for the group lately, and nobody who just had a hard one."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from domain.attendance import Mark
from domain.groups import Group
from domain.ports import Tx

LOOKS_BACK = timedelta(weeks=8)
RESTS = timedelta(days=7)  # after a hard request


def fairest(tx: Tx, group: Group, people: Collection[int], now: datetime) -> list[int]:
    """These people, those first who had the fewest requests and meetups in the last eight weeks.

    Whoever had a hard request within a week comes after all others. Ties go by id, so that the order stays.
    """
    done, resting = _meetups(tx, group, now), set()
    for request in tx.requests.claimed_since(group.id, now - LOOKS_BACK):
        if request.claimed_by is not None:
            done[request.claimed_by] += 1
            if request.hard and now - request.moved_at < RESTS:
                resting.add(request.claimed_by)
    return sorted(people, key=lambda person_id: (person_id in resting, done[person_id], person_id))


def _meetups(tx: Tx, group: Group, now: datetime) -> Counter[int]:
    """How many of the group's meetups each came to or kept the list of."""
    done: Counter[int] = Counter()
    for meetup in tx.attendance.ended_since(group.id, now - LOOKS_BACK):
        came = {line.person_id for line in tx.attendance.marks(meetup.id) if line.mark is Mark.CAME}
        kept = {entry.by for entry in tx.attendance.log(meetup.id)}
        done.update(person_id for person_id in came | kept if person_id)
    return done
