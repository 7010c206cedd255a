"""The edge: an update in, a use case called, what to say handed to the outbox."""

from handlers import (
    away,
    changes,
    facilitators,
    fallback,
    group_settings,
    hello,
    lifecycle,
    meetups,
    privacy,
    privately,
    reminders,
    replays,
    rooms,
    rsvps,
    schedule,
    schedule_guided,
    settings,
    setup,
    start,
    telling,
    zones,
)
from handlers import help as helping
from handlers import next as upcoming
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
    schedule.router,
    schedule_guided.router,
    zones.router,
    rsvps.router,
    lifecycle.router,
    reminders.router,
    upcoming.router,
    meetups.router,
    changes.router,
    telling.router,
    privately.router,
    replays.router,
    fallback.router,
)
