"""A group that the bot serves, and what its facilitators chose for it."""

from datetime import time

from domain.model import Instant, Model
from domain.quiet import QuietHours

DEFAULT_LEADS = (24 * 60, 60)


class Group(Model):
    """One Telegram group (or one topic of a forum group).

    zone: IANA name, None until somebody was asked. leads: minutes before a meetup at which the group is reminded.
    room_chat_id: the facilitators' own private group. resting: the bot was removed; nothing is said until it is back.
    names_shown: cards show names; else counts only. asks_first: facilitators see nudges before they go.
    """

    id: int = 0
    chat_id: int
    title: str
    zone: str | None = None
    language: str = "en"
    country: str | None = None
    area: str | None = None
    room_chat_id: int | None = None
    resting: bool = False
    names_shown: bool = True
    leads: tuple[int, ...] = DEFAULT_LEADS
    quiet: QuietHours = QuietHours(start=time(21), end=time(8))
    thread_id: int | None = None
    asks_first: bool = False
    created_at: Instant


class Facilitator(Model):
    """Somebody an administrator added with /facilitators; administrators themselves are asked for at Telegram."""

    group_id: int
    person_id: int
    added_by: int
    added_at: Instant
