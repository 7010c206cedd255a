"""Groups and the facilitators that administrators added."""

from typing import Any

from sqlalchemy.engine import Connection

from domain.groups import Facilitator, Group
from domain.quiet import QuietHours
from storage.rows import Row, Rows
from storage.tables import facilitators, groups


def load_group(row: Row) -> Group:
    """A group from its row."""
    fields = dict(row)
    fields["quiet"] = QuietHours(start=fields.pop("quiet_start"), end=fields.pop("quiet_end"))
    return Group.model_validate(fields)


def _dump(group: Group) -> dict[str, Any]:
    row = {c.name: getattr(group, c.name, None) for c in groups.columns}
    return row | {"quiet_start": group.quiet.start, "quiet_end": group.quiet.end, "leads": list(group.leads)}


class GroupRows:
    """Fulfils `domain.ports.Groups`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._groups = Rows(connection, groups, Group, load_group, _dump)
        self._facilitators = Rows(connection, facilitators, Facilitator)

    def get(self, group_id: int) -> Group | None:
        """By our id."""
        return self._groups.by_key(group_id)

    def by_chat(self, chat_id: int) -> Group | None:
        """By Telegram's id."""
        return self._groups.first_having(chat_id=chat_id)

    def by_room(self, chat_id: int) -> list[Group]:
        """The groups whose facilitators meet in this chat."""
        return self._groups.having(room_chat_id=chat_id)

    def active(self, limit: int | None = None) -> list[Group]:
        """Those the bot is in, the longest known first."""
        return self._groups.having(resting=False, limit=limit)

    def add(self, group: Group) -> Group:
        """A new one; it comes back with its id."""
        return self._groups.add(group)

    def save(self, group: Group) -> None:
        """Write every field."""
        self._groups.save(group)

    def remove(self, group_id: int) -> None:
        """As if the bot had never been there; everything that belongs to it goes too."""
        self._groups.remove_having(id=group_id)

    def facilitators(self, group_id: int) -> list[Facilitator]:
        """Those an administrator added, longest serving first."""
        return self._facilitators.having("added_at", group_id=group_id)

    def add_facilitator(self, facilitator: Facilitator) -> None:
        """Add, or renew."""
        self._facilitators.save(facilitator)

    def remove_facilitator(self, group_id: int, person_id: int) -> bool:
        """Whether there was one to remove."""
        return self._facilitators.remove_having(group_id=group_id, person_id=person_id) > 0
