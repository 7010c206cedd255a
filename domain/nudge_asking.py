"""Facilitators who chose to see nudges before they go: send, not this time, I'll call myself."""

from datetime import datetime

from domain.errors import Done, Gone
from domain.groups import Group
from domain.nudge import Nudge, NudgeState, Verdict
from domain.nudge_history import histories, known
from domain.nudge_policy import Never, Reason, decide
from domain.nudges import SEND
from domain.people import Person
from domain.ports import Tx

WHY = {Verdict.NOT: Reason.NOT_THIS_TIME, Verdict.CALL: Reason.CALLED}


def set_asks_first(tx: Tx, group: Group, *, asked: bool) -> Group:
    """Whether facilitators see nudges before they go."""
    changed = group.changed(asks_first=asked)
    tx.groups.save(changed)
    return changed


def listed(tx: Tx, meetup_id: int) -> list[tuple[Nudge, Person]]:
    """Those of a meetup who wait for a word or have had one."""
    found = [
        one for one in tx.nudges.of_meetup(meetup_id) if one.state is NudgeState.PLANNED or one.verdict is not None
    ]
    return known(tx.people.many([one.person_id for one in found]), found)


def say(tx: Tx, nudge_id: int, verdict: Verdict, now: datetime) -> Nudge:
    """What a facilitator decided about one of them; the first word counts. Done: it is settled already."""
    nudge = tx.nudges.get(nudge_id)
    meetup = tx.meetups.get(nudge.meetup_id) if nudge else None
    group = tx.groups.get(nudge.group_id) if nudge else None
    if nudge is None or meetup is None or group is None:
        raise Gone
    if nudge.state is not NudgeState.PLANNED or nudge.verdict is not None:
        raise Done
    decided = nudge.changed(verdict=verdict)
    if verdict in WHY:
        decided = decided.to(NudgeState.WITHDRAWN, why=WHY[verdict])
        tx.nudges.save(decided)
        return decided
    history = histories(tx, meetup, group, [nudge.person_id], now).get(nudge.person_id)
    if history is None or isinstance(decide(history.changed(verdict=verdict), now), Never):
        raise Done
    tx.nudges.save(decided)
    tx.agenda.add(SEND, meetup.id, max(now, nudge.send_at))
    return decided
