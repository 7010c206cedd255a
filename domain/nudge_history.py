"""Everything the decision about a nudge depends on, gathered for many people of one meetup at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.attendance import LOOKED_AT, Mark
from domain.groups import Group
from domain.meetups import Answer, Meetup, Rsvp
from domain.nudge import Nudge
from domain.nudge_policy import IN_A_ROW, History
from domain.people import Member, Person
from domain.planning import zone_of
from domain.ports import Tx


def histories(
    tx: Tx, meetup: Meetup, group: Group, person_ids: Sequence[int], now: datetime, administrators: Sequence[int] = ()
) -> dict[int, History]:
    """Of each of these people; who is not known (any more) is left out.

    administrators: of the Telegram group, as it just named them; without, those who were seen to be.
    """
    people = tx.people.many(person_ids)
    members = _members(tx, group, person_ids)
    facilitators = {one.person_id for one in tx.groups.facilitators(group.id)} | set(administrators)
    rsvps = _rsvps(tx, meetup, person_ids)
    before = tx.attendance.saved_meetups(group.id, meetup.starts_at, LOOKED_AT)
    marks = tx.attendance.histories([meetup, *before])
    seen_again = tx.nudges.seen_again(group.id, person_ids, meetup.starts_at)
    silenced = tx.nudges.silenced(group.id)
    nudges = _by_person(tx.nudges.sent_to(person_ids))
    asking = tx.requests.asking(person_ids)
    own = {nudge.person_id: nudge for nudge in tx.nudges.of_meetup(meetup.id)}
    shared = _shared(meetup, group)
    return {
        person.id: shared.changed(
            mark=marks.get(person.id, {}).get(meetup.id),
            answer=_answer(rsvps.get(person.id)),
            came_before=sum(marks.get(person.id, {}).get(one.id) is Mark.CAME for one in before),
            member=_was_member(members.get(person.id), meetup),
            facilitator=person.id in facilitators or _seen_administrator(members.get(person.id), administrators),
            stopped=not person.nudges,
            away_until=person.away_until,
            open_request=person.id in asking,
            back=person.id in seen_again,
            verdict=own[person.id].verdict if person.id in own else None,
            **_earlier(nudges.get(person.id, []), group, meetup, silenced=person.id in silenced),
        )
        for person in people.values()
    }


def _shared(meetup: Meetup, group: Group) -> History:
    """What is the same for everybody."""
    return History(
        zone=zone_of(group),
        resting=group.resting,
        state=meetup.state,
        starts_at=meetup.starts_at,
        ends_at=meetup.ends_at,
        saved_at=meetup.attendance_saved_at,
        mark=None,
        asked_first=group.asks_first,
    )


def _members(tx: Tx, group: Group, person_ids: Sequence[int]) -> dict[int, Member]:
    if len(person_ids) == 1:
        member = tx.people.member(group.id, person_ids[0])
        return {member.person_id: member} if member is not None else {}
    return {member.person_id: member for member in tx.people.members(group.id)}


def _rsvps(tx: Tx, meetup: Meetup, person_ids: Sequence[int]) -> Mapping[int, Rsvp]:
    if len(person_ids) == 1:
        rsvp = tx.meetups.rsvp(meetup.id, person_ids[0])
        return {rsvp.person_id: rsvp} if rsvp is not None else {}
    return {rsvp.person_id: rsvp for rsvp in tx.meetups.rsvps(meetup.id)}


def _answer(rsvp: Rsvp | None) -> Answer | None:
    """What they had said; who still waited for a place was not expected."""
    return rsvp.answer if rsvp is not None and rsvp.waiting_since is None else None


def _was_member(member: Member | None, meetup: Meetup) -> bool:
    """Of the group then and now: who left and came back since is not reminded of what was before."""
    return member is not None and member.left_at is None and member.joined_at <= meetup.ends_at


def _seen_administrator(member: Member | None, administrators: Sequence[int]) -> bool:
    return not administrators and member is not None and member.administrator_seen


def _by_person(nudges: Sequence[Nudge]) -> dict[int, list[Nudge]]:
    found: dict[int, list[Nudge]] = {}
    for nudge in nudges:
        found.setdefault(nudge.person_id, []).append(nudge)
    return found


def _earlier(nudges: Sequence[Nudge], group: Group, meetup: Meetup, *, silenced: bool) -> dict[str, object]:
    """What went before this one: when the last went in any group, and how many are unanswered in this group."""
    others = [one for one in nudges if one.meetup_id != meetup.id]
    silenced = silenced and len(others) == len(nudges)  # by this very one: it went, or tried to, before the silence
    last = max((one.sent_at for one in others if one.sent_at is not None), default=None)
    here = [one for one in others if one.group_id == group.id]
    unanswered = IN_A_ROW if silenced else unanswered_of(here)
    return {"last_nudge_at": last, "unanswered": unanswered}


def unanswered_of(nudges: Sequence[Nudge]) -> int:
    """How many of one person's nudges in one group went since they were last heard of."""
    heard = max((one.heard_of_at for one in nudges if one.heard_of_at is not None), default=None)
    return sum(one.sent_at is not None and (heard is None or one.sent_at > heard) for one in nudges)


def known(people: Mapping[int, Person], nudges: Sequence[Nudge]) -> list[tuple[Nudge, Person]]:
    """Each nudge with its person."""
    return [(nudge, people[nudge.person_id]) for nudge in nudges if nudge.person_id in people]
