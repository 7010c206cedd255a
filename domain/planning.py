"""From a series to dated meetups, and from a meetup to everything that will be due for it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.groups import Group
from domain.meetups import Meetup, MeetupState, Series
from domain.ports import Tx
from domain.recurrence import at, occurrences
from domain.reminders import plan

AHEAD = 5  # so many meetups of a series are always in sight: the four of a preview and one more
CARD_BEFORE = timedelta(days=2)  # a card stands at the latest so long before its meetup

# What the agenda holds for a meetup; reminders carry their lead, "17:60".
REMINDER = "reminder"
PRIVATE_REMINDER = "private_reminder"
OPENS = "meetup_opens"  # "I'm here" appears
ENDS = "meetup_ends"
CLOSES = "card_closes"  # the card loses its buttons
CARD_DUE = "card_due"  # the card is posted
CARD = "meetup"  # the kind of a meetup's card
PER_LEAD = (REMINDER, PRIVATE_REMINDER)
FIRST_TIMERS = "first_timers"  # the facilitators hear who comes for the first time
HOW_WAS_IT = "how_was_it"  # whoever came for the first time is asked
PER_MEETUP = (OPENS, ENDS, CLOSES, CARD_DUE, FIRST_TIMERS, HOW_WAS_IT)
TOLD_AT, ASKED_AT = time(17), time(10)  # wall times for these two


def zone_of(group: Group) -> str:
    """The group's time zone; UTC only where nobody was asked yet, which no meetup ever sees."""
    return group.zone or "UTC"


def today(group: Group, now: datetime) -> date:
    """The local date in the group."""
    return now.astimezone(ZoneInfo(zone_of(group))).date()


def meetup_on(series: Series, key: date, zone: str) -> Meetup:
    """The occurrence of the series on this date of its rule, not stored yet."""
    return Meetup(
        series_id=series.id,
        group_id=series.group_id,
        key=key,
        day=key,
        local_time=series.local_time,
        starts_at=at(key, series.local_time, zone),
        minutes=series.minutes,
        title=series.title,
        place=series.place,
        link=series.link,
        places=series.places,
    )


def next_dates(series: Series, group: Group, now: datetime, count: int) -> list[date]:
    """The next dates of the rule whose time has not come yet, at most `count`."""
    zone = zone_of(group)
    found: list[date] = []
    for key in occurrences(series.rule, series.starts_on, after=today(group, now), count=count + 1):
        if series.until is not None and key > series.until:
            break
        if at(key, series.local_time, zone) > now:
            found.append(key)
    return found[:count]


def keep_ahead(tx: Tx, series: Series, group: Group, now: datetime) -> list[Meetup]:
    """Make sure that the next meetups of the series exist, each with its promises. Returns the new ones."""
    added = []
    for key in next_dates(series, group, now, AHEAD):
        if tx.meetups.by_key(series.id, key) is None:
            meetup = tx.meetups.add(meetup_on(series, key, zone_of(group)))
            promise(tx, meetup, group, now)
            added.append(meetup)
    return added


def promise(tx: Tx, meetup: Meetup, group: Group, now: datetime) -> None:
    """Write down everything that will be due for this meetup, in place of what was promised before."""
    withdraw(tx, meetup)
    if meetup.state in (MeetupState.ENDED, MeetupState.NOT_HELD):
        return
    tx.agenda.add(CLOSES, meetup.id, meetup.here_until)
    if meetup.state is not MeetupState.PLANNED:
        return
    zone = zone_of(group)
    for lead, due_at in plan(meetup.starts_at, group.leads, group.quiet, zone, now):
        tx.agenda.add(REMINDER, subject(meetup, lead), due_at)
    promise_private(tx, meetup, group, now)
    tx.agenda.add(OPENS, meetup.id, meetup.here_from)
    tx.agenda.add(ENDS, meetup.id, meetup.ends_at)
    tx.agenda.add(FIRST_TIMERS, meetup.id, day_before(meetup, group))
    tx.agenda.add(HOW_WAS_IT, meetup.id, morning_after(group, meetup.ends_at))
    if tx.cards.of(CARD, meetup.id) is None:
        tx.agenda.add(CARD_DUE, meetup.id, group.quiet.last_open_before(meetup.starts_at - CARD_BEFORE, zone))


def promise_private(tx: Tx, meetup: Meetup, group: Group, now: datetime) -> None:
    """Promise the private reminders that members ask for now; what is promised already stays as it is."""
    for lead in tx.people.leads_wanted(group.id):
        for _, due_at in plan(meetup.starts_at, (lead,), group.quiet, zone_of(group), now):
            tx.agenda.add(PRIVATE_REMINDER, subject(meetup, lead), due_at)


def day_before(meetup: Meetup, group: Group) -> datetime:
    """When the facilitators hear who comes for the first time: the afternoon before."""
    zone = zone_of(group)
    return group.quiet.last_open_before(at(meetup.day - timedelta(days=1), TOLD_AT, zone), zone)


def morning_after(group: Group, now: datetime) -> datetime:
    """The morning after this moment, in the group's zone."""
    zone = zone_of(group)
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return group.quiet.next_open(at(day, ASKED_AT, zone), zone)


def subject(meetup: Meetup, lead: int) -> str:
    """What a reminder's promise is about: `17:60`."""
    return f"{meetup.id}:{lead}"


def withdraw(tx: Tx, meetup: Meetup) -> None:
    """Take back everything that was due for this meetup."""
    for kind in PER_MEETUP:
        tx.agenda.remove(kind, meetup.id)
    for kind in PER_LEAD:
        tx.agenda.remove_like(kind, f"{meetup.id}:")


def promise_again(tx: Tx, group: Group, now: datetime) -> None:
    """The group changed what it wants (reminders, quiet hours): promise every coming meetup anew."""
    for meetup in tx.meetups.coming(group.id, now, limit=200):
        promise(tx, meetup, group, now)


def move_zone(tx: Tx, group: Group, now: datetime) -> None:
    """The group changed its time zone: coming meetups keep their wall times, so their instants change."""
    for meetup in tx.meetups.coming(group.id, now, limit=200):
        moved = meetup.changed(starts_at=at(meetup.day, meetup.local_time, zone_of(group)))
        tx.meetups.save(moved)
        promise(tx, moved, group, now)
        redraw(tx, meetup.id, now)


def redraw(tx: Tx, meetup_id: int, now: datetime, *, finished: bool = False) -> None:
    """What the meetup's card shows has changed. finished: what it shows for good, too."""
    card = tx.cards.of(CARD, meetup_id)
    if card is not None and (not card.closed or (finished and card.message_id is not None)):
        tx.outbox.touch(card, now)
