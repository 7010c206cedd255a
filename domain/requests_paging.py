"""Carrying a request to somebody: the rota one after the other, then everybody, then the truth to whoever asked."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.model import Model
from domain.people import Person
from domain.planning import today, zone_of
from domain.ports import Tx
from domain.quiet import QuietHours
from domain.recurrence import at
from domain.requests import UNCLAIMED, Request, RequestState, Stage, Step, What
from domain.requests_asking import PAGE
from domain.rota import next_on_call, on_call, wishes_by_person
from domain.turns import Wishes

GOES_ON = (What.HANDED, What.LOST, What.NO_WORD)  # from one facilitator to another, which whoever asked is to hear
BEGINS_WAIT = (What.RECEIVED, What.REOPENED, *GOES_ON)
BEGINS_ROUND = (*BEGINS_WAIT, What.AGAIN)
JUST_NOW = timedelta(minutes=1)


class Paging(Model):
    """What one step comes to.

    asked: who is told in private. everybody: all are asked, and the room's card mentions them. door: nobody can be
    reached anywhere but in the group, by its neutral line. told: the member is to hear the truth. next_at: when
    somebody is on call again, where nobody is now. again_at: when it goes on, where that is known. gone_on: somebody
    had it, and the member is to hear, in the same message, that it goes on. fresh: it has only just begun to wait, and
    has reached nobody; the member still has the receipt before them.
    """

    request: Request
    asked: tuple[Person, ...] = ()
    everybody: bool = False
    door: bool = False
    told: bool = False
    next_at: datetime | None = None
    again_at: datetime | None = None
    gone_on: Step | None = None
    fresh: bool = False


def page(tx: Tx, request_id: int, administrators: Sequence[int], now: datetime) -> Paging | None:
    """The next step that is not empty, and the promise of the one after it. None: somebody has it, or it is over.

    administrators: of the Telegram group, as it just named them.
    """
    request = tx.requests.get(request_id)
    group = tx.groups.get(request.group_id) if request is not None else None
    if request is None or group is None or request.state not in UNCLAIMED:
        return None
    gone_on = _gone_on(tx, request)
    found = _next_step(tx, request, group, administrators, now)
    fresh = now - found.request.waiting_since < JUST_NOW and not reached(tx, request)
    return found.changed(gone_on=gone_on, fresh=fresh)


def _next_step(tx: Tx, request: Request, group: Group, administrators: Sequence[int], now: datetime) -> Paging:
    if group.resting:  # the bot is no longer in the group, and nobody can be checked there
        return _truth(tx, request, group, now)
    if request.stage is Stage.TOLD:  # somebody is on call again
        tx.requests.note(Step(request_id=request.id, what=What.AGAIN, at=now))
        request = request.changed(stage=Stage.ROTA)
    return (
        _rota(tx, request, group, administrators, now)
        or _administrators(tx, request, group, administrators, now)
        or _everybody(tx, request, group, administrators, now)
        or _truth(tx, request, group, now)
    )


def _gone_on(tx: Tx, request: Request) -> Step | None:
    """How the present wait began, where somebody had it before and this is its first step."""
    first, *later = [*_since(tx, request, BEGINS_WAIT), None]
    told = any(one is not None and one.what in (What.OFFERED, What.EVERYBODY, What.TOLD) for one in later)
    return first if first is not None and first.what in GOES_ON and not told else None


def steps_left(tx: Tx, request: Request, group: Group, now: datetime) -> int:
    """How many more steps there are after the present one."""
    if request.stage in (Stage.EVERYBODY, Stage.TOLD):
        return 0
    waiting = _next_on_rota(tx, request, group, (), now) if request.stage is Stage.ROTA else []
    return len(waiting) + 1


def group_of(tx: Tx, request_id: int) -> Group | None:
    """The group of a request."""
    request = tx.requests.get(request_id)
    return tx.groups.get(request.group_id) if request is not None else None


def reached(tx: Tx, request: Request) -> list[int]:
    """On whose phones it is in the present wait, the first first."""
    found = [one.to_id for one in _since(tx, request, BEGINS_WAIT) if one.what is What.REACHED]
    return [one for one in dict.fromkeys(found) if one]


def at_hand(tx: Tx, request: Request, group: Group, people: Sequence[Person], now: datetime) -> list[Person]:
    """Those of them who are neither away nor in the peace that they chose, and have not passed.

    Nor, until somebody is on call again, who has just had it and wrote nothing.

    Whoever asked is left in where they are one of them: a list of names without theirs would tell who it is.
    """
    wishes, day, zone = wishes_by_person(tx, group), today(group, now), zone_of(group)
    out = {one.by for one in _since(tx, request, BEGINS_WAIT) if one.what in (What.PASSED, What.HANDED)}
    out |= {one.to_id for one in _since(tx, request, BEGINS_ROUND) if one.what is What.NO_WORD}
    found = []
    for person in people:
        theirs = wishes.get(person.id)
        peace = theirs is not None and theirs.asks_peace(now, zone)
        if person.id not in out and not person.is_away(day) and not peace:
            found.append(person)
    return found


def willing(tx: Tx, request: Request, group: Group, people: Sequence[Person], now: datetime) -> list[Person]:
    """Those of them who can be asked in private now; whoever asked is none of them."""
    return [one for one in at_hand(tx, request, group, reachable(people), now) if one.id != request.person_id]


def somebody_else(tx: Tx, request: Request, group: Group, person_id: int, now: datetime) -> bool:
    """Whether there is anybody but this facilitator who could be asked now.

    Whoever asked counts where they are one of them: that nobody is left would tell who it is.
    """
    others = [one for one in facilitators_of(tx, group) if one.id != person_id]
    return _somebody(tx, request, group, others, now)


def on_if_empty(tx: Tx, request: Request, group: Group, now: datetime) -> None:
    """Of those who are asked now nobody is left: the next step comes at once."""
    if request.state not in UNCLAIMED or request.stage is Stage.TOLD or not _empty(tx, request, group, now):
        return
    tx.agenda.remove(PAGE, request.id)
    tx.agenda.add(PAGE, request.id, now)


def _empty(tx: Tx, request: Request, group: Group, now: datetime) -> bool:
    if request.stage is Stage.EVERYBODY:
        return _nobody(tx, request, group, facilitators_of(tx, group), now)
    asked = [one.to_id for one in _since(tx, request, BEGINS_ROUND) if one.what is What.OFFERED and one.to_id]
    now_asked = [request.offered_to] if request.offered_to is not None else asked
    return not willing(tx, request, group, list(tx.people.many(now_asked).values()), now)


def _nobody(tx: Tx, request: Request, group: Group, serving: Sequence[Person], now: datetime) -> bool:
    """Neither in private nor, where there is one, in the room (where people can be whom the bot does not know)."""
    others = [one for one in serving if one.id != request.person_id]
    return not _somebody(tx, request, group, others, now)


def _somebody(tx: Tx, request: Request, group: Group, others: Sequence[Person], now: datetime) -> bool:
    in_room = group.room_chat_id is not None and (not others or at_hand(tx, request, group, others, now))
    return bool(in_room or at_hand(tx, request, group, reachable(others), now))


def _rota(tx: Tx, request: Request, group: Group, administrators: Sequence[int], now: datetime) -> Paging | None:
    if request.stage is not Stage.ROTA:
        return None
    waiting = _next_on_rota(tx, request, group, administrators, now)
    if not waiting:
        return None
    person = waiting[0]
    return _offered(tx, request, [person], now, offered_to=person.id)


def _next_on_rota(tx: Tx, request: Request, group: Group, administrators: Sequence[int], now: datetime) -> list[Person]:
    """Whom it is handed to, then who is on call; without those who were asked in this round."""
    wished = request.offered_to if request.state is RequestState.RECEIVED else None
    ids = [*([wished] if wished else []), *on_call(tx, group, now)]
    asked = _asked(tx, request)
    people = tx.people.many(ids)
    serving = {person.id for person in facilitators_of(tx, group, administrators)}
    order = [people[one] for one in dict.fromkeys(ids) if one in people and one in serving and one not in asked]
    return willing(tx, request, group, order, now)


def _administrators(
    tx: Tx, request: Request, group: Group, administrators: Sequence[int], now: datetime
) -> Paging | None:
    """Where nobody is on the rota, the group's administrators together are one step."""
    asked = any(one.what is What.OFFERED for one in _since(tx, request, BEGINS_ROUND))
    if request.stage is not Stage.ROTA or asked:
        return None
    serving = facilitators_of(tx, group, administrators)
    appointed = {one.person_id for one in tx.groups.facilitators(group.id)}
    running = [person for person in serving if person.id in administrators or person.id not in appointed]
    found = willing(tx, request, group, running, now)
    if not found:
        return None
    return _offered(tx, request, found, now, offered_to=None, stage=Stage.ADMINISTRATORS)


