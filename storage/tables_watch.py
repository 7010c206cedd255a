"""What the program notices about itself; nothing about anybody."""

from sqlalchemy import Column, Integer, String, Table

from storage.columns import UtcDateTime, metadata

watch = Table(
    "watch",
    metadata,
    Column("what", String(32), primary_key=True),
    Column("at", UtcDateTime),
    Column("count", Integer, nullable=False),
)
