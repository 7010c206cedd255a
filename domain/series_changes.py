"""Ending a series, or letting it go on differently from a date on; every meetup keeps its card and its people."""

import hashlib
from datetime import date, datetime, timedelta

from domain.changes import AT_ONCE, TELL, UNDO_FOR, audience, keep, store, untold
from domain.errors import Done, Gone, NewerFirst, NotNow, Over, Told, Unchanged
from domain.grammar import ScheduleSpec
from domain.groups import Group
from domain.meetups import Change, ChangeKind, Meetup, MeetupState, Series, SeriesChange
from domain.model import Model
from domain.planning import CARD, keep_ahead, withdraw, zone_of
from domain.ports import Tx
from domain.recurrence import at, occurrences

SETTLES = "series_change_settles"
SAME_WEEK = timedelta(days=6)  # a meetup that moves at most so far is still the same one to the people who come
FAR = timedelta(days=62)  # so far beyond the last known meetup its successor may lie
OWN = ("title", "place", "link", "minutes", "places")  # what one meetup may have differently from its series


class SeriesPlan(Model):
    """What becomes of a series' meetups. going_on: pairs of before and after. dropped: there is none any more.

    successor: how it goes on, None: it ends. people: how many said that they come to one of those touched.
    """

    series: Series
    until: date
    successor: Series | None = None
    going_on: tuple[tuple[Meetup, Meetup], ...] = ()
    dropped: tuple[Meetup, ...] = ()
    people: int = 0

    @property
    def touched(self) -> tuple[Meetup, ...]:
        """Every meetup that it changes, as it is now."""
        return (*(before for before, _ in self.going_on), *self.dropped)

    @property
    def fingerprint(self) -> str:
        """The same for two plans that do the same to the same meetups."""
        pairs = [(b.id, b.sequence, a.starts_at, a.title, a.place, a.link) for b, a in self.going_on]
        gone = [(meetup.id, meetup.sequence) for meetup in self.dropped]
        facts = (self.series.until, self.until, pairs, gone)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def successor_of(
    series: Series, spec: ScheduleSpec, first: Meetup, *, length: int | None, by: int, now: datetime
) -> Series:
    """How the series goes on from this meetup on; not stored yet. What the words left out stays as it was.

    length: in minutes, None where the words did not say. Place and link belong together: either of them replaces both.
    """
    elsewhere = spec.place is not None or spec.link is not None
    start = max(spec.starts_on, first.key)
    return Series(
        group_id=series.group_id,
        title=spec.title or series.title,
        place=spec.place if elsewhere else series.place,
        link=spec.link if elsewhere else series.link,
        rule=spec.rule,
        starts_on=next(iter(occurrences(spec.rule, start, start, count=1)), start),
        local_time=spec.local_time,
        minutes=series.minutes if length is None else length,
        places=series.places,
        until=series.until if series.until and series.until > start else None,
        thread_id=series.thread_id,
        created_by=by,
        created_at=now,
    )


def plan_end(tx: Tx, series: Series, last: date, now: datetime) -> SeriesPlan:
    """The series ends after this local date of its rule. Unchanged where it does already."""
    if series.until is not None and series.until <= last:
        raise Unchanged
    dropped = _coming_after(tx, series, last, now)
    return SeriesPlan(series=series, until=last, dropped=tuple(dropped), people=_people(tx, dropped))


def plan_change(tx: Tx, successor: Series, series: Series, first: Meetup, group: Group, now: datetime) -> SeriesPlan:
    """From this meetup on the series goes on as the successor, which is not stored yet.

    Over where that meetup has begun, NotNow where one of the two happens only once, Unchanged where they are the same.
    """
    if first.starts_at <= now or first.state in (MeetupState.ENDED, MeetupState.NOT_HELD):
        raise Over
    if "once" in (series.rule.frequency, successor.rule.frequency):
        raise NotNow
    last = first.key - timedelta(days=1)
    if _same(series, successor, first.key):
        raise Unchanged
    pairs, dropped = _paired(_coming_after(tx, series, last, now), series, successor, zone_of(group), now)
    touched = [before for before, _ in pairs] + dropped
    return SeriesPlan(
        series=series,
        until=last,
        successor=successor,
        going_on=tuple(pairs),
        dropped=tuple(dropped),
        people=_people(tx, touched),
    )


