"""What the program did, counted from outside: triggers in its database file write down what each commit did.

A message is promised when its row is committed, and an update is applied when its row is done; whatever happens twice
stands here twice.
"""

import contextlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.chaos.world import Broken, World, a_world

TRIGGERS = """
CREATE TABLE audit_said (row INTEGER, chat INTEGER, method TEXT, payload TEXT, once INTEGER, card INTEGER, at TEXT);
CREATE TABLE audit_done (update_id INTEGER, state TEXT);
CREATE TABLE audit_rsvps (meetup INTEGER, person INTEGER, answer TEXT);
CREATE TABLE audit_dropped (row INTEGER, why TEXT);
CREATE TRIGGER audit_said AFTER INSERT ON outbox BEGIN INSERT INTO audit_said
  VALUES (NEW.id, NEW.chat_id, NEW.method, NEW.payload, NEW.once, NEW.card_id, NEW.created_at); END;
CREATE TRIGGER audit_dropped AFTER UPDATE ON outbox WHEN NEW.state = 'given_up' AND OLD.state != 'given_up'
  BEGIN INSERT INTO audit_dropped VALUES (NEW.id, NEW.error); END;
CREATE TRIGGER audit_done AFTER UPDATE ON inbox WHEN NEW.state != OLD.state
  BEGIN INSERT INTO audit_done VALUES (NEW.update_id, NEW.state); END;
CREATE TRIGGER audit_answered AFTER INSERT ON rsvps WHEN NEW.answer IS NOT NULL
  BEGIN INSERT INTO audit_rsvps VALUES (NEW.meetup_id, NEW.person_id, NEW.answer); END;
CREATE TRIGGER audit_changed AFTER UPDATE ON rsvps WHEN NEW.answer IS NOT OLD.answer
  BEGIN INSERT INTO audit_rsvps VALUES (NEW.meetup_id, NEW.person_id, NEW.answer); END;
"""
Key = tuple[int, str]  # chat, words


@dataclass
class Found:
    """What was counted. wrong: sentences, none where every promise was kept. twice: what was doubled."""

    sent: int = 0
    doubled: int = 0
    in_flight: int = 0
    given_up: int = 0
    wrong: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


class Audit:
    """What was promised in one world, beside what came of it."""

    def __init__(self, world: World, since: int) -> None:
        self._world = world
        self._seq = since  # the last of Telegram's calls that was looked at
        self._calls: list[dict[str, Any]] = []
        self.in_flight = 0

    @classmethod
    async def of(cls, world: World) -> "Audit":
        """From now on; the database is there."""
        with closing(sqlite3.connect(world.database, timeout=10)) as connection:
            connection.executescript(TRIGGERS)
        found = await world.client.calls(limit=1)
        return cls(world, found[-1]["seq"] if found else 0)

    async def collect(self) -> None:
        """Telegram remembers the last 20,000 calls only: to be called now and then."""
        found = await self._world.client.calls(since=self._seq)
        self._calls += [call for call in found if call["seq"] > self._seq and call["method"].startswith("send")]
        self._seq = max([self._seq, *(call["seq"] for call in found)])

    async def killed(self) -> None:
        """Right after a kill: what had reached Telegram, and was not struck off yet, was in flight."""
        await self.collect()
        sent = Counter(_of_call(call) for call in self._calls if _arrived(call))
        waiting = self._world.rows(
            "SELECT chat_id, payload FROM outbox WHERE state = 'waiting' AND method LIKE 'send%' AND card_id IS NULL"
        )
        self.in_flight += sum(1 for chat, payload in waiting if sent[_of_payload(chat, payload)] > 0)

    async def found(self) -> Found:
        """At rest: every promised message arrived, every update was applied once, nothing that must not came twice."""
        await self.collect()
        promised, once, rows = self._promised()
        sent = Counter(_of_call(call) for call in self._calls if _arrived(call))
        found = Found(in_flight=self.in_flight)
        dropped = {row for (row, _) in self._world.rows("SELECT row, why FROM audit_dropped")}
        found.given_up = len(dropped)
        for key, count in promised.items():
            expected = count - sum(row in dropped for row in rows[key])
            if sent[key] < expected:
                found.wrong.append(f"{expected - sent[key]} of {count} never arrived: {key}")
            elif sent[key] > count:
                found.doubled += sent[key] - count
                found.twice.append(f"{count} promised, {sent[key]} sent: {key}")
                if once[key]:
                    found.wrong.append(f"{sent[key]} times, and must not come twice: {key}")
        found.sent = sum(sent[key] for key in promised)
        twice = self._world.rows("SELECT update_id, count(*) FROM audit_done GROUP BY update_id HAVING count(*) > 1")
        found.wrong += [f"update {number} was applied {count} times" for number, count in twice]
        aside = self._world.count("SELECT 1 FROM audit_done WHERE state != 'done'")
        found.wrong += [f"{aside} updates were set aside"] if aside else []
        return found

    def _promised(self) -> tuple[Counter[Key], Counter[Key], dict[Key, list[int]]]:
        promised: Counter[Key] = Counter()
        once: Counter[Key] = Counter()
        rows: dict[Key, list[int]] = defaultdict(list)
        said = self._world.rows("SELECT row, chat, payload, once FROM audit_said WHERE method LIKE 'send%'")
        for row, chat, payload, must in said:
            key = _of_payload(chat, payload)
            promised[key] += 1
            once[key] += must
            rows[key].append(row)
        return promised, once, rows


def _arrived(call: dict[str, Any]) -> bool:
    return bool(call["status"] == 200 or call.get("fault") == "cut_after")


def _of_call(call: dict[str, Any]) -> Key:
    return int(call["params"].get("chat_id", 0)), _words(call["params"])


def _of_payload(chat: int, payload: str) -> Key:
    return chat, _words(json.loads(payload))


def _words(params: dict[str, Any]) -> str:
    return str(params.get("text") or params.get("caption") or sorted(params))


def check(wrong: list[str]) -> None:
    """Raise Broken with what is wrong, if anything is."""
    if wrong:
        raise Broken("\n".join(wrong[:20]))


@contextlib.asynccontextmanager
async def audited(folder: Path, seed: int) -> AsyncIterator[tuple[World, Audit]]:
    """A world with people and a meetup every week, looked at from then on."""
    async with a_world(folder, seed=seed) as world:
        await world.people()
        await world.planned()
        yield world, await Audit.of(world)
