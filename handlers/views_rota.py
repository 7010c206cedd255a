"""The rota in words: who is on call when, and when nobody is."""

from datetime import datetime, timedelta

from domain.groups import Group
from domain.planning import today, zone_of
from domain.ports import Tx
from domain.rota import next_on_call, on_call, suggested, turns_of, wishes_by_person
from domain.turns import Slot, Turn, gaps
from handlers.names import safe_name, whole
from handlers.words import Words

MOST_GAPS = 5
WEEK = timedelta(days=7)


def rota_text(t: Words, tx: Tx, group: Group, now: datetime) -> str:
    """Now, each weekly time, who is away or on a break, the gaps of the next week, and who could be asked."""
    parts = [t("<b>On call for {group}</b>", group=group.title), _now(t, tx, group, now), *_times(t, tx, group, now)]
    free = gaps(turns_of(tx, group, now, now + WEEK), now, now + WEEK)
    slots = tx.rota.slots(group.id)
    if slots and free:
        parts.append("\n" + t("Nobody’s turn in the next seven days:"))
        parts += [span(t, group, start, end) for start, end in free[:MOST_GAPS]]
        if len(free) > MOST_GAPS:
            parts.append(t("and later times"))
        if names := [name(t, tx, person_id) for person_id in suggested(tx, group, now)[:1]]:
            parts.append(t("It would be fair to ask {name} next.", name=names[0]))
    if not slots:
        parts.append(t("No times are shared out yet. When somebody asks for a person, all administrators are asked."))
    return "\n".join(parts)


def _now(t: Words, tx: Tx, group: Group, now: datetime) -> str:
    serving = {turn.person_id for turn in turns_of(tx, group, now, now + timedelta(seconds=1))}
    names = [name(t, tx, person_id) for person_id in on_call(tx, group, now) if person_id in serving]
    if names:
        return t("Now: {names}", names=", ".join(names))
    next_at = next_on_call(tx, group, now)
    if next_at is None:
        return t("Now: nobody.")
    return t("Now: nobody. From {moment} somebody is.", moment=t.moment(next_at, zone_of(group)))


def _times(t: Words, tx: Tx, group: Group, now: datetime) -> list[str]:
    wishes = wishes_by_person(tx, group)
    found = []
    for slot in tx.rota.slots(group.id):
        known = wishes.get(slot.person_id)
        who = name(t, tx, slot.person_id)
        if known is not None and known.break_until is not None and known.asks_peace(now, zone_of(group)):
            who = t.plain("{name}, on a break until {day}", name=who, day=t.short_day(known.break_until))
        found.append(t("{time}: {name}", time=slot_time(t, slot), name=who))
    for swap in tx.rota.swaps(group.id):
        taken = tx.rota.slot(swap.slot_id)
        if swap.taken_by is not None and taken is not None and swap.day >= today(group, now):
            who, day = name(t, tx, swap.taken_by), t.short_day(swap.day)
            found.append(t("{day} for once: {name}", day=day, name=who))
    return found


def slot_time(t: Words, slot: Slot) -> str:
    """`Tuesday 18:00–22:00`."""
    day, start, end = t.weekday(slot.weekday), t.clock(slot.starts), t.clock(slot.ends)
    if start == end:
        return t.plain("{day} {start}, 24 hours", day=day, start=start)
    return t.plain("{day} {start}–{end}", day=day, start=start, end=end)


def turn_time(t: Words, group: Group, turn: Turn) -> str:
    """`Tuesday 1 December, 18:00–22:00`."""
    start, end = t.clock(turn.slot.starts), t.clock(turn.slot.ends)
    if start == end:
        return t.plain("{day}, {start}, 24 hours", day=t.day(turn.day), start=start)
    return t.plain("{day}, {start}–{end}", day=t.day(turn.day), start=start, end=end)


def span(t: Words, group: Group, start: datetime, end: datetime) -> str:
    """From when to when, on the group's clocks."""
    zone = zone_of(group)
    return t("• {start} to {end}", start=t.moment(start, zone), end=t.moment(end, zone))


def name(t: Words, tx: Tx, person_id: int) -> str:
    """A facilitator's name for other facilitators."""
    person = tx.people.get(person_id)
    return safe_name(t, whole(person) if person is not None else None)
