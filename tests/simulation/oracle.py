"""What really happened in a simulated year, kept apart from the program, and the rules checked against it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FORTNIGHT, THREE_DAYS = timedelta(days=14), timedelta(days=3)


class Violation(AssertionError):
    """A rule was broken."""


@dataclass
class Meeting:
    """One meetup as it was. marks, said: by person; said is what they said last, and when."""

    id: int
    group: int
    zone: ZoneInfo
    starts: datetime
    ends: datetime
    held: bool = False
    saved_at: datetime | None = None
    marks: dict[int, str] = field(default_factory=dict)
    said: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    here: set[int] = field(default_factory=set)
    asked: dict[int, str] = field(default_factory=dict)  # what facilitators who are asked first said

    @property
    def day(self) -> date:
        return self.starts.astimezone(self.zone).date()

    @property
    def window_day(self) -> date | None:
        """The first day after the meetup whose 19:00 comes after the saving."""
        for days in (1, 2, 3, 4):
            day = self.day + timedelta(days=days)
            if self.saved_at is not None and self.saved_at < datetime.combine(day, time(19), self.zone):
                return day
        return None


@dataclass
class Human:
    """One person as they are. joined: the groups they belong to, since when."""

    stopped: bool = False
    away_until: date | None = None
    open: bool = True
    erased: bool = False
    joined: dict[int, datetime] = field(default_factory=dict)
    serves: set[int] = field(default_factory=set)
    asking: bool = False


@dataclass
class Truth:
    """The year so far."""

    meetings: dict[int, Meeting] = field(default_factory=dict)
    of_group: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, Human] = field(default_factory=dict)
    resting: set[int] = field(default_factory=set)
    asks_first: set[int] = field(default_factory=set)
    sent: dict[int, list[tuple[datetime, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # person → (at, meetup)
    answered: dict[tuple[int, int], datetime] = field(default_factory=dict)  # (group, person) → last answer

    def forbids(self, meeting: Meeting, person_id: int, now: datetime) -> str | None:
        """The first rule that forbids to write (or to tell) now; None: it may be."""
        human = self.people[person_id]
        local = now.astimezone(meeting.zone)
        sent = self.sent[person_id]
        rules: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("was erased", lambda: human.erased),
            ("the bot has left", lambda: meeting.group in self.resting),
            ("not held", lambda: not meeting.held),
            ("attendance not saved", lambda: meeting.saved_at is None or meeting.saved_at > now),
            ("not marked as missed", lambda: meeting.marks.get(person_id) != "missed"),
            ("said Can't make it", lambda: meeting.said.get(person_id, ("",))[0] == "declined"),
            ("away", lambda: human.away_until is not None and human.away_until >= meeting.day),  # then, or still
            ("left", lambda: human.joined.get(meeting.group, now) > meeting.ends),
            ("is a facilitator", lambda: meeting.group in human.serves),
            ("stopped", lambda: human.stopped),
            ("has an open request", lambda: human.asking),
            ("within 14 days of another", lambda: any(now - at < FORTNIGHT for at, _ in sent)),
            ("twice for one meetup", lambda: any(m == meeting.id for _, m in sent)),
            ("neither a regular nor said Going", lambda: not self._was_expected(meeting, person_id)),
            ("is back", lambda: self._is_back(meeting, person_id)),
            ("two in a row unanswered", lambda: self.unanswered(meeting.group, person_id, sent) >= 2),
            ("more than three days later", lambda: now >= meeting.ends + THREE_DAYS),
            ("facilitators said no", lambda: meeting.asked.get(person_id) in ("not", "call")),
            # What time alone can change stands last.
            ("on the day of the meetup", lambda: local.date() <= meeting.day),
            ("not the first window", lambda: local.date() != meeting.window_day),
            ("outside 10:00 to 19:00", lambda: not 10 <= local.hour < 19),
            (
                "nobody said yes",
                lambda: meeting.group in self.asks_first and meeting.asked.get(person_id) != "send",
            ),
        )
        return next((rule for rule, broken in rules if broken()), None)

    def _was_expected(self, meeting: Meeting, person_id: int) -> bool:
        if meeting.said.get(person_id, ("",))[0] == "going":
            return True
        came, looked_at = 0, 0
        for meeting_id in reversed(self.of_group[meeting.group]):
            earlier = self.meetings[meeting_id]
            if earlier.starts < meeting.starts and earlier.held and earlier.saved_at is not None:
                came += earlier.marks.get(person_id) == "came"
                looked_at += 1
                if looked_at == 4:
                    break
        return came >= 2

    def _is_back(self, meeting: Meeting, person_id: int) -> bool:
        for meeting_id in reversed(self.of_group[meeting.group]):
            later = self.meetings[meeting_id]
            if later.starts <= meeting.starts:
                return False
            answered = person_id in later.said and later.said[person_id][1] >= meeting.starts
            if answered or person_id in later.here or later.marks.get(person_id) == "came":
                return True
        return False

    def unanswered(self, group: int, person_id: int, sent: list[tuple[datetime, int]]) -> int:
        """How many in a row in this group since they were last heard of: an answer, or coming again."""
        here = [(at, self.meetings[m]) for at, m in sent if self.meetings[m].group == group]
        signs = [self.answered[(group, person_id)]] if (group, person_id) in self.answered else []
        for meeting_id in self.of_group[group]:
            m = self.meetings[meeting_id]
            if m.held and m.saved_at is not None and m.marks.get(person_id) == "came":
                signs.append(m.ends)
        heard = max(signs, default=None)
        return sum(heard is None or at > heard for at, _ in here)
