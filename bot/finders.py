"""Who finds what a route seeks: one finder for each kind of thing that can be sought."""

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Find = Callable[[Any], Awaitable[Any]]


class Finders:
    """by_kind: the type of what is sought (`domain.finding`) → who finds it, off the event loop."""

    def __init__(self, by_kind: Mapping[type, Find]) -> None:
        self._by_kind = dict(by_kind)

    async def find(self, sought: Any) -> Any:
        """What was found; None where nobody finds this kind. Never raises for what somebody typed."""
        find = self._by_kind.get(type(sought))
        return None if find is None else await find(sought)


def reckon_on_one_thread() -> None:
    """Before numpy is loaded: threads that multiply get in each other's way on a small machine, one is faster."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
