"""The local Telegram as one thing: the world and all that surrounds it."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.calls import Calls
from sandbox.clock import Clock
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.updates import Updates
from sandbox.webhook import Webhook
from sandbox.world import Bot, World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a sandbox is started; see docs/sandbox.md."""

    token: str | None = None
    state: Path | None = None
    clock_file: Path | None = None
    seed: int | None = None
    limits: bool = True
    command: tuple[str, ...] = ()
    bot_id: int = 7000000001
    username: str = "sandbox_bot"
    first_name: str = "Sandbox bot"


@dataclass(slots=True)
class Polling:
    """The getUpdates that is held, if any, and whether it was told to make way."""

    held: Any = None
    conflict: str = ""


@dataclass(slots=True)
class LocalTelegram:
    """Everything that a call may need. `latency_ms` is added to each call of the bot."""

    settings: Settings
    clock: Clock
    world: World
    updates: Updates
    limits: Limits
    webhook: Webhook
    events: Events = field(default_factory=Events)
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)
    polling: Polling = field(default_factory=Polling)
    latency_ms: float = 0.0
    closing: bool = False

    @classmethod
    def build(cls, settings: Settings) -> "LocalTelegram":
        """An empty world."""
        clock = Clock(settings.clock_file)
        token_id = (settings.token or "").partition(":")[0]
        bot_id = int(token_id) if token_id.isdigit() else settings.bot_id
        world = World(Bot(bot_id, settings.username, settings.first_name), settings.seed)
        updates = Updates(clock, random.Random(settings.seed))  # noqa: S311 - ids of a toy world
        webhook = Webhook(clock, updates)
        return cls(settings, clock, world, updates, Limits(enabled=settings.limits), webhook)

    def now(self) -> float:
        """The world's time."""
        return self.clock.now()

    def reset(self, seed: int | None) -> None:
        """An empty world; the bot keeps its name, the webhook and the clock stay."""
        old = self.world
        self.updates.drop()
        self.updates.recent.clear()
        self.world = World(old.bot, seed)
        self.world.on_change = old.on_change
        if seed is not None:
            self.updates.reseed(seed)
        self.faults.remove(None)
        self.calls = Calls()
        self.limits.forget()
        self.world.changed("reset")
        self.world.changed("single")
        self.events.emit("world")
