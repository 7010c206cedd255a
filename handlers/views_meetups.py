"""Meetups in words: when, where, how often; no side effects, nothing looked up."""

import html
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.groups import Group
from domain.meetups import Meetup, Series
from domain.planning import today, zone_of
from domain.recurrence import Rule
from handlers.words import Words

HOUR = 60  # minutes


def when(t: Words, meetup: Meetup, group: Group) -> str:
    """`Tuesday 1 December, 10:00–11:30 (London time)`."""
    zone = zone_of(group)
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (meetup.starts_at, meetup.ends_at))
    return t(
        "{day}, {start}–{end} ({zone})",
        day=t.day(start.date()),
        start=t.clock(start.time()),
        end=t.clock(end.time()),
        zone=t.zone(zone),
    )


def soon(t: Words, meetup: Meetup, group: Group, now: datetime) -> str:
    """`today at 10:00`, `tomorrow, Tuesday 1 December, at 10:00`, `on Thursday 3 December at 10:00`; plain text."""
    local = meetup.starts_at.astimezone(ZoneInfo(zone_of(group)))
    clock, days = t.clock(local.time()), (local.date() - today(group, now)).days
    if days == 0:
        return t.plain("today at {time}", time=clock)
    if days == 1:
        return t.plain("tomorrow, {day}, at {time}", day=t.day(local.date()), time=clock)
    return t.plain("on {day} at {time}", day=t.day(local.date()), time=clock)


def where(t: Words, place: str | None, link: str | None) -> list[str]:
    """A line each for the place and for the address of an online meetup; none for what is not known."""
    lines = [t("Where: {place}", place=place)] if place else []
    if link:
        lines.append(t("Online: {link}", link=link))
    return lines


def this_week(t: Words, meetup: Meetup) -> list[str]:
    """The topic, if it has one."""
    return [t("This week: {topic}", topic=meetup.topic)] if meetup.topic else []


def full_words(t: Words, meetup: Meetup, group: Group) -> str:
    """One meetup with everything that is fixed: title, when, where, topic; a line each, as HTML."""
    lines = [bold(meetup.title), when(t, meetup, group), *where(t, meetup.place, meetup.link)]
    return "\n".join([*lines, *this_week(t, meetup)])


def series_words(t: Words, series: Series, group: Group, dates: Iterable[date]) -> str:
    """A series with its next dates, as HTML."""
    clock = t.clock(series.local_time)
    line = t(
        "{often} at {time}, for {length}", often=repetition(t, series), time=clock, length=length(t, series.minutes)
    )
    zone = zone_of(group)
    lines = [bold(series.title), line, t("Time zone: {name} ({zone})", name=t.zone(zone), zone=zone)]
    lines += where(t, series.place, series.link)
    if series.places is not None:
        lines.append(t.many("Room for {count} person", "Room for {count} people", series.places))
    return "\n".join([*lines, "", *date_lines(t, series, dates)])


def date_lines(t: Words, series: Series, dates: Iterable[date]) -> list[str]:
    """`The next dates:` and a line for each; nothing for what happens once, its line says the date."""
    if series.rule.frequency == "once":
        return []
    return [t("The next dates:"), *(f"• {html.escape(t.day(day))}" for day in dates)]


def repetition(t: Words, series: Series) -> str:
    """`Every Tuesday`, `Every month on the first Tuesday`, `Once, on Thursday 3 December`; plain text."""
    rule = series.rule
    if rule.weekday is None:
        return t.plain("Once, on {day},", day=t.day(series.starts_on))
    day = t.weekday(rule.weekday)
    if rule.nth is None:
        return _weekly(t, rule, day)
    if rule.interval == 1:
        return t.plain("Every month on {nth} {day}", nth=_nth(t, rule.nth), day=day)
    return t.plain("Every {count} months on {nth} {day}", count=rule.interval, nth=_nth(t, rule.nth), day=day)


def _weekly(t: Words, rule: Rule, day: str) -> str:
    if rule.interval == 1:
        return t.plain("Every {day}", day=day)
    return t.plain("Every {count} weeks on {day}", count=rule.interval, day=day)


def _nth(t: Words, nth: int) -> str:
    names = {
        1: t.plain("the first"),
        2: t.plain("the second"),
        3: t.plain("the third"),
        4: t.plain("the fourth"),
        5: t.plain("the fifth"),
        -1: t.plain("the last"),
    }
    return names[nth]


def length(t: Words, minutes: int) -> str:
    """`90 minutes`, `2 hours`."""
    if minutes % HOUR == 0:
        return t.many("{count} hour", "{count} hours", minutes // HOUR)
    return t.many("{count} minute", "{count} minutes", minutes)


def bold(text: str) -> str:
    """A person's own words in bold."""
    return f"<b>{html.escape(text, quote=False)}</b>"
