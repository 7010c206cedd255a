"""Who is a facilitator, asked live at Telegram each time something depends on it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.api import BotApi
from domain.errors import Unsure
from domain.finding import Serves
from domain.groups import Group

TRIES = 3
PAUSE = 0.5  # seconds between tries
PATIENCE = 5.0  # seconds for a list of administrators; promises of other groups wait meanwhile


@dataclass(frozen=True)
class Standing:
    """What a person may in the groups that were asked about. serves: as facilitator. administers: of those, as
    Telegram's administrator. present: the ids of all of them that the person is in.
    """

    serves: list[Group] = field(default_factory=list)
    administers: frozenset[int] = frozenset()
    present: frozenset[int] = frozenset()


class Roles:
    """Asks Telegram; nothing is cached."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def of(self, user_id: int, groups: Iterable[tuple[Group, bool]]) -> Standing:
        """The standing in these groups, each with whether the person was added there with /facilitators.

        Unsure where Telegram cannot be reached: then nobody may anything.
        """
        asked = list(groups)
        statuses = await asyncio.gather(*(self._status(group, user_id) for group, _ in asked))
        serves, administers, present = [], set(), set()
        for (group, added), status in zip(asked, statuses, strict=True):
            if status != "nobody":
                present.add(group.id)
            if status in ("creator", "administrator"):
                administers.add(group.id)
                serves.append(group)
            elif status == "member" and added:
                serves.append(group)
        return Standing(serves, frozenset(administers), frozenset(present))

    async def serves(self, sought: Serves) -> bool | None:
        """Whether they facilitate the group; None where Telegram could not be asked."""
        try:
            standing = await self.of(sought.person_id, [(sought.group, sought.added)])
        except Unsure:
            return None
        return bool(standing.serves)

    async def administrators(self, group: Group) -> tuple[int, ...]:
        """The ids of the people who administer the group at Telegram; none where Telegram could not be asked."""
        try:
            found = await self._api.call("getChatAdministrators", {"chat_id": group.chat_id}, patience=PATIENCE)
        except TelegramError:
            return ()
        return tuple(int(one["user"]["id"]) for one in found if not one["user"].get("is_bot"))

    async def _status(self, group: Group, user_id: int) -> str:
        for attempt in range(TRIES):
            try:
                member = await self._api.call("getChatMember", {"chat_id": group.chat_id, "user_id": user_id})
            except (BadRequest, Forbidden):
                return "nobody"  # unknown to this group, or the bot is no longer in it
            except TelegramError:
                await asyncio.sleep(PAUSE * (attempt + 1))
                continue
            if member["status"] == "restricted":
                return "member" if member.get("is_member") else "nobody"
            return "nobody" if member["status"] in ("left", "kicked") else str(member["status"])
        raise Unsure
