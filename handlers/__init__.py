"""The edge: an update in, a use case called, what to say handed to the outbox."""

from handlers import (
    away,
    facilitators,
    fallback,
    group_settings,
    hello,
    privacy,
    privately,
    replays,
    rooms,
    settings,
    setup,
    start,
)
from handlers import help as helping
from handlers.routing import Router

ROUTERS: tuple[Router, ...] = (
    hello.router,
    start.router,
    helping.router,
    setup.router,
    settings.router,
    group_settings.router,
    away.router,
    privacy.router,
    facilitators.router,
    rooms.router,
    privately.router,
    replays.router,
    fallback.router,
)