def carry_out(tx: Tx, plan: SeriesPlan, group: Group, by: int, now: datetime, *, reason: str) -> SeriesChange:
    """Do it. reason: what stands on the card of a meetup that people had seen and that does not take place now."""
    tx.meetups.save_series(plan.series.changed(until=plan.until))
    successor = tx.meetups.add_series(plan.successor.changed(id=0)) if plan.successor else None
    touched = plan.touched
    after = {before.id: new for before, new in plan.going_on}
    tell_at = told_at(plan, now)
    kept = tx.meetups.add_series_change(
        SeriesChange(
            series_id=plan.series.id,
            successor_id=successor.id if successor else None,
            until_before=plan.series.until,
            before=touched,
            by=by,
            at=now,
            tell_at=tell_at,
        )
    )
    for before in touched:
        new = after.get(before.id)
        _touch(tx, before, new.changed(series_id=successor.id) if new and successor else None, kept, group, reason)
    if successor:
        keep_ahead(tx, successor, group, now)
    tx.agenda.add(SETTLES, kept.id, tell_at)
    return kept


def undo_series(tx: Tx, kept: SeriesChange, group: Group, now: datetime) -> None:
    """Everything as it was before; nobody hears of it. Done, Told, NewerFirst or Gone where it is too late."""
    series = tx.meetups.series(kept.series_id)
    if series is None:
        raise Gone
    if kept.undone:
        raise Done
    own = {before.id: _own_change(tx, before.id, kept) for before in kept.before}
    if kept.told or any(change and change.told for change in own.values()):
        raise Told
    _refuse_newer(tx, kept, own)
    tx.meetups.save_series(series.changed(until=kept.until_before))
    for before in kept.before:
        _restore(tx, before, own[before.id], group, now)
    if kept.successor_id is not None:
        for meetup in tx.meetups.of_series(kept.successor_id):
            withdraw(tx, meetup)
        tx.meetups.remove_series(kept.successor_id)
    keep_ahead(tx, series.changed(until=kept.until_before), group, now)
    tx.meetups.save_series_change(kept.changed(undone=True, successor_id=None))
    tx.agenda.remove(SETTLES, kept.id)


def settle(tx: Tx, change_id: int) -> SeriesChange | None:
    """The time for undoing is over. Returns the change if it stands."""
    kept = tx.meetups.series_change(change_id)
    if kept is None or kept.undone or kept.told:
        return None
    kept = kept.changed(told=True)
    tx.meetups.save_series_change(kept)
    return kept


def _same(series: Series, successor: Series, first: date) -> bool:
    """Whether nothing would be different: the same days, time and everything else."""
    alike = all(getattr(series, name) == getattr(successor, name) for name in (*OWN, "rule", "local_time"))
    dates = [occurrences(item.rule, item.starts_on, first, count=2) for item in (series, successor)]
    return alike and dates[0] == dates[1]


def _coming_after(tx: Tx, series: Series, last: date, now: datetime) -> list[Meetup]:
    """The series' meetups of a later date that have not begun."""
    over = (MeetupState.ENDED, MeetupState.NOT_HELD)
    known = tx.meetups.of_series(series.id)
    return [m for m in known if m.key > last and m.starts_at > now and m.state not in over]


def _paired(
    known: list[Meetup], series: Series, successor: Series, zone: str, now: datetime
) -> tuple[list[tuple[Meetup, Meetup]], list[Meetup]]:
    """Each meetup with what becomes of it: the nearest new date of its own week (or month); the rest is dropped."""
    if not known:
        return [], []
    end = min(max(m.key for m in known) + FAR, successor.until or date.max)
    free = [
        day
        for day in occurrences(successor.rule, successor.starts_on, successor.starts_on, until=end)
        if at(day, successor.local_time, zone) > now
    ]
    monthly = series.rule.frequency == successor.rule.frequency == "monthly"
    pairs: list[tuple[Meetup, Meetup]] = []
    dropped: list[Meetup] = []
    for meetup in sorted(known, key=lambda m: m.key):
        day = _nearest(meetup.key, free, monthly=monthly)
        if day is None:
            dropped.append(meetup)
        else:
            free.remove(day)
            pairs.append((meetup, _going_on(meetup, day, series, successor, zone)))
    return pairs, dropped


