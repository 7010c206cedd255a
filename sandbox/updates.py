"""The bot's queue of updates, with Telegram's rules for offsets, kinds and how long things wait."""

import random
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.clock import Clock

Json = dict[str, Any]

#: Only sent to those who ask for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
PRESS_WAITS = 150.0
UPDATE_WAITS = 86_400.0
#: After so long without an update Telegram chooses the next id at random.
QUIET = 7 * 86_400.0
#: An offset further than this beyond the last id is not believed (tdlib's TQueue).
FUTURE = 10
REMEMBERED = 1_000


@dataclass(slots=True)
class Update:
    """One update as the bot will see it; `again` is one that is delivered whatever the offset."""

    serial: int
    update_id: int
    kind: str
    body: Json
    at: float
    again: bool = False


class Updates:
    """Queue of updates; `on_change` hears serials to be stored or forgotten, `on_put` that there is something."""

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        self._clock = clock
        self._random = rng
        self.items: deque[Update] = deque()
        self.recent: OrderedDict[int, Update] = OrderedDict()
        self.next_id = rng.randrange(10**8, 9 * 10**8)
        self.allowed: list[str] = []
        self.last_at = clock.now()
        self.serial = 0
        self.on_put: Callable[[], None] | None = None
        self.on_change: Callable[[int], None] | None = None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind; an empty list means the default ones."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def put(self, kind: str, body: Json) -> int | None:
        """Queue an update of a kind the bot wants; its id."""
        if not self.wants(kind):
            return None
        if self._clock.now() - self.last_at > QUIET and not self.items:
            self.restart_ids()
        update_id = self.next_id
        self.next_id += 1
        self._append(Update(0, update_id, kind, body, self._clock.now()))
        return update_id

    def inject(self, raw: Json) -> int:
        """Queue a raw update as it is; an id that it has is kept."""
        body = dict(raw)
        kind = next((key for key in body if key != "update_id"), "unknown")
        given = body.pop("update_id", None)
        update_id = self.next_id if given is None else int(given)
        front = update_id < self.next_id
        self.next_id = max(self.next_id, update_id + 1)
        item = Update(0, update_id, kind, body.get(kind, {}), self._clock.now(), again=front)
        self._append(item, front=front)
        return update_id

    def repeat(self, update_id: int) -> bool:
        """Queue an update of the last 1,000 once more, with the same id."""
        past = self.recent.get(update_id)
        if past is None:
            return False
        again = Update(0, update_id, past.kind, past.body, self._clock.now(), again=True)
        self._append(again, front=True)
        return True

    def restore(self, item: Update) -> None:
        """Queue what was kept from an earlier run."""
        self.serial = max(self.serial, item.serial)
        self.next_id = max(self.next_id, item.update_id + 1)
        self.items.append(item)
        self.recent[item.update_id] = item

    def restart_ids(self) -> int:
        """Start ids anew at random; what waits is numbered anew too. The next id."""
        self.next_id = self._random.randrange(10**8, 9 * 10**8)
        for item in self.items:
            item.update_id = self.next_id
            self.next_id += 1
            self._tell(item)
        return self.next_id

    def drop(self) -> int:
        """Throw away what waits; how many."""
        count = len(self.items)
        while self.items:
            self._tell(self.items.popleft())
        return count

    def reseed(self, seed: int) -> None:
        """Ids to come follow from the seed."""
        self._random = random.Random(seed)  # noqa: S311 - ids of a toy world
        self.next_id = self._random.randrange(10**8, 9 * 10**8)

    def handed(self, update_id: int) -> None:
        """Forget one that the webhook took."""
        item = next((item for item in self.items if item.update_id == update_id), None)
        if item is not None:
            self.items.remove(item)
            self._tell(item)

    def confirm(self, offset: int) -> None:
        """Forget what comes before the offset; a negative one counts from the end."""
        if offset < 0:
            offset = max(self.next_id + offset, 1)
        if not 0 < offset <= self.next_id + FUTURE:
            return
        while self.items and self.items[0].update_id < offset and not self.items[0].again:
            self._tell(self.items.popleft())

    def waiting(self, limit: int) -> list[Json]:
        """The first updates that are not too old, as the bot reads them."""
        now = self._clock.now()
        late: list[Update] = []
        found: list[Json] = []
        for item in self.items:
            if now - item.at > (PRESS_WAITS if item.kind in ("callback_query", "inline_query") else UPDATE_WAITS):
                late.append(item)
                continue
            item.again = False
            found.append({"update_id": item.update_id, item.kind: item.body})
            if len(found) == limit:
                break
        for item in late:
            self.items.remove(item)
            self._tell(item)
        return found

    def touch(self, item: Update) -> None:
        """A waiting update was changed."""
        self._tell(item)

    def _append(self, item: Update, *, front: bool = False) -> None:
        self.serial += 1
        item.serial = self.serial
        if front:
            self.items.appendleft(item)
        else:
            self.items.append(item)
        self.last_at = item.at
        self.recent[item.update_id] = item
        if len(self.recent) > REMEMBERED:
            self.recent.popitem(last=False)
        self._tell(item)
        if self.on_put is not None:
            self.on_put()

    def _tell(self, item: Update) -> None:
        if self.on_change is not None:
            self.on_change(item.serial)
