"""How fast Telegram may be spoken to: 30 messages a second in all, 20 a minute to a group, one a second to a chat.

Times are seconds of a monotonic clock. The paces stay a little under Telegram's, as a call that leaves on time can
arrive late together with the next one.
"""

from collections import deque
from dataclasses import dataclass

OVERALL = 29.2  # a second, evenly …
MOST_A_SECOND = 29  # … and never more than this in any second
CATCH_UP = 4  # missed moments that are made up for
GROUP = (19, 60.0)  # so many in so many seconds
CHAT_PACE = 1.03  # seconds between messages to one chat …
CHAT_BURST = 3  # … of which this many may come at once


class Steady:
    """An even pace that catches up on a few missed moments, and never exceeds `most` in any second.

    Even, because after a burst the next answer to a press would have to wait for the second to end.
    """

    def __init__(self, per_second: float = OVERALL, most: int = MOST_A_SECOND, behind: int = CATCH_UP) -> None:
        self._gap = 1 / per_second
        self._behind = behind * self._gap
        self._next = 0.0
        self._window = Window(most, 1.0)

    def wait(self, now: float) -> float:
        """Seconds until the next one may leave; 0 for now."""
        return max(0.0, self._next - now, self._window.wait(now))

    def take(self, now: float) -> None:
        """One leaves."""
        self._next = max(self._next, now - self._behind) + self._gap
        self._window.take(now)


class Bucket:
    """A small burst, then one every `pace` seconds."""

    def __init__(self, pace: float, burst: int) -> None:
        self._pace, self._burst = pace, burst
        self._spent = 0.0  # tokens used and not yet given back
        self._at = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next one may leave."""
        self._refill(now)
        return max(0.0, (self._spent + 1 - self._burst) * self._pace)

    def take(self, now: float) -> None:
        """One leaves."""
        self._refill(now)
        self._spent += 1

    def _refill(self, now: float) -> None:
        self._spent = max(0.0, self._spent - (now - self._at) / self._pace)
        self._at = now


class Window:
    """At most `most` in any `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._taken: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until the next one may leave."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        return self._taken[0] + self._seconds - now if len(self._taken) >= self._most else 0.0

    def take(self, now: float) -> None:
        """One leaves."""
        self._taken.append(now)


@dataclass
class ChatPace:
    """The pace of one chat; a group has a window by the minute as well."""

    bucket: Bucket
    window: Window | None

    @classmethod
    def of(cls, chat_id: int) -> "ChatPace":
        """Groups have negative ids."""
        return cls(Bucket(CHAT_PACE, CHAT_BURST), Window(*GROUP) if chat_id < 0 else None)

    def wait(self, now: float) -> float:
        """Seconds until the chat may be written to."""
        return max(self.bucket.wait(now), self.window.wait(now) if self.window else 0.0)

    def take(self, now: float) -> None:
        """One message leaves for this chat."""
        self.bucket.take(now)
        if self.window:
            self.window.take(now)
