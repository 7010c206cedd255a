"""A local Telegram to try a bot on: `Sandbox.serve()` runs it, `Client` moves its world."""

from importlib import import_module
from typing import Any

_HOMES = {"Client": "sandbox.client", "Sandbox": "sandbox.server"}


def __getattr__(name: str) -> Any:
    """Fetched when asked for, so that a client needs no server, and no part imports the whole."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sandbox' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
