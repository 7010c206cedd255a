"""The facilitators' own group, and the groups that it looks after."""

from datetime import datetime

from domain.errors import MeetupsHere, SameChat
from domain.groups import Group
from domain.hello import Start
from domain.ports import Tx


def bind(tx: Tx, group: Group, room_chat_id: int) -> Group:
    """The facilitators of this group meet in that chat, which from now on is no group of its own."""
    if group.chat_id == room_chat_id:
        raise SameChat
    itself = tx.groups.by_chat(room_chat_id)
    if itself is not None and tx.meetups.series_of(itself.id):
        raise MeetupsHere
    if itself is not None:
        tx.groups.remove(itself.id)
    bound = group.changed(room_chat_id=room_chat_id)
    tx.groups.save(bound)
    return bound


def unbind(tx: Tx, group: Group, room_chat_id: int, title: str, start: Start, now: datetime) -> Group:
    """That chat is no longer this group's room; when it is nobody's, it can be a group of its own again."""
    if group.room_chat_id == room_chat_id:
        group = group.changed(room_chat_id=None)
        tx.groups.save(group)
    if not tx.groups.by_room(room_chat_id) and tx.groups.by_chat(room_chat_id) is None:
        tx.groups.add(Group(chat_id=room_chat_id, title=title, created_at=now, **start.model_dump()))
    return group
