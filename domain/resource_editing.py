"""What facilitators do to local help: add, change, check, retire; nobody's change is lost, and who did it is kept."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.errors import Gone, NotNow, Unchanged
from domain.groups import Group
from domain.ports import Tx
from domain.resource_fields import WRITES, Field
from domain.resources import OLD_AFTER, Resource, ResourceChange, ResourceState

MOST_OWN = 500  # of one group

ADDED, CHANGED, CHECKED = "added", "changed", "checked"
RETIRED, RESTORED = "retired", "restored"


def today_of(group: Group, now: datetime) -> date:
    """The day it is where the group lives."""
    return now.astimezone(ZoneInfo(group.zone)).date() if group.zone else now.date()


def theirs(tx: Tx, group: Group, resource_id: int) -> Resource:
    """The resource, if this group's facilitators look after it: its own, or everybody's. Gone otherwise."""
    resource = tx.resources.get(resource_id)
    if resource is None or resource.group_id not in (None, group.id):
        raise Gone
    return resource


def due(tx: Tx, group: Group, now: datetime) -> list[Resource]:
    """What was not checked for a year, or will not have been within a month."""
    return tx.resources.due(group.id, today_of(group, now) - OLD_AFTER + timedelta(days=30))


def add(tx: Tx, group: Group, resource: Resource, by: int, now: datetime) -> Resource:
    """A new one of the group's own, checked today."""
    today = today_of(group, now)
    if len(tx.resources.of_group(group.id)) >= MOST_OWN:
        raise NotNow
    added = tx.resources.add(resource.changed(id=0, group_id=group.id, added_on=today, assured_date=today))
    return _noted(tx, added, ADDED, by, now)


def change(tx: Tx, resource: Resource, changed: Resource, by: int, now: datetime) -> Resource:
    """Write it as it is in `changed`. Unchanged where nothing is different."""
    before = difference(resource, changed)
    if not before:
        raise Unchanged
    return _noted(tx, tx.resources.save(changed), CHANGED, by, now, before)


def check(tx: Tx, group: Group, resource: Resource, by: int, now: datetime) -> Resource:
    """It is still right: as of today, and every report of it is settled."""
    if resource.state is not ResourceState.SHOWN:
        raise NotNow
    before = {"assured_date": resource.assured_date.isoformat() if resource.assured_date else None}
    tx.resources.settle(resource.id)
    fresh = tx.resources.get(resource.id) or resource
    saved = tx.resources.save(fresh.changed(assured_date=today_of(group, now)))
    return _noted(tx, saved, CHECKED, by, now, before)


def retire(tx: Tx, resource: Resource, by: int, now: datetime) -> Resource:
    """Nobody finds it any more; reports of it are settled by that."""
    if resource.state is ResourceState.RETIRED:
        raise Unchanged
    tx.resources.settle(resource.id)
    fresh = tx.resources.get(resource.id) or resource
    return _noted(tx, tx.resources.save(fresh.changed(state=ResourceState.RETIRED)), RETIRED, by, now)


def restore(tx: Tx, resource: Resource, by: int, now: datetime) -> Resource:
    """It can be found again."""
    if resource.state is ResourceState.SHOWN:
        raise Unchanged
    return _noted(tx, tx.resources.save(resource.changed(state=ResourceState.SHOWN)), RESTORED, by, now)


def difference(before: Resource, after: Resource) -> dict[str, Any]:
    """The fields that are different, as they stood before, as JSON values."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {name: old[name] for name in sorted(_WRITTEN) if old[name] != new[name]}


def values(before: Resource, after: Resource) -> dict[str, Any]:
    """The fields that are different, as they are now: what a draft keeps."""
    new = after.model_dump(mode="json")
    return {name: new[name] for name in difference(before, after)}


def with_values(resource: Resource, found: Mapping[str, Any]) -> Resource:
    """The resource with what a draft kept."""
    return Resource.model_validate(resource.model_dump(mode="json") | {k: v for k, v in found.items() if k in _WRITTEN})


def fields_of(names: Mapping[str, Any]) -> list[Field]:
    """What was written, told by the names of what is different; each name once."""
    found = [next((f for f, writes in WRITES.items() if writes[0] == name or name in writes), None) for name in names]
    return list(dict.fromkeys(field for field in found if field is not None))


_WRITTEN = frozenset(name for names in WRITES.values() for name in names)


def _noted(
    tx: Tx, resource: Resource, what: str, by: int, now: datetime, before: Mapping[str, Any] | None = None
) -> Resource:
    tx.resources.note(ResourceChange(resource_id=resource.id, by=by, at=now, what=what, before=dict(before or {})))
    return resource
