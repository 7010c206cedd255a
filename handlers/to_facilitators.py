"""Telling a group's facilitators something in private; where none can be reached, the room shows the way to it."""

from collections.abc import Callable
from typing import Any

from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.outbox import Lane
from handlers.callbacks import Payload
from handlers.context import Due
from handlers.keyboards import Rows, link
from handlers.words import Words

Said = tuple[str, Rows]


def tell_facilitators(
    due: Due,
    group: Group,
    said: Callable[[Words], Said],
    *,
    without: int = 0,
    door: Callable[[Words], str] | None = None,
    opens: Payload | None = None,
    **more: Any,
) -> bool:
    """Each who can be reached hears once, in their language. False: nobody heard of it, and no room shows it.

    without: somebody whom it is about. door, opens: where nobody can be reached, the room shows these words, which name
    nobody, with a button that opens in private, after a live check, what the payload shows. The group hears nothing.
    """
    hearing = [one for one in reachable(facilitators_of(due.tx, group, due.administrators)) if one.id != without]
    for person in hearing:
        text, buttons = said(due.words_for(person, group))
        due.send(person.id, text, buttons, lane=Lane.REMINDER, **more)
    if not hearing and group.room_chat_id is not None and door is not None and opens is not None:
        t = due.words(group.language)
        button = link(t.plain("Open in private"), due.me.link(opens.deep_link()))
        due.send(group.room_chat_id, door(t), [[button]], lane=Lane.REMINDER, **more)
        return True
    return bool(hearing)
