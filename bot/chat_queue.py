"""What is to be said in one chat: which row may leave next, and when."""

import heapq
from dataclasses import dataclass, field

from bot.pacing import ChatPace
from domain.outbox import Outgoing

COUNTED = ("send", "edit", "copy", "forward", "card")  # what Telegram's flood limits count


def is_counted(method: str) -> bool:
    """Whether Telegram counts the call against its flood limits; answers to presses, pins and look-ups it does not."""
    return method.startswith(COUNTED) and method != "sendChatAction"


@dataclass
class ChatQueue:
    """What is to be said in one chat. blocked_until: wall time, after a refusal or a failure."""

    chat_id: int
    pace: ChatPace
    rows: list[tuple[int, int, Outgoing]] = field(default_factory=list)
    busy: bool = False
    blocked_until: float = 0.0  # seconds since the epoch, on the program's clock
    in_line: tuple[int, int] | None = None  # (lane, row id) that stands among what may leave, of all chats
    card_ready: dict[int, float] = field(default_factory=dict)  # card id → monotonic time of its next edit

    def add(self, message: Outgoing) -> None:
        """Into its place by lane and age."""
        heapq.heappush(self.rows, (message.lane, message.id, message))

    def joins_line(self, row: tuple[int, int, Outgoing]) -> bool:
        """Whether this row is to be put into the line; however often a chat is looked at, it stands there once."""
        there, self.in_line = self.in_line, row[:2]
        return there != self.in_line

    def left_line(self, lane: int, row_id: int) -> None:
        """It was its turn; whether it goes is seen now."""
        if self.in_line == (lane, row_id):
            self.in_line = None

    def leave(self, row: tuple[int, int, Outgoing]) -> None:
        """It is on its way."""
        self.left_line(*row[:2])
        self.rows.remove(row)
        heapq.heapify(self.rows)

    def head(self, now: float, wall: float, *, paced: bool) -> tuple[float, tuple[int, int, Outgoing] | None]:
        """Seconds until something may leave, and the row that may."""
        soonest = max(0.0, self.blocked_until - wall)
        best, wait = None, float("inf")
        for row in self.rows if len(self.rows) == 1 else sorted(self.rows, key=lambda r: r[:2]):
            ready = max(soonest, self._own_wait(row[2], now, wall, paced=paced))
            if ready < wait:
                best, wait = row, ready
            if wait <= 0:
                break
        return (wait, best) if best is not None else (float("inf"), None)

    def _own_wait(self, message: Outgoing, now: float, wall: float, *, paced: bool) -> float:
        wait = 0.0
        if message.not_before is not None:
            wait = message.not_before.timestamp() - wall
        if paced and is_counted(message.method):
            wait = max(wait, self.pace.wait(now))
            if message.card_id is not None:
                wait = max(wait, self.card_ready.get(message.card_id, 0.0) - now)
        return wait
