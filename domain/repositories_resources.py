"""What the rules need of storage about local help."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from domain.resources import ChildAge, Feedback, Resource, ResourceChange, Saved, Verdict


class Resources(Protocol):
    """Local help, and what people said of it, keep of it, changed about it."""

    def get(self, resource_id: int) -> Resource | None:
        """Whatever its state and group: who may see it is the caller's to decide."""
        ...

    def many(self, resource_ids: Sequence[int]) -> dict[int, Resource]: ...
    def by_hsds(self, hsds_id: str) -> Resource | None: ...
    def add(self, resource: Resource) -> Resource:
        """A new one; it comes back with its ids."""
        ...

    def save(self, resource: Resource) -> Resource:
        """Write it as a facilitator wants it: of an imported one, fields that differ from its source are kept apart.

        It comes back with its new version. Refused by the caller where the version is not the one they saw.
        """
        ...

    def of_group(self, group_id: int) -> list[Resource]:
        """The group's own, retired ones too, by name."""
        ...

    def due(self, group_id: int, checked_before: date, limit: int = 50) -> list[Resource]:
        """Everybody's and the group's own that are shown and were last checked before this day, longest ago first."""
        ...

    def reported(self, group_id: int, limit: int = 50) -> list[Resource]:
        """Everybody's and the group's own with a report that nobody has settled, most reports first."""
        ...

    def named(self, words: str, group_id: int, limit: int = 10) -> list[Resource]:
        """Everybody's and the group's own, whatever their state, with these words in the name or organisation."""
        ...

    def revision(self) -> int:
        """Rises with every change of any resource."""
        ...

    def changed_since(self, revision: int, limit: int = 500) -> list[tuple[int, Resource]]:
        """What changed after this revision, in the order of the changes, each with its own."""
        ...

    def feedback(self, resource_id: int, person_id: int) -> Feedback | None: ...
    def say(self, item: Feedback) -> bool:
        """Somebody's word, in the place of their earlier one; whether it is news."""
        ...

    def settle(self, resource_id: int) -> None:
        """Every report of this resource was seen to."""
        ...

    def said(self, resource_id: int, verdict: Verdict) -> int:
        """How many people say so and nobody has seen to it."""
        ...

    def keep(self, item: Saved) -> bool:
        """Somebody saves a resource for themselves; False where they had already."""
        ...

    def keeps(self, person_id: int, resource_id: int | None = None) -> bool:
        """Whether somebody saved this, or anything."""
        ...

    def unkeep(self, person_id: int, resource_id: int) -> bool: ...
    def kept(self, person_id: int) -> list[Resource]:
        """What somebody saved, the latest first."""
        ...

    def child_age(self, person_id: int) -> ChildAge | None: ...
    def save_child_age(self, item: ChildAge) -> None: ...
    def forget_child_age(self, person_id: int) -> bool: ...
    def note(self, item: ResourceChange) -> None: ...
    def history(self, resource_id: int) -> list[ResourceChange]:
        """Latest first."""
        ...
