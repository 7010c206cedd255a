"""Local help as rows: what a source says, what facilitators put in its place, and what people said of it."""

import json
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.resources import (
    BOOKKEEPING,
    ChildAge,
    Feedback,
    Resource,
    ResourceChange,
    ResourceState,
    Saved,
    Verdict,
)
from storage.rows import Row, Rows
from storage.tables_resources import child_ages, resource_changes, resource_feedback, resources, saved_resources

r = resources.c
BY_NAME = (r.name, r.id)
_OUR_OWN = ("id", "group_id", "state", "version", "helped", "outdated", "added_on")
_OURS = {*BOOKKEEPING}
NEWEST = "assured_date"  # whoever checked last is right, source or facilitator


def body_text(resource: Resource) -> str:
    """What it says, without what is at its default, as JSON."""
    return resource.model_dump_json(exclude=_OURS, exclude_defaults=True)


def body_of(resource: Resource) -> dict[str, Any]:
    """The same as JSON values."""
    values: dict[str, Any] = json.loads(body_text(resource))
    return values


def merged(body: dict[str, Any], edits: dict[str, Any]) -> dict[str, Any]:
    """What its source says with what facilitators put in its place; of two days of checking the later one."""
    whole = body | edits
    if body.get(NEWEST) and (not whole.get(NEWEST) or whole[NEWEST] < body[NEWEST]):
        whole[NEWEST] = body[NEWEST]
    return whole


def load_resource(row: Row) -> Resource:
    """The row as people see it."""
    ours = {name: row[name] for name in _OUR_OWN} | {"hsds_id": row["hsds"]}
    said = merged(row["body"], row["edits"])
    return Resource.model_validate(ours | said | {"edited": tuple(sorted(row["edits"]))})


