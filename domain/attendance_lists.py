"""The messages that show a meetup's tick list: to whom they go and when, that they stay alike, and when they end."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.attendance import OPEN_FOR, TICKS_DUE, Attended, Entry, Mark, What
from domain.facilitators import facilitators_of, reachable
from domain.groups import Group
from domain.meetups import Meetup, MeetupState
from domain.members import see_member
from domain.model import Model
from domain.outbox import Card
from domain.people import Person
from domain.planning import today, zone_of
from domain.ports import Tx
from domain.recurrence import at

# What the agenda holds besides TICKS_DUE.
DOOR_DUE = "attendance_door"  # if nobody could be reached in private, the group shows where the list is
MORNING = "attendance_morning"  # nobody has saved it yet
CLOSES = "attendance_closes"

# Kinds of cards.
TICKS = "ticks"  # the list, in a facilitator's private chat
DOOR = "ticks_door"  # the way to it, in the room or the group; it names nobody

WHAT = {Mark.CAME: What.CAME, Mark.MISSED: What.MISSED, None: What.OPEN}
AT_ONCE = timedelta(hours=1)  # a list that comes so soon after the end comes at any hour, a later one by day
APART = timedelta(hours=12)  # a list that comes late, after a silence of the program, is not asked for again sooner
DOOR_FOR = timedelta(hours=24)  # after that the group is not bothered with it any more
DOOR_AFTER = timedelta(minutes=10)  # by then it is known whether the private messages have arrived
REMIND_AT = time(9)  # of the next day


class Reminded(Model):
    """Who hears that a list is not saved yet; room: the chat that hears it where none of them can be reached."""

    meetup: Meetup
    group: Group
    people: tuple[Person, ...]
    room: int | None = None


def closes_at(meetup: Meetup) -> datetime:
    """Until when the list can be changed."""
    return meetup.ends_at + OPEN_FOR


def open_lists(tx: Tx, group_id: int, now: datetime) -> list[Meetup]:
    """The meetups whose lists can be changed now, the latest first."""
    since = now - OPEN_FOR - timedelta(days=1)
    return [meetup for meetup in tx.attendance.ended_since(group_id, since) if now < closes_at(meetup)]


def offer(tx: Tx, meetup_id: int, administrators: tuple[int, ...], link: str, now: datetime) -> None:
    """The meetup is over: each facilitator who can be reached gets the list, the room a way to it.

    Who is away is spared, unless nobody else is there.
    link: opens the list in private. After a long silence of the program it comes by day, or not at all.
    """
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None or group.resting or meetup.state is not MeetupState.ENDED:
        return
    by_day = group.quiet.next_open(now, zone_of(group))
    if now >= closes_at(meetup) or (now > meetup.ends_at + AT_ONCE and by_day > now):
        if by_day < closes_at(meetup):
            tx.agenda.add(TICKS_DUE, meetup.id, by_day)
        return
    tx.agenda.add(CLOSES, meetup.id, closes_at(meetup))
    reminded_at = _next_morning(meetup, group)
    if now <= meetup.ends_at + AT_ONCE or now + APART <= reminded_at:
        tx.agenda.add(MORNING, meetup.id, reminded_at)
    told = reachable(facilitators_of(tx, group, administrators))
    told = _not_away(told, group, now) or told
    for person in told:
        if person.id in administrators:
            see_member(tx, group.id, person.id, now, administrator=True)
        show(tx, meetup, person.id, now)
    if group.room_chat_id is not None:
        show_door(tx, meetup, group.room_chat_id, link, now)
    else:
        wait = DOOR_AFTER if told else timedelta(0)
        tx.agenda.add(DOOR_DUE, meetup.id, group.quiet.next_open(now + wait, zone_of(group)))


def _not_away(people: Sequence[Person], group: Group, now: datetime) -> list[Person]:
    return [person for person in people if not person.is_away(today(group, now))]


def _next_morning(meetup: Meetup, group: Group) -> datetime:
    zone = zone_of(group)
    day = meetup.ends_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return group.quiet.next_open(at(day, REMIND_AT, zone), zone)


def show(tx: Tx, meetup: Meetup, person_id: int, now: datetime) -> int | None:
    """Post the list in this private chat, on its first page. Returns the message that showed it before, if any."""
    known = tx.cards.at(TICKS, meetup.id, person_id)
    card = known or tx.cards.add(Card(kind=TICKS, subject_id=meetup.id, chat_id=person_id))
    before = card.message_id
    card = card.changed(message_id=None, shown=None, closed=False, data={})
    tx.cards.save(card)
    tx.outbox.touch(card, now)
    return before


def turn(tx: Tx, card: Card, data: dict[str, object], now: datetime) -> None:
    """One reader turns to another page; the others' stay where they are."""
    tx.cards.save(card.changed(data=data))
    tx.outbox.touch(card, now)


