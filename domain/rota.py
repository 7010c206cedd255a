"""Who is on call when, and who is asked next: the two questions that requests put to the rota."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.planning import today, zone_of
from domain.ports import Tx
from domain.quiet import QuietHours
from domain.rota_fairness import fairest
from domain.turns import Turn, Wishes, turns

AHEAD = timedelta(days=14)  # how far turns are looked at


def turns_of(tx: Tx, group: Group, since: datetime, until: datetime) -> list[Turn]:
    """The group's turns, whether or not those who have them can be asked then."""
    return turns(tx.rota.slots(group.id), tx.rota.swaps(group.id), zone_of(group), since, until)


def on_call(tx: Tx, group: Group, now: datetime) -> list[int]:
    """Who is asked when somebody needs a human now, in this order: who has a turn, then the next on the rota.

    Empty where nobody who can be reached has a turn. Who left, is away, takes a break or wants quiet then is not in it.
    """
    serving = [turn.person_id for turn in turns_of(tx, group, now, now + timedelta(seconds=1))]
    willing = set(_willing(tx, group, now))
    first = [person_id for person_id in dict.fromkeys(serving) if person_id in willing]
    if not first:
        return []
    others = {slot.person_id for slot in tx.rota.slots(group.id)} & willing - set(first)
    return [*first, *fairest(tx, group, others, now)[: 1 if len(first) == 1 else 0]]


def next_on_call(tx: Tx, group: Group, now: datetime) -> datetime | None:
    """The next moment from which somebody is on call, `now` where somebody is; None: nobody within two weeks."""
    if on_call(tx, group, now):
        return now
    for turn in turns_of(tx, group, now, now + AHEAD):
        for moment in _ways_in(tx, group, turn, now):
            if turn.person_id in _willing(tx, group, moment):
                return moment
    return None


def suggested(tx: Tx, group: Group, now: datetime) -> list[int]:
    """The facilitators of the group who can be asked to take a turn, the fairest first."""
    return fairest(tx, group, set(_willing(tx, group, now, quiet_counts=False)), now)


def wishes_by_person(tx: Tx, group: Group) -> Mapping[int, Wishes]:
    """What the group's facilitators chose for themselves."""
    return {wishes.person_id: wishes for wishes in tx.rota.wishes_of(group.id)}


def _ways_in(tx: Tx, group: Group, turn: Turn, now: datetime) -> list[datetime]:
    """The moments of a turn at which it can become true that its person is asked."""
    start = max(turn.starts_at, now)
    wishes = tx.rota.wishes(group.id, turn.person_id)
    if wishes is None or wishes.quiet_start is None or wishes.quiet_end is None:
        return [start]
    awake = QuietHours(start=wishes.quiet_start, end=wishes.quiet_end).next_open(start, zone_of(group))
    return [awake] if awake < turn.ends_at else []


def _willing(tx: Tx, group: Group, now: datetime, *, quiet_counts: bool = True) -> list[int]:
    """Facilitators of the group who can be reached and want to be asked at this moment."""
    known, day, zone = wishes_by_person(tx, group), today(group, now), zone_of(group)
    found = []
    for person in reachable(facilitators_of(tx, group)):
        wishes = known.get(person.id)
        if wishes is not None and not quiet_counts:
            wishes = wishes.changed(quiet_start=None)
        if not person.is_away(day) and not (wishes is not None and wishes.asks_peace(now, zone)):
            found.append(person.id)
    return found
