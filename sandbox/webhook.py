"""Updates carried to the bot's webhook, in order, again and again until it answers 2xx."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import aiohttp

from sandbox.clock import Clock
from sandbox.updates import Updates

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
ANSWER_WITHIN = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@dataclass(slots=True)
class Subscription:
    """Where updates go; `error_at` is the world's time of the last failure."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    error_at: float | None = None
    error: str = ""


@dataclass(slots=True)
class Webhook:
    """Runs while there is an address; pauses between tries double on real time, from 0.5 to 30 s."""

    clock: Clock
    updates: Updates
    to: Subscription = field(default_factory=Subscription)
    _task: asyncio.Task[None] | None = None
    _something: asyncio.Event = field(default_factory=asyncio.Event)

    def set(self, subscription: Subscription) -> None:
        """Deliver there from now on; an empty address ends it."""
        self.stop()
        self.to = subscription
        self.start()

    def start(self) -> None:
        """Begin to deliver, if there is an address."""
        if self.to.url and self._task is None:
            self._task = asyncio.create_task(self._deliver())

    def stop(self) -> None:
        """End deliveries; the address stays."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def knock(self) -> None:
        """There is something to deliver."""
        self._something.set()

    async def close(self) -> None:
        """End deliveries and wait until they have."""
        task = self._task
        self.stop()
        if task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _deliver(self) -> None:
        pause = FIRST_PAUSE
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                self._something.clear()
                waiting = self.updates.waiting(1)
                if not waiting:
                    await self._something.wait()
                    continue
                problem = await self._post(session, waiting[0])
                if problem is None:
                    self.updates.handed(waiting[0]["update_id"])
                    pause = FIRST_PAUSE
                    continue
                self.to.error, self.to.error_at = problem, self.clock.now()
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _post(self, session: aiohttp.ClientSession, update: dict[str, object]) -> str | None:
        """What went wrong, in Telegram's words, or None."""
        headers = {SECRET_HEADER: self.to.secret} if self.to.secret else {}
        try:
            async with session.post(self.to.url, json=update, headers=headers) as answer:
                if answer.status // 100 == 2:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError as error:
            return f"Connection failed: {type(error).__name__}"
