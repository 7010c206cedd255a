"""The repositories in dictionaries: as much of `domain.ports.Tx` as nudges need, fast enough for thousands of years.

That it behaves as the real ones do is shown by running the same seeds on both.
"""

import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from domain.agenda import Promise
from domain.attendance import Attended, Mark
from domain.groups import Facilitator, Group
from domain.meetups import Meetup, MeetupState, Rsvp
from domain.nudge import Nudge
from domain.people import Member, Person
from domain.requests import Request


class Groups:
    def __init__(self) -> None:
        self.rows: dict[int, Group] = {}
        self.served: dict[int, dict[int, Facilitator]] = defaultdict(dict)

    def add(self, group: Group) -> Group:
        group = group.changed(id=len(self.rows) + 1)
        self.rows[group.id] = group
        return group

    def get(self, group_id: int) -> Group | None:
        return self.rows.get(group_id)

    def save(self, group: Group) -> None:
        self.rows[group.id] = group

    def facilitators(self, group_id: int) -> list[Facilitator]:
        return list(self.served[group_id].values())

    def add_facilitator(self, one: Facilitator) -> None:
        self.served[one.group_id][one.person_id] = one

    def remove_facilitator(self, group_id: int, person_id: int) -> bool:
        return self.served[group_id].pop(person_id, None) is not None


class People:
    def __init__(self, tx: "Memory") -> None:
        self.tx = tx
        self.rows: dict[int, Person] = {}
        self.belonging: dict[int, dict[int, Member]] = defaultdict(dict)

    def get(self, person_id: int) -> Person | None:
        return self.rows.get(person_id)

    def many(self, ids: Sequence[int]) -> dict[int, Person]:
        return {i: self.rows[i] for i in sorted(set(ids)) if i in self.rows}

    def save(self, person: Person) -> None:
        self.rows[person.id] = person

    def member(self, group_id: int, person_id: int) -> Member | None:
        return self.belonging[group_id].get(person_id)

    def save_member(self, member: Member) -> None:
        self.belonging[member.group_id][member.person_id] = member

    def members(self, group_id: int) -> list[Member]:
        return [m for m in self.belonging[group_id].values() if m.left_at is None]

    def groups_of(self, person_id: int) -> list[Group]:
        found = []
        for group in self.tx.groups.rows.values():
            member = self.belonging[group.id].get(person_id)
            belongs = (member is not None and member.left_at is None) or person_id in self.tx.groups.served[group.id]
            if belongs and not group.resting:
                found.append(group)
        return found

    def leads_wanted(self, group_id: int) -> list[int]:
        return []

    def erase(self, person_id: int) -> None:
        self.rows.pop(person_id, None)
        tx = self.tx
        for rows in (*self.belonging.values(), *tx.groups.served.values()):
            rows.pop(person_id, None)
        for said in (*tx.meetups.said.values(), *tx.attendance.rows.values()):
            said.pop(person_id, None)
        for nudge in [n for n in tx.nudges.rows.values() if n.person_id == person_id]:
            tx.nudges.forget(nudge)
        for silent in tx.nudges.silent.values():
            silent.discard(person_id)


class Meetups:
    def __init__(self) -> None:
        self.rows: dict[int, Meetup] = {}
        self.of: dict[int, list[int]] = defaultdict(list)  # group → ids in the order of time
        self.said: dict[int, dict[int, Rsvp]] = defaultdict(dict)

    def add_series(self, series: Any) -> Any:
        return series.changed(id=1)

    def add(self, meetup: Meetup) -> Meetup:
        meetup = meetup.changed(id=len(self.rows) + 1)
        self.rows[meetup.id] = meetup
        self.of[meetup.group_id].append(meetup.id)
        return meetup

    def get(self, meetup_id: int) -> Meetup | None:
        return self.rows.get(meetup_id)

    def save(self, meetup: Meetup) -> None:
        self.rows[meetup.id] = meetup

    def coming(self, group_id: int, now: datetime, limit: int = 10) -> list[Meetup]:
        over = (MeetupState.ENDED, MeetupState.NOT_HELD)
        found = (self.rows[i] for i in self.of[group_id])
        coming = (m for m in found if m.ends_at > now and m.state not in over)
        return list(itertools.islice(coming, limit))

    def rsvp(self, meetup_id: int, person_id: int) -> Rsvp | None:
        return self.said[meetup_id].get(person_id)

    def rsvps(self, meetup_id: int) -> list[Rsvp]:
        return sorted(self.said[meetup_id].values(), key=lambda r: (r.changed_at, r.person_id))

    def save_rsvp(self, rsvp: Rsvp) -> None:
        self.said[rsvp.meetup_id][rsvp.person_id] = rsvp


