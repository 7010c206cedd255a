"""What the flows of local help begin with: a few made-up services of a made-up town."""

from datetime import date, time
from typing import Any

from domain.resources import Location, Phone, Resource, Schedule
from tests.circle import Circle

CHECKED = date(2026, 10, 1)
SPOT = {"latitude": 55.76419, "longitude": -4.17613}  # of somebody who shares where they are


def place(number: int, **more: Any) -> Location:
    given = {"id": f"place-{number}", "name": f"Hall {number}", "address": f"{number} Mill Road", "city": "Calderwood"}
    given |= {"postal_code": f"G74 {number}AB", "country": "GB"}
    return Location(**{**given, "latitude": 55.76 + number / 100, "longitude": -4.17, **more})


def resource(name: str = "Saturday sports club", number: int = 1, **more: Any) -> Resource:
    saturdays = Schedule(freq="WEEKLY", byday=("SA",), opens_at=time(10), closes_at=time(12))
    given: dict[str, Any] = {"name": name, "added_on": CHECKED, "assured_date": CHECKED, "kinds": ("Autism",)}
    given |= {"hsds_id": f"made-up-{number}-{name}", "organization_name": "Calderwood Leisure"}
    given |= {"description": "Ball games for children with autism.", "schedules": (saturdays,)}
    given |= {"application_process": "Phone before 12 and bring a letter", "phones": (Phone(number="01632 960123"),)}
    given |= {"locations": (place(number),), "minimum_age": 5, "maximum_age": 11, "free": True}
    return Resource(**{**given, **more})


async def seed(circle: Circle, *resources: Resource) -> list[Resource]:
    """They are kept, with their ids."""
    return await circle.app.store.transact(lambda tx: [tx.resources.add(one) for one in resources])


async def group_id(circle: Circle) -> int:
    return int((await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))).id)


async def the(circle: Circle, resource_id: int) -> Resource:
    """As it is kept now."""
    return await circle.app.store.look(lambda tx: tx.resources.get(resource_id))


async def said(circle: Circle, person: int) -> str:
    """The bot's last words in somebody's private chat."""
    return str((await circle.last(person))["text"])


TOWN = (
    resource(),
    resource("Toddler singing", 2, kinds=("Play groups",), minimum_age=0, maximum_age=4, languages=("Polish",),
             description="Songs and rhymes.", free=None, fees_description="£2 a visit",
             schedules=(Schedule(freq="WEEKLY", byday=("MO", "TU"), opens_at=time(9, 30), closes_at=time(11)),)),
    resource("Autism family advice", 3, description="Somebody to ask about school.", minimum_age=None,
             maximum_age=None, wheelchair=True, schedules=()),
    resource("Ramp and roll", 4, kinds=("Sports",), description="Wheelchair basketball.", wheelchair=True,
             minimum_age=8, maximum_age=18, free=False, schedules=()),
)  # fmt: skip
