"""What facilitators do with the rota: take a time, give a turn away once, take a break, ask for quiet."""

from datetime import date, datetime, time, timedelta

from domain.errors import Done, Gone, NotNow, NotYours, Taken
from domain.groups import Group
from domain.people import Person
from domain.planning import today, zone_of
from domain.ports import Tx
from domain.recurrence import at
from domain.rota import turns_of
from domain.turns import Slot, Swap, Turn, Wishes

LONGEST = 24  # hours of one slot
MOST_SLOTS = 20  # of one person in one group
MOST_WEEKS = 52  # of a break


def take_time(tx: Tx, group: Group, person_id: int, weekday: int, starts: time, hours: int) -> Slot:
    """Be on call each week from this wall time on. Done: they are already; NotNow: no such time, or too many."""
    if not (0 <= weekday <= 6 and 1 <= hours <= LONGEST):
        raise NotNow
    ends = time((starts.hour + hours) % 24, starts.minute)
    slot = Slot(group_id=group.id, person_id=person_id, weekday=weekday, starts=starts, ends=ends)
    theirs = [one for one in tx.rota.slots(group.id) if one.person_id == person_id]
    if any(one.changed(id=0) == slot for one in theirs):
        raise Done
    if len(theirs) >= MOST_SLOTS:
        raise NotNow
    return tx.rota.add_slot(slot)


def give_up_time(tx: Tx, slot_id: int, person_id: int) -> Slot:
    """Not on call then any more. Gone, NotYours."""
    slot = _own(tx, slot_id, person_id)
    tx.rota.remove_slot(slot.id)
    return slot


def turns_to_give(tx: Tx, group: Group, person_id: int, now: datetime) -> list[Turn]:
    """The turns of the next two weeks that they could give away."""
    given = {(swap.slot_id, swap.day) for swap in tx.rota.swaps(group.id)}
    return [
        turn
        for turn in turns_of(tx, group, now, now + timedelta(days=14))
        if turn.person_id == turn.slot.person_id == person_id and (turn.slot.id, turn.day) not in given
    ]


def offer(tx: Tx, slot_id: int, day: date, person_id: int, now: datetime) -> Swap:
    """Give one turn away; it stays theirs until somebody takes it. Gone, NotYours, NotNow: no such turn to come."""
    slot = _own(tx, slot_id, person_id)
    group = tx.groups.get(slot.group_id)
    if group is None or not any(
        t.slot.id == slot.id and t.day == day for t in turns_to_give(tx, group, person_id, now)
    ):
        raise NotNow
    return tx.rota.add_swap(Swap(group_id=group.id, slot_id=slot.id, day=day, person_id=person_id, offered_at=now))


def take_turn(tx: Tx, swap_id: int, person: Person, now: datetime) -> Swap:
    """The first who says yes has it. Gone: over or taken back; Taken; Done: they have it; NotYours: they offer it."""
    swap = tx.rota.swap(swap_id)
    if swap is None or _over(tx, swap, now):
        raise Gone
    if swap.person_id == person.id:
        raise NotYours
    if swap.taken_by is not None:
        if swap.taken_by == person.id:
            raise Done
        other = tx.people.get(swap.taken_by)
        raise Taken(name=other.name if other is not None else None)
    taken = swap.changed(taken_by=person.id)
    tx.rota.save_swap(taken)
    return taken


def keep_turn(tx: Tx, swap_id: int, person_id: int) -> Swap:
    """They serve it themselves after all. Gone; NotYours; Taken: somebody has it by now."""
    swap = tx.rota.swap(swap_id)
    if swap is None:
        raise Gone
    if swap.person_id != person_id:
        raise NotYours
    if swap.taken_by is not None:
        other = tx.people.get(swap.taken_by)
        raise Taken(name=other.name if other is not None else None)
    tx.rota.remove_swap(swap.id)
    return swap


def take_break(tx: Tx, group: Group, person_id: int, weeks: int, now: datetime) -> Wishes:
    """Nothing is asked of them for so many weeks, today being the first day; 0 ends it."""
    if not 0 <= weeks <= MOST_WEEKS:
        raise NotNow
    until = today(group, now) + timedelta(weeks=weeks, days=-1) if weeks else None
    return _wish(tx, group, person_id, break_until=until)


def ask_quiet(tx: Tx, group: Group, person_id: int, start: time | None, end: time | None) -> Wishes:
    """Between these wall times no request reaches them by itself; None: at any hour."""
    return _wish(tx, group, person_id, quiet_start=start, quiet_end=end)


def _wish(tx: Tx, group: Group, person_id: int, **fields: object) -> Wishes:
    known = tx.rota.wishes(group.id, person_id) or Wishes(group_id=group.id, person_id=person_id)
    wishes = known.changed(**fields)
    tx.rota.save_wishes(wishes)
    return wishes


def _own(tx: Tx, slot_id: int, person_id: int) -> Slot:
    slot = tx.rota.slot(slot_id)
    if slot is None:
        raise Gone
    if slot.person_id != person_id:
        raise NotYours
    return slot


def _over(tx: Tx, swap: Swap, now: datetime) -> bool:
    slot, group = tx.rota.slot(swap.slot_id), tx.groups.get(swap.group_id)
    if slot is None or group is None:
        return True
    ends = swap.day + timedelta(days=slot.ends <= slot.starts)
    return at(ends, slot.ends, zone_of(group)) <= now
