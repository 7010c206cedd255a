"""Telegram's flood limits, on real time: what is counted are messages and edits that succeed.

Overall and per chat a token bucket (it fills by the rate and holds at most the burst), per group a sliding minute.
A chat that went over its own limit stays closed until its `retry_after` has passed.
"""

import math
from collections import deque
from dataclasses import dataclass, field

MINUTE = 60.0


@dataclass(slots=True)
class _Chat:
    tokens: float
    at: float
    closed_until: float = 0.0
    minute: deque[float] = field(default_factory=deque)


class Limits:
    """Decides whether a message may go now. Times are monotonic seconds."""

    def __init__(self, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self.overall_per_second = 30.0
        self.group_per_minute = 20
        self.chat_per_second = 1.0
        self.chat_burst = 3.0
        self.forget()

    def forget(self) -> None:
        """Begin with full buckets, as after a quiet minute."""
        self._chats: dict[int, _Chat] = {}
        self._tokens = self.overall_per_second
        self._at = 0.0

    def refuse(self, chat: int, now: float) -> int | None:
        """Seconds to wait before a message to this chat may go, or None: now."""
        place = self._place(chat, now)
        if now < place.closed_until:
            return math.ceil(place.closed_until - now)
        wait = 0.0
        if place.tokens < 1:
            wait = (1 - place.tokens) / self.chat_per_second
        if chat < 0 and len(place.minute) >= self.group_per_minute:
            wait = max(wait, place.minute[0] + MINUTE - now)
        if wait > 0:
            seconds = math.ceil(wait)
            place.closed_until = now + seconds
            return seconds
        self._tokens = min(self.overall_per_second, self._tokens + (now - self._at) * self.overall_per_second)
        self._at = now
        if self._tokens < 1:
            return math.ceil((1 - self._tokens) / self.overall_per_second)
        return None

    def spend(self, chat: int, now: float) -> None:
        """Count one message to this chat."""
        place = self._place(chat, now)
        place.tokens -= 1
        if chat < 0:
            place.minute.append(now)
        self._tokens -= 1

    def _place(self, chat: int, now: float) -> _Chat:
        place = self._chats.get(chat)
        if place is None:
            place = self._chats[chat] = _Chat(self.chat_burst, now)
        place.tokens = min(self.chat_burst, place.tokens + (now - place.at) * self.chat_per_second)
        place.at = now
        while place.minute and place.minute[0] <= now - MINUTE:
            place.minute.popleft()
        return place
