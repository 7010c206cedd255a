"""What follows from saved attendance, in one go: who came again, and who was missed."""

from datetime import datetime

from domain.attendance import Mark
from domain.nudge_answers import welcome_back
from domain.nudge_sending import plan
from domain.nudges import place_of
from domain.ports import Tx


def decide_all(tx: Tx, meetup_id: int, now: datetime) -> None:
    """Of everybody who was ticked at this meetup."""
    found = place_of(tx, meetup_id)
    if found is None:
        return
    meetup, group = found
    marks = {person_id: own.get(meetup.id) for person_id, own in tx.attendance.histories([meetup]).items()}
    welcome_back(tx, meetup, group, {p for p, mark in marks.items() if mark is Mark.CAME}, now)
    plan(tx, meetup, group, [p for p, mark in marks.items() if mark is Mark.MISSED], now)
