"""A local Telegram to try a bot on: `Sandbox.serve()` runs it, `Client` moves its world."""

from sandbox.client import Client
from sandbox.server import Sandbox

__all__ = ["Client", "Sandbox"]
