"""From a decision to a message: planned when attendance is saved, looked at again in its window and as it leaves."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.groups import Group
from domain.meetups import Meetup
from domain.model import Model
from domain.nudge import Nudge, NudgeState
from domain.nudge_history import histories, known, unanswered_of
from domain.nudge_policy import IN_A_ROW, History, Never, Reason, Send, Wait, decide, window, window_of
from domain.nudges import ASK, SEND, TELL, place_of
from domain.people import Person
from domain.planning import zone_of
from domain.ports import Tx

OPEN = (NudgeState.PLANNED, NudgeState.LEAVING)


class Ready(Model):
    """What goes now for one meetup. write: to these people themselves. tell: the facilitators, about these."""

    meetup: Meetup
    group: Group
    write: list[tuple[Nudge, Person]]
    tell: list[tuple[Nudge, Person]]
    until: datetime  # after this it must not leave any more


def plan(tx: Tx, meetup: Meetup, group: Group, missed: Sequence[int], now: datetime) -> None:
    """Attendance was saved: decide about everybody who was missed, and promise what follows from it."""
    known_nudges = {nudge.person_id: nudge for nudge in tx.nudges.of_meetup(meetup.id)}
    before = {one.person_id for one in known_nudges.values() if _is_undecided(one)}
    concerned = [*missed, *(person_id for person_id in known_nudges if person_id not in missed)]
    new: list[Nudge] = []
    openings: set[datetime] = set()
    for person_id, history in histories(tx, meetup, group, concerned, now).items():
        nudge = known_nudges.get(person_id)
        if nudge is None or nudge.state in (*OPEN, NudgeState.WITHDRAWN):
            fresh = _plan_one(tx, nudge, history, meetup, person_id, openings, now)
            new += [fresh] if fresh is not None else []
    tx.nudges.add(new)
    for opening in sorted(openings):
        tx.agenda.add(SEND, meetup.id, opening)
    if group.asks_first and any(nudge.person_id not in before for nudge in undecided(tx, meetup.id)):
        tx.agenda.add(ASK, meetup.id, group.quiet.next_open(now, zone_of(group)))


def undecided(tx: Tx, meetup_id: int) -> list[Nudge]:
    """Those of which a facilitator who is asked first has said nothing so far."""
    return [one for one in tx.nudges.of_meetup(meetup_id) if _is_undecided(one)]


def _is_undecided(nudge: Nudge) -> bool:
    return nudge.state is NudgeState.PLANNED and nudge.verdict is None


def _plan_one(
    tx: Tx,
    nudge: Nudge | None,
    history: History,
    meetup: Meetup,
    person_id: int,
    openings: set[datetime],
    now: datetime,
) -> Nudge | None:
    """Write one decision down. A nudge that is new is given back and when it is due added to `openings`, so that
    those of many people become one statement.
    """
    decision = decide(history, now)
    if isinstance(decision, Never):
        if nudge is not None and nudge.state in OPEN:
            tx.nudges.save(nudge.to(NudgeState.WITHDRAWN, why=decision.reason))
        return None
    due_at = decision.at if isinstance(decision, Send) else decision.until
    opens = window(history)
    send_at = opens[0] if opens is not None and isinstance(decision, Wait) else due_at
    if nudge is None or nudge.state is not NudgeState.LEAVING:
        openings.add(due_at)
    if nudge is None:
        return Nudge(group_id=meetup.group_id, meetup_id=meetup.id, person_id=person_id, send_at=send_at)
    if nudge.state is NudgeState.WITHDRAWN:
        tx.nudges.save(nudge.to(NudgeState.PLANNED, why=None, send_at=send_at))
    return None


def due(tx: Tx, meetup_id: int, administrators: Sequence[int], wordings: int, now: datetime) -> Ready | None:
    """A window has opened: who is still to be written to, and of whom the facilitators are to hear instead."""
    found = place_of(tx, meetup_id)
    planned = [one for one in tx.nudges.of_meetup(meetup_id) if one.state is NudgeState.PLANNED]
    if found is None or not planned:
        return None
    meetup, group = found
    ids = [one.person_id for one in planned]
    people = tx.people.many(ids)
    known_histories = histories(tx, meetup, group, ids, now, administrators)
    last = {one.person_id: one for one in tx.nudges.sent_to(ids) if one.state is NudgeState.SENT}
    write, tell, until = [], [], now
    for nudge, person in known(people, planned):
        decision = decide(known_histories[person.id], now)
        closes = _goes_now(tx, nudge, known_histories[person.id], decision, now)
        if closes is None:
            continue
        until = max(until, closes)
        if person.private_open:
            worded = nudge.to(NudgeState.LEAVING, wording=_wording(last.get(person.id), person, wordings))
            tx.nudges.save(worded)
            write.append((worded, person))
        else:
            tell.append((nudge, person))
    return Ready(meetup=meetup, group=group, write=write, tell=tell, until=until)


def _goes_now(tx: Tx, nudge: Nudge, history: History, decision: Send | Wait | Never, now: datetime) -> datetime | None:
    """The end of its window if it goes now; else what follows instead is written down."""
    if isinstance(decision, Never):
        tx.nudges.save(nudge.to(NudgeState.WITHDRAWN, why=decision.reason))
        return None
    at = decision.at if isinstance(decision, Send) else decision.until
    if isinstance(decision, Wait) or at > now:
        if isinstance(decision, Wait) and all(promise.due_at != at for promise in tx.agenda.of(SEND, nudge.meetup_id)):
            tx.agenda.add(ASK, nudge.meetup_id, now)  # since this was planned they chose to be asked first
        tx.agenda.add(SEND, nudge.meetup_id, at)
        return None
    opens = window(history)
    return opens[1] if opens is not None else None


def _wording(last: Nudge | None, person: Person, wordings: int) -> int:
    """The one after the last that this person got, in whichever group; people begin at different ones."""
    return (last.wording + 1 if last is not None else person.id) % wordings


def until_of(meetup: Meetup, group: Group, now: datetime) -> datetime:
    """The end of the window of this meetup's nudges; now, where it has none."""
    saved_at = meetup.attendance_saved_at
    found = window_of(zone_of(group), meetup.starts_at, meetup.ends_at, saved_at) if saved_at else None
    return found[1] if found is not None else now


