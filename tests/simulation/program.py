"""The program in a simulated year: it keeps its promises, and each message that leaves is held against the rules."""

import heapq
import itertools
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.errors import Refused
from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.meetups import Meetup
from domain.nudge import KEPT_FOR, Nudge, NudgeAnswer, NudgeState, Verdict
from domain.nudge_answers import answered, own, see_you, stop, take_break
from domain.nudge_asking import say as decide_first
from domain.nudge_deciding import decide_all
from domain.nudge_sending import due, refused, still_right, told, undecided, until_of
from domain.nudge_sending import leave as leaves
from domain.nudges import ASK, DECIDE, SEND, TELL, place_of
from domain.people import Person
from domain.requests import Request, RequestState
from domain.settings import set_nudges
from tests.simulation.oracle import Truth, Violation

BEGIN = datetime(2026, 9, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDINGS = 7


class Program:
    """The half of a world that acts by the rules. tx: the repositories. steps: what happened, one line each."""

    def __init__(self, tx: Any, seed: int, weeks: int) -> None:
        self.tx, self.random, self.truth = tx, random.Random(seed), Truth()
        self.weeks, self.now = weeks, BEGIN - 14 * DAY
        self.steps: list[str] = []
        self.happened = 0
        self._heap: list[tuple[datetime, int, Callable[..., None], tuple[Any, ...]]] = []
        self._tie = itertools.count()
        self._outages = self._draw_outages()
        self._expected: dict[int, set[int]] = {}
        self._waiting: dict[int, int] = {}  # nudge → person: Telegram asked to wait a while
        self._wordings: dict[int, tuple[int, datetime]] = {}

    def run(self) -> int:
        """Let the year pass, step by step; how many nudges were sent or told. Violation where a rule was broken."""
        end = BEGIN + (self.weeks + 2) * 7 * DAY
        while True:
            promised = self._awake(self.tx.agenda.next_due())
            happens = self._heap[0][0] if self._heap else None
            if promised is not None and (happens is None or promised <= happens):
                self.now = max(self.now, promised)
                self._keep_promises()
            elif happens is not None and happens <= end:
                self.now, _, doing, args = heapq.heappop(self._heap)
                doing(*args)
            else:
                break
            self.happened += 1
        return sum(len(sent) for sent in self.truth.sent.values())

    def later(self, when: datetime, doing: Callable[..., None], *args: Any) -> None:
        heapq.heappush(self._heap, (when.replace(microsecond=0), next(self._tie), doing, args))

    def note(self, what: str, *about: object) -> None:
        self.steps.append(" ".join([f"{self.now:%Y-%m-%d %H:%M:%S}", what, *map(str, about)]))

    def _draw_outages(self) -> list[tuple[datetime, datetime]]:
        """When the program does not run: what is due then is done afterwards."""
        starts = sorted(BEGIN + self.random.random() * self.weeks * 7 * DAY for _ in range(6))
        return [(start, start + self.random.expovariate(1 / 20) * HOUR) for start in starts]

    def _awake(self, moment: datetime | None) -> datetime | None:
        for start, end in self._outages:
            if moment is not None and start <= moment < end:
                moment = end.replace(microsecond=0) + timedelta(seconds=1)
        return moment

    # Promises

    def _keep_promises(self) -> None:
        for promise in self.tx.agenda.due(self.now, 1000):
            if not self.tx.agenda.kept(promise):
                continue
            about = int(promise.subject)
            match promise.kind:
                case _ if promise.kind == DECIDE:
                    decide_all(self.tx, about, self.now)
                    self._expect(about)
                case _ if promise.kind == SEND:
                    self._send(about)
                case _ if promise.kind == ASK:
                    self._ask(about)
                case _:
                    assert promise.kind == TELL
                    self._tell_of_one(about)

    def _expect(self, meetup_id: int) -> None:
        """Whom the rules would allow to be written to in the coming window, as far as can be known now.

        Not those for whom Telegram holds another nudge back: until that one is known not to go it counts as gone.
        """
        meeting = self.truth.meetings[meetup_id]
        timely = {"outside 10:00 to 19:00", "on the day of the meetup", "nobody said yes", "not the first window", None}
        self._expected[meetup_id] = {
            person_id
            for person_id, mark in meeting.marks.items()
            if mark == "missed"
            and person_id not in self._waiting.values()
            and self.truth.forbids(meeting, person_id, self.now) in timely
        }

    def _send(self, meetup_id: int) -> None:
        meeting = self.truth.meetings[meetup_id]
        expected = {
            person_id
            for person_id in self._expected.get(meetup_id, ())
            if self.truth.forbids(meeting, person_id, self.now) is None
        }
        left = (NudgeState.LEAVING, NudgeState.SENT)
        on_their_way = {n.person_id for n in self.tx.nudges.of_meetup(meetup_id) if n.state in left}
        ready = due(self.tx, meetup_id, (), WORDINGS, self.now)
        found = {person.id for _, person in [*ready.write, *ready.tell]} if ready is not None else set()
        if missing := expected - found - on_their_way - set(self._waiting.values()):
            raise Violation(f"nobody wrote to {sorted(missing)} after meetup {meetup_id}")
        if ready is None:
            return
        for nudge, _ in ready.write:
            delay = self.random.choice((1, 1, 1, 5, 60, 3600, 4 * 3600))
            self.later(self.now + timedelta(seconds=delay), self._leave, nudge.id, ready.until)
        self._tell(ready.meetup, ready.group, ready.tell)

    def _leave(self, nudge_id: int, until: datetime) -> None:
        """What `bot.sending` does with a message that must not go twice."""
        awake = self._awake(self.now)
        if awake is not None and awake > self.now:
            self.later(awake, self._leave, nudge_id, until)
            return
        nudge = self.tx.nudges.get(nudge_id)
        if nudge is None:
            return
        if self.now >= until:
            refused(self.tx, nudge_id, "late", self.now)
            self._expected[nudge.meetup_id].discard(nudge.person_id)
        elif leaves(self.tx, nudge_id, self.now):
            self._left(self.tx.nudges.get(nudge_id), until)
            return
        self._waiting.pop(nudge_id, None)

    def _left(self, nudge: Nudge, until: datetime) -> None:
        human = self.truth.people[nudge.person_id]
        outcome = "blocked" if not human.open else self.random.choice(("ok",) * 12 + ("unknown", "429", "refused"))
        self.note("leaves", nudge.meetup_id, nudge.person_id, outcome)
        self._check(nudge, "sent")
        self._waiting.pop(nudge.id, None)
        match outcome:
            case "429":
                self._waiting[nudge.id] = nudge.person_id
                self.later(
                    self.now + self.random.choice((1, 60, 7200)) * timedelta(seconds=1), self._leave, nudge.id, until
                )
            case "blocked" | "refused":
                if outcome == "blocked":
                    person = self.tx.people.get(nudge.person_id)
                    self.tx.people.save(person.changed(private_open=False))
                refused(self.tx, nudge.id, outcome, self.now)
                self._expected[nudge.meetup_id].discard(nudge.person_id)
            case _:
                self._counts(nudge)
                if outcome == "ok" and self.random.random() < 0.45:
                    delay = self.random.expovariate(1 / 30) * HOUR
                    self.later(self.now + delay, self._answer, nudge.id, nudge.person_id)

    def _check(self, nudge: Nudge, how: str) -> None:
        broken = self.truth.forbids(self.truth.meetings[nudge.meetup_id], nudge.person_id, self.now)
        if broken is not None:
            raise Violation(f"{self.now}: {nudge.person_id} is {how} a nudge about meetup {nudge.meetup_id}: {broken}")

    def _counts(self, nudge: Nudge) -> None:
        """It has reached them, or may have: it counts. Words are remembered as long as nudges are kept."""
        if nudge.state is NudgeState.SENT:
            last, at = self._wordings.get(nudge.person_id, (None, self.now))
            if last == nudge.wording and self.now - at < KEPT_FOR:
                raise Violation(f"{self.now}: {nudge.person_id} gets the same words twice in a row")
            self._wordings[nudge.person_id] = (nudge.wording, self.now)
        self.truth.sent[nudge.person_id].append((self.now, nudge.meetup_id))

    def _tell_of_one(self, nudge_id: int) -> None:
        nudge = self.tx.nudges.get(nudge_id)
        place = place_of(self.tx, nudge.meetup_id) if nudge is not None else None
        person = self.tx.people.get(nudge.person_id) if nudge is not None else None
        if nudge is None or place is None or person is None or nudge.state is not NudgeState.SENT:
            return
        if (reason := still_right(self.tx, nudge, self.now)) is not None:
            self.tx.nudges.save(nudge.to(NudgeState.WITHDRAWN, why=reason, sent_at=None))
            return
        self._tell(*place, [(nudge, person)])

    def _tell(self, meetup: Meetup, group: Group, found: list[tuple[Nudge, Person]]) -> None:
        hearing = reachable(facilitators_of(self.tx, group))
        for nudge, _ in found:
            told(self.tx, nudge, self.now, anybody=bool(hearing))
            if not hearing:
                self._expected[meetup.id].discard(nudge.person_id)
            else:
                self.note("told of", meetup.id, nudge.person_id)
                self._check(nudge, "told")
                self._counts(self.tx.nudges.get(nudge.id))

    def _ask(self, meetup_id: int) -> None:
        place = place_of(self.tx, meetup_id)
        if place is None:
            return
        self.note("asks first", meetup_id)
        until = until_of(*place, self.now)
        for nudge in undecided(self.tx, meetup_id):
            if self.random.random() < 0.7:
                when = self.now + self.random.random() * max(until - self.now, HOUR)
                verdict = self.random.choice((Verdict.SEND, Verdict.SEND, Verdict.NOT, Verdict.CALL))
                self.later(when, self._decide_first, nudge.id, verdict)

    def _decide_first(self, nudge_id: int, verdict: Verdict) -> None:
        nudge = self.tx.nudges.get(nudge_id)
        try:
            decide_first(self.tx, nudge_id, verdict, self.now)
        except Refused:
            return
        self.truth.meetings[nudge.meetup_id].asked[nudge.person_id] = str(verdict)

    # What people answer

    def _answer(self, nudge_id: int, person_id: int) -> None:
        person, truth = self.tx.people.get(person_id), self.truth
        try:
            nudge = own(self.tx, nudge_id, person_id)
        except Refused:
            return
        truth.answered[(nudge.group_id, person_id)] = self.now
        answer = self.random.choice(("see you", "see you", "chat", "break", "stop"))
        self.note("answers", person_id, answer)
        match answer:
            case "see you":
                seen = see_you(self.tx, nudge, self.now)
                if seen.meetup is not None and seen.said is not None:
                    said = (str(seen.said.rsvp.answer), seen.said.rsvp.changed_at)
                    truth.meetings[seen.meetup.id].said[person_id] = said
            case "chat":
                answered(self.tx, nudge, NudgeAnswer.CHAT, self.now)
                self._asks_for_a_human(nudge.group_id, person_id)
            case "break":
                truth.people[person_id].away_until = take_break(self.tx, nudge, person, 2, self.now).away_until
            case _:
                stop(self.tx, nudge, person, self.now)
                truth.people[person_id].stopped = True
                self.later(self.now + 60 * DAY, self._wants_them_again, person_id)

    def _asks_for_a_human(self, group_id: int, person_id: int) -> None:
        if not self.tx.requests.asking([person_id]):
            moments = {"asked_at": self.now, "waiting_since": self.now, "moved_at": self.now}
            request = self.tx.requests.add(Request(group_id=group_id, person_id=person_id, named=True, **moments))
            self.truth.people[person_id].asking = True
            self.later(self.now + 14 * DAY, self._talked, request.id, person_id)

    def _talked(self, request_id: int, person_id: int) -> None:
        request = self.tx.requests.get(request_id)
        if request is not None and request.open:
            self.tx.requests.save(request.to(RequestState.CLOSED, self.now))
        self.truth.people[person_id].asking = False

    def _wants_them_again(self, person_id: int) -> None:
        person = self.tx.people.get(person_id)
        if person is not None:
            set_nudges(self.tx, person, wanted=True)
            self.truth.people[person_id].stopped = False

    def tidy(self) -> None:
        self.tx.nudges.prune(self.now - KEPT_FOR)