class Attendance:
    def __init__(self, meetups: Meetups) -> None:
        self.meetups = meetups
        self.rows: dict[int, dict[int, Attended]] = defaultdict(dict)

    def of(self, meetup_id: int, person_id: int) -> Attended | None:
        return self.rows[meetup_id].get(person_id)

    def mark(self, line: Attended) -> Attended:
        self.rows[line.meetup_id][line.person_id or 0] = line.changed(id=1)
        return line

    def saved_meetups(self, group_id: int, before: datetime, limit: int) -> list[Meetup]:
        found = []
        for meetup_id in reversed(self.meetups.of[group_id]):
            meetup = self.meetups.rows[meetup_id]
            saved = meetup.state is MeetupState.ENDED and meetup.attendance_saved_at is not None
            if saved and meetup.starts_at < before:
                found.append(meetup)
                if len(found) == limit:
                    break
        return found

    def histories(self, meetups: Sequence[Meetup]) -> dict[int, dict[int, Mark]]:
        found: dict[int, dict[int, Mark]] = {}
        for meetup in meetups:
            for person_id, line in self.rows[meetup.id].items():
                if line.mark is not None:
                    found.setdefault(person_id, {})[meetup.id] = line.mark
        return found


class Nudges:
    def __init__(self, tx: "Memory") -> None:
        self.tx = tx
        self.rows: dict[int, Nudge] = {}
        self.by_meetup: dict[int, dict[int, int]] = defaultdict(dict)
        self.by_person: dict[int, set[int]] = defaultdict(set)
        self.by_group: dict[int, set[int]] = defaultdict(set)
        self.silent: dict[int, set[int]] = defaultdict(set)
        self.counted: dict[tuple[int, str], int] = defaultdict(int)
        self._ids = itertools.count(1)

    def get(self, nudge_id: int) -> Nudge | None:
        return self.rows.get(nudge_id)

    def of_meetup(self, meetup_id: int) -> list[Nudge]:
        return [self.rows[i] for i in sorted(self.by_meetup[meetup_id].values())]

    def sent_to(self, ids: Sequence[int]) -> list[Nudge]:
        found = [self.rows[i] for person_id in set(ids) for i in self.by_person[person_id]]
        return sorted((n for n in found if n.sent_at), key=lambda n: (n.sent_at, n.id))

    def returned_to(self, meetup_id: int) -> list[Nudge]:
        group_id = self.tx.meetups.rows[meetup_id].group_id
        return [self.rows[i] for i in sorted(self.by_group[group_id]) if self.rows[i].returned_to == meetup_id]

    def not_returned(self, group_id: int) -> list[Nudge]:
        found = [self.rows[i] for i in sorted(self.by_group[group_id])]
        return [n for n in found if n.sent_at is not None and n.returned_to is None]

    def add(self, found: Sequence[Nudge]) -> None:
        for nudge in found:
            nudge = nudge.changed(id=next(self._ids))
            self.rows[nudge.id] = nudge
            self.by_meetup[nudge.meetup_id][nudge.person_id] = nudge.id
            self.by_person[nudge.person_id].add(nudge.id)
            self.by_group[nudge.group_id].add(nudge.id)

    def save(self, nudge: Nudge) -> None:
        self.rows[nudge.id] = nudge

    def forget(self, nudge: Nudge) -> None:
        del self.rows[nudge.id]
        self.by_meetup[nudge.meetup_id].pop(nudge.person_id)
        self.by_person[nudge.person_id].discard(nudge.id)
        self.by_group[nudge.group_id].discard(nudge.id)

    def seen_again(self, group_id: int, ids: Sequence[int], since: datetime) -> set[int]:
        found: set[int] = set()
        for meetup_id in reversed(self.tx.meetups.of[group_id]):
            if self.tx.meetups.rows[meetup_id].starts_at <= since:
                break
            said, ticked = self.tx.meetups.said.get(meetup_id, {}), self.tx.attendance.rows.get(meetup_id, {})
            for person_id in ids if said or ticked else ():
                rsvp, line = said.get(person_id), ticked.get(person_id)
                answered = rsvp is not None and rsvp.answer is not None and rsvp.changed_at >= since
                here = rsvp is not None and rsvp.here_at is not None
                if answered or here or (line is not None and line.mark is Mark.CAME):
                    found.add(person_id)
        return found

    def silenced(self, group_id: int) -> set[int]:
        return self.silent[group_id]

    def silence(self, group_id: int, person_id: int, *, on: bool) -> None:
        if on:
            self.silent[group_id].add(person_id)
        else:
            self.silent[group_id].discard(person_id)

    def count(self, group_id: int, month: date, what: str, by: int = 1) -> None:
        self.counted[(group_id, what)] += by

    def counts(self, group_id: int, since: date) -> dict[str, int]:
        return {what: n for (group, what), n in self.counted.items() if group == group_id}

    def prune(self, before: datetime) -> int:
        old = [n for n in self.rows.values() if n.send_at < before]
        for nudge in old:
            self.forget(nudge)
        return len(old)


