"""A series begins: from what somebody asked for to its first meetups and the first card."""

from datetime import date, datetime, timedelta

from domain.errors import InPast
from domain.grammar import ScheduleSpec
from domain.groups import Group
from domain.lifecycle import post_card
from domain.meetups import Meetup, Series
from domain.model import Model
from domain.planning import keep_ahead, next_dates
from domain.ports import Tx

SHOWN = 4  # so many dates a preview lists


class Started(Model):
    """A series that was begun, and its first meetup."""

    series: Series
    first: Meetup


def of_spec(
    spec: ScheduleSpec, group: Group, *, by: int, title: str, now: datetime, places: int | None = None
) -> Series:
    """The series that the words ask for, not stored yet. title: for a series that was given none."""
    return Series(
        group_id=group.id,
        title=spec.title or title,
        place=spec.place,
        link=spec.link,
        rule=spec.rule,
        starts_on=spec.starts_on,
        local_time=spec.local_time,
        minutes=spec.duration // timedelta(minutes=1),
        places=places,
        created_by=by,
        created_at=now,
    )


def preview(series: Series, group: Group, now: datetime) -> list[date]:
    """The next dates, at most four. InPast where there is none: a single date whose time is over."""
    dates = next_dates(series, group, now, SHOWN)
    if not dates:
        raise InPast
    return dates


def begin(tx: Tx, series: Series, group: Group, now: datetime) -> Started:
    """Store the series, plan its next meetups and post the first card at once. InPast as for the preview."""
    preview(series, group, now)
    stored = tx.meetups.add_series(series)
    first = keep_ahead(tx, stored, group, now)[0]
    post_card(tx, first, group, now)
    return Started(series=stored, first=first)