def _offered(tx: Tx, request: Request, people: Sequence[Person], now: datetime, **fields: object) -> Paging:
    request = request.to(RequestState.OFFERED, now, **fields)
    tx.requests.save(request)
    for person in people:
        tx.requests.note(Step(request_id=request.id, what=What.OFFERED, at=now, to_id=person.id))
    _then(tx, request, now)
    return Paging(request=request, asked=tuple(people))


def _everybody(tx: Tx, request: Request, group: Group, administrators: Sequence[int], now: datetime) -> Paging | None:
    """All of them in private, and the room; where nobody is there who was not asked yet, that is an empty step."""
    serving = facilitators_of(tx, group, administrators)
    unknown = group.room_chat_id is not None and {*administrators} - {one.id for one in serving}
    if request.stage is Stage.EVERYBODY or (not unknown and _nobody(tx, request, group, serving, now)):
        return None
    found = willing(tx, request, group, serving, now)
    if group.room_chat_id is None and found and {person.id for person in found} <= _asked(tx, request):
        return None
    request = request.to(RequestState.OFFERED, now, offered_to=None, stage=Stage.EVERYBODY)
    tx.requests.save(request)
    tx.requests.note(Step(request_id=request.id, what=What.EVERYBODY, at=now))
    _then(tx, request, now)
    return Paging(request=request, asked=tuple(found), everybody=True)


