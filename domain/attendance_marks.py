"""The tick list of one meetup: who stands on it, what was ticked, and what counts from the moment it is saved."""

from datetime import datetime

from domain.attendance import (
    LOOKED_AT,
    Attended,
    Entry,
    Mark,
    What,
    is_regular,
    ticked,
)
from domain.attendance_lists import MORNING, closes_at, set_mark, touch_lists
from domain.errors import Gone, ListClosed, NotHeld, NotNow, TooLong
from domain.groups import Group
from domain.meetups import TRANSITIONS, Answer, Meetup, MeetupState
from domain.model import Model
from domain.nudges import attendance_saved
from domain.nudges import not_held as nobody_was_missed
from domain.people import Person
from domain.planning import redraw
from domain.ports import Tx

COUNTED_ON = (Answer.GOING, Answer.MAYBE)
LONGEST_GUEST = 40  # characters of a guest's first name


class Line(Model):
    """One line of the list. person None: a guest without Telegram. mark: what is shown; kept: somebody touched it."""

    person: Person | None = None
    kept: Attended | None = None
    mark: Mark | None = None

    @property
    def full_name(self) -> str:
        """As facilitators know them: by the name they want to be called, else their whole name at Telegram."""
        if self.person is None:
            return (self.kept.guest_name if self.kept else None) or ""
        return self.person.called or " ".join(filter(None, (self.person.first_name, self.person.last_name)))

    @property
    def first_name(self) -> str:
        """The short name."""
        return self.full_name if self.person is None else self.person.called or self.person.first_name


class TickList(Model):
    """A meetup's list as its facilitators see it. saved: what is shown is what was saved; by whom: its entry."""

    meetup: Meetup
    lines: tuple[Line, ...]
    saved: bool = False
    last_saved: Entry | None = None


def regulars(tx: Tx, meetup: Meetup) -> set[int]:
    """Those who usually come, by the held meetups before this one, and have not left the group."""
    held = tx.attendance.saved_meetups(meetup.group_id, meetup.starts_at, LOOKED_AT)
    present = {member.person_id for member in tx.people.members(meetup.group_id)} if held else set()
    found = tx.attendance.histories(held)
    return {person_id for person_id, marks in found.items() if person_id in present and is_regular(marks.values())}


def tick_list(tx: Tx, meetup: Meetup) -> TickList:
    """Everybody who said Going or Maybe, pressed "I'm here", usually comes, or was added; by name, guests last."""
    rsvps = {rsvp.person_id: rsvp for rsvp in tx.meetups.rsvps(meetup.id)}
    kept = tx.attendance.marks(meetup.id)
    mine = {line.person_id: line for line in kept if line.person_id is not None}
    expected = {person_id for person_id, rsvp in rsvps.items() if rsvp.answer in COUNTED_ON or rsvp.here_at}
    people = tx.people.many(sorted(expected | set(mine) | regulars(tx, meetup)))
    lines = [
        Line(person=person, kept=mine.get(person.id), mark=ticked(mine.get(person.id), rsvps.get(person.id)))
        for person in people.values()
    ]
    lines.sort(key=lambda line: (line.full_name.casefold(), line.person.id if line.person else 0))
    lines += [Line(kept=line, mark=line.mark) for line in kept if line.guest_name is not None]
    log = tx.attendance.log(meetup.id)
    last_saved = next((entry for entry in reversed(log) if entry.what is What.SAVED), None)
    saved = meetup.attendance_saved_at is not None and bool(log) and log[-1].what is What.SAVED
    fresh = any(line.mark is not None and (line.kept is None or line.kept.mark is None) for line in lines)
    return TickList(meetup=meetup, lines=tuple(lines), saved=saved and not fresh, last_saved=last_saved)


def tick(tx: Tx, meetup: Meetup, person_id: int, mark: Mark | None, by: int, now: datetime) -> Line:
    """Came, Missed, or None: left open; the same twice changes nothing. Gone: this person does not belong here."""
    _changeable(meetup, now)
    person = tx.people.get(person_id)
    kept = tx.attendance.of(meetup.id, person_id)
    rsvp = tx.meetups.rsvp(meetup.id, person_id)
    if person is None or (kept is None and rsvp is None and tx.people.member(meetup.group_id, person_id) is None):
        raise Gone
    if ticked(kept, rsvp) is not mark:
        line = kept or Attended(meetup_id=meetup.id, person_id=person_id, marked_by=by, marked_at=now)
        kept = set_mark(tx, line, mark, by, now)
    return Line(person=person, kept=kept, mark=mark)


