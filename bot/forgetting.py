"""The ledger of those who asked to be forgotten: keyed hashes in a file outside the database.

A restored backup holds them again; the ledger tells who must go, without naming anybody. Key and ledger stand beside
the database, `circlekeeper.db.forgotten` and `….key`; keep them when you restore.
"""

import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path


class Ledger:
    """Fulfils `domain.ports.Forgotten`. Hashes of Telegram ids are BLAKE2b with 32 random bytes as key."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".forgotten")
        self._key_path = database.with_name(database.name + ".forgotten.key")

    def add(self, person_id: int, now: datetime) -> None:
        """Remember, on the disk, that this person was forgotten at this moment."""
        with self._path.open("a", encoding="ascii") as file:
            file.write(f"{self._hash(person_id)} {now.isoformat()}\n")
            file.flush()
            os.fsync(file.fileno())

    def mark(self, person_id: int, about: str) -> int:
        """From 0 to 65535: the same for the same person and thing, and by itself nobody's."""
        made = hashlib.blake2b(f"{person_id} {about}".encode(), key=self._key(), digest_size=2)
        return int.from_bytes(made.digest())

    def forgotten_at(self, person_id: int) -> datetime | None:
        """When this person was forgotten last, None if never. Whoever was seen later came back by themselves."""
        return self._all().get(self._hash(person_id))

    def read_once(self) -> Callable[[int], datetime | None]:
        """`forgotten_at` as of now, for asking about everybody in a database without a look at the disk for each."""
        known, key = self._all(), self._key()
        return lambda person_id: known.get(_hash(person_id, key)) if known else None

    def _all(self) -> dict[str, datetime]:
        if not self._path.exists():
            return {}
        lines = (line.split() for line in self._path.read_text(encoding="ascii").splitlines())
        return {parts[0]: datetime.fromisoformat(parts[1]) for parts in lines if len(parts) == 2}

    def _hash(self, person_id: int) -> str:
        return _hash(person_id, self._key())

    def _key(self) -> bytes:
        if not self._key_path.exists():
            descriptor = os.open(self._key_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
        return self._key_path.read_bytes()


def _hash(person_id: int, key: bytes) -> str:
    return hashlib.blake2b(str(person_id).encode(), key=key, digest_size=32).hexdigest()