def show_door(tx: Tx, meetup: Meetup, chat_id: int, link: str, now: datetime) -> None:
    """Post the way to the list, once."""
    if tx.cards.at(DOOR, meetup.id, chat_id) is None:
        card = tx.cards.add(Card(kind=DOOR, subject_id=meetup.id, chat_id=chat_id, data={"link": link}))
        tx.outbox.touch(card, now)


def door_due(tx: Tx, meetup_id: int, link: str, now: datetime) -> None:
    """No room, and nobody has the list in private: the group shows the way to it, on the same day only."""
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None or group.resting or meetup.state is not MeetupState.ENDED:
        return
    stands = any(card.message_id is not None for card in tx.cards.about(TICKS, meetup.id))
    if stands or meetup.attendance_saved_at is not None or now >= meetup.ends_at + DOOR_FOR:
        return
    show_door(tx, meetup, group.chat_id, link, now)


def morning(tx: Tx, meetup_id: int, administrators: tuple[int, ...], now: datetime) -> Reminded | None:
    """Nobody has saved it by the next morning: who hears of it, this once. None: nobody."""
    meetup = tx.meetups.get(meetup_id)
    group = tx.groups.get(meetup.group_id) if meetup else None
    if meetup is None or group is None or group.resting or meetup.state is not MeetupState.ENDED:
        return None
    if meetup.attendance_saved_at is not None or now >= closes_at(meetup):
        return None
    by_day = group.quiet.next_open(now, zone_of(group))
    if by_day > now:
        tx.agenda.add(MORNING, meetup.id, by_day)
        return None
    people = _not_away(reachable(facilitators_of(tx, group, administrators)), group, now)
    return Reminded(meetup=meetup, group=group, people=tuple(people), room=None if people else group.room_chat_id)


def close(tx: Tx, meetup_id: int, now: datetime) -> None:
    """Seven days are over: the messages lose buttons and names."""
    for card in [*tx.cards.about(TICKS, meetup_id), *tx.cards.about(DOOR, meetup_id)]:
        tx.cards.save(card.changed(closed=True))
        if card.message_id is not None:
            tx.outbox.touch(card, now)


def take_away(tx: Tx, group_id: int, person_id: int, now: datetime) -> None:
    """They facilitate the group no longer: the lists that stand in their private chat lose names and buttons."""
    for card in tx.cards.in_chat(person_id):
        meetup = tx.meetups.get(card.subject_id) if card.kind == TICKS and card.message_id is not None else None
        if meetup is not None and meetup.group_id == group_id and not card.closed:
            tx.outbox.touch(card, now)


def touch_lists(tx: Tx, meetup_id: int, now: datetime) -> None:
    """What the list shows has changed: it is drawn anew for everybody who has it."""
    for card in [*tx.cards.about(TICKS, meetup_id), *tx.cards.about(DOOR, meetup_id)]:
        if not card.closed and (card.message_id is not None or _opened(tx, card)):
            tx.outbox.touch(card, now)


def _opened(tx: Tx, card: Card) -> bool:
    """Whether a message that does not stand yet can come to stand: not in a chat that was closed to the bot."""
    reader = tx.people.get(card.chat_id)
    return reader is None or reader.private_open


def lists_naming(tx: Tx, person_id: int, now: datetime) -> list[int]:
    """The meetups whose open lists may name this person."""
    groups = {group.id for group in tx.people.groups_of(person_id)}
    met = {rsvp.meetup_id for rsvp in tx.meetups.rsvps_of(person_id)} | set(tx.attendance.meetups_of(person_id))
    return sorted(met | {meetup.id for group_id in groups for meetup in open_lists(tx, group_id, now)})


def set_mark(tx: Tx, line: Attended, mark: Mark | None, by: int, now: datetime) -> Attended:
    """Write one line and who changed it, and draw the list anew."""
    about = {"meetup_id": line.meetup_id, "person_id": line.person_id, "guest_name": line.guest_name}
    tx.attendance.note(Entry.model_validate({**about, "what": WHAT[mark], "by": by, "at": now}))
    kept = tx.attendance.mark(line.changed(mark=mark, marked_by=by, marked_at=now))
    touch_lists(tx, line.meetup_id, now)
    return kept


def arrived(tx: Tx, meetup: Meetup, person_id: int, now: datetime) -> None:
    """Somebody says "I'm here". Where a facilitator had ticked Missed already, that is taken back."""
    line = tx.attendance.of(meetup.id, person_id)
    if line is not None and line.mark is Mark.MISSED:
        tx.attendance.remove(line.id)
        tx.attendance.note(Entry(meetup_id=meetup.id, person_id=person_id, what=What.OPEN, by=person_id, at=now))
    touch_lists(tx, meetup.id, now)
