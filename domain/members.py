"""Who is known, and who belongs: kept up to date from what people do."""

from datetime import datetime, timedelta

from domain.people import Member, Person
from domain.ports import Tx

SEEN_AGAIN = timedelta(hours=1)  # how stale "last seen" may be; saves a write for most presses


def see_person(
    tx: Tx, person_id: int, *, first_name: str, last_name: str | None, private_open: bool | None, now: datetime
) -> Person:
    """The person as known now; written only where something changed. private_open None: nothing new is known."""
    known = tx.people.get(person_id)
    if known is None:
        known = Person(
            id=person_id, first_name=first_name, last_name=last_name, private_open=bool(private_open), seen_at=now
        )
        tx.people.save(known)
        return known
    fresh = known.changed(first_name=first_name, last_name=last_name)
    if private_open is not None:
        fresh = fresh.changed(private_open=private_open)
    if fresh != known or now - known.seen_at > SEEN_AGAIN:
        fresh = fresh.changed(seen_at=now)
        tx.people.save(fresh)
    return fresh


def see_member(tx: Tx, group_id: int, person_id: int, now: datetime, *, administrator: bool = False) -> Member:
    """Belonging to the group, begun or taken up again by taking part."""
    known = tx.people.member(group_id, person_id)
    if known is not None and known.left_at is None and (known.administrator_seen or not administrator):
        return known
    member = Member(
        group_id=group_id,
        person_id=person_id,
        joined_at=known.joined_at if known and known.left_at is None else now,
        administrator_seen=administrator or bool(known and known.administrator_seen),
    )
    tx.people.save_member(member)
    return member


def leave(tx: Tx, group_id: int, person_id: int, now: datetime) -> None:
    """Somebody left or was removed; coming back restores nothing silently."""
    known = tx.people.member(group_id, person_id)
    if known is not None and known.left_at is None:
        tx.people.save_member(known.changed(left_at=now, administrator_seen=False))
    tx.groups.remove_facilitator(group_id, person_id)
