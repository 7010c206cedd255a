"""From saved attendance to "we missed you": what is promised, and when it is taken back."""

from datetime import datetime

from domain.groups import Group
from domain.meetups import Meetup
from domain.nudge import NudgeState
from domain.ports import Tx

# What the agenda holds; the subject is the meetup's id, where a single nudge is meant that one's.
DECIDE = "nudges_decide"  # attendance was saved: whom to write to, and when
SEND = "nudges_send"  # a window opens
ASK = "nudges_ask"  # the facilitators see whom the bot would write to
TELL = "nudge_tell"  # this person has closed the private chat: the facilitators hear of it


def attendance_saved(tx: Tx, meetup: Meetup, group: Group, now: datetime) -> None:
    """Attendance was saved, or changed and saved again: decide anew, in a transaction of its own right after this."""
    tx.agenda.remove(DECIDE, meetup.id)
    tx.agenda.add(DECIDE, meetup.id, now)


def not_held(tx: Tx, meetup: Meetup, now: datetime) -> None:
    """The meetup did not take place after all: nobody is told that they were missed there, nobody came back to it."""
    for kind in (DECIDE, SEND, ASK):
        tx.agenda.remove(kind, meetup.id)
    for nudge in tx.nudges.of_meetup(meetup.id):
        if nudge.state in (NudgeState.PLANNED, NudgeState.LEAVING):
            tx.nudges.save(nudge.to(NudgeState.WITHDRAWN, why="not_held"))
    for nudge in tx.nudges.returned_to(meetup.id):
        tx.nudges.save(nudge.changed(returned_to=None, returned_at=None))


def place_of(tx: Tx, meetup_id: int) -> tuple[Meetup, Group] | None:
    """The meetup and its group for something that is due; None where they are gone or the bot has left."""
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None or group.resting:
        return None
    return meetup, group
