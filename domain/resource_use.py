"""What people do with local help: look, keep it for themselves, say how it was, show it to their group."""

from datetime import datetime, timedelta

from domain.errors import Full, Gone, SharedAlready, SharedJustNow
from domain.groups import Group
from domain.ports import Tx
from domain.resources import Feedback, Resource, ResourceState, Saved, Verdict, may_be_shown

MOST_SAVED = 100  # by one person
SEARCH = "resources"  # drafts: what somebody looks for
SEARCH_KEPT = timedelta(days=2)  # so that its buttons still work
SHARED = "resource_shared"  # promised: from then on it may be shown again
SAME_AGAIN = timedelta(days=7)  # in the same group
ANY_AGAIN = timedelta(minutes=5)  # so that nobody floods a group with cards


def visible(tx: Tx, resource_id: int, person_id: int) -> Resource:
    """The resource, if it is everybody's or of a group of theirs. Gone otherwise: nobody learns what others have."""
    resource = tx.resources.get(resource_id)
    if resource is None:
        raise Gone
    if resource.group_id is not None and resource.group_id not in {g.id for g in tx.people.groups_of(person_id)}:
        raise Gone
    return resource


def kept_by(tx: Tx, person_id: int) -> list[Resource]:
    """What somebody saved, the latest first; without what a group they are no longer in had of its own."""
    groups = {group.id for group in tx.people.groups_of(person_id)}
    return [one for one in tx.resources.kept(person_id) if one.group_id is None or one.group_id in groups]


def keep(tx: Tx, resource_id: int, person_id: int, now: datetime) -> bool:
    """Save it for oneself; whether it is news. Gone, Full."""
    resource = visible(tx, resource_id, person_id)
    if tx.resources.keeps(person_id, resource.id):
        return False
    if len(tx.resources.kept(person_id)) >= MOST_SAVED:
        raise Full
    return tx.resources.keep(Saved(person_id=person_id, resource_id=resource.id, saved_at=now))


def judge(tx: Tx, resource_id: int, person_id: int, verdict: Verdict, now: datetime) -> bool:
    """Each person's word counts once, the later one in the place of the earlier; whether it is news. Gone."""
    resource = visible(tx, resource_id, person_id)
    if resource.state is ResourceState.RETIRED:
        raise Gone
    return tx.resources.say(Feedback(resource_id=resource.id, person_id=person_id, verdict=verdict, at=now))


def share(tx: Tx, resource_id: int, group: Group, now: datetime) -> Resource:
    """It may be shown in this group now: not what another group has of its own, not what nobody finds any more, not
    twice, not one after the other.

    Nothing of who shared it is kept. Gone, SharedAlready, SharedJustNow.
    """
    resource = tx.resources.get(resource_id)
    if resource is None or resource.group_id not in (None, group.id) or not may_be_shown(resource, now.date()):
        raise Gone
    same, any_ = f"{group.id}:{resource.id}", f"{group.id}"
    if tx.agenda.of(SHARED, same):
        raise SharedAlready
    if tx.agenda.of(SHARED, any_):
        raise SharedJustNow
    tx.agenda.add(SHARED, same, now + SAME_AGAIN)
    tx.agenda.add(SHARED, any_, now + ANY_AGAIN)
    return resource
