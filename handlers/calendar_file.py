"""A meetup as an .ics file (RFC 5545), for the calendar of whoever wants it there."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.groups import Group
from domain.meetups import Meetup, Series
from domain.planning import zone_of

FILE_NAME = "meetup.ics"
AROUND = timedelta(days=366)  # the zone's changes of the clock near the meetup; all since 1970 take ten times as long


def calendar_file(meetup: Meetup, series: Series | None, group: Group, now: datetime, *, bot: str) -> bytes:
    """One event, with its time zone; the same meetup keeps its UID, and each change raises its SEQUENCE."""
    from icalendar import Calendar, Event  # 80 modules, which a start needs no more than most answers do

    event = Event()
    event.add("uid", f"{meetup.id}.{_born(series, group):%Y%m%d%H%M%S}@{bot}")
    event.add("sequence", meetup.sequence)
    event.add("dtstamp", now)
    zone = ZoneInfo(zone_of(group))
    event.add("dtstart", meetup.starts_at.astimezone(zone))
    event.add("dtend", meetup.ends_at.astimezone(zone))
    event.add("summary", meetup.title)
    if meetup.place:
        event.add("location", meetup.place)
    if meetup.link:
        event.add("url", meetup.link)
    if meetup.topic:
        event.add("description", meetup.topic)
    event.add("status", "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Circlekeeper//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    day = meetup.starts_at.date()
    calendar.add_missing_timezones(first_date=day - AROUND, last_date=day + AROUND)
    return bytes(calendar.to_ical())


def _born(series: Series | None, group: Group) -> datetime:
    """When it was first written down: ids alone begin at one again with every new database."""
    return series.created_at if series else group.created_at