def _truth(tx: Tx, request: Request, group: Group, now: datetime) -> Paging:
    """Nobody has come. Whoever asked hears it once; when somebody is on call again or awake, it goes on.

    That nobody can be reached is another truth than that nobody has answered, so each is told.
    """
    whats = [one.what for one in _since(tx, request, BEGINS_WAIT)]
    first = next((n for n, what in enumerate(whats) if what in (What.OFFERED, What.EVERYBODY)), None)
    asked, told = first is not None, What.TOLD in whats[first:]
    state = RequestState.OFFERED if asked else RequestState.RECEIVED
    request = request.to(state, now, offered_to=None, stage=Stage.TOLD)
    tx.requests.save(request)
    if not told:
        tx.requests.note(Step(request_id=request.id, what=What.TOLD, at=now))
    next_at = next_on_call(tx, group, now)
    again_at = next_at if next_at is not None and next_at > now else _next_at_hand(tx, request, group, now)
    if again_at is not None and not group.resting:
        tx.agenda.add(PAGE, request.id, again_at)
    door = not asked and not told and not group.resting and group.room_chat_id is None
    return Paging(request=request, door=door, told=not told, next_at=next_at, again_at=again_at)


def _next_at_hand(tx: Tx, request: Request, group: Group, now: datetime) -> datetime | None:
    """When the first of those who cannot be asked now, as they are away or chose peace, can be; None: of nobody."""
    wishes, found = wishes_by_person(tx, group), []
    for person in reachable(facilitators_of(tx, group)):
        if person.id != request.person_id and not at_hand(tx, request, group, [person], now):
            moments = _ends_of_peace(person, wishes.get(person.id), zone_of(group), now)
            found += [one for one in moments if at_hand(tx, request, group, [person], one)][:1]
    return min(found, default=None)


def _ends_of_peace(person: Person, wishes: Wishes | None, zone: str, now: datetime) -> list[datetime]:
    """Moments to come at which it can become true that they can be asked, the first first."""
    days = (person.away_until, wishes.break_until if wishes is not None else None)
    moments = [now, *(at(day + timedelta(days=1), time(0), zone) for day in days if day is not None)]
    if wishes is not None and wishes.quiet_start is not None and wishes.quiet_end is not None:
        quiet = QuietHours(start=wishes.quiet_start, end=wishes.quiet_end)
        moments = [quiet.next_open(one, zone) for one in moments]
    return sorted(one for one in moments if one > now)


def _then(tx: Tx, request: Request, now: datetime) -> None:
    minutes = tx.requests.settings(request.group_id).claim_minutes
    tx.agenda.add(PAGE, request.id, now + timedelta(minutes=minutes))


def _asked(tx: Tx, request: Request) -> set[int | None]:
    """Who was asked one after the other in this round."""
    return {one.to_id for one in _since(tx, request, BEGINS_ROUND) if one.what is What.OFFERED}


def _since(tx: Tx, request: Request, beginnings: Sequence[What]) -> list[Step]:
    """What happened from the last of these on."""
    steps = tx.requests.steps(request.id)
    first = max((number for number, one in enumerate(steps) if one.what in beginnings), default=0)
    return steps[first:]
