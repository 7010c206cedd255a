"""A disk that is full, and a database that another program holds."""

import asyncio
import contextlib
import os
import random
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.backups import backup
from sandbox import Client, Sandbox
from tests.chaos.audit import Audit, check
from tests.chaos.world import World, a_world

ROOM = "16m"  # of the small disk; the log alone grows to 4 before it is folded into a file that has to hold it all
ROOM_LEFT = 30_000  # bytes, for a program whose files may grow no more
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
NOTICED = ("disk is full", "disk I/O error")
WORDS = "x" * 900


class OnASmallDisk(World):
    """The database is on a disk of its own: a small tmpfs, or where that may not be mounted, files that cannot grow."""

    def __init__(self, folder: Path, client: Client, sandbox: Sandbox, **settings: str) -> None:
        super().__init__(folder, client, sandbox, **settings)
        self.disk = folder / "disk"
        self.disk.mkdir()
        mount = ("mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(self.disk))
        with contextlib.suppress(FileNotFoundError):
            subprocess.run(mount, capture_output=True, check=False)
        self.mounted = os.path.ismount(self.disk)

    @property
    def database(self) -> Path:
        return self.disk / "circle.db"

    def fill(self) -> None:
        """No room any more."""
        if self.mounted:
            with contextlib.suppress(OSError), (self.disk / "ballast").open("wb", buffering=0) as ballast:
                while True:
                    ballast.write(b"0" * 4096)
        else:
            assert self.process is not None
            largest = max(path.stat().st_size for path in self.disk.iterdir()) + ROOM_LEFT
            resource.prlimit(self.process.pid or 0, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))

    def clear(self) -> None:
        """There is room again."""
        (self.disk / "ballast").unlink(missing_ok=True)
        if not self.mounted and self.process is not None and self.process.is_alive():
            resource.prlimit(self.process.pid or 0, resource.RLIMIT_FSIZE, UNLIMITED)

    def unmount(self) -> None:
        if self.mounted:
            subprocess.run(("umount", "--lazy", str(self.disk)), capture_output=True, check=False)


@contextlib.contextmanager
def _unmounted(world: OnASmallDisk) -> Iterator[None]:
    try:
        yield
    finally:
        if world.process is not None:
            world.process.kill()
        world.unmount()


async def full(folder: Path, seed: int, size: int) -> str:
    """size: messages that come while nothing can be written; the plug is pulled then, too."""
    rng = random.Random(seed)
    async with a_world(folder, OnASmallDisk, seed=seed) as world:
        assert isinstance(world, OnASmallDisk)
        with _unmounted(world):
            await world.people()
            audit = await Audit.of(world)
            world.fill()
            sent = await _ask(world, size, rng)
            await world.until(lambda: any(words in world.output for words in NOTICED), "it notices")
            noticed = world.count("SELECT 1 FROM inbox WHERE state = 'done'")
            if world.mounted:
                await world.kill()
                await audit.killed()
                world.start()
            await asyncio.sleep(1)
            alive = world.process is not None and world.process.is_alive()
            world.clear()
            if not alive:  # systemd would
                await world.started()
            await world.rest()
            found = await audit.found()
            asked = world.count("SELECT 1 FROM audit_done WHERE state = 'done'")
            wrong = [f"{asked} of {sent} were done"] if asked < sent else []
            wrong += [f"{found.doubled} doubled"] if found.doubled > len(world.kills) + found.in_flight else []
            check([*found.wrong, *wrong])
            return (
                f"{'a full tmpfs' if world.mounted else 'files that cannot grow'}: {sent} messages meanwhile "
                f"(after {noticed} it was full), {len(world.kills)} kills; 0 lost, 0 applied twice, "
                f"{found.doubled} doubled"
            )


async def _ask(world: World, count: int, rng: random.Random) -> int:
    """So many messages with many words."""
    people = (world.mara, world.tom, world.fay)
    for number in range(count):
        await world.client.send(rng.choice(people), f"/facilitator {number} {WORDS}")
    return count


async def locked(folder: Path, seed: int, size: int) -> str:
    """size: seconds for which another program holds the database, and half as long as it starts; with backups."""
    async with a_world(folder, seed=seed) as world:
        await world.people()
        audit = await Audit.of(world)
        backups = [await _backed_up(world, 0)]
        with closing(sqlite3.connect(world.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(5):
                for person in (world.mara, world.tom):
                    await world.client.send(person, "/help")
            await asyncio.sleep(size)
            waiting = (await world.client.pending())["updates"]
            await world.kill()
            await audit.killed()
            world.start()
            await asyncio.sleep(size / 2)
            other.execute("ROLLBACK")
        if world.process is None or not world.process.is_alive():
            await world.started()
        await world.rest()
        backups.append(await _backed_up(world, 1))
        found = await audit.found()
        check(found.wrong + found.twice)
        check([f"backup {number} failed" for number, made in enumerate(backups) if not made])
        check([] if waiting else ["nothing waited at Telegram: what was not stored was confirmed"])
        return f"{size} s held by another program, 10 messages waited; 0 lost, 0 doubled; 2 backups while it ran"


async def _backed_up(world: World, number: int) -> bool:
    """What `circlekeeper backup` does, beside the running program, while people write."""
    file = world.folder / f"backup-{number}.db"
    copying = asyncio.create_task(asyncio.to_thread(backup, world.database, file))
    while not copying.done():
        await world.client.send(world.mara, "/help")
        await asyncio.sleep(0.1)
    await copying
    with closing(sqlite3.connect(file)) as copy:
        return bool(copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
