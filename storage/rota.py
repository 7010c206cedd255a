"""The rota: weekly slots, turns that are given away, and what facilitators chose for themselves."""

from datetime import date

from sqlalchemy.engine import Connection

from domain.turns import Slot, Swap, Wishes
from storage.rows import Rows
from storage.tables_rota import rota_slots, rota_swaps, rota_wishes


class RotaRows:
    """Fulfils `domain.repositories_rota.Rota`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._slots = Rows(connection, rota_slots, Slot)
        self._swaps = Rows(connection, rota_swaps, Swap)
        self._wishes = Rows(connection, rota_wishes, Wishes)

    def slot(self, slot_id: int) -> Slot | None:
        """One weekly slot."""
        return self._slots.by_key(slot_id)

    def slots(self, group_id: int) -> list[Slot]:
        """The group's slots, from Monday on."""
        return self._slots.having("weekday", "starts", "id", group_id=group_id)

    def add_slot(self, slot: Slot) -> Slot:
        """A new one; it comes back with its id."""
        return self._slots.add(slot)

    def remove_slot(self, slot_id: int) -> None:
        """With the turns of it that were given away."""
        self._slots.remove(rota_slots.c.id == slot_id)

    def swap(self, swap_id: int) -> Swap | None:
        """One turn that is given away."""
        return self._swaps.by_key(swap_id)

    def swap_of(self, slot_id: int, day: date) -> Swap | None:
        """Whether this turn is given away."""
        return self._swaps.one(rota_swaps.c.slot_id == slot_id, rota_swaps.c.day == day)

    def swaps(self, group_id: int) -> list[Swap]:
        """Every turn of the group that is given away or offered."""
        return self._swaps.having(group_id=group_id)

    def add_swap(self, swap: Swap) -> Swap:
        """A new one; it comes back with its id."""
        return self._swaps.add(swap)

    def save_swap(self, swap: Swap) -> None:
        """Write every field."""
        self._swaps.save(swap)

    def remove_swap(self, swap_id: int) -> None:
        """The turn is its person's again."""
        self._swaps.remove(rota_swaps.c.id == swap_id)

    def wishes(self, group_id: int, person_id: int) -> Wishes | None:
        """What this facilitator chose."""
        return self._wishes.by_key(group_id, person_id)

    def wishes_of(self, group_id: int) -> list[Wishes]:
        """What all of the group's facilitators chose."""
        return self._wishes.having(group_id=group_id)

    def save_wishes(self, wishes: Wishes) -> None:
        """Add, or write every field."""
        self._wishes.save(wishes)

    def remove_person(self, group_id: int, person_id: int) -> None:
        """Everything of theirs in this group; turns they took for others go back."""
        for table, rows in ((rota_slots, self._slots), (rota_swaps, self._swaps), (rota_wishes, self._wishes)):
            rows.remove(table.c.group_id == group_id, table.c.person_id == person_id)
        self._swaps.remove(rota_swaps.c.group_id == group_id, rota_swaps.c.taken_by == person_id)

    def prune(self, before: date) -> None:
        """Turns that were given away and are over."""
        self._swaps.remove(rota_swaps.c.day < before)
