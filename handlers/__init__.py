"""The edge: an update in, a use case called, what to say handed to the outbox."""

from handlers.routing import Router

ROUTERS: tuple[Router, ...] = ()
