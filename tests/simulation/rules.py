"""What must always hold while the program runs, whatever happens to it; each rule is checked at the very moment."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.disk import Disk, Line
from tests.simulation.oracle import Violation
from tests.simulation.telegram import POSTS, Telegram, Waiting
from tests.simulation.virtual import Clock

COUNTED = ("send", "edit", "copy", "forward")
OVERALL, A_MINUTE, BURST = 30, 20, 3  # Telegram's limits
HELD_UP = 1.0  # of a message; what was let go is sometimes held up by the disk (0.5 s a visit), and the next one is not
UNASKED = 6.0  # seconds for which an answer leaves without another look at the outbox, and a moment
REMINDER = 2  # the lane from which on each message is looked at once more before it leaves


@dataclass
class Row:
    """One message that the bot promised to send. ends: of each time that it arrived, whether the program knows."""

    id: int
    chat: int | None
    method: str
    born: float
    lane: int = 0
    once: bool = False
    card: bool = False
    waits: bool = False
    ends: list[str] = field(default_factory=list)  # open, known, excused
    refused: bool = False
    over: bool = False
    given_up: str = ""
    silenced: float | None = None

    @property
    def posts(self) -> bool:
        """Whether each time that it arrives there is one message more."""
        return self.method.startswith(POSTS) and self.method != "sendChatAction" and not self.card


class Rules:
    """Hears of every commit, every call and every crash. broken: the first rule that was; it is raised as well."""

    def __init__(self, telegram: Telegram, disk: Disk, clock: Clock) -> None:
        self.telegram, self.disk, self.clock = telegram, disk, clock
        self.broken: str | None = None
        self.rows: dict[int, Row] = {}
        self.every: list[Row] = []
        self.in_hands: dict[int, Row] = {}
        self.handled: dict[int, str] = {}
        self.erased: dict[int, float] = {}
        self.promised: Counter[tuple[Any, ...]] = Counter()
        self.kept: Counter[tuple[Any, ...]] = Counter()
        self.answers: dict[str, Row] = {}  # by press
        self._came: dict[int, int] = {}  # update → how many had come before
        self._last_of_lane: dict[int, int] = {}
        self.begins()
        for promise in disk.rows("SELECT kind, subject, due_at FROM agenda"):
            self.promised[promise] += 1

    def wrong(self, what: str) -> Violation:
        """Kept as well, as the program itself may catch what is raised."""
        self.broken = self.broken or what
        return Violation(what)

    def begins(self) -> None:
        """The program starts: what it only had in memory counts no longer."""
        self._sent_at: deque[float] = deque()
        self._in_group: dict[int, deque[float]] = defaultdict(deque)
        self._level: dict[int, tuple[float, float]] = {}
        self._newest: dict[tuple[int, int], int] = {}

    def crashed(self) -> None:
        """What was in flight may come once more."""
        for row in self.in_hands.values():
            row.ends = ["excused"] * len(row.ends)
        self.in_hands.clear()

    # What is committed

    def committed(self, lines: list[Line]) -> None:
        """The record of the transactions that were just committed together."""
        for part in _transactions(lines):
            cause = next((line.a for line in part if line.what == "update" and line.b == "done"), None)
            use_case = cause is not None or any(line.what in ("kept", "update") for line in part)
            # Whoever cannot be reached has it no more: what waited for them goes to the next.
            closed = {self.rows[line.a].chat for line in part if line.what == "given up" and line.a in self.rows}
            for line in part:
                gone_on = line.what == "struck" and line.b in closed
                self._line(line, cause, use_case=use_case or gone_on)
            if cause is not None:
                self._touched(cause, {line.b for line in part if line.what == "touched" and line.b is not None})

    def _line(self, line: Line, cause: int | None, *, use_case: bool) -> None:
        match line.what:
            case "stored":
                self._came[line.a] = len(self._came)
            case "update":
                self._update(line)
            case "said":
                self._said(line, cause)
            case "struck":
                self._struck(line.a, use_case=use_case)
            case "given up":
                self._given_up(line.a, str(line.b))
            case "promised":
                self.promised[line.a, line.b, line.c] += 1
            case "kept":
                self._kept((line.a, line.b, line.c))
            case "promise set aside":
                raise self.wrong(f"the promise {line.a} {line.b} could not be kept")
            case "erased":
                self._erased(line.a)
            case "known":
                self.erased.pop(line.a, None)
            case _:
                pass

    def _update(self, line: Line) -> None:
        if line.c != "waiting":
            raise self.wrong(f"update {line.a} was handled twice")
        if line.b != "done":
            raise self.wrong(f"update {line.a} was set aside")
        if self._came[line.a] < self._last_of_lane.get(line.d, 0) and not self._moved(line.d):
            raise self.wrong(f"update {line.a} was handled after a later one of its chat")
        self._last_of_lane[line.d] = self._came[line.a]
        self.handled[line.a] = line.b

    def _said(self, line: Line, cause: int | None) -> None:
        callback, lane, once, card, waits, closed = (line.d or "|||||").split("|")
        row = Row(line.a, line.b, line.c, self.clock.ticks, int(lane), once == "1", card != "", waits != "")
        self.rows[line.a] = row
        self.every.append(row)
        if callback:
            if callback in self.answers:
                raise self.wrong(f"press {callback} was answered twice")
            self.answers[callback] = row
        if row.chat is not None and row.chat > 0 and self.telegram.sources.get(cause or 0, (0, 0))[0] != row.chat:
            if row.posts and row.chat in self.erased:
                raise self.wrong(f"something is to be said to {row.chat}, who was erased: {row}")
            if row.posts and closed == "1":
                raise self.wrong(f"something is to be said to {row.chat}, whose private chat is closed: {row}")

    def _struck(self, row_id: int, *, use_case: bool) -> None:
        row = self.rows.get(row_id)
        if row is None:
            return
        row.over = True
        unsent = row.posts and not row.ends and not row.refused and not row.once
        if unsent and not use_case and not self._moved(row.chat):
            raise self.wrong(f"struck off before it was sent: {row}")

    def _given_up(self, row_id: int, why: str) -> None:
        row = self.rows.get(row_id)
        if row is not None:
            row.over, row.given_up = True, why
        if why.startswith("internal") or (why.startswith("refused") and (row is None or row.method[:4] in COUNTED)):
            raise self.wrong(f"given up because of a fault of ours: {why}: {row}")

    def _kept(self, promise: tuple[Any, ...]) -> None:
        self.kept[promise] += 1
        if self.kept[promise] > self.promised[promise]:
            raise self.wrong(f"promise {promise} was kept twice")

    def _erased(self, person_id: int) -> None:
        self.erased[person_id] = self.clock.ticks
        for row in self.rows.values():
            if row.chat == person_id and not row.over and row.silenced is None:
                row.silenced = self.clock.ticks

    def _touched(self, update_id: int, groups: set[int]) -> None:
        """Whoever did something changes rows of no other groups than those that they have ever been in."""
        if update_id not in self.telegram.sources:
            return
        person_id, chat_id = self.telegram.sources[update_id]
        been_in = self.telegram.people[person_id].been_in | {chat_id}
        for group_id in groups:
            found = self.disk.rows("SELECT chat_id, room_chat_id FROM groups WHERE id = ?", group_id)
            if found and not been_in & set(found[0]):
                raise self.wrong(f"update {update_id} of {person_id} in {chat_id} changed rows of group {group_id}")

    # What is sent

    def takes(self, message: Any) -> Row:
        """The delivery begins with this message."""
        row = self.rows.get(message.id)
        if row is None or row.over:
            row = self.rows[message.id] = Row(message.id, message.chat_id, message.method, self.clock.ticks)
            row.lane, row.once, row.card = int(message.lane), message.once, message.card_id is not None
        self.in_hands[row.id] = row
        return row

    def leaves(self, row: Row) -> None:
        """The delivery is done with it for now."""
        self.in_hands.pop(row.id, None)

    def departs(self, row: Row, method: str, ticks: float) -> None:
        """A call leaves."""
        asks_again = row.lane >= REMINDER or ticks - row.born > UNASKED
        if row.silenced is not None and ticks - row.silenced > 1 and asks_again:
            raise self.wrong(f"said to somebody who was erased: {row}")
        counts = method.startswith(COUNTED) and method != "sendChatAction"
        if counts and row.chat is not None and not self._moved(row.chat):
            self._paced(row.chat, ticks)

    def _moved(self, chat: int | None) -> bool:
        """Whether the group has, or had, another id: of what was said to it, some is left out, and order is lost."""
        return any(chat in (one.id, one.moved) for one in self.telegram.chats.values() if one.moved is not None)

    def _paced(self, chat: int, ticks: float) -> None:
        recent = self._sent_at
        recent.append(ticks)
        while recent[0] <= ticks - 1:
            recent.popleft()
        if len(recent) > OVERALL:
            raise self.wrong(f"{len(recent)} messages in a second")
        before, level = self._level.get(chat, (ticks, 0.0))
        level = max(0.0, level - (ticks - before)) + 1
        self._level[chat] = ticks, level
        if level > BURST + HELD_UP:
            raise self.wrong(f"too many messages at once to {chat}")
        if chat < 0:
            minute = self._in_group[chat]
            minute.append(ticks)
            while minute[0] <= ticks - 60:
                minute.popleft()
            if len(minute) > A_MINUTE:
                raise self.wrong(f"{len(minute)} messages in a minute to group {chat}")

    def arrived(self, row: Row, method: str) -> None:
        """Telegram has done it."""
        if row.posts:
            if row.once and row.ends:
                raise self.wrong(f"sent twice, and never must be: {row}")
            if any(end != "excused" for end in row.ends):
                raise self.wrong(f"sent twice: {row}")
            if not row.ends and not row.waits and row.chat is not None:
                newest = self._newest.get((row.chat, row.lane), 0)
                if row.id < newest and not self._moved(row.chat):
                    raise self.wrong(f"overtaken by {newest}: {row}")
                self._newest[row.chat, row.lane] = row.id
        row.ends.append("open")

    def heard(self, row: Row, *, surely_not: bool, arrived: bool = False) -> None:
        """The program learns how the call ended; not: with neither, it knows nothing."""
        if arrived:
            row.ends[-1] = "known"
        elif surely_not:
            row.refused = True
        else:
            row.ends = ["excused"] * len(row.ends)

    # What comes in

    def confirmed(self, one: Waiting, *, for_bot: bool) -> None:
        """Telegram may forget this update."""
        press = one.body.get("callback_query")
        if press is not None:
            self.telegram.presses[press["id"]].confirmed = True
        if for_bot and not self.disk.rows("SELECT 1 FROM inbox WHERE update_id = ?", one.id):
            raise self.wrong(f"update {one.id} was confirmed and is not kept")


def _transactions(lines: list[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in lines:
        if line.what == "begin":
            if part:
                yield part
            part = []
        else:
            part.append(line)
    if part:
        yield part
