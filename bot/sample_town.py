"""The demo's local help: a made-up town, checked as lately as its list says, whenever the demo is tried."""

from datetime import date, datetime, timedelta
from pathlib import Path

from bot.resource_sources import source_of
from domain.resources import Resource
from storage.migrate import migrate
from storage.resource_import import ResourceImport, Taken, print_of

TOWN = Path(__file__).with_name("starter") / "resources" / "sample_town.csv"
_LATE = date(9000, 1, 1)  # every day of the list is past
NEWEST = timedelta(days=9)  # before the demo's first day: when the last of them was checked


def take_sample_town(path: Path, url: str, now: datetime) -> int:
    """Keep the town's resources here, in a database made where there is none; how many. 0: it has local help."""
    if not path.exists():
        migrate(url)
    database = ResourceImport(path)
    try:
        known, _ = database.known()
        if known:
            return 0
        taken = [_taken(resource) for resource in _shifted(now.date())]
        return max(database.write(iter(taken), "plain", now.date(), at_once=True))
    finally:
        database.close()


def _shifted(today: date) -> list[Resource]:
    """Their days of checking moved so that the newest is some days ago: the list would grow old on the shelf."""
    found = [row.read(_LATE).resource for row in source_of(TOWN).rows(lambda _: None)]
    days = [resource.assured_date for resource in found if resource.assured_date is not None]
    later = today - NEWEST - max(days)
    return [
        resource.changed(assured_date=resource.assured_date + later if resource.assured_date else None)
        for resource in found
    ]


def _taken(resource: Resource) -> Taken:
    body, fingerprint = print_of(resource)
    return Taken(resource.hsds_id, None, body, fingerprint)