def _nearest(key: date, free: list[date], *, monthly: bool) -> date | None:
    near = [
        day
        for day in free
        if abs(day - key) <= SAME_WEEK or (monthly and (day.year, day.month) == (key.year, key.month))
    ]
    return min(near, key=lambda day: abs(day - key), default=None)


def _going_on(meetup: Meetup, key: date, series: Series, successor: Series, zone: str) -> Meetup:
    """The same meetup in the new series; what was its own stays where the series does not change just that."""
    changed = {name: getattr(successor, name) for name in OWN if getattr(series, name) != getattr(successor, name)}
    after = meetup.changed(key=key, sequence=meetup.sequence + 1, **changed)
    if (meetup.key, series.local_time) == (key, successor.local_time):
        return after
    clock = successor.local_time
    return after.changed(day=key, local_time=clock, starts_at=at(key, clock, zone), moved=False)


def _people(tx: Tx, meetups: list[Meetup]) -> int:
    return len({person.id for meetup in meetups for person in audience(tx, meetup)})


def told_at(plan: SeriesPlan, now: datetime) -> datetime:
    """When people hear of it: at once where one of the meetups is near, before or after."""
    meetups = (*plan.touched, *(after for _, after in plan.going_on))
    near = any(meetup.starts_at - now < AT_ONCE for meetup in meetups)
    return now if near else now + UNDO_FOR


def _touch(tx: Tx, before: Meetup, after: Meetup | None, kept: SeriesChange, group: Group, reason: str) -> None:
    """One meetup of the series: it goes on as `after`, is called off where people know of it, or just goes."""
    known = tx.cards.of(CARD, before.id) is not None or bool(tx.meetups.rsvps(before.id))
    if after is None and not known:
        withdraw(tx, before)
        tx.meetups.remove(before.id)
        return
    if after is None and before.state is not MeetupState.PLANNED:
        return
    if after is None:
        after = before.changed(state=MeetupState.CANCELLED, reason=reason, sequence=before.sequence + 1)
    store(tx, after, group, kept.at)
    change = Change(
        meetup_id=before.id,
        kind=ChangeKind.SERIES,
        before=before,
        by=kept.by,
        at=kept.at,
        tell_at=kept.tell_at,
        series_change_id=kept.id,
    )
    if known:
        keep(tx, change)


def _own_change(tx: Tx, meetup_id: int, kept: SeriesChange) -> Change | None:
    return next((c for c in tx.meetups.changes(meetup_id) if c.series_change_id == kept.id), None)


def _refuse_newer(tx: Tx, kept: SeriesChange, own: dict[int, Change | None]) -> None:
    """What was changed after it has to be undone first, or it would be lost without a word."""
    for meetup_id, change in own.items():
        since = change.id if change else 0
        if any(c.id > since and c.at >= kept.at and c.series_change_id != kept.id for c in untold(tx, meetup_id)):
            raise NewerFirst
    if kept.successor_id is not None:
        touched = {before.id for before in kept.before}
        others = [m for m in tx.meetups.of_series(kept.successor_id) if m.id not in touched]
        if any(untold(tx, meetup.id) for meetup in others):
            raise NewerFirst


def _restore(tx: Tx, before: Meetup, change: Change | None, group: Group, now: datetime) -> None:
    known = tx.meetups.get(before.id)
    sequence = known.sequence + 1 if known else before.sequence
    topic = known.topic if known else before.topic
    starts_at = at(before.day, before.local_time, zone_of(group))
    store(tx, before.changed(sequence=sequence, topic=topic, starts_at=starts_at), group, now)
    if change is not None:
        tx.meetups.save_change(change.changed(undone=True))
    if not untold(tx, before.id):
        tx.agenda.remove(TELL, before.id)