def tick_guest(tx: Tx, meetup: Meetup, line_id: int, mark: Mark | None, by: int, now: datetime) -> Line:
    """The same for somebody without Telegram, by their line."""
    _changeable(meetup, now)
    kept = tx.attendance.get(line_id)
    if kept is None or kept.meetup_id != meetup.id or kept.guest_name is None:
        raise Gone
    if kept.mark is not mark:
        kept = set_mark(tx, kept, mark, by, now)
    return Line(kept=kept, mark=mark)


def add_guest(tx: Tx, meetup: Meetup, name: str, by: int, now: datetime) -> Line:
    """Somebody without Telegram was there. TooLong where this is more than a first name."""
    _changeable(meetup, now)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_GUEST:
        raise TooLong(limit=LONGEST_GUEST)
    line = Attended(meetup_id=meetup.id, guest_name=name, marked_by=by, marked_at=now)
    return Line(kept=set_mark(tx, line, Mark.CAME, by, now), mark=Mark.CAME)


def addable(tx: Tx, meetup: Meetup) -> list[Line]:
    """The members of the group who do not stand on the list, by name."""
    there = {line.person.id for line in tick_list(tx, meetup).lines if line.person}
    others = [m.person_id for m in tx.people.members(meetup.group_id) if m.person_id not in there]
    return sorted((Line(person=p) for p in tx.people.many(others).values()), key=lambda line: line.full_name.casefold())


def add_member(tx: Tx, meetup: Meetup, person_id: int, by: int, now: datetime) -> Line:
    """A member who had said nothing was there. Gone: they are no member."""
    member = tx.people.member(meetup.group_id, person_id)
    if member is None or member.left_at is not None:
        raise Gone
    return tick(tx, meetup, person_id, Mark.CAME, by, now)


def save(tx: Tx, meetup: Meetup, group: Group, by: int, now: datetime) -> bool:
    """What is shown counts from now on, the "I'm here" of those nobody touched too. False: nothing had changed."""
    _changeable(meetup, now)
    shown = tick_list(tx, meetup)
    if shown.saved:
        return False
    for line in shown.lines:
        if line.person is None and line.kept is not None and line.mark is None:
            tx.attendance.remove(line.kept.id)
        elif line.person is not None and line.mark is not None and (line.kept is None or line.kept.mark is None):
            fresh = line.kept or Attended(meetup_id=meetup.id, person_id=line.person.id, marked_by=by, marked_at=now)
            set_mark(tx, fresh, line.mark, by, now)
    tx.attendance.note(Entry(meetup_id=meetup.id, what=What.SAVED, by=by, at=now))
    saved = meetup.changed(attendance_saved_at=now)
    tx.meetups.save(saved)
    tx.agenda.remove(MORNING, meetup.id)
    touch_lists(tx, meetup.id, now)
    attendance_saved(tx, saved, group, now)
    return True


def say_not_held(tx: Tx, meetup: Meetup, by: int, now: datetime) -> Meetup:
    """It did not take place, so it counts for nobody. What was ticked stays, in case this was a slip of the finger."""
    _changeable(meetup, now)
    changed = _turn(tx, meetup, MeetupState.NOT_HELD, What.NOT_HELD, by, now)
    tx.agenda.remove(MORNING, meetup.id)
    nobody_was_missed(tx, changed, now)
    return changed


def say_held(tx: Tx, meetup: Meetup, by: int, now: datetime) -> Meetup:
    """It did take place after all; it counts again once its list is saved."""
    if now >= closes_at(meetup):
        raise ListClosed
    return _turn(tx, meetup, MeetupState.ENDED, What.HELD, by, now)


def _turn(tx: Tx, meetup: Meetup, state: MeetupState, what: What, by: int, now: datetime) -> Meetup:
    if state not in TRANSITIONS[meetup.state]:
        raise NotNow
    changed = meetup.changed(state=state, attendance_saved_at=None)
    tx.meetups.save(changed)
    touch_lists(tx, meetup.id, now)
    redraw(tx, meetup.id, now, finished=True)
    tx.attendance.note(Entry(meetup_id=meetup.id, what=what, by=by, at=now))
    return changed


def _changeable(meetup: Meetup, now: datetime) -> None:
    if meetup.state is MeetupState.NOT_HELD:
        raise NotHeld
    if meetup.state is not MeetupState.ENDED:
        raise NotNow
    if now >= closes_at(meetup):
        raise ListClosed
