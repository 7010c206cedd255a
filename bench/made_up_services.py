"""Made-up services in any number, the same for the same number: for the benches of local help."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TOWNS = 400
_WHAT = (
    "autism", "sensory", "baby", "toddler", "bilingual", "early", "inclusive", "family", "grief", "debt", "housing",
    "benefits", "food", "school", "swimming", "music", "art", "garden", "dance", "speech", "sleep", "carers",
    "young", "siblings", "dads", "adhd", "deaf", "dyslexia", "football", "cooking", "reading",
)  # fmt: skip
_SORT = (
    "club", "group", "playgroup", "service", "advice", "helpline", "library", "centre", "class", "cafe", "bank",
    "project", "network", "clinic", "choir", "workshop", "evening", "morning", "breakfast", "circle",
)  # fmt: skip
_WORDS = (
    "children", "parents", "welcome", "together", "weekly", "support", "listen", "quiet", "room", "tea", "help",
    "forms", "letter", "phone", "drop", "come", "along", "volunteers", "trained", "local", "community", "hall",
    "outside", "inside", "games", "songs", "stories", "toys", "talk", "share", "learn", "try", "free", "gentle",
    "calm", "noisy", "fun", "rest", "break", "holiday", "term", "evening", "weekend", "online", "travel", "bus",
    "wheelchair", "ramp", "lift", "interpreter", "disability", "learning", "behaviour", "anxiety", "feeding",
    "toilet", "night", "nursery", "teacher", "meeting", "plan", "appeal", "grant", "allowance",
)  # fmt: skip
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TODAY = date(2026, 11, 1)


def services(count: int, seed: int = 17) -> Iterator[dict[str, Any]]:
    """HSDS services with a place, hours, a phone, kinds and dates, in towns of their own."""
    chance = random.Random(seed)
    towns = [(f"Town{n}", 50 + chance.random() * 8, -5 + chance.random() * 6) for n in range(TOWNS)]
    rare = [
        f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("ala", "eno", "iru", "oso") for c in ("va", "mi", "tor", "nel")
    ]
    for number in range(count):
        yield _service(number, chance, towns, rare)


def _service(
    number: int, chance: random.Random, towns: list[tuple[str, float, float]], rare: list[str]
) -> dict[str, Any]:
    town, latitude, longitude = chance.choice(towns)
    what, sort = chance.sample(_WHAT, 2), chance.choice(_SORT)
    key = _uuid(chance)
    youngest = chance.choice((None, 0, 2, 5, 8, 11))
    schedule = {"id": _uuid(chance), "freq": "WEEKLY", "byday": ",".join(chance.sample(_DAYS, chance.randint(1, 3)))}
    schedule |= {"opens_at": f"{chance.randint(8, 12):02}:00", "closes_at": f"{chance.randint(13, 20):02}:30"}
    if number % 3 == 0:
        schedule["valid_from"] = "2026-01-05"
    address = {"id": _uuid(chance), "address_1": f"{number % 200 + 1} Mill Road", "city": town, "state_province": ""}
    address |= {"postal_code": f"T{number % 90} {number % 9}AB", "country": "GB", "address_type": "physical"}
    location: dict[str, Any] = {
        "id": _uuid(chance),
        "location_type": "physical",
        "name": f"{town} Hall",
        "addresses": [address],
    }
    location |= {"latitude": latitude + chance.random() / 10, "longitude": longitude + chance.random() / 10}
    words = chance.choices(_WORDS, k=25) + chance.choices(rare, k=8)
    service: dict[str, Any] = {
        "id": key,
        "name": f"{town} {' '.join(what)} {sort}".title(),
        "status": "active",
        "description": " ".join(words).capitalize() + ".",
        "application_process": f"Phone before {chance.randint(9, 12)} and ask for {chance.choice(rare)}.",
        "fees_description": chance.choice(("Free", "£3 a child", "Free for members")),
        "assured_date": (TODAY - timedelta(days=chance.randint(1, 700))).isoformat(),
        "phones": [{"id": _uuid(chance), "number": f"01632 96{number % 10_000:04}"}],
        "organization": {"id": _uuid(chance), "name": f"{town} Trust {number % 5}", "description": "A trust."},
        "attributes": [_kind(chance, sort), _kind(chance, what[0])],
        "service_at_locations": [{"id": _uuid(chance), "location": location, "schedules": [schedule]}],
    }
    return service if youngest is None else service | {"minimum_age": youngest, "maximum_age": youngest + 6}


def _uuid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _kind(chance: random.Random, name: str) -> dict[str, Any]:
    term = {"id": str(uuid.uuid5(uuid.NAMESPACE_DNS, name)), "name": name, "description": name}
    return {"id": _uuid(chance), "taxonomy_term": term}


def write_lines(path: Path, count: int) -> None:
    """One service to a line."""
    with path.open("w", encoding="utf-8") as file:
        for service in services(count):
            file.write(json.dumps(service) + "\n")
