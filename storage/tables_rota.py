"""The tables of the rota: weekly slots, turns that are given away once, and what facilitators chose for themselves."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, Table, Time, UniqueConstraint

from storage.columns import Id, UtcDateTime, metadata

rota_slots = Table(
    "rota_slots",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("starts", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Index("ix_rota_slots_group_id", "group_id"),
    Index("ix_rota_slots_person_id", "person_id"),
    sqlite_autoincrement=True,  # a button of a slot that is gone must never mean another one
)

rota_swaps = Table(
    "rota_swaps",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("slot_id", Id, ForeignKey("rota_slots.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("taken_by", BigInteger, ForeignKey("people.id", ondelete="SET NULL")),
    Column("offered_at", UtcDateTime, nullable=False),
    UniqueConstraint("slot_id", "day"),
    Index("ix_rota_swaps_group_id", "group_id"),
    Index("ix_rota_swaps_person_id", "person_id"),
    Index("ix_rota_swaps_taken_by", "taken_by"),
    sqlite_autoincrement=True,
)

rota_wishes = Table(
    "rota_wishes",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("break_until", Date),
    Column("quiet_start", Time),
    Column("quiet_end", Time),
    Index("ix_rota_wishes_person_id", "person_id"),
)
