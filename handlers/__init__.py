"""The edge: an update in, a use case called, what to say handed to the outbox."""

from handlers import fallback, hello, privately, replays, start
from handlers import help as helping
from handlers.routing import Router

ROUTERS: tuple[Router, ...] = (
    hello.router,
    start.router,
    helping.router,
    privately.router,
    replays.router,
    fallback.router,
)
