"""What facilitators do to one meetup: kept for two minutes in which it can be undone, then told to who counts on it."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.errors import Done, Gone, InPast, NewerFirst, NotNow, Over, Told, TooLong, Unchanged
from domain.groups import Group
from domain.meetups import TRANSITIONS, Change, ChangeKind, Meetup, MeetupState
from domain.model import Model
from domain.people import Person
from domain.planning import promise, redraw, zone_of
from domain.ports import Tx
from domain.recurrence import at
from domain.rsvps import counted_on

UNDO_FOR = timedelta(minutes=2)
AT_ONCE = timedelta(hours=2)  # closer to the start than this, people hear of it without delay
LONGEST_TOPIC = 200  # characters
LONGEST_REASON = 300
TELL = "tell_change"

OFF = (MeetupState.SKIPPED, MeetupState.CANCELLED)
_TARGETS = {
    ChangeKind.SKIPPED: MeetupState.SKIPPED,
    ChangeKind.CANCELLED: MeetupState.CANCELLED,
    ChangeKind.RESTORED: MeetupState.PLANNED,
}


class Edit(Model):
    """What is to become of a meetup; only the fields that belong to its kind count.

    day, local_time: of MOVED. place, link: of PLACE, both replaced. reason: of CANCELLED.
    """

    kind: ChangeKind
    day: date | None = None
    local_time: time | None = None
    place: str | None = None
    link: str | None = None
    reason: str | None = None


class News(StrEnum):
    """What is different for the people who count on a meetup."""

    OFF = "off"
    ON = "on"
    TIME = "time"
    PLACE = "place"
    TITLE = "title"


def edited(meetup: Meetup, edit: Edit, usual_time: time, zone: str, now: datetime) -> Meetup:
    """The meetup as the edit makes it.

    usual_time: the series' local time. Over, NotNow, InPast, Unchanged or TooLong where that cannot be.
    """
    refuse_over(meetup, now)
    if edit.kind in _TARGETS:
        after = _set_state(meetup, edit)
    elif meetup.state is not MeetupState.PLANNED:
        raise NotNow
    elif edit.kind is ChangeKind.MOVED:
        after = _moved(meetup, edit, usual_time, zone, now)
    else:
        after = meetup.changed(place=edit.place, link=edit.link)
    if after == meetup:
        raise Unchanged
    return after.changed(sequence=meetup.sequence + 1)


def refuse_over(meetup: Meetup, now: datetime) -> None:
    """Over where its time has passed."""
    if meetup.state in (MeetupState.ENDED, MeetupState.NOT_HELD) or now >= meetup.ends_at:
        raise Over


def _set_state(meetup: Meetup, edit: Edit) -> Meetup:
    target = _TARGETS[edit.kind]
    if target not in TRANSITIONS[meetup.state]:
        raise Unchanged if target is meetup.state else NotNow
    reason = (edit.reason or "").strip() or None
    if len(reason or "") > LONGEST_REASON:
        raise TooLong(limit=LONGEST_REASON)
    return meetup.changed(state=target, reason=reason if target is MeetupState.CANCELLED else None)


def _moved(meetup: Meetup, edit: Edit, usual_time: time, zone: str, now: datetime) -> Meetup:
    day, clock = edit.day or meetup.day, edit.local_time or meetup.local_time
    starts_at = at(day, clock, zone)
    if starts_at <= now:
        raise InPast
    moved = (day, clock) != (meetup.key, usual_time)
    return meetup.changed(day=day, local_time=clock, starts_at=starts_at, moved=moved)


def what_differs(before: Meetup, after: Meetup) -> tuple[News, ...]:
    """What people have to hear of, in the order of its weight; nothing else matters where it does not take place."""
    if after.state in OFF:
        return (News.OFF,) if (before.state, before.reason) != (after.state, after.reason) else ()
    differs = {
        News.ON: before.state in OFF,
        News.TIME: before.starts_at != after.starts_at,
        News.PLACE: (before.place, before.link) != (after.place, after.link),
        News.TITLE: before.title != after.title,
    }
    return tuple(news for news, is_so in differs.items() if is_so)


def tell_at(before: Meetup, after: Meetup, now: datetime) -> datetime:
    """When people hear of it: after the time for undoing, at once where the old or the new start is near."""
    near = any(meetup.starts_at - now < AT_ONCE for meetup in (before, after))
    return now if near else now + UNDO_FOR


def audience(tx: Tx, meetup: Meetup) -> list[Person]:
    """Those who said they come or may come (the waiting ones and those asked again too) and have not left the group."""
    return [person for person in counted_on(tx, meetup) if not _left(tx, meetup.group_id, person.id)]


def _left(tx: Tx, group_id: int, person_id: int) -> bool:
    member = tx.people.member(group_id, person_id)
    return member is not None and member.left_at is not None


def preview(tx: Tx, meetup: Meetup, edit: Edit, group: Group, now: datetime) -> Meetup:
    """The meetup as the edit would make it; nothing is changed. Refusals as in `edited`."""
    series = tx.meetups.series(meetup.series_id)
    usual = series.local_time if series else meetup.local_time
    return edited(meetup, edit, usual, zone_of(group), now)


def change(tx: Tx, meetup: Meetup, edit: Edit, group: Group, by: int, now: datetime) -> Change:
    """Do it; people are told later, of everything together that was changed until then."""
    after = preview(tx, meetup, edit, group, now)
    store(tx, after, group, now)
    kept = Change(
        meetup_id=meetup.id, kind=edit.kind, before=meetup, by=by, at=now, tell_at=tell_at(meetup, after, now)
    )
    return keep(tx, kept)


def store(tx: Tx, meetup: Meetup, group: Group, now: datetime) -> None:
    """Write a changed meetup, with what is due for it and on its card."""
    tx.meetups.save(meetup)
    promise(tx, meetup, group, now)
    redraw(tx, meetup.id, now)


def keep(tx: Tx, kept: Change) -> Change:
    """Keep the change for undoing; whatever else waits to be told of this meetup is told with it."""
    for earlier in untold(tx, kept.meetup_id):
        tx.meetups.save_change(earlier.changed(tell_at=kept.tell_at))
    tx.agenda.remove(TELL, kept.meetup_id)
    tx.agenda.add(TELL, kept.meetup_id, kept.tell_at)
    return tx.meetups.add_change(kept)


def untold(tx: Tx, meetup_id: int) -> list[Change]:
    """The changes of which people have not heard yet, first to last."""
    return [kept for kept in tx.meetups.changes(meetup_id) if not (kept.told or kept.undone)]


def undo(tx: Tx, kept: Change, group: Group, now: datetime) -> Meetup:
    """Put back what this one change changed; nobody hears of it. Done, Told, NewerFirst, Over or Gone: too late."""
    meetup = tx.meetups.get(kept.meetup_id)
    if meetup is None:
        raise Gone
    if kept.undone:
        raise Done
    if kept.told:
        raise Told
    if any(other.id > kept.id for other in untold(tx, meetup.id)):
        raise NewerFirst
    if meetup.state in (MeetupState.ENDED, MeetupState.NOT_HELD):
        raise Over
    before = _put_back(meetup, kept, zone_of(group))
    store(tx, before, group, now)
    tx.meetups.save_change(kept.changed(undone=True))
    if not untold(tx, meetup.id):
        tx.agenda.remove(TELL, meetup.id)
    return before


def _put_back(meetup: Meetup, kept: Change, zone: str) -> Meetup:
    """Only what this kind of change touches; the sequence still rises, as calendars ignore one that falls."""
    fields = {
        ChangeKind.MOVED: ("day", "local_time", "moved"),
        ChangeKind.PLACE: ("place", "link"),
    }.get(kept.kind, ("state", "reason"))
    back = meetup.changed(**{name: getattr(kept.before, name) for name in fields})
    return back.changed(starts_at=at(back.day, back.local_time, zone), sequence=meetup.sequence + 1)


def set_topic(tx: Tx, meetup: Meetup, topic: str | None, now: datetime) -> Meetup:
    """This meetup's topic, None: none. Over or TooLong where that cannot be."""
    refuse_over(meetup, now)
    words = " ".join((topic or "").split()) or None
    if len(words or "") > LONGEST_TOPIC:
        raise TooLong(limit=LONGEST_TOPIC)
    after = meetup.changed(topic=words, sequence=meetup.sequence + 1)
    tx.meetups.save(after)
    redraw(tx, meetup.id, now)
    return after


def next_planned(tx: Tx, group: Group, now: datetime) -> Meetup | None:
    """The meetup that comes next and takes place."""
    coming = tx.meetups.coming(group.id, now, limit=60)
    return next((meetup for meetup in coming if meetup.state is MeetupState.PLANNED), None)