class ResourceRows:
    """Fulfils `domain.repositories_resources.Resources`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._feedback = Rows(connection, resource_feedback, Feedback)
        self._saved = Rows(connection, saved_resources, Saved)
        self._ages = Rows(connection, child_ages, ChildAge)
        self._changes = Rows(connection, resource_changes, ResourceChange)

    def get(self, resource_id: int) -> Resource | None:
        """Whatever its state and group."""
        return self._one(r.id == resource_id)

    def many(self, resource_ids: Sequence[int]) -> dict[int, Resource]:
        """Those of these ids that are there."""
        return {found.id: found for found in self._all(r.id.in_(list(resource_ids)))}

    def by_hsds(self, hsds_id: str) -> Resource | None:
        """By the id its source gave it."""
        return self._one(r.hsds == hsds_id)

    def add(self, resource: Resource) -> Resource:
        """A new one; it comes back with its ids."""
        named = resource if resource.hsds_id else resource.changed(hsds_id=str(uuid.uuid4()))
        values = self._columns(named) | {"body": body_of(named), "edits": {}}
        key = self._connection.execute(resources.insert(), values).inserted_primary_key
        return named.changed(id=key[0] if key is not None else 0)

    def save(self, resource: Resource) -> Resource:
        """Write it as a facilitator wants it; of an imported one what differs from its source stands apart."""
        newer = resource.changed(version=resource.version + 1)
        values = self._columns(newer)
        known = self._connection.execute(sa.select(r.source, r.body).where(r.id == resource.id)).one()
        wanted = body_of(newer)
        if known.source is None:
            values |= {"body": wanted, "edits": {}}
        else:
            fields = set(known.body) | set(wanted)
            plain = Resource.model_validate({"name": "", "added_on": newer.added_on}).model_dump(mode="json")
            edits = {name: wanted.get(name, plain[name]) for name in fields if wanted.get(name) != known.body.get(name)}
            values |= {"edits": edits}
            newer = newer.changed(edited=tuple(sorted(edits)))
        self._connection.execute(resources.update().where(r.id == resource.id), values)
        return newer

    def of_group(self, group_id: int) -> list[Resource]:
        """The group's own, retired ones too, by name."""
        return self._all(r.group_id == group_id, order=BY_NAME)

    def due(self, group_id: int, checked_before: date, limit: int = 50) -> list[Resource]:
        """Those shown that were last checked before this day, longest ago first."""
        shown = r.state == ResourceState.SHOWN
        return self._all(
            _seen_by(group_id), shown, r.checked_on < checked_before, order=(r.checked_on, r.id), limit=limit
        )

    def reported(self, group_id: int, limit: int = 50) -> list[Resource]:
        """Those with a report that nobody has settled, most reports first."""
        alive = r.state != ResourceState.RETIRED
        return self._all(_seen_by(group_id), alive, r.outdated > 0, order=(r.outdated.desc(), r.id), limit=limit)

    def named(self, words: str, group_id: int, limit: int = 10) -> list[Resource]:
        """Whatever their state, with these words in the name or organisation."""
        every = [
            r.name.icontains(word, autoescape=True) | r.organization_name.icontains(word, autoescape=True)
            for word in words.split()
        ]
        return self._all(_seen_by(group_id), *every, order=BY_NAME, limit=limit)

    def revision(self) -> int:
        """Rises with every change of any resource."""
        return self._connection.scalar(sa.select(sa.func.coalesce(sa.func.max(r.revision), 0))) or 0

    def changed_since(self, revision: int, limit: int = 500) -> list[tuple[int, Resource]]:
        """What changed after this revision, in the order of the changes, each with its own."""
        statement = resources.select().where(r.revision > revision).order_by(r.revision).limit(limit)
        return [(row["revision"], load_resource(row)) for row in self._connection.execute(statement).mappings()]

    def feedback(self, resource_id: int, person_id: int) -> Feedback | None:
        """What somebody said of it."""
        return self._feedback.by_key(resource_id, person_id)

    def say(self, item: Feedback) -> bool:
        """Somebody's word, in the place of their earlier one; whether it is news."""
        known = self.feedback(item.resource_id, item.person_id)
        if known is not None and known.verdict is item.verdict and not known.settled:
            return False
        self._feedback.save(item)
        self._count(item.resource_id)
        return True

    def settle(self, resource_id: int) -> None:
        """Every report of this resource was seen to."""
        reports = self._f.resource_id == resource_id, self._f.verdict == Verdict.OUTDATED
        self._connection.execute(resource_feedback.update().where(*reports).values(settled=True))
        self._count(resource_id)

    def said(self, resource_id: int, verdict: Verdict) -> int:
        """How many people say so and nobody has seen to it."""
        return self._connection.scalar(self._voices(verdict).where(self._f.resource_id == resource_id)) or 0

    def keep(self, item: Saved) -> bool:
        """Somebody saves a resource for themselves; False where they had already."""
        if self._saved.by_key(item.person_id, item.resource_id) is not None:
            return False
        self._saved.insert(item)
        return True

    def keeps(self, person_id: int, resource_id: int | None = None) -> bool:
        """Whether somebody saved this, or anything."""
        s = saved_resources.c
        which = (
            s.person_id == person_id
            if resource_id is None
            else (s.person_id == person_id) & (s.resource_id == resource_id)
        )
        return self._connection.scalar(sa.select(s.person_id).where(which).limit(1)) is not None

    def unkeep(self, person_id: int, resource_id: int) -> bool:
        """They do not want it any more; False where it was not there."""
        s = saved_resources.c
        return self._saved.remove(s.person_id == person_id, s.resource_id == resource_id) > 0

    def kept(self, person_id: int) -> list[Resource]:
        """What somebody saved, the latest first."""
        s = saved_resources.c
        joined = resources.join(saved_resources, s.resource_id == r.id)
        statement = sa.select(resources).select_from(joined).where(s.person_id == person_id)
        found = self._connection.execute(statement.order_by(s.saved_at.desc(), r.id)).mappings()
        return [load_resource(row) for row in found]

    def child_age(self, person_id: int) -> ChildAge | None:
        """The age of their child, where they wished it kept."""
        return self._ages.by_key(person_id)

    def save_child_age(self, item: ChildAge) -> None:
        """In the place of an earlier one."""
        self._ages.save(item)

    def forget_child_age(self, person_id: int) -> bool:
        """Whether there was one."""
        return self._ages.remove(child_ages.c.person_id == person_id) > 0

    def note(self, item: ResourceChange) -> None:
        """One line of the history."""
        self._changes.add(item)

    def history(self, resource_id: int) -> list[ResourceChange]:
        """Latest first."""
        h = resource_changes.c
        return self._changes.all(h.resource_id == resource_id, order=h.id.desc())

    @property
    def _f(self) -> Any:
        return resource_feedback.c

    def _voices(self, verdict: Verdict) -> sa.Select[Any]:
        return sa.select(sa.func.count()).where(self._f.verdict == verdict, self._f.settled.is_(False))

    def _count(self, resource_id: int) -> None:
        counts = {verdict.value: self.said(resource_id, verdict) for verdict in Verdict}
        changed = resources.update().where(r.id == resource_id)
        self._connection.execute(changed.values(counts | {"revision": self.revision() + 1}))

    def _columns(self, resource: Resource) -> dict[str, Any]:
        return resource_columns(resource) | {"revision": self.revision() + 1}

    def _one(self, *where: sa.ColumnElement[bool]) -> Resource | None:
        row = self._connection.execute(resources.select().where(*where).limit(1)).mappings().first()
        return None if row is None else load_resource(row)

    def _all(self, *where: sa.ColumnElement[bool], order: Any = (r.id,), limit: int | None = None) -> list[Resource]:
        statement = resources.select().where(*where).order_by(*order).limit(limit)
        return [load_resource(row) for row in self._connection.execute(statement).mappings()]


def resource_columns(resource: Resource) -> dict[str, Any]:
    """What stands in columns of its own, so that it can be asked for."""
    return {
        "hsds": resource.hsds_id,
        "group_id": resource.group_id,
        "state": resource.state,
        "name": resource.name,
        "organization_name": resource.organization_name,
        "checked_on": resource.assured_date or resource.added_on,
        "added_on": resource.added_on,
        "helped": resource.helped,
        "outdated": resource.outdated,
        "version": resource.version,
    }


def forget_voice(connection: Connection, person_id: int, nobody: int) -> None:
    """Take the id of somebody who is forgotten from the changes they made; the rest goes with their row."""
    signed = resource_changes.c.by
    connection.execute(resource_changes.update().where(signed == person_id).values(by=nobody))


def _seen_by(group_id: int) -> sa.ColumnElement[bool]:
    return r.group_id.is_(None) | (r.group_id == group_id)
