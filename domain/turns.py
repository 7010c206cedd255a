"""Weekly slots of the rota, their dated turns, and the times that nobody has. Pure; wall times of the group's zone."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.model import Instant, Model
from domain.quiet import QuietHours
from domain.recurrence import at


class Slot(Model):
    """Each week on this weekday (Monday is 0) one person is on call, from one wall time to another.

    An end that is not after the start lies on the next day, so equal ones mean a whole day.
    """

    id: int = 0
    group_id: int
    person_id: int
    weekday: int
    starts: time
    ends: time


class Swap(Model):
    """One turn of a slot, by the local date on which it begins, that its person gives away. taken_by None: offered."""

    id: int = 0
    group_id: int
    slot_id: int
    day: date
    person_id: int
    taken_by: int | None = None
    offered_at: Instant


class Wishes(Model):
    """What one facilitator of one group chose for themselves.

    break_until: the last day on which nothing is asked of them, None: none. Between quiet_start and quiet_end (wall
    times) no request reaches them by itself; None: any hour.
    """

    group_id: int
    person_id: int
    break_until: date | None = None
    quiet_start: time | None = None
    quiet_end: time | None = None

    def asks_peace(self, now: datetime, zone: str) -> bool:
        """Whether nothing may be asked of them at this moment."""
        if self.break_until is not None and now.astimezone(ZoneInfo(zone)).date() <= self.break_until:
            return True
        if self.quiet_start is None or self.quiet_end is None:
            return False
        return QuietHours(start=self.quiet_start, end=self.quiet_end).contains(now, zone)


class Turn(Model):
    """One dated slot: who serves, between which moments (`ends_at` no longer belongs to it)."""

    slot: Slot
    day: date
    person_id: int
    starts_at: Instant
    ends_at: Instant


def turns(slots: Iterable[Slot], swaps: Iterable[Swap], zone: str, since: datetime, until: datetime) -> list[Turn]:
    """Every turn of these slots that is not over at `since` and begins before `until`, soonest first."""
    taken = {(swap.slot_id, swap.day): swap.taken_by for swap in swaps if swap.taken_by is not None}
    first = since.astimezone(ZoneInfo(zone)).date() - timedelta(days=2)
    found = []
    for slot in slots:
        day = first + timedelta(days=(slot.weekday - first.weekday()) % 7)
        while (starts_at := at(day, slot.starts, zone)) < until:
            ends_at = at(day + timedelta(days=slot.ends <= slot.starts), slot.ends, zone)
            if ends_at > since:
                person_id = taken.get((slot.id, day), slot.person_id)
                found.append(Turn(slot=slot, day=day, person_id=person_id, starts_at=starts_at, ends_at=ends_at))
            day += timedelta(weeks=1)
    return sorted(found, key=lambda turn: (turn.starts_at, turn.slot.id))


def gaps(found: Sequence[Turn], since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The times between two moments in which nobody has a turn."""
    open_from, free = since, []
    for turn in sorted(found, key=lambda turn: turn.starts_at):
        if turn.starts_at > open_from:
            free.append((open_from, min(turn.starts_at, until)))
        open_from = max(open_from, turn.ends_at)
    return [*free, (open_from, until)] if open_from < until else free
