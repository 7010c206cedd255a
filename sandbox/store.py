"""The world kept in a file, so that a sandbox that was killed goes on where it was.

SQLite with a row for each thing, written within 0.2 s of a change and when the sandbox ends, each time in one
transaction: only what changed is written, so that a large world costs no more than a small one.
"""

import asyncio
import dataclasses
import json
import random
import sqlite3
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sandbox.local import LocalTelegram
from sandbox.updates import Update
from sandbox.webhook import Subscription
from sandbox.world import Bot, Callback, Chat, InlineQuery, Message, Person, Profile, StoredFile

Json = dict[str, Any]

WITHIN = 0.15
_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "person": TypeAdapter(Person),
    "chat": TypeAdapter(Chat),
    "message": TypeAdapter(Message),
    "callback": TypeAdapter(Callback),
    "inline": TypeAdapter(InlineQuery),
    "file": TypeAdapter(StoredFile),
    "update": TypeAdapter(Update),
    "profile": TypeAdapter(Profile),
}


class Store:
    """Writes what changed; made before the world is served, closed after."""

    def __init__(self, tg: LocalTelegram, path: Path) -> None:
        self._tg = tg
        # Ordered: things come back in the order in which they came.
        self._dirty: dict[tuple[str, str], None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._starts = 0
        self._database = _opened(path)
        self._load()
        tg.world.on_change = self._changed
        tg.updates.on_change = lambda serial: self._changed("update", str(serial))
        self._changed("single", "")

    def _changed(self, kind: str, key: str) -> None:
        self._dirty[kind, key] = None
        if self._timer is None:
            try:
                self._timer = asyncio.get_running_loop().call_later(WITHIN, self.write)
            except RuntimeError:
                # Not yet served: written with the first change that is.
                self._timer = None

    def write(self) -> None:
        """Write what changed, now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        dirty, self._dirty = self._dirty, {}
        self._database.execute("BEGIN")
        if ("reset", "") in dirty:
            self._database.execute("DELETE FROM kept")
        pending = {str(item.serial): item for item in self._tg.updates.items}
        for kind, key in dirty:
            self._write_one(kind, key, pending)
        self._database.execute("COMMIT")

    def _write_one(self, kind: str, key: str, pending: dict[str, Update]) -> None:
        if kind == "reset":
            return
        if kind == "single":
            self._put(kind, key, json.dumps(self._single()).encode())
            return
        thing = pending.get(key) if kind == "update" else self._thing(kind, key)
        if thing is None:
            self._database.execute("DELETE FROM kept WHERE kind = ? AND key = ?", (kind, key))
        elif isinstance(thing, StoredFile):
            about = _ADAPTERS[kind].dump_json(dataclasses.replace(thing, content=b""))
            self._put(kind, key, about, thing.content)
        else:
            self._put(kind, key, _ADAPTERS[kind].dump_json(thing))

    def _put(self, kind: str, key: str, text: bytes, data: bytes | None = None) -> None:
        self._database.execute(
            "INSERT INTO kept VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET json = excluded.json, data = excluded.data",
            (kind, key, text, data),
        )

    def _thing(self, kind: str, key: str) -> Any:
        world = self._tg.world
        if kind == "person":
            return world.people.get(int(key))
        if kind == "chat":
            return world.chats.get(int(key))
        if kind == "message":
            chat, _, number = key.partition(":")
            return world.messages.get(int(chat), {}).get(int(number))
        if kind == "callback":
            return world.callbacks.get(key)
        return world.inline.get(key) if kind == "inline" else world.files.get(key)

    def _single(self) -> Json:
        tg = self._tg
        return {
            "starts": self._starts,
            "bot": dataclasses.asdict(tg.world.bot),
            "profile": dataclasses.asdict(tg.world.profile),
            "moments": tg.world.moments,
            "offset": tg.clock.offset,
            "next_id": tg.updates.next_id,
            "allowed": tg.updates.allowed,
            "webhook": dataclasses.asdict(tg.webhook.to),
        }

    def _load(self) -> None:
        rows = self._database.execute("SELECT kind, key, json, data FROM kept ORDER BY rowid").fetchall()
        found: dict[str, list[Any]] = {kind: [] for kind in _ADAPTERS}
        for kind, _key, text, data in rows:
            if kind == "single":
                self._load_single(json.loads(text))
                continue
            thing = _ADAPTERS[kind].validate_json(text)
            if data is not None:
                thing.content = data
            found[kind].append(thing)
        world, updates = self._tg.world, self._tg.updates
        world.people = {item.id: item for item in found["person"]}
        world.chats = {item.id: item for item in found["chat"]}
        world.messages = {chat: {} for chat in world.chats}
        for message in sorted(found["message"], key=lambda item: item.id):
            world.messages[message.chat][message.id] = message
        for kept, kind in ((world.callbacks, "callback"), (world.inline, "inline"), (world.files, "file")):
            kept.update({item.id: item for item in found[kind]})
        for update in sorted(found["update"], key=lambda item: item.serial):
            updates.restore(update)

    def _load_single(self, kept: Json) -> None:
        tg = self._tg
        self._starts = kept["starts"] + 1
        tg.world.bot = Bot(**kept["bot"])
        tg.world.profile = _ADAPTERS["profile"].validate_python(kept["profile"])
        tg.world.moments = kept["moments"]
        tg.clock.offset = kept["offset"]
        tg.updates.next_id = kept["next_id"]
        tg.updates.allowed = kept["allowed"]
        tg.webhook.to = Subscription(**kept["webhook"])
        if tg.settings.seed is not None:
            # Ids of before must not come again.
            tg.world.random = random.Random(f"{tg.settings.seed}/{self._starts}")  # noqa: S311

    def close(self) -> None:
        """Write what is left and let the file go."""
        self.write()
        self._database.close()


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        # Killing the sandbox loses nothing that was written; only a failing machine could.
        database.execute("PRAGMA synchronous=OFF")
        database.execute(
            "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, json BLOB, data BLOB, PRIMARY KEY (kind, key))"
        )
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
