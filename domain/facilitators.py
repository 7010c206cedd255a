"""Who was made facilitator of a group by its administrators; the administrators themselves are asked for live."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors import Gone
from domain.groups import Facilitator, Group
from domain.members import see_member
from domain.people import Person
from domain.ports import Tx
from domain.requests_answering import no_facilitator_any_more


def appoint(tx: Tx, group: Group, person: Person, by: int, now: datetime) -> bool:
    """Make somebody a facilitator; False: they were one."""
    if any(one.person_id == person.id for one in tx.groups.facilitators(group.id)):
        return False
    see_member(tx, group.id, person.id, now)
    tx.groups.add_facilitator(Facilitator(group_id=group.id, person_id=person.id, added_by=by, added_at=now))
    return True


def dismiss(tx: Tx, group: Group, person_id: int, now: datetime) -> None:
    """Take the appointment back. Gone: there was none.

    Who administers the group at Telegram facilitates it all the same; of others the requests go on to the next.
    """
    if not tx.groups.remove_facilitator(group.id, person_id):
        raise Gone
    member = tx.people.member(group.id, person_id)
    if member is None or not member.administrator_seen:
        no_facilitator_any_more(tx, group.id, person_id, now)


def appointed(tx: Tx, group: Group) -> list[Person]:
    """Those who were appointed, longest serving first."""
    ids = [one.person_id for one in tx.groups.facilitators(group.id)]
    known = tx.people.many(ids)
    return [known[person_id] for person_id in ids if person_id in known]


def facilitators_of(tx: Tx, group: Group, administrators: Sequence[int] = ()) -> list[Person]:
    """Everybody known who facilitates this group: those who were appointed and have not left, and its administrators.

    administrators: as Telegram just named them; where it could not be asked, those who were seen to be administrators
    count instead. Enough to decide who is told something; before anybody is shown or may change something they are
    checked live.
    """
    members = {member.person_id: member for member in tx.people.members(group.id)}
    serving = [one.person_id for one in tx.groups.facilitators(group.id) if one.person_id in members]
    seen = [member.person_id for member in members.values() if member.administrator_seen]
    ids = list(dict.fromkeys([*serving, *(administrators or seen)]))
    known = tx.people.many(ids)
    return [known[person_id] for person_id in ids if person_id in known]


def seems_to_serve(tx: Tx, group: Group, person_id: int) -> bool:
    """A guess, good enough to choose words by; whoever wants to do something is checked live."""
    member = tx.people.member(group.id, person_id)
    appointed = any(one.person_id == person_id for one in tx.groups.facilitators(group.id))
    return appointed or (member is not None and member.left_at is None and member.administrator_seen)


def reachable(facilitators: Sequence[Person]) -> list[Person]:
    """Those of them to whom the bot may write in private."""
    return [person for person in facilitators if person.private_open]
