"""The change or the end of a series in words."""

import html
from datetime import date, datetime, timedelta

from domain.groups import Group
from domain.meetups import Meetup, MeetupState, Series
from domain.planning import next_dates
from domain.series_changes import SeriesPlan
from handlers.views_meetups import series_words, when
from handlers.words import Words

SHOWN = 4  # dates of how it goes on, and lines of what moves or goes


def plan_words(t: Words, plan: SeriesPlan, group: Group, now: datetime) -> str:
    """Everything that would change, for the facilitator who is about to confirm it."""
    parts = [_head(t, plan.series, plan.until, plan.successor)]
    if plan.successor is not None:
        dates = next_dates(plan.successor, group, now, SHOWN)
        parts.append(series_words(t, plan.successor, group, dates))
    if moves := [(b, a) for b, a in plan.going_on if b.starts_at != a.starts_at and b.state is MeetupState.PLANNED]:
        lines = [f"• {when(t, before, group)} → {when(t, after, group)}" for before, after in moves[:SHOWN]]
        parts.append("\n".join([t("What moves:"), *lines]))
    if gone := [meetup for meetup in plan.dropped if meetup.state is MeetupState.PLANNED]:
        parts.append("\n".join([t("What no longer takes place:"), *_days(t, gone)]))
    return "\n\n".join(parts)


def _head(t: Words, series: Series, until: date, successor: Series | None) -> str:
    if successor is not None:
        first = max(successor.starts_on, until + timedelta(days=1))
        return t("{title} goes on like this from {day} on:", title=series.title, day=t.day(first))
    return t("{title} ends. There is none after {day}.", title=series.title, day=t.day(until))


def _days(t: Words, meetups: list[Meetup]) -> list[str]:
    lines = [f"• {html.escape(t.day(meetup.day))}" for meetup in meetups[:SHOWN]]
    if len(meetups) > SHOWN:
        lines.append(t("• and every one after that"))
    return lines


def outcome(
    t: Words, series: Series, until: date, successor: Series | None, group: Group, now: datetime, status: str
) -> str:
    """A change of a series that was made, and who knows."""
    parts = [t("<b>Done.</b>"), _head(t, series, until, successor)]
    if successor is not None:
        parts.append(series_words(t, successor, group, next_dates(successor, group, now, SHOWN)))
    return "\n\n".join([*parts, status])


def card_reason(t: Words, plan: SeriesPlan) -> str:
    """Why a meetup that people had seen does not take place, as it stands on its card."""
    if plan.successor is None:
        return t.plain("The series has ended.")
    return t.plain("The meetups are on other days now.")
