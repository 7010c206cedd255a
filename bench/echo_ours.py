"""An echo through Circlekeeper's whole durable way: inbox, transaction, outbox, delivery."""

import asyncio

from bot.app import running
from bot.settings import load
from handlers.context import Act
from handlers.routing import Router

router = Router("echo")


@router.command("echo")
def echo(act: Act) -> None:
    """Say the words back where they were said."""
    act.reply(act.t("{words}", words=act.args))


@router.command("hush")
def hush(act: Act) -> None:
    """Hear it, and say nothing."""


async def main() -> None:
    """Run until killed."""
    async with running(load(), [router]):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
