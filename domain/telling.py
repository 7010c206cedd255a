"""Who hears what, when a meetup's changes are told: once, with the state they came to."""

from datetime import datetime

from domain.changes import AT_ONCE, News, audience, untold, what_differs
from domain.groups import Group
from domain.meetups import Answer, Change, ChangeKind, Meetup, Rsvp
from domain.model import Model
from domain.notices import replace_notices
from domain.people import Person
from domain.planning import redraw, zone_of
from domain.ports import Tx
from domain.rsvps import move_up

COMING = (Answer.GOING, Answer.MAYBE)


class Telling(Model):
    """What is told of a meetup, and to whom.

    people: those who said that they come or may come, first to last. asked: which of them are asked again, as their
    answers were for another time, now or at an earlier change. moved_up: who has a place by that. silent: it is night
    and can be read in the morning. confirmed: the changes that this was about.
    """

    group: Group
    before: Meetup
    after: Meetup
    news: tuple[News, ...]
    people: list[Person]
    asked: frozenset[int]
    moved_up: tuple[Rsvp, ...]
    silent: bool
    confirmed: list[Change]


def tell(tx: Tx, meetup_id: int, now: datetime) -> Telling | None:
    """Take what is to be told of this meetup as told. None: nothing was left to tell.

    Without news or people where the changes cancelled each other out, nobody counts on it, both starts have passed
    (the program was off meanwhile), or the bot is not in the group any more.
    """
    waiting, meetup = untold(tx, meetup_id), tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if not waiting or meetup is None or group is None:
        return None
    for kept in waiting:
        tx.meetups.save_change(kept.changed(told=True))
    before = waiting[0].before
    stale = group.resting or now >= max(before.starts_at, meetup.starts_at)
    news = () if stale else what_differs(before, meetup)
    people = audience(tx, meetup) if news else []
    again = News.TIME in news and _ask_again(tx, meetup, waiting, now)
    if news:
        replace_notices(tx, meetup, now)
    return Telling(
        group=group,
        before=before,
        after=meetup,
        news=news,
        people=people,
        asked=_asked(tx, meetup) if news and News.OFF not in news else frozenset(),
        moved_up=move_up(tx, meetup, now) if again else (),
        silent=not stale and _silent(group, before, meetup, now),
        confirmed=waiting,
    )


def _ask_again(tx: Tx, meetup: Meetup, waiting: list[Change], now: datetime) -> bool:
    """Open the answers that were given before the time changed. "Can't make it" stays: nobody asks them now."""
    timed = (ChangeKind.MOVED, ChangeKind.SERIES)
    since = max((kept.at for kept in waiting if kept.kind in timed), default=now)
    old = [r for r in tx.meetups.rsvps(meetup.id) if r.answer in COMING and r.changed_at <= since]
    for rsvp in old:
        tx.meetups.save_rsvp(rsvp.changed(answer=None, children=0, waiting_since=None, asked_at=now, changed_at=now))
    redraw(tx, meetup.id, now)
    return bool(old)


def _asked(tx: Tx, meetup: Meetup) -> frozenset[int]:
    """Who was asked again, now or before, and has not answered since."""
    return frozenset(rsvp.person_id for rsvp in tx.meetups.rsvps(meetup.id) if rsvp.asked_at)


def _silent(group: Group, before: Meetup, after: Meetup, now: datetime) -> bool:
    """Whether it is night in the group, and the morning is early enough to read it."""
    opens = group.quiet.next_open(now, zone_of(group))
    soonest = min(meetup.starts_at for meetup in (before, after) if meetup.starts_at > now)
    return now < opens <= soonest - AT_ONCE