def still_right(tx: Tx, nudge: Nudge, now: datetime) -> Reason | None:
    """The reason why it must not go any more; None: it may."""
    meetup = tx.meetups.get(nudge.meetup_id)
    group = tx.groups.get(nudge.group_id)
    if meetup is None or group is None:
        return Reason.NOT_HELD
    history = histories(tx, meetup, group, [nudge.person_id], now).get(nudge.person_id)
    if history is None:
        return Reason.LEFT
    decision = decide(history, now)
    if isinstance(decision, Never):
        return decision.reason
    return None if isinstance(decision, Send) and decision.at <= now else Reason.TOO_LATE


def leave(tx: Tx, nudge_id: int, now: datetime) -> bool:
    """It is about to leave, in this very transaction: False where it is not right any more.

    From here on it counts as received, whatever becomes of it: twice is worse than not at all.
    """
    nudge = tx.nudges.get(nudge_id)
    if nudge is None or nudge.state not in (NudgeState.LEAVING, NudgeState.SENT):
        return False
    reason = still_right(tx, nudge, now)
    if reason is not None:  # also one that left before, which Telegram held back
        _never_arrived(tx, nudge, reason, now)
        return False
    if nudge.state is NudgeState.LEAVING:
        _count(tx, nudge, "sent", now)
    _gone(tx, nudge.to(NudgeState.SENT, sent_at=now))
    return True


def refused(tx: Tx, nudge_id: int, why: str, now: datetime) -> None:
    """Telegram did not take it, so nobody has read it. Where the private chat is closed, the facilitators hear."""
    nudge = tx.nudges.get(nudge_id)
    if nudge is None or nudge.state not in (NudgeState.LEAVING, NudgeState.SENT):
        return
    if why == "blocked" and nudge.state is NudgeState.SENT:
        _count(tx, nudge, "sent", now, by=-1)
        tx.agenda.add(TELL, nudge.id, now)
        return
    _never_arrived(tx, nudge, why, now)


def _never_arrived(tx: Tx, nudge: Nudge, why: str, now: datetime) -> None:
    """One that counted as sent no longer does, nor for the silence that may have followed from it."""
    tx.nudges.save(nudge.to(NudgeState.WITHDRAWN, why=why[:16], sent_at=None))
    if nudge.state is NudgeState.SENT:
        _count(tx, nudge, "sent", now, by=-1)
        if _unanswered(tx, nudge) < IN_A_ROW:
            tx.nudges.silence(nudge.group_id, nudge.person_id, on=False)


def told(tx: Tx, nudge: Nudge, now: datetime, *, anybody: bool) -> None:
    """The facilitators were told instead; where there is nobody who could be, it ends here."""
    if not anybody:
        tx.nudges.save(nudge.to(NudgeState.WITHDRAWN, why="nobody_reached", sent_at=None))
        return
    _count(tx, nudge, "told", now)
    _gone(tx, nudge.to(NudgeState.TOLD, sent_at=now))


def _gone(tx: Tx, nudge: Nudge) -> None:
    tx.nudges.save(nudge)
    if _unanswered(tx, nudge) >= IN_A_ROW:
        tx.nudges.silence(nudge.group_id, nudge.person_id, on=True)


def _unanswered(tx: Tx, nudge: Nudge) -> int:
    """How many of this person's in this group went without an answer since they were last heard of."""
    return unanswered_of([one for one in tx.nudges.sent_to([nudge.person_id]) if one.group_id == nudge.group_id])


def _count(tx: Tx, nudge: Nudge, what: str, now: datetime, by: int = 1) -> None:
    count(tx, nudge.group_id, what, now, by)


def count(tx: Tx, group_id: int, what: str, now: datetime, by: int = 1) -> None:
    """One more of this in the group's month; nobody's name is kept with it."""
    group = tx.groups.get(group_id)
    if group is not None:
        month = now.astimezone(ZoneInfo(zone_of(group))).date().replace(day=1)
        tx.nudges.count(group_id, month, what, by)
