"""A person who took part through the bot, and what they chose for themselves."""

from datetime import date
from enum import StrEnum

from domain.model import Instant, Model


class NameStyle(StrEnum):
    """How a person's name stands on cards."""

    FULL = "full"
    FIRST = "first"
    HIDDEN = "hidden"  # counted, not named


class Person(Model):
    """One Telegram user.

    id: Telegram's user id. called: how they want to be called, else Telegram's name.
    private_open: they started the bot and did not block it.
    lead: minutes before a meetup for a private reminder, None: none.
    away_until: the last day away (in their group's zone), None: here.
    """

    id: int
    first_name: str
    last_name: str | None = None
    called: str | None = None
    name_style: NameStyle = NameStyle.FULL
    language: str | None = None
    private_open: bool = False
    lead: int | None = None
    nudges: bool = True
    away_until: date | None = None
    seen_at: Instant

    @property
    def name(self) -> str | None:
        """The name as cards may show it, None when they chose not to be named."""
        if self.name_style is NameStyle.HIDDEN:
            return None
        if self.called:
            return self.called
        if self.name_style is NameStyle.FIRST or not self.last_name:
            return self.first_name
        return f"{self.first_name} {self.last_name}"

    def is_away(self, day: date) -> bool:
        """Whether they asked for peace on that day."""
        return self.away_until is not None and day <= self.away_until


class Member(Model):
    """A person's belonging to one group: took part through the bot at least once."""

    group_id: int
    person_id: int
    joined_at: Instant
    left_at: Instant | None = None
    administrator_seen: bool = False  # a hint where to ask Telegram, never a permission