class Agenda:
    def __init__(self) -> None:
        self.rows: set[tuple[datetime, str, str]] = set()

    def add(self, kind: str, subject: str | int, due_at: datetime) -> None:
        self.rows.add((due_at, kind, str(subject)))

    def remove(self, kind: str, subject: str | int) -> None:
        self.rows -= {row for row in self.rows if row[1:] == (kind, str(subject))}

    def remove_like(self, kind: str, prefix: str) -> None:
        self.rows -= {row for row in self.rows if row[1] == kind and row[2].startswith(prefix)}

    def of(self, kind: str, subject: str | int) -> list[Promise]:
        found = sorted(row for row in self.rows if row[1:] == (kind, str(subject)))
        return [Promise(kind=kind, subject=str(subject), due_at=at) for at, _, _ in found]

    def due(self, now: datetime, limit: int) -> list[Promise]:
        found = sorted(row for row in self.rows if row[0] <= now)[:limit]
        return [Promise(kind=kind, subject=subject, due_at=at) for at, kind, subject in found]

    def next_due(self) -> datetime | None:
        return min(self.rows)[0] if self.rows else None

    def kept(self, promise: Promise) -> bool:
        row = (promise.due_at, promise.kind, promise.subject)
        there = row in self.rows
        self.rows.discard(row)
        return there


class Requests:
    def __init__(self, tx: "Memory") -> None:
        self.rows: dict[int, Request] = {}
        self._tx = tx

    def add(self, request: Request) -> Request:
        request = request.changed(id=len(self.rows) + 1)
        self.rows[request.id] = request
        return request

    def get(self, request_id: int) -> Request | None:
        return self.rows.get(request_id)

    def save(self, request: Request) -> None:
        self.rows[request.id] = request

    def asking(self, person_ids: Sequence[int]) -> set[int]:
        known = self._tx.people.many(person_ids)
        return {one.person_id for one in self.rows.values() if one.open and one.person_id in known}


class Memory:
    """Fulfils as much of `domain.ports.Tx` as the use cases of nudges ask for."""

    def __init__(self) -> None:
        self.groups = Groups()
        self.people = People(self)
        self.meetups = Meetups()
        self.attendance = Attendance(self.meetups)
        self.nudges = Nudges(self)
        self.requests = Requests(self)
        self.agenda = Agenda()
        self.cards = SimpleNamespace(of=lambda kind, subject: None, about=lambda kind, subject: [])
        self.outbox = SimpleNamespace(touch=lambda card, now: None)
