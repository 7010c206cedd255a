"""When people are reminded of a meetup, and what becomes of a reminder that comes late."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from domain.model import to_utc
from domain.quiet import QuietHours

SHORTEST_LEAD = 5
LONGEST_LEAD = 14 * 24 * 60
MOST_LEADS = 5
LEAST_NOTICE = timedelta(minutes=SHORTEST_LEAD)

Decision = Literal["send", "stale", "wait"]


def in_order(leads: Iterable[int]) -> tuple[int, ...]:
    """Lead times without repeats, the longest first."""
    return tuple(sorted(set(leads), reverse=True))


Lead = Annotated[int, Field(ge=SHORTEST_LEAD, le=LONGEST_LEAD)]
"""Minutes before the start: 5 minutes to 14 days."""

Leads = Annotated[tuple[Lead, ...], Field(max_length=MOST_LEADS), AfterValidator(in_order)]
"""Up to five lead times, the longest first; none means that reminders are off."""

GROUP_DEFAULT: Leads = (24 * 60, 60)


def due(starts_at: datetime, lead: int, quiet: QuietHours, zone: str) -> datetime:
    """When the reminder `lead` minutes before the start is sent, in UTC.

    The lead is elapsed time. One that would fall into quiet hours comes at their end; if that leaves less
    than five minutes before the start, a minute before they begin. ValueError for a naive start.
    """
    wanted = to_utc(starts_at) - timedelta(minutes=lead)
    opens = quiet.next_open(wanted, zone)
    if opens <= to_utc(starts_at) - LEAST_NOTICE:
        return opens
    return quiet.last_open_before(wanted, zone)


def plan(
    starts_at: datetime, leads: Iterable[int], quiet: QuietHours, zone: str, now: datetime
) -> list[tuple[int, datetime]]:
    """The reminders of a meetup scheduled now, as (lead in minutes, due in UTC), the earliest first.

    Those already due are left out: whoever schedules at short notice has just told everybody. Leads that
    quiet hours bring to the same instant make one reminder, that of the longest lead.
    """
    by_instant: dict[datetime, int] = {}
    for lead in in_order(leads):
        by_instant.setdefault(due(starts_at, lead, quiet, zone), lead)
    return [(lead, moment) for moment, lead in sorted(by_instant.items()) if moment > to_utc(now)]


def decide(due_at: datetime, starts_at: datetime, now: datetime) -> Decision:
    """What to do with a planned reminder: what was missed is still sent before the start, never after."""
    moment, promised, begins = to_utc(now), to_utc(due_at), to_utc(starts_at)
    if moment >= begins:
        return "stale"
    return "send" if moment >= promised else "wait"


def make_up(starts_at: datetime, quiet: QuietHours, zone: str, now: datetime) -> datetime | None:
    """When a reminder that was missed while switched off is sent: now, or when quiet hours end.

    None if that leaves less than five minutes before the start: nobody is woken for what was missed.
    """
    opens = quiet.next_open(now, zone)
    begins = to_utc(starts_at)
    in_time = opens < begins if opens == to_utc(now) else opens <= begins - LEAST_NOTICE
    return opens if in_time else None
