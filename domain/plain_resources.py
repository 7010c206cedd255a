"""One line of the spreadsheet that a volunteer fills in, made into a resource (docs/resources.md has the columns)."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from domain.grammar import Unreadable
from domain.hsds import LONGEST, LONGEST_NAME
from domain.hsds_reading import Problem, Read, Refused, coordinates, email, is_free, once, wheelchair
from domain.hsds_rest import uuid_of
from domain.resource_fields import Field, Unfit, Wrong, write
from domain.resource_times import read_times
from domain.resources import Location, Phone, Resource

COLUMNS = (
    *("name", "organisation", "kinds", "description", "ages"),
    *("cost", "contact", "address", "opens", "checked_on"),
)
# May be there as well.
MORE_COLUMNS = (
    *("id", "how_to_start", "who_for", "bring", "languages", "access", "area", "transport", "alert"),
    *("latitude", "longitude", "country"),
)
_SPELLINGS = {
    "organization": "organisation",
    "kind": "kinds",
    "age": "ages",
    "opening": "opens",
    "checked": "checked_on",
}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()/.-]{4,}\d(?!\w)")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"',;]+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
OPENS = "tue 10:00-12:00; sat 9:30-11:00"
_LIST = re.compile(r"[;,\n|]")


def header(names: list[str]) -> list[str]:
    """The columns by their documented names; unknown ones stay as they are written."""
    plain = [re.sub(r"\W+", "_", name.strip().casefold().lstrip("\ufeff")).strip("_") for name in names]
    return [_SPELLINGS.get(name, name) for name in plain]


def is_header(names: list[str]) -> bool:
    """Whether this is the spreadsheet's first line: it needs a name, and at least half of the ten."""
    there = set(header(names))
    return "name" in there and len(there & set(COLUMNS)) >= len(COLUMNS) // 2


def key_of(name: str, organisation: str | None) -> str:
    """How a line without an id is known again."""
    return f"{' '.join(name.split()).casefold()}\n{' '.join((organisation or '').split()).casefold()}"


def name_of(line: Mapping[str, str]) -> str | None:
    """How this line is known again, also where it cannot be read; None where it has no name."""
    name = _cell(line.get("name", ""))
    return key_of(name, _cell(line.get("organisation", ""))) if name else None


def read_line(line: Mapping[str, str], today: date) -> Read:
    """One line, by column. Refused with every problem at once."""
    cells = {name: _cell(value) for name, value in line.items()}
    problems = [
        Problem(name, f"has {len(value):,} characters; at most {LONGEST:,}")
        for name, value in cells.items()
        if len(value) > LONGEST
    ]
    problems += [
        Problem(name, "begins with “=”, as a formula does; write it in words")
        for name, value in cells.items()
        if value.startswith(("=", "＝"))
    ]
    if not cells.get("name"):
        problems.append(Problem("name", "is missing"))
    elif len(cells["name"]) > LONGEST_NAME:
        problems.append(Problem("name", f"has {len(cells['name']):,} characters; at most {LONGEST_NAME}"))
    if problems:
        raise Refused(problems)
    return _read(cells, today)


