"""A year of many groups, drawn from a seed: people answer, come, stay away, leave, stop; and the program is let loose.

Whatever happens is done to the program by its own use cases and noted in `oracle.Truth`; every message that leaves is
held against the rules at that very step. The same seed gives the same year, on dictionaries and on SQLite.
"""

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.attendance import Attended, Mark
from domain.groups import Facilitator, Group
from domain.meetups import Answer, Meetup, MeetupState, Series
from domain.members import leave, see_member
from domain.nudge_asking import set_asks_first
from domain.nudges import attendance_saved, not_held
from domain.people import Person
from domain.recurrence import Rule, at
from domain.rsvps import arrive, say
from domain.settings import set_nudges
from tests.simulation.oracle import Human, Meeting
from tests.simulation.program import BEGIN, DAY, HOUR, Program

ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu")


class World(Program):
    """One simulated year."""

    def __init__(self, tx: Any, seed: int, *, groups: int = 40, people: int = 600, weeks: int = 52) -> None:
        super().__init__(tx, seed, weeks)
        self.members: dict[int, list[int]] = {}
        self._populate(groups, people)

    # Who there is

    def _populate(self, groups: int, people: int) -> None:
        rng = self.random
        for person_id in range(1, people + 1):
            is_open = rng.random() < 0.85
            self.tx.people.save(
                Person(id=person_id, first_name=f"P{person_id}", private_open=is_open, seen_at=self.now)
            )
            self.truth.people[person_id] = Human(open=is_open)
        for number in range(groups):
            zone = rng.choice(ZONES)
            asked = rng.random() < 0.2
            group = Group(chat_id=-1 - number, title=f"G{number}", zone=zone, asks_first=asked, created_at=self.now)
            group = self.tx.groups.add(group)
            if asked:
                self.truth.asks_first.add(group.id)
            share = range(number * people // groups + 1, (number + 1) * people // groups + 1)
            guests = [rng.randint(1, people) for _ in range(3)]
            self.members[group.id] = list(dict.fromkeys([*share, *guests]))
            for person_id in self.members[group.id]:
                self._join(group.id, person_id)
            self._serve(group.id, self.members[group.id][0])
            self._plan_year(group)
        for person_id in range(1, people + 1):
            for _ in range(rng.randint(0, 4)):
                when = BEGIN + rng.random() * self.weeks * 7 * DAY
                self.later(when, self._whim, person_id)
        for group_id in self.members:
            self.later(BEGIN + rng.random() * self.weeks * 7 * DAY, self._change_of_mind, group_id)
        for month in range(self.weeks // 4):
            self.later(BEGIN + month * 28 * DAY, self.tidy)

    def _plan_year(self, group: Group) -> None:
        rng = self.random
        weekday, clock = rng.randint(0, 6), time(rng.randint(9, 20), rng.choice((0, 30)))
        series = Series(
            group_id=group.id,
            title="Circle",
            rule=Rule(frequency="weekly", weekday=weekday),
            starts_on=BEGIN.date(),
            local_time=clock,
            created_by=1,
            created_at=self.now,
        )
        series = self.tx.meetups.add_series(series)
        for number in range(self.weeks):
            day = BEGIN.date() + timedelta(days=7 * number + weekday)
            starts = at(day, clock, group.zone or "UTC")
            meetup = Meetup(
                series_id=series.id,
                group_id=group.id,
                key=day,
                day=day,
                local_time=clock,
                starts_at=starts,
                minutes=90,
                title="Circle",
            )
            meetup = self.tx.meetups.add(meetup)
            zone = ZoneInfo(group.zone or "UTC")
            self.truth.meetings[meetup.id] = Meeting(meetup.id, group.id, zone, starts, meetup.ends_at)
            self.truth.of_group[group.id].append(meetup.id)
            self.later(starts - 4 * DAY, self._week, meetup.id)

    def _join(self, group_id: int, person_id: int) -> None:
        see_member(self.tx, group_id, person_id, self.now)
        self.truth.people[person_id].joined.setdefault(group_id, self.now)

    def _serve(self, group_id: int, person_id: int) -> None:
        row = Facilitator(group_id=group_id, person_id=person_id, added_by=person_id, added_at=self.now)
        self.tx.groups.add_facilitator(row)
        self.truth.people[person_id].serves.add(group_id)

    # What people do

    def _here(self, group_id: int) -> list[int]:
        return [p for p in self.members[group_id] if group_id in self.truth.people[p].joined]

    def _week(self, meetup_id: int) -> None:
        rng, meeting = self.random, self.truth.meetings[meetup_id]
        for person_id in self._here(meeting.group):
            for _ in range(rng.choice((0, 0, 1, 1, 2))):
                self.later(meeting.starts - rng.random() * 4 * DAY, self._say, meetup_id, person_id)
            if rng.random() < 0.1:
                self.later(meeting.starts + rng.random() * HOUR, self._press_here, meetup_id, person_id)
        self.later(meeting.ends, self._end, meetup_id)

    def _say(self, meetup_id: int, person_id: int) -> None:
        meetup, human = self.tx.meetups.get(meetup_id), self.truth.people[person_id]
        if meetup.state is not MeetupState.PLANNED or meetup.group_id not in human.joined:
            return
        answer = self.random.choice((Answer.GOING, Answer.GOING, Answer.MAYBE, Answer.DECLINED))
        said = say(self.tx, meetup, person_id, answer, self.now, takes_back=True).rsvp.answer
        self._heard_saying(meetup_id, person_id, said)

    def _heard_saying(self, meetup_id: int, person_id: int, said: Answer | None) -> None:
        meeting = self.truth.meetings[meetup_id]
        if said is None:
            meeting.said.pop(person_id, None)
        else:
            meeting.said[person_id] = (str(said), self.now)

    def _press_here(self, meetup_id: int, person_id: int) -> None:
        meetup, human = self.tx.meetups.get(meetup_id), self.truth.people[person_id]
        if meetup.state is MeetupState.PLANNED and meetup.group_id in human.joined:
            arrive(self.tx, meetup, person_id, self.now)
            self.truth.meetings[meetup_id].here.add(person_id)

    def _end(self, meetup_id: int) -> None:
        rng, meetup, meeting = self.random, self.tx.meetups.get(meetup_id), self.truth.meetings[meetup_id]
        if rng.random() < 0.05:
            self.tx.meetups.save(meetup.changed(state=rng.choice((MeetupState.SKIPPED, MeetupState.CANCELLED))))
            return
        self.tx.meetups.save(meetup.changed(state=MeetupState.ENDED))
        meeting.held = True
        if rng.random() < 0.9:
            delay = rng.choice((0.2, 1, 3, 8, 16, 22, 30, 50, 71, 80, 120)) * HOUR * rng.random()
            self.later(self.now + delay, self._save, meetup_id)
        if rng.random() < 0.04:
            self.later(self.now + rng.random() * 2 * DAY, self._not_held, meetup_id)

    def _save(self, meetup_id: int, again: bool = False) -> None:
        rng, meeting = self.random, self.truth.meetings[meetup_id]
        meetup, group = self.tx.meetups.get(meetup_id), self.tx.groups.get(meeting.group)
        if meetup.state is not MeetupState.ENDED or group.resting:
            return
        for person_id in self._here(meeting.group):
            if again and rng.random() < 0.8:
                continue
            usual = 0.35 + 0.6 * ((person_id * 7919) % 10) / 10  # people differ in how often they come
            mark = None if rng.random() < 0.1 else Mark.CAME if rng.random() < usual else Mark.MISSED
            self._tick(meetup_id, person_id, Mark.CAME if person_id in meeting.here and not again else mark)
        saved = meetup.changed(attendance_saved_at=self.now)
        self.tx.meetups.save(saved)
        attendance_saved(self.tx, saved, group, self.now)
        meeting.saved_at = self.now
        self.note("saved", meetup_id)
        if rng.random() < 0.15:
            self.later(self.now + rng.random() * 3 * DAY, self._save, meetup_id, True)

    def _tick(self, meetup_id: int, person_id: int, mark: Mark | None) -> None:
        line = self.tx.attendance.of(meetup_id, person_id)
        if line is None:
            line = Attended(meetup_id=meetup_id, person_id=person_id, marked_by=1, marked_at=self.now)
        self.tx.attendance.mark(line.changed(mark=mark))
        marks = self.truth.meetings[meetup_id].marks
        if mark is None:
            marks.pop(person_id, None)
        else:
            marks[person_id] = str(mark)

    def _not_held(self, meetup_id: int) -> None:
        meetup = self.tx.meetups.get(meetup_id)
        changed = meetup.changed(state=MeetupState.NOT_HELD, attendance_saved_at=None)
        self.tx.meetups.save(changed)
        not_held(self.tx, changed, self.now)
        self.truth.meetings[meetup_id].held = False
        self.note("not held", meetup_id)

    def _whim(self, person_id: int) -> None:
        """Something that a person decides for themselves."""
        rng, human, person = self.random, self.truth.people[person_id], self.tx.people.get(person_id)
        if person is None:
            return
        what = rng.choice(("stop", "away", "away", "leave", "serve", "close", "erase", "stop"))
        self.note(what, person_id)
        back = self.now + rng.expovariate(1 / 40) * DAY
        match what:
            case "stop":
                set_nudges(self.tx, person, wanted=False)
                human.stopped = True
                self.later(back, self._resume, person_id)
            case "away":
                self._away(person_id, self.now.date() + timedelta(days=rng.randint(1, 56)))
            case "leave" if human.joined:
                group_id = rng.choice(sorted(human.joined))
                leave(self.tx, group_id, person_id, self.now)
                human.joined.pop(group_id)
                human.serves.discard(group_id)
                self.later(back, self._rejoin, group_id, person_id)
            case "serve" if human.joined:
                self._serve(rng.choice(sorted(human.joined)), person_id)
            case "close":
                self.tx.people.save(person.changed(private_open=False))
                human.open = False
                self.later(back, self._resume, person_id)
            case "erase" if rng.random() < 0.3:
                self._erase(person_id)
            case _:
                pass

    def _away(self, person_id: int, until: date) -> None:
        self.tx.people.save(self.tx.people.get(person_id).changed(away_until=until))
        self.truth.people[person_id].away_until = until

    def _resume(self, person_id: int) -> None:
        human, person = self.truth.people[person_id], self.tx.people.get(person_id)
        if person is not None:
            self.tx.people.save(person.changed(nudges=True, private_open=True))
            human.stopped, human.open = False, True

    def _rejoin(self, group_id: int, person_id: int) -> None:
        if not self.truth.people[person_id].erased:
            self._join(group_id, person_id)

    def _erase(self, person_id: int) -> None:
        self.tx.people.erase(person_id)
        human = self.truth.people[person_id]
        human.erased, human.joined, human.serves = True, {}, set()
        for meeting in self.truth.meetings.values():
            meeting.marks.pop(person_id, None)
            meeting.said.pop(person_id, None)
            meeting.here.discard(person_id)

    # What groups decide

    def _change_of_mind(self, group_id: int) -> None:
        rng, group = self.random, self.tx.groups.get(group_id)
        if rng.random() < 0.5:
            asked = not group.asks_first
            set_asks_first(self.tx, group, asked=asked)
            (self.truth.asks_first.add if asked else self.truth.asks_first.discard)(group_id)
        elif rng.random() < 0.3:
            self._rest(group_id, resting=True)
            self.later(self.now + rng.random() * 30 * DAY, self._returns, group_id)

    def _returns(self, group_id: int) -> None:
        self._rest(group_id, resting=False)

    def _rest(self, group_id: int, *, resting: bool) -> None:
        self.tx.groups.save(self.tx.groups.get(group_id).changed(resting=resting))
        (self.truth.resting.add if resting else self.truth.resting.discard)(group_id)