def _cell(value: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a cell."""
    value = value.strip()
    return value[1:].lstrip() if value[:1] == "'" and value[1:2] in tuple("=+-@＝＋－＠\t") else value


def _read(cells: dict[str, str], today: date) -> Read:
    problems: list[Problem] = []
    notes: list[Problem] = []
    found: dict[str, Any] = {
        "hsds_id": cells.get("id") or uuid_of("line", key_of(cells["name"], cells.get("organisation"))),
        "organization_name": cells.get("organisation") or None,
        "description": cells.get("description") or None,
        "eligibility_description": cells.get("who_for") or None,
        "alert": cells.get("alert") or None,
        "kinds": _listed(cells.get("kinds")),
        "required_documents": _listed(cells.get("bring")),
        "languages": _listed(cells.get("languages")),
        "accessibility": _listed(cells.get("access")),
        "wheelchair": wheelchair(_listed(cells.get("access"))),
        "service_areas": _listed(cells.get("area")),
        "fees_description": cells.get("cost") or None,
        "free": is_free(cells.get("cost")),
        "assured_date": _day(cells.get("checked_on"), today, problems),
    }
    found |= _contact(cells, notes)
    resource = Resource(name=cells["name"], added_on=today).changed(**found)
    resource = _ages(resource, cells.get("ages"), problems)
    resource = _placed(resource, cells, problems, notes)
    if cells.get("opens"):
        try:
            resource = resource.changed(schedules=read_times(cells["opens"]))
        except Unreadable as error:
            quoted = error.quoted or cells["opens"][:60]
            problems.append(Problem("opens", f"“{quoted}” cannot be read; write for example: {OPENS}"))
    if problems:
        raise Refused(problems)
    return Read(resource, notes)


def _listed(text: str | None) -> tuple[str, ...]:
    return once(part.strip() for part in _LIST.split(text or ""))[:20]


def _day(text: str | None, today: date, problems: list[Problem]) -> date | None:
    if not text:
        return None
    for form in _DAYS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day without a time
        except ValueError:
            continue
        if day > today + timedelta(days=1):
            problems.append(Problem("checked_on", f"“{text}” is still to come"))
        return day
    problems.append(Problem("checked_on", f"“{text[:40]}” is no day such as 2026-11-30"))
    return None


def _contact(cells: dict[str, str], notes: list[Problem]) -> dict[str, Any]:
    """Numbers, a link and an address out of one cell; the cell itself where it says what to do."""
    text = cells.get("contact", "")
    links, addresses = _LINK.findall(text), _EMAIL.findall(text)
    rest = _EMAIL.sub("", _LINK.sub("", text))
    numbers = once(" ".join(number.split()) for number in _PHONE.findall(rest))
    words = " ".join(rest.split()).strip(" ;,–-")
    says_more = len(re.findall(r"[^\W\d_]{2,}", _PHONE.sub("", rest))) > 1
    link = links[0].rstrip(".)") if links else None
    return {
        "phones": tuple(Phone(number=number) for number in numbers),
        "url": f"https://{link}" if link and link.casefold().startswith("www.") else link,
        "email": email(addresses[0].rstrip("."), "contact", notes) if addresses else None,
        "application_process": cells.get("how_to_start") or (words if says_more else None),
    }


def _ages(resource: Resource, text: str | None, problems: list[Problem]) -> Resource:
    plain = (text or "").casefold().strip()
    if plain in ("", "all", "all ages", "any", "everyone", "everybody"):
        return resource
    under = re.fullmatch(r"(?:under|up to)\s*(\d{1,2})s?", plain)
    if under:
        least_below = 1 if plain.startswith("under") else 0
        return resource.changed(minimum_age=0.0, maximum_age=float(int(under[1]) - least_below))
    try:
        return write(resource, Field.AGES, plain.removesuffix(" years").strip())
    except Unfit:
        problems.append(Problem("ages", f"“{plain[:40]}” cannot be read; write for example 0-4, 5+, under 12 or all"))
        return resource


def _placed(resource: Resource, cells: dict[str, str], problems: list[Problem], notes: list[Problem]) -> Resource:
    spot = _spot(cells, problems, notes)
    if not cells.get("address") and spot == (None, None) and not cells.get("transport"):
        return resource
    if cells.get("address"):
        try:
            resource = write(resource, Field.WHERE, cells["address"])
        except Unfit as error:
            limit = f"has {len(cells['address']):,} characters; at most {error.limit}"
            problems.append(Problem("address", limit if error.wrong is Wrong.TOO_LONG else "cannot be read"))
            return resource
    place = resource.locations[0] if resource.locations else Location(id="place")
    country = cells.get("country", "").upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        problems.append(Problem("country", f"“{country[:20]}” is no code of two letters such as GB"))
    changed = place.changed(
        id=uuid_of(resource.hsds_id, "place"),
        latitude=spot[0],
        longitude=spot[1],
        country=country or None,
        transportation=cells.get("transport") or None,
    )
    return resource.changed(locations=(changed,))


def _spot(cells: dict[str, str], problems: list[Problem], notes: list[Problem]) -> tuple[float | None, float | None]:
    values: list[float | None] = []
    for name in ("latitude", "longitude"):
        text = cells.get(name, "").replace(",", ".")
        try:
            values.append(float(text) if text else None)
        except ValueError:
            problems.append(Problem(name, f"“{text[:40]}” is no number such as 55.76"))
            values.append(None)
    return coordinates(values[0], values[1], "address", notes)
